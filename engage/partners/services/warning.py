"""Who is told that the mandate of a board ends: 60, 30 and 7 days before, on the day, and after the grace?"""

import uuid
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple

from sqlalchemy import exists, select

from engage import clock
from engage.access.actor import Actor
from engage.database import db, insert_into
from engage.outbox.services import owe
from engage.partners import notifications
from engage.partners.models import (
    KNOWN,
    WARNED_BEFORE,
    Association,
    MandateNotice,
    MandateState,
    last_day_of_grace,
    mandate_state,
)
from engage.partners.notifications import Of, Person
from engage.partners.queries import managers_of
from engage.settings import current_settings

AFTER_GRACE = -1


class _Ending(NamedTuple):
    """A mandate whose managers are to be told, and how many days before its end (0, 7 …), or after the grace (-1)."""

    id: uuid.UUID
    name: dict[str, str]
    mandate_expires_on: date
    days_before: int


def warn_of_mandates(actor: Actor) -> int:
    """Write to managers before their board's mandate ends, on the day, and when the grace is over; to how many
    associations. Of what is due the nearest is told, and nothing twice; where nobody is to be told it stays due.
    """
    due = {one.id: one for one in map(_ending, _list_ending())}
    people = managers_of(actor, list(due))
    new = _note([due[association_id] for association_id in dict.fromkeys(row[0] for row in people)])
    owe([_warning(due[row[0]], Person(*row[1:])) for row in people if row[0] in new])
    return len(new)


def _list_ending() -> Sequence[Any]:
    """Without those who have heard the last of it: there are more of them every year."""
    latest = _today() + timedelta(days=WARNED_BEFORE[0])
    found = select(Association.id, Association.name, Association.mandate_expires_on)
    ending = Association.status.in_(KNOWN), Association.mandate_expires_on <= latest
    last = MandateNotice.association_id == Association.id, MandateNotice.days_before == AFTER_GRACE
    is_told = exists().where(*last, MandateNotice.mandate_expires_on == Association.mandate_expires_on)
    return db.session.execute(found.where(*ending, ~is_told)).all()


def _ending(row: Any) -> _Ending:
    left, is_over = (row.mandate_expires_on - _today()).days, mandate_state(row, _today()) == MandateState.EXPIRED
    nearest = min(days for days in WARNED_BEFORE if left <= days)
    return _Ending(row.id, row.name, row.mandate_expires_on, AFTER_GRACE if is_over else nearest)


def _note(due: Sequence[_Ending]) -> set[uuid.UUID]:
    """Whose warnings are new: noted in the same statement, so that two jobs at once tell it once."""
    if not due:
        return set()
    columns = ("association_id", "mandate_expires_on", "days_before", "created_at")
    values = [(one.id, one.mandate_expires_on, one.days_before, clock.now()) for one in due]
    rows = [dict(zip(columns, row, strict=True)) for row in values]
    noted = insert_into(MandateNotice).values(rows).on_conflict_do_nothing()
    return set(db.session.scalars(noted.returning(MandateNotice.association_id)))


def _warning(one: _Ending, to: Person) -> notifications.Letter:
    state = mandate_state(one, _today())
    return notifications.mandate_ends(to, Of(one.id, one.name), one.mandate_expires_on, last_day_of_grace(one), state)


def _today() -> date:
    return clock.today(current_settings().timezone)
