"""What code can a person read aloud and type without getting it wrong? No look-alikes, no vowels that make words."""

import base64
import hashlib
import hmac
import secrets

ALPHABET = "23456789CDFGHJKMNPQRTVWXYZ"


def human_code(groups: int = 2, size: int = 4) -> str:
    """Random groups of letters and digits: `FZ7K-3M9Q` (38 bits). It names a thing; it is no secret."""
    return "-".join("".join(secrets.choice(ALPHABET) for _ in range(size)) for _ in range(groups))


def link_token(secret: str, *parts: object) -> str:
    """What only this installation can say about these parts (22 letters): it opens a door and is kept nowhere."""
    digest = hmac.new(secret.encode(), ":".join(map(str, parts)).encode(), hashlib.sha256).digest()
    return base64.urlsafe_b64encode(digest[:16]).decode().rstrip("=")
