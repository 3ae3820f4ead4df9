"""Which page is the same for all who are not signed in, and may be two seconds old? Made once for a crowd of them."""

import time
from collections.abc import Callable
from functools import wraps
from typing import TypeVar

from flask import current_app, request, session

from engage import language
from engage.access.guard import actor
from engage.settings import current_settings

EXTENSION = "engage.kept_lists"
MOST = 128

Made = TypeVar("Made", str, bytes, str | bytes)
View = Callable[[], str]


def kept_for_visitors(view: View) -> View:
    """For public lists alone: never for a page with a form key, a form token or anything about the one who asks."""

    @wraps(view)
    def answer() -> str:
        seconds = current_settings().list_seconds
        if not seconds or actor().is_authenticated or "_flashes" in session:
            return view()
        return kept((language.current(), request.full_path), seconds, view)

    return answer


def kept(key: tuple[str, str], seconds: int, make: Callable[[], Made]) -> Made:
    """What `make` made for this key in the last seconds, or makes now."""
    known: dict[tuple[str, str], tuple[float, Made]] = current_app.extensions.setdefault(EXTENSION, {})
    until, body = known.get(key, (0.0, None))
    if body is None or time.monotonic() >= until:
        body = make()
        if len(known) >= MOST:
            known.clear()
        known[key] = (time.monotonic() + seconds, body)
    return body
