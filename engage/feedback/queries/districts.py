"""How does feedback go in each district that one is in charge of, in a period? For supervisors, to the last thread.

What was opened, first replied to and ended in the period counts, whenever the thread began: so no figure of a month
that is over waits for threads that are still open.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    CTE,
    ColumnElement,
    Integer,
    Select,
    case,
    cast,
    func,
    literal,
    null,
    select,
    true,
    union_all,
)
from sqlalchemy import String as StringType

from engage import clock
from engage.access.actor import Actor
from engage.access.permissions import Permission
from engage.database import read
from engage.feedback.ages import Age
from engage.feedback.models.threads import Thread
from engage.feedback.queries.measures import in_days, place, quantile, seconds_between
from engage.feedback.queries.queue import is_of_age, is_waiting
from engage.feedback.queries.reading import standing
from engage.feedback.queries.satisfaction import Satisfaction, satisfaction
from engage.places.queries import district_names
from engage.settings import current_settings

MEDIAN, HIGH = 50, 90


class Period(StrEnum):
    THIS_MONTH = "month"
    LAST_MONTH = "last-month"
    QUARTER = "quarter"  # this month and the two before
    YEAR = "year"  # this month and the eleven before


_MONTHS_BACK = {Period.THIS_MONTH: 0, Period.LAST_MONTH: 1, Period.QUARTER: 2, Period.YEAR: 11}


@dataclass(frozen=True, slots=True)
class Took:
    """How many there were, and in days how long half of them took at most, and nine of ten."""

    number: int = 0
    median: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class DistrictFigures:
    """Of one district; of threads whose district nobody knows if `district` is None."""

    district: str | None
    opened: int = 0
    open_by_age: dict[str, int] = field(default_factory=lambda: dict.fromkeys(Age, 0))
    late: int = 0
    first_reply: Took = Took()
    closing: Took = Took()
    reopened: int = 0
    rated: Satisfaction | None = None  # None: nobody answered, or of all together

    @property
    def open(self) -> int:
        return sum(self.open_by_age.values())

    @property
    def reopened_percent(self) -> int | None:
        """Of those that ended, how many had been opened again."""
        return round(self.reopened * 100 / self.closing.number) if self.closing.number else None


@dataclass(frozen=True, slots=True)
class Districts:
    """From `first` to `last`, both in it: each district in charge by code, and all of them together."""

    first: date
    last: date
    rows: Sequence[DistrictFigures]
    total: DistrictFigures


def count_districts(viewer: Actor, period: str = Period.THIS_MONTH) -> Districts:
    """Three statements, whatever the number of threads and districts."""
    first, last = _days(period)
    zone = current_settings().timezone
    span = clock.start_of_day(first, zone), clock.start_of_day(last + timedelta(days=1), zone)
    counted, took = _counted(viewer, span), _took(viewer, span)
    codes = _codes(viewer, {code for code, _ in counted} | {code for of_all, code, _ in took if not of_all})
    rated = satisfaction(viewer, districts=[code or "" for code in codes], since=first, until=last)
    rows = [
        replace(
            _figures(code, counted, {m: took.get((False, code, m)) for m in ("reply", "end")}),
            rated=rated.get(code or ""),
        )
        for code in codes
    ]
    return Districts(first, last, rows, _together(rows, {m: took.get((True, None, m)) for m in ("reply", "end")}))


def _days(period: str) -> tuple[date, date]:
    """The first and the last day of a period, which ends today unless it is over."""
    today = clock.today(current_settings().timezone)
    month = today.year * 12 + today.month - 1 - _MONTHS_BACK[Period(period)]
    first = date(month // 12, month % 12 + 1, 1)
    return first, today.replace(day=1) - timedelta(days=1) if period == Period.LAST_MONTH else today


def _in_charge(viewer: Actor) -> ColumnElement[bool]:
    districts = viewer.districts_with(Permission.THREADS_DECIDE)
    return true() if districts is None else Thread.district.in_(sorted(districts))


def _codes(viewer: Actor, found: set[str | None]) -> list[str | None]:
    """All districts in charge, also those where nothing happened; what lies in none comes last."""
    mine = viewer.districts_with(Permission.THREADS_DECIDE)
    codes: list[str | None] = [code for code in district_names() if mine is None or code in mine]
    return codes + [None] * (None in found)


def _counted(viewer: Actor, span: tuple[datetime, datetime]) -> dict[tuple[str | None, str], tuple[int, int]]:
    """By district and either `opened` or the age of what is open: how many, and how many of these are late."""
    now = clock.now()
    opened = select(Thread.district, literal("opened").label("what"), func.count(), literal(0))
    opened = opened.where(Thread.created_at >= span[0], Thread.created_at < span[1], standing(), _in_charge(viewer))
    ages = [(is_of_age(age), literal(age.value)) for age in Age]
    age = case(*ages).label("what")
    late = func.sum(cast(Thread.due_at < now, Integer))
    waiting = select(Thread.district, age, func.count(), late).where(is_waiting(), _in_charge(viewer))
    asked = union_all(opened.group_by(Thread.district), waiting.group_by(Thread.district, age))
    return {(district, what): (number, int(is_late)) for district, what, number, is_late in read(asked)}


def _took(viewer: Actor, span: tuple[datetime, datetime]) -> dict[tuple[bool, str | None, str], Any]:
    """By whether it is of all districts together, district and `reply` or `end`."""
    steps = union_all(
        _steps("reply", Thread.first_replied_at, viewer, span), _steps("end", Thread.closed_at, viewer, span)
    ).subquery()
    at, of = place(steps.c.seconds, steps.c.what, steps.c.district)
    at_all, of_all = place(steps.c.seconds, steps.c.what)
    labelled = at.label("at"), of.label("of"), at_all.label("at_all"), of_all.label("of_all")
    ranked = select(steps, *labelled).cte("ranked")
    each = _quantiles(ranked, "at", "of", literal(False), ranked.c.district)
    every = _quantiles(ranked, "at_all", "of_all", literal(True), cast(null(), StringType))
    asked = union_all(each.group_by(ranked.c.what, ranked.c.district), every.group_by(ranked.c.what))
    return {(bool(row[0]), row[1], row[2]): tuple(row)[3:] for row in read(asked)}


def _steps(what: str, step: Any, viewer: Actor, span: tuple[datetime, datetime]) -> Select[Any]:
    """One row for each thread that took this step in the period."""
    took = seconds_between(Thread.created_at, step).label("seconds")
    again = cast(Thread.reopened_count > 0, Integer).label("reopened")
    columns: list[Any] = [literal(what).label("what"), Thread.district, took, again]
    return select(*columns).where(step >= span[0], step < span[1], standing(), _in_charge(viewer))


def _quantiles(ranked: CTE, at: str, of: str, *group: Any) -> Select[Any]:
    values = [quantile(ranked, at, of, percent) for percent in (MEDIAN, HIGH)]
    columns: list[Any] = [*group, ranked.c.what, func.count(), *values, func.sum(ranked.c.reopened)]
    return select(*columns)


def _figures(code: str | None, counted: dict[Any, tuple[int, int]], took: dict[str, Any]) -> DistrictFigures:
    ages = {age.value: counted.get((code, age.value), (0, 0)) for age in Age}
    return DistrictFigures(
        code,
        counted.get((code, "opened"), (0, 0))[0],
        {age: number for age, (number, _late) in ages.items()},
        sum(late for _number, late in ages.values()),
        **_durations(took),
    )


def _durations(took: dict[str, Any]) -> dict[str, Any]:
    reply, end = took["reply"] or (0, None, None, 0), took["end"] or (0, None, None, 0)
    return {
        "first_reply": Took(reply[0], in_days(reply[1]), in_days(reply[2])),
        "closing": Took(end[0], in_days(end[1]), in_days(end[2])),
        "reopened": int(end[3]),
    }


def _together(rows: Sequence[DistrictFigures], took: dict[str, Any]) -> DistrictFigures:
    ages: dict[str, int] = defaultdict(int)
    for row in rows:
        for age, number in row.open_by_age.items():
            ages[age] += number
    opened, late = sum(row.opened for row in rows), sum(row.late for row in rows)
    return DistrictFigures(None, opened, dict(ages), late, **_durations(took))
