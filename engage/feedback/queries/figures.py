"""How much do residents write, and how soon do the police answer? For everybody.

Counted are all threads, public and private, of a year and whatever is still open from before: what waits longest is
in it. The figures are those of the last midnight, for who could watch them by the minute would see single threads come.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import CTE, ColumnElement, Select, String, and_, case, cast, func, literal, null, select, union_all

from engage import clock
from engage.access.actor import Actor
from engage.database import read
from engage.feedback.categories import Category
from engage.feedback.models.threads import Thread
from engage.feedback.queries.measures import DAY_SECONDS, place, seconds_between
from engage.feedback.queries.queue import is_waiting
from engage.feedback.queries.reading import standing
from engage.feedback.suppression import LEAST, told
from engage.places.queries import district_names
from engage.settings import current_settings
from engage.web.lists import kept

MONTHS = 12
KEPT_SECONDS = 300
BEFORE = "before"  # the month of what is still open from before the first one
PARTS = ("answered_in_time", "answered_late", "late", "waiting")
_DIMENSIONS = ("district", "category", "month")

Key = str | None


@dataclass(frozen=True, slots=True)
class Line:
    """Of what was opened: answered in time, answered late, late now, and waiting still within the time; `median_days`
    until the first official reply. None where a few could be told apart, or nothing is to be told.
    """

    key: Key
    opened: int | None
    answered_in_time: int | None
    answered_late: int | None
    late: int | None
    waiting: int | None
    median_days: int | None


@dataclass(frozen=True, slots=True)
class PublicFigures:
    """`total` is exact, unless there is too little to tell anything. A month is its first day, or `BEFORE`."""

    as_of: datetime
    first: date
    total: Line
    by_district: Sequence[Line]
    by_category: Sequence[Line]
    by_month: Sequence[Line]


def get_public_figures(viewer: Actor) -> PublicFigures:
    """The same for all, kept in the process for some minutes."""
    today = clock.today(current_settings().timezone)
    seconds = KEPT_SECONDS if current_settings().list_seconds else 0
    return kept(("figures of feedback", today.isoformat()), seconds, lambda: _figures(today))


def _figures(today: date) -> PublicFigures:
    """Two statements."""
    as_of = clock.start_of_day(today, current_settings().timezone)
    months = _months(today)
    threads = _threads(as_of, months)
    counted = Counter[tuple[Key, Key, Key, str]]()
    for *keys, part, number in read(_counts(threads)):
        counted[(*keys, part)] += number
    medians = {(dimension, key): seconds for dimension, key, seconds in read(_medians(threads))}
    keys = {"district": [*district_names()], "category": [*Category], "month": [day.isoformat() for day in months]}
    total = _total(counted, medians)
    if total.opened is None:
        return PublicFigures(as_of, months[0], total, [], [], [])
    lines = {name: _lines(at, keys[name], counted, medians) for at, name in enumerate(_DIMENSIONS)}
    return PublicFigures(as_of, months[0], total, lines["district"], lines["category"], lines["month"])


def _months(today: date) -> list[date]:
    """The first days of the last months, that of yesterday the last."""
    yesterday = today - timedelta(days=1)
    number = yesterday.year * 12 + yesterday.month - 1
    return [date(n // 12, n % 12 + 1, 1) for n in range(number - MONTHS + 1, number + 1)]


def _threads(as_of: datetime, months: Sequence[date]) -> CTE:
    """A row for each thread that counts."""
    zone = current_settings().timezone
    starts = [(clock.start_of_day(day, zone), day.isoformat()) for day in reversed(months)]
    month = case(*((Thread.created_at >= start, literal(name)) for start, name in starts), else_=literal(BEFORE))
    replied = Thread.first_replied_at < as_of
    seconds = case((replied, seconds_between(Thread.created_at, Thread.first_replied_at)))
    row = select(
        Thread.district, Thread.category, month.label("month"), _part(as_of).label("part"), seconds.label("seconds")
    )
    first = starts[-1][0]
    in_months = row.where(Thread.created_at >= first, Thread.created_at < as_of, standing())
    from_before = row.where(Thread.created_at < first, is_waiting())
    return union_all(in_months, from_before).cte("counted")


def _part(as_of: datetime) -> ColumnElement[str]:
    """Where a thread stood at that instant."""
    ended = func.coalesce(Thread.answered_at, Thread.closed_at)
    due = case((Thread.acknowledged_at < as_of, Thread.answer_due_at), else_=Thread.acknowledge_due_at)
    in_time, late, late_now, waiting = (literal(part) for part in PARTS)
    return case(
        (and_(ended < as_of, ended <= Thread.answer_due_at), in_time),
        (ended < as_of, late),
        (due < as_of, late_now),
        else_=waiting,
    )


def _counts(threads: CTE) -> Select[Any]:
    keys = [threads.c[name] for name in (*_DIMENSIONS, "part")]
    return select(*keys, func.count()).group_by(*keys)


def _medians(threads: CTE) -> Any:
    """(dimension, key, seconds) by nearest rank, where there are enough replies; of all together without dimension."""
    groups: dict[str, list[Any]] = {"": [], **{name: [threads.c[name]] for name in _DIMENSIONS}}
    places = {name: place(threads.c.seconds, *group) for name, group in groups.items()}
    columns = [
        cell.label(f"{kind}_{name}")
        for name, both in places.items()
        for kind, cell in zip(("at", "of"), both, strict=True)
    ]
    ranked = select(threads, *columns).where(threads.c.seconds.is_not(None)).cte("ranked")
    return union_all(*(_median(ranked, name) for name in groups))


def _median(ranked: CTE, name: str) -> Select[Any]:
    at, of = ranked.c[f"at_{name}"], ranked.c[f"of_{name}"]
    key = cast(ranked.c[name] if name else null(), String)
    return select(literal(name), key, ranked.c.seconds).where(at == (of + 1) // 2, of >= LEAST)


def _lines(at: int, keys: Sequence[Key], counted: Counter[Any], medians: Mapping[Any, int]) -> list[Line]:
    """A line for each key of a dimension, and for those that only the threads have, if any."""
    rows: dict[Key, list[int]] = {key: [0] * len(PARTS) for key in keys}
    for (*names, part), number in counted.items():
        rows.setdefault(names[at], [0] * len(PARTS))[PARTS.index(part)] += number
    shown = told(rows)
    return [_line(key, cells, medians.get((_DIMENSIONS[at], key))) for key, cells in shown.items()]


def _total(counted: Counter[Any], medians: Mapping[Any, int]) -> Line:
    parts = [sum(number for (*_, part), number in counted.items() if part == one) for one in PARTS]
    opened = sum(parts)
    cells: list[int | None] = [*parts, opened] if not 0 < opened < LEAST else [None] * (len(PARTS) + 1)
    return _line(None, cells, medians.get(("", None)))


def _line(key: Key, cells: Sequence[int | None], seconds: int | None) -> Line:
    opened = cells[-1]
    days = None if seconds is None or opened is None else round(seconds / DAY_SECONDS)
    return Line(key, opened, **dict(zip(PARTS, cells, strict=False)), median_days=days)
