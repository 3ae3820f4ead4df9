"""Who may read a commitment, whose is it to keep, and what may be asked of the list?"""

from collections.abc import Callable
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, false, or_, select, true

from engage import clock
from engage.access.actor import VISITOR, Actor
from engage.access.permissions import Permission
from engage.agreements.models import Agreement, Obligation
from engage.commitments.models import Commitment, CommitmentState
from engage.commitments.signals import readers_asked
from engage.database import holds
from engage.seminars.models import Seminar
from engage.seminars.queries import visible_to as sees_seminar
from engage.settings import current_settings


class CommitmentStanding(StrEnum):
    """Where one stands today. What is late is open too."""

    OPEN = "open"
    LATE = "late"
    DONE = "done"
    WITHDRAWN = "withdrawn"


def visible_to(viewer: Actor | None) -> ColumnElement[bool]:
    """Where this person (None: everyone) reads what it was made in, as that stands at this very moment."""
    in_thread = readers_asked.send(None, viewer=viewer, thread_id=Commitment.thread_id, post_id=Commitment.post_id)
    at_seminar = select(Seminar.id).where(Seminar.id == Commitment.seminar_id, sees_seminar(viewer or VISITOR))
    return or_(exists(at_seminar), *(condition for _receiver, condition in in_thread))


def kept_by(viewer: Actor) -> ColumnElement[bool]:
    """Those of the districts where this person serves; the thread or the seminar is theirs to see too."""
    threads = and_(Commitment.thread_id.is_not(None), _serves(viewer, Permission.THREADS_ANSWER))
    return or_(threads, and_(Commitment.seminar_id.is_not(None), _serves(viewer, Permission.SEMINARS_PLAN)))


def _serves(viewer: Actor, permission: Permission) -> ColumnElement[bool]:
    districts = viewer.districts_with(permission)
    return true() if districts is None else Commitment.district.in_(sorted(districts)) if districts else false()


def asked_of_rows(filters: dict[str, Any]) -> list[ColumnElement[bool]]:
    return [_OF_ROWS[name](value) for name, value in filters.items() if value]


def asked_of_duties(filters: dict[str, Any]) -> list[ColumnElement[bool]] | None:
    """The same of what is owed under agreements; None where none of it can be meant."""
    asked = {name: value for name, value in filters.items() if value}
    if not asked.keys() <= _OF_DUTIES.keys():
        return None
    return [_OF_DUTIES[name](value) for name, value in asked.items()]


def _stands(of: type[Commitment] | type[Obligation], standing: str) -> ColumnElement[bool]:
    if standing != CommitmentStanding.LATE:
        return of.state == standing
    return and_(of.state == CommitmentState.OPEN, of.due_on < clock.today(current_settings().timezone))


_OF_ROWS: dict[str, Callable[[Any], ColumnElement[bool]]] = {
    "state": lambda state: _stands(Commitment, state),
    "district": lambda code: Commitment.district == code,
    "category": lambda category: Commitment.category == category,
    "theme": lambda theme: Commitment.theme == theme,
    "thread_id": lambda thread_id: Commitment.thread_id == thread_id,
    "seminar_id": lambda seminar_id: Commitment.seminar_id == seminar_id,
}
_OF_DUTIES: dict[str, Callable[[Any], ColumnElement[bool]]] = {
    "state": lambda state: _stands(Obligation, state),
    "district": lambda code: holds(Agreement.districts, code),
}
