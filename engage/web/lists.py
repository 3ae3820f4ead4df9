"""Which page is the same for all who are not signed in, and may be two seconds old? Made once for a crowd of them."""

import time
from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from flask import current_app, request, session

from engage import language
from engage.access.guard import actor
from engage.settings import current_settings

EXTENSION = "engage.kept_lists"
MOST = 128

Made = TypeVar("Made")
View = Callable[..., str]


def kept_for_visitors(view: View) -> View:
    """For public lists alone: never for a page with a form key, a form token or anything about the one who asks."""

    @wraps(view)
    def answer(**gaps: Any) -> str:
        if "_flashes" in session:
            return view(**gaps)
        return same_for_visitors((language.current(), request.full_path), lambda: view(**gaps))

    return answer


def same_for_visitors(key: tuple[str, str], make: Callable[[], Made]) -> Made:
    """The same for a part of such a page; `key` says what it depends on."""
    seconds = current_settings().list_seconds
    return make() if not seconds or actor().is_authenticated else kept(key, seconds, make)


def kept(key: tuple[str, str], seconds: int, make: Callable[[], Made]) -> Made:
    """What `make` made for this key in the last seconds, or makes now."""
    known: dict[tuple[str, str], tuple[float, Made]] = current_app.extensions.setdefault(EXTENSION, {})
    until, made = known.get(key, (0.0, None))
    if made is None or time.monotonic() >= until:
        made = make()
        if len(known) >= MOST:
            known.clear()
        known[key] = (time.monotonic() + seconds, made)
    return made
