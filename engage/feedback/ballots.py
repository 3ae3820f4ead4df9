"""How can somebody answer once, and change it, while nobody can look up what they answered?

A ballot stands under a hash of the thread, and what it says is sealed; both need our key. Whoever has the store alone
sees neither whose it is nor what it says (docs/decisions/0028).
"""

import hashlib
import hmac
import secrets
import uuid
from datetime import timedelta

import orjson

from engage.codes import link_token

ANSWERED_WITHIN = timedelta(days=14)
_SEALED = 256  # bytes, however much is said
_NONCE = 16
_ID_DIGITS = 32

Said = dict[str, str]


def ballot_hash(key: str, thread_id: uuid.UUID) -> bytes:
    return _made(key, "ballot", thread_id.bytes)


def seal(key: str, thread_id: uuid.UUID, said: Said) -> bytes:
    """What was said, so that our key alone can read it: each time with other random bytes, always as long."""
    nonce = secrets.token_bytes(_NONCE)
    return nonce + _mixed(orjson.dumps(said).ljust(_SEALED), _stream(key, thread_id, nonce))


def unseal(key: str, thread_id: uuid.UUID, sealed: bytes | None) -> Said:
    """Nothing where nothing was said, or it was wiped."""
    if not sealed:
        return {}
    nonce, rest = sealed[:_NONCE], sealed[_NONCE:]
    said: Said = orjson.loads(_mixed(rest, _stream(key, thread_id, nonce)))
    return said


def rating_token(key: str, thread_id: uuid.UUID) -> str:
    """What a letter carries: it answers for this thread, and opens nothing."""
    return thread_id.hex + link_token(key, "rating", thread_id)


def read_rating_token(key: str, token: str) -> uuid.UUID | None:
    """The thread it answers for; None if we did not make it."""
    try:
        thread_id = uuid.UUID(token[:_ID_DIGITS])
    except ValueError:
        return None
    return thread_id if hmac.compare_digest(rating_token(key, thread_id).encode(), token.encode()) else None


def _made(key: str, purpose: str, of: bytes) -> bytes:
    return hmac.digest(key.encode(), purpose.encode() + b"\0" + of, "sha256")


def _stream(key: str, thread_id: uuid.UUID, nonce: bytes) -> bytes:
    """Bytes as random as a key of their own can make them, used for this one sealing."""
    return hashlib.shake_256(_made(key, "sealed ballot", thread_id.bytes + nonce)).digest(_SEALED)


def _mixed(words: bytes, stream: bytes) -> bytes:
    return bytes(a ^ b for a, b in zip(words, stream, strict=True))
