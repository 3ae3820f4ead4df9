"""Do very many write at once whom nobody knows?"""

from datetime import timedelta
from typing import Any

from sqlalchemy import Select, select

from engage import clock
from engage.access.actor import Actor
from engage.database import read, read_at_once
from engage.feedback.models.threads import Thread
from engage.settings import current_settings

WATCHED = timedelta(hours=1)


def is_flooded(viewer: Actor) -> bool:
    """Whether strangers opened as many threads in the last hour as the setting says."""
    return _is_always_asked() or bool(read(_last_that_fits()).all())


def is_flooded_apart(viewer: Actor) -> bool:
    """The same outside of any transaction, before work that none should wait for."""
    return _is_always_asked() or bool(read_at_once(_last_that_fits(), {}))


def _is_always_asked() -> bool:
    return current_settings().flood_threads == 0


def _last_that_fits() -> Select[Any]:
    of_strangers = Thread.receipt_hash.is_not(None), Thread.created_at > clock.now() - WATCHED
    return select(Thread.id).where(*of_strangers).offset(current_settings().flood_threads - 1).limit(1)
