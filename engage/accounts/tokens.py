"""How is a secret made that a browser, a program or a letter carries, and what of it do we keep? Only its hash."""

import hashlib
import secrets


def new_token() -> str:
    """256 random bits, fit for a URL and a header. Nobody can guess it, so a fast hash is enough to keep it by."""
    return secrets.token_urlsafe(32)


def token_hash(token: str) -> bytes:
    """SHA-256 of a token as it came from outside: any characters at all."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).digest()
