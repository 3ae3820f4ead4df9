"""Which request or command is at work? The id that ties log lines, audit entries and error pages together."""

import re
import secrets
from contextvars import ContextVar

_current: ContextVar[str | None] = ContextVar("request_id", default=None)
_ACCEPTABLE = re.compile(r"[A-Za-z0-9._-]{8,64}")


def begin(offered: str | None = None) -> str:
    """Take the proxy's X-Request-ID if it is sane, make one otherwise."""
    chosen = offered if offered and _ACCEPTABLE.fullmatch(offered) else secrets.token_hex(8)
    _current.set(chosen)
    return chosen


def current_request_id() -> str | None:
    return _current.get()
