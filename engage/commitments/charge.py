"""Who keeps a promise? Those who serve where it was made: threads are answered, seminars planned."""

from typing import Protocol
from uuid import UUID

from engage.access.actor import Actor
from engage.access.permissions import Permission


class Promise(Protocol):
    """What must be known of a commitment. Of one that is owed under an agreement neither is."""

    @property
    def thread_id(self) -> UUID | None: ...
    @property
    def seminar_id(self) -> UUID | None: ...
    @property
    def district(self) -> str | None: ...


def serves(actor: Actor, promise: Promise) -> bool:
    if promise.thread_id is not None:
        return actor.can_in(Permission.THREADS_ANSWER, promise.district)
    return promise.seminar_id is not None and actor.can_in(Permission.SEMINARS_PLAN, promise.district)
