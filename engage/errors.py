"""How does a rule of the domain say no? Plain exceptions, without Flask; `engage.web.errors` turns them into answers.

`type` is the last part of the stable problem path (`/problems/<type>`, RFC 9457); the words are chosen there too, in
the language of the person who asked.
"""

from collections.abc import Mapping
from typing import Any


class DomainError(Exception):
    """A refusal with an HTTP status, a stable problem type and the figures its message mentions."""

    status = 400
    type = "bad-request"

    def __init__(self, type: str | None = None, **figures: Any) -> None:
        super().__init__(type or self.type)
        self.type = type or self.type
        self.figures = figures


class NotFound(DomainError):
    """It does not exist, or not for this person."""

    status = 404
    type = "not-found"


class NotAllowed(DomainError):
    """The person sees the thing but may not do this with it."""

    status = 403
    type = "not-allowed"


class NotSignedIn(DomainError):
    status = 401
    type = "not-signed-in"


class Conflict(DomainError):
    """The request is sound, the present state refuses it."""

    status = 409
    type = "wrong-state"


class Stale(DomainError):
    """The caller edits a version that is no longer the current one (If-Match)."""

    status = 412
    type = "stale-version"


class VersionMissing(DomainError):
    status = 428
    type = "version-missing"


class Invalid(DomainError):
    """One or more fields are wrong: `errors` maps field paths to lists of messages or message keys."""

    status = 422
    type = "invalid-input"

    def __init__(self, errors: Mapping[str, Any], **figures: Any) -> None:
        super().__init__(**figures)
        self.errors = errors
