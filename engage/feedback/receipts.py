"""What does somebody hold who wrote without an account? 28 digits, seen once, of which we keep a slow keyed hash.

The digits are made from the request and our key, so that a request that is sent again gets them again although nothing
of them was kept (docs/decisions/0025).
"""

import hashlib
import hmac

from argon2.low_level import Type, hash_secret_raw

from engage.accounts.passwords import one_of_few
from engage.text import western_digits

DIGITS = 28  # 93 bits
_GROUP = 4
MAX_TYPED = 200

# For good: with other figures no receipt that was handed out would open anything (RFC 9106 §4, second choice).
TIME_COST, MEMORY_KIB, LANES = 3, 65_536, 4


def receipt_for(key: str, seed: str) -> str:
    """The receipt of the thread that a request opens: seven groups of four digits."""
    made = hmac.new(key.encode(), f"receipt {seed}".encode("utf-8", "surrogatepass"), hashlib.sha512).digest()
    digits = str(int.from_bytes(made) % 10**DIGITS).zfill(DIGITS)
    return " ".join(digits[i : i + _GROUP] for i in range(0, DIGITS, _GROUP))


def receipt_hash(key: str, typed: str) -> bytes:
    """By what a receipt is found, however it was typed: in any digits, with any signs between them."""
    digits = "".join(c for c in western_digits(typed[:MAX_TYPED]) if "0" <= c <= "9")
    salt = hmac.digest(key.encode(), b"receipts", "sha256")
    with one_of_few():
        return hash_secret_raw(digits.encode(), salt, TIME_COST, MEMORY_KIB, LANES, 32, Type.ID)
