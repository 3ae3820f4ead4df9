"""Do very many write at once whom nobody knows?"""

from datetime import timedelta

from sqlalchemy import select

from engage import clock
from engage.access.actor import Actor
from engage.database import read
from engage.feedback.models.threads import Thread
from engage.settings import current_settings

WATCHED = timedelta(hours=1)


def is_flooded(viewer: Actor) -> bool:
    """Whether strangers opened as many threads in the last hour as the setting says."""
    most = current_settings().flood_threads
    if not most:
        return True
    of_strangers = Thread.receipt_hash.is_not(None), Thread.created_at > clock.now() - WATCHED
    return bool(read(select(Thread.id).where(*of_strangers).offset(most - 1).limit(1)).all())
