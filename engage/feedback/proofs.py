"""What shows that a stranger took some pains, while very many write at once? Work of their machine, or a wait.

The work is a challenge of the ALTCHA kind: finding a number costs a browser about a second, checking it us nothing. The
wait is a ticket that is good some minutes after it was handed out, for browsers without scripts. Both are signed with a
key made from ours, belong to nobody, and are good once (docs/decisions/0030).
"""

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from altcha import Payload, create_challenge, verify_solution

from engage import clock

ALGORITHM, COST, LEAST, MOST = "PBKDF2/SHA-256", 1_000, 500, 1_500  # so many numbers are tried, a millisecond each
LIFETIME = timedelta(minutes=20)
TICKET_LIFETIME = timedelta(hours=3)
MAX_SENT = 4_000


@dataclass(frozen=True)
class Proof:
    """Something that counts once, until it is too old to count at all."""

    proof_hash: bytes
    expires_at: datetime


def new_challenge(key: str) -> dict[str, Any]:
    """What a program solves, as the widget reads it."""
    until = int((clock.now() + LIFETIME).timestamp())
    number = LEAST + secrets.randbelow(MOST - LEAST)
    made = create_challenge(ALGORITHM, COST, counter=number, data={"until": until}, hmac_secret=_own_key(key))
    return made.to_dict()


def read_solution(key: str, sent: str) -> Proof | None:
    """A solution that is right and not too old; None for whatever else is sent."""
    if not sent or len(sent) > MAX_SENT or not verify_solution(sent, _own_key(key)).verified:
        return None
    challenge = Payload.from_base64(sent).challenge
    until = _instant((challenge.parameters.data or {})["until"])
    return Proof(_hash(f"challenge {challenge.parameters.nonce}"), until) if clock.now() < until else None


def new_ticket(key: str, network: str, wait: timedelta) -> str:
    """When it will be good, and a number of its own; for one network alone."""
    told = f"{int((clock.now() + wait).timestamp())}.{secrets.token_hex(8)}"
    return f"{told}.{_seal(key, told, network)}"


def ticket_ready_at(key: str, sent: str, network: str) -> datetime | None:
    """When a ticket is good, if we handed it out to this network."""
    told, _, seal = sent[:MAX_SENT].rpartition(".")
    if not hmac.compare_digest(seal.encode("utf-8", "surrogatepass"), _seal(key, told, network).encode()):
        return None
    return _instant(int(told.partition(".")[0]))


def read_ticket(key: str, sent: str, network: str) -> Proof | None:
    """A ticket that has been waited for, and not for too long."""
    ready_at = ticket_ready_at(key, sent, network)
    if ready_at is None or not ready_at <= clock.now() < ready_at + TICKET_LIFETIME:
        return None
    return Proof(_hash(f"ticket {sent}"), ready_at + TICKET_LIFETIME)


def _instant(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


def _own_key(key: str) -> bytes:
    return hmac.digest(key.encode(), b"proofs", "sha256")


def _seal(key: str, told: str, network: str) -> str:
    said = f"ticket {told} {network}".encode("utf-8", "surrogatepass")
    return hmac.digest(_own_key(key), said, "sha256").hex()


def _hash(words: str) -> bytes:
    return hashlib.sha256(words.encode("utf-8", "surrogatepass")).digest()
