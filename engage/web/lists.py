"""Which page is the same for all who are not signed in, and may be two seconds old? Made once for a crowd of them."""

import time
from collections.abc import Callable
from functools import wraps

from flask import current_app, request, session

from engage import language
from engage.access.guard import actor
from engage.settings import current_settings

EXTENSION = "engage.kept_lists"
MOST = 128

View = Callable[[], str]


def kept_for_visitors(view: View) -> View:
    """For public lists alone: never for a page with a form key, a form token or anything about the one who asks."""

    @wraps(view)
    def answer() -> str:
        seconds = current_settings().list_seconds
        if not seconds or actor().is_authenticated or "_flashes" in session:
            return view()
        return _kept((language.current(), request.full_path), seconds, view)

    return answer


def _kept(key: tuple[str, str], seconds: int, view: View) -> str:
    kept: dict[tuple[str, str], tuple[float, str]] = current_app.extensions.setdefault(EXTENSION, {})
    until, body = kept.get(key, (0.0, ""))
    if time.monotonic() >= until:
        body = view()
        if len(kept) >= MOST:
            kept.clear()
        kept[key] = (time.monotonic() + seconds, body)
    return body
