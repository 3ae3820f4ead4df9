"""How is a secret made that a browser, a program or a letter carries, and what of it do we keep? Only its hash.

The address of a calendar is another kind: nothing of it is kept, it is computed again from our key.
"""

import hashlib
import hmac
import secrets
import uuid

from engage.codes import link_token

_ID_DIGITS = 32


def new_token() -> str:
    """256 random bits, fit for a URL and a header. Nobody can guess it, so a fast hash is enough to keep it by."""
    return secrets.token_urlsafe(32)


def token_hash(token: str) -> bytes:
    """SHA-256 of a token as it came from outside: any characters at all."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).digest()


def address_token(key: str, account_id: uuid.UUID, purpose: str) -> str:
    """A token that opens one thing (`purpose`) to whoever holds it, in the name of an account; fit for a URL."""
    return account_id.hex + link_token(key, purpose, account_id)


def read_address_token(key: str, token: str, purpose: str) -> uuid.UUID | None:
    """The account in whose name the token was made for this purpose; None if we did not make it."""
    try:
        account_id = uuid.UUID(token[:_ID_DIGITS])
    except ValueError:
        return None
    made = address_token(key, account_id, purpose)
    return account_id if hmac.compare_digest(made.encode(), token.encode()) else None
