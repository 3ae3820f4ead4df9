"""May this person do that with a commitment? Decided from what is at hand, without asking the store."""

from typing import Protocol
from uuid import UUID

from engage.access.actor import Actor
from engage.access.permissions import Permission


class Promise(Protocol):
    """What a policy needs to know of a commitment."""

    @property
    def thread_id(self) -> UUID | None: ...
    @property
    def seminar_id(self) -> UUID | None: ...
    @property
    def district(self) -> str | None: ...


def can_keep_commitment(actor: Actor, promise: Promise) -> bool:
    """Say that it is done, move its day, withdraw it, hand it over: the officers who serve where it was made."""
    if promise.thread_id is not None:
        return actor.can_in(Permission.THREADS_ANSWER, promise.district)
    return promise.seminar_id is not None and actor.can_in(Permission.SEMINARS_PLAN, promise.district)


def can_read_own_commitments(actor: Actor) -> bool:
    return actor.can(Permission.THREADS_ANSWER)
