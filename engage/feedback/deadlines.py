"""By when must the police act, and how late are they? In working days: no weekends, no public holidays."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from engage import clock
from engage.access.actor import Actor
from engage.holidays.queries import public_holidays
from engage.settings import current_settings

SATURDAY = 5
_DAY = timedelta(days=1)


def deadline(actor: Actor, start: datetime, working_days: int) -> datetime:
    """The last second of the so-manieth working day after the day of `start`, on the city's clock."""
    zone = current_settings().timezone
    day = clock.local(start, zone).date()
    off = public_holidays(actor, day, day + timedelta(days=working_days * 4 + 30))
    for _ in range(working_days):
        day = _next_working_day(day, off)
    return clock.start_of_day(day + _DAY, zone) - timedelta(seconds=1)


def days_late(actor: Actor, deadlines: Iterable[datetime]) -> dict[datetime, int]:
    """For each deadline that has passed, how many working days ago that was; at least one."""
    now, zone = clock.now(), current_settings().timezone
    passed = {due: clock.local(due, zone).date() for due in deadlines if due < now}
    if not passed:
        return {}
    today = clock.local(now, zone).date()
    off = public_holidays(actor, min(passed.values()), today)
    return {due: max(1, _working_days(day + _DAY, today, off)) for due, day in passed.items()}


def _next_working_day(day: date, off: frozenset[date]) -> date:
    day += _DAY
    while not _is_weekday(day) or day in off:
        day += _DAY
    return day


def _working_days(first: date, last: date, off: frozenset[date]) -> int:
    """Of both ends included; whole weeks are not walked through, since what was forgotten may be years late."""
    weeks, more = divmod(max(0, (last - first).days + 1), 7)
    days = 5 * weeks + sum(_is_weekday(last - timedelta(days=n)) for n in range(more))
    return days - sum(_is_weekday(day) for day in off if first <= day <= last)


def _is_weekday(day: date) -> bool:
    return day.weekday() < SATURDAY
