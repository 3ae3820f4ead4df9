"""What do planners see of a seminar that nobody else does: who runs it, why it stands, and of what to beware?"""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Row, Select, and_, func

from engage import clock
from engage.access.actor import Actor
from engage.access.permissions import Permission
from engage.accounts.models import Account
from engage.accounts.queries import StaffView
from engage.database import db
from engage.errors import NotAllowed, NotFound
from engage.holidays.models import Holiday, HolidayKind
from engage.holidays.queries import HolidayView
from engage.language import gettext as _
from engage.language import localised
from engage.seminars.models import MINORS, Assignment, Seminar
from engage.seminars.queries.reading import VIEW, SeminarView, get_seminar, visible_to


@dataclass(frozen=True, slots=True)
class SeminarWarning:
    """Why the day may be a bad one; nothing is refused for it."""

    type: str  # "public_holiday", "school_holiday" or "weekend"
    detail: str


def warnings_about(
    audiences: Sequence[str], span: tuple[date, date], holidays: Iterable[HolidayView]
) -> list[SeminarWarning]:
    """Public holidays concern everyone, school breaks and weekends only seminars for pupils."""
    is_for_pupils = not MINORS.isdisjoint(audiences)
    off = [one for one in holidays if is_for_pupils or one.kind == HolidayKind.PUBLIC]
    found = [SeminarWarning(f"{one.kind}_holiday", _holiday_words(one)) for one in off]
    if is_for_pupils and _falls_on_weekend(*span):
        found.append(SeminarWarning("weekend", _("It is for pupils, and falls on a weekend.")))
    return found


@dataclass(frozen=True, slots=True)
class PlanView:
    """A seminar with what concerns its planners alone."""

    seminar: SeminarView
    force_reason: str | None = None
    officers: tuple[StaffView, ...] = ()
    holidays: tuple[HolidayView, ...] = ()

    @property
    def warnings(self) -> list[SeminarWarning]:
        span = self.seminar.local_start.date(), self.seminar.local_end.date()
        return warnings_about(self.seminar.audiences, span, self.holidays)


_FIELDS = len(SeminarView.__dataclass_fields__)
_OF_HOLIDAY = [getattr(Holiday, name).label(f"holiday_{name}") for name in HolidayView.__dataclass_fields__]
_PLAN: Select[Any] = (
    VIEW.add_columns(Seminar.force_reason, Account.id.label("officer_id"), Account.display_name, *_OF_HOLIDAY)
    .outerjoin(Assignment, Assignment.seminar_id == Seminar.id)
    .outerjoin(Account, Account.id == Assignment.account_id)
    .outerjoin(
        Holiday,
        and_(
            Holiday.starts_on <= func.date(Seminar.local_end),
            Holiday.ends_on >= func.date(Seminar.local_start),
        ),
    )
)


def get_plan(viewer: Actor, seminar_id: uuid.UUID) -> PlanView:
    """One statement, a row for each officer and holiday. Those who see the seminar but do not plan it see nothing more
    of it. Raises NotFound.
    """
    if not viewer.can(Permission.SEMINARS_PLAN):
        return PlanView(get_seminar(viewer, seminar_id))
    rows = db.session.execute(_PLAN.where(Seminar.id == seminar_id, visible_to(viewer))).all()
    if not rows:
        raise NotFound
    seminar = SeminarView(*rows[0][:_FIELDS])
    if not viewer.can_in(Permission.SEMINARS_PLAN, seminar.district):
        return PlanView(seminar)
    officers = {StaffView(row.officer_id, row.display_name) for row in rows if row.officer_id}
    holidays = {row.holiday_id: _holiday(row) for row in rows if row.holiday_id}
    by_name = sorted(officers, key=lambda one: one.display_name)
    by_day = sorted(holidays.values(), key=lambda one: one.starts_on)
    return PlanView(seminar, rows[0].force_reason, tuple(by_name), tuple(by_day))


def get_own_plan(viewer: Actor, seminar_id: uuid.UUID) -> PlanView:
    """The same for planners alone: raises NotAllowed for others who see the seminar."""
    plan = get_plan(viewer, seminar_id)
    if not viewer.can_in(Permission.SEMINARS_PLAN, plan.seminar.district):
        raise NotAllowed
    return plan


def _holiday(row: Row[Any]) -> HolidayView:
    return HolidayView(*row[-len(_OF_HOLIDAY) :])


def _holiday_words(holiday: HolidayView) -> str:
    name = localised(holiday.name)[0]
    if holiday.kind == HolidayKind.PUBLIC:
        return _("It falls on a public holiday: %(name)s.", name=name)
    return _("It is for pupils, and falls into a school break: %(name)s.", name=name)


def _falls_on_weekend(day: date, last: date) -> bool:
    return any((day + timedelta(days=i)).weekday() in clock.WEEKEND for i in range((last - day).days + 1))
