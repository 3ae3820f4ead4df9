"""What speaks for and against each of the days that somebody wishes?"""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from engage import clock
from engage.access.actor import Actor
from engage.holidays.queries import HolidayView, list_holidays_between
from engage.proposals.queries.rows import ProposalView
from engage.seminars.policies import can_plan_in
from engage.seminars.queries.booked import BookedView, list_booked
from engage.seminars.queries.planning import SeminarWarning, warnings_about
from engage.settings import current_settings


@dataclass(frozen=True, slots=True)
class DateView:
    """One of the days, by the clock on the wall; what is taken then and of what to beware is for officers alone."""

    start: datetime
    end: datetime
    is_past: bool
    taken: tuple[BookedView, ...] = ()
    warnings: tuple[SeminarWarning, ...] = ()


def walls(asked: dict[str, str]) -> tuple[datetime, datetime]:
    """From when to when, by the clock on the wall."""
    day = date.fromisoformat(asked["day"])
    start, end = (datetime.combine(day, time.fromisoformat(asked[name])) for name in ("start_clock", "end_clock"))
    return start, end


def list_dates(
    viewer: Actor, proposal: ProposalView, dates: list[dict[str, str]], venue_id: uuid.UUID | None
) -> Sequence[DateView]:
    """Two statements for those who decide, however many days; none for others."""
    plain, spans = plain_dates(viewer, dates), [walls(one) for one in dates]
    if not spans or not can_plan_in(viewer, proposal.district):
        return plain
    booked = list_booked(viewer, venue_id, [_instants(*span) for span in spans])
    first, last = min(start for start, _end in spans), max(end for _start, end in spans)
    holidays = list_holidays_between(viewer, first.date(), last.date())
    return [_looked_at(one, proposal, booked, holidays) for one in plain]


def plain_dates(viewer: Actor, dates: list[dict[str, str]]) -> Sequence[DateView]:
    """As they stand there, without a question to the store."""
    return [DateView(start, end, is_past=_is_past(start)) for start, end in map(walls, dates)]


def _looked_at(
    one: DateView, proposal: ProposalView, booked: Sequence[BookedView], holidays: Sequence[HolidayView]
) -> DateView:
    start, end = _instants(one.start, one.end)
    taken = tuple(held for held in booked if held.starts_at < end and held.ends_at > start)
    day = one.start.date()
    off = [holiday for holiday in holidays if holiday.starts_on <= day <= holiday.ends_on]
    warnings: Any = warnings_about(proposal.audiences, (day, day), off)
    return DateView(one.start, one.end, one.is_past, taken, tuple(warnings))


def _is_past(start: datetime) -> bool:
    return start <= clock.local(clock.now(), current_settings().timezone)


def _instants(*walls: datetime) -> tuple[datetime, datetime]:
    """An hour that the clocks skip since it was asked for is shown by the hour before it: planning refuses it."""
    start, end = (wall.replace(tzinfo=current_settings().zone) for wall in walls)
    return start, end
