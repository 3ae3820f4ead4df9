"""Which passwords do we take, and how are they kept?

At least 15 characters of any script, without rules of composition, and none of those that are tried first (NIST SP
800-63B-4 §3.1.1.2). They are kept as Argon2id hashes with the parameters that argon2-cffi recommends (RFC 9106).
"""

import unicodedata
from functools import lru_cache
from pathlib import Path
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from engage.errors import Invalid
from engage.language import gettext as _

LEAST = 15
MOST = 1000

_hasher = PasswordHasher()
_at_once = BoundedSemaphore(2)  # each hash takes 64 MiB of memory while it is made

# The hash of a random text that nobody kept: so that an address without an account costs the same work as one with.
NOBODYS = "$argon2id$v=19$m=65536,t=3,p=4$aH4nCP6zbm4fmQpjrTEXLA$4QTjiIV9T/Dy7UDvmXHj94rVVAiJmRQWvSCZ/uxJuRc"


def seal(password: str, *, email: str, field: str = "password") -> str:
    """The hash by which a new password is kept. Raises Invalid for `field` when it is too easy to guess."""
    password = normalised(password)
    if problem := _problem(password, email):
        raise Invalid({field: [problem]})
    return hashed(password)


def one_of_few() -> BoundedSemaphore:
    """To be held while a slow hash is made, of whatever secret."""
    return _at_once


def hashed(password: str) -> str:
    with _at_once:
        return _hasher.hash(_octets(password))


def matches(kept: str | None, password: str) -> bool:
    """Whether this is the password kept as `kept`; takes as long when there is none."""
    with _at_once:
        try:
            _hasher.verify(kept or NOBODYS, _octets(password))
        except (VerificationError, InvalidHashError):
            return False
    return bool(kept)


def is_outdated(kept: str) -> bool:
    """Whether it was hashed with other parameters than today's."""
    return _hasher.check_needs_rehash(kept)


def normalised(password: str) -> str:
    """NFC: the same letters typed on another keyboard are the same password."""
    return unicodedata.normalize("NFC", password)


def _octets(password: str) -> bytes:
    return normalised(password).encode("utf-8", "surrogatepass")


def _problem(password: str, email: str) -> str | None:
    if len(password) < LEAST:
        return _("Use at least %(least)s characters. Several words are easy to remember.", least=LEAST)
    if len(password) > MOST:
        return _("Use at most %(most)s characters.", most=MOST)
    if "\0" in password:
        return _("This text contains invisible characters that are not allowed.")
    return _guess(_folded(password), _folded(email))


def _guess(password: str, email: str) -> str | None:
    """Why it is among the first that are tried."""
    if password in {email, email.partition("@")[0]}:
        return _("Do not use your e-mail address as the password.")
    if not password or _repeats(password):
        return _("This repeats a few characters. Choose something else.")
    if password in _common():
        return _("This password is among the first that are tried. Choose something else.")
    return None


def _folded(text: str) -> str:
    """Without case and spaces, as in the packaged list."""
    return "".join(normalised(text).casefold().split())


def _repeats(text: str) -> bool:
    """Whether one to a few characters make up all of it, written three times or more."""
    return any(text == (text[:size] * len(text))[: len(text)] for size in range(1, len(text) // 3 + 1))


@lru_cache(maxsize=1)
def _common() -> frozenset[str]:
    lines = Path(__file__).with_name("common_passwords.txt").read_text("utf-8").splitlines()
    return frozenset(line for line in lines if not line.startswith("#"))
