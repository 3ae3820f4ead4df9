"""What time is it, and what does a wall clock in a city mean?

Zone rules come from the `tzdata` package and never from the machine's files, which lag behind governments: Morocco is
at UTC+0 since 2026-09-20 (IANA 2026c) and most systems still say otherwise (docs/decisions/0003).
"""

from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo, reset_tzpath

WEEKEND = (5, 6)
NO_PLACES = frozenset({"Factory", "localtime"})  # names in the zone database that no calendar can show

reset_tzpath(())


class NoSuchHour(ValueError):
    """The wall clock of the place skips this hour on that day."""


def now() -> datetime:
    """The present instant, aware, in UTC. The only caller of `datetime.now`, so that tests can stop the clock."""
    return datetime.now(UTC)


@lru_cache(maxsize=64)
def zone(name: str) -> ZoneInfo:
    """The zone of a place by its IANA name. Raises KeyError, ValueError or OSError for anything else."""
    if name in NO_PLACES:
        raise KeyError(name)
    return ZoneInfo(name)


def local(instant: datetime, zone_name: str) -> datetime:
    """The wall clock of a place at an instant: naive, in local time; which of two equal hours it was is forgotten."""
    return instant.astimezone(zone(zone_name)).replace(tzinfo=None, fold=0)


def today(zone_name: str) -> date:
    return local(now(), zone_name).date()


def instant(wall: datetime, zone_name: str) -> datetime:
    """The UTC instant of a naive wall-clock time.

    An hour that exists twice means its first occurrence (RFC 5545 §3.3.5). One that does not exist raises
    `NoSuchHour`: nobody can come at it.
    """
    aware = wall.replace(tzinfo=zone(zone_name))
    derived = aware.astimezone(UTC)
    if local(derived, zone_name) != wall:
        raise NoSuchHour(wall.isoformat())
    return derived


def start_of_day(day: date, zone_name: str) -> datetime:
    """The first instant of a local day, also where its midnight does not exist."""
    return datetime.combine(day, time(), zone(zone_name)).astimezone(UTC)


def working_days(first: date, last: date) -> int:
    """How many days after the first, up to the last, are no weekend. Public holidays count: nobody is late by one."""
    whole_weeks, rest = divmod(max((last - first).days, 0), 7)
    begun = sum((first + timedelta(days=i)).weekday() not in WEEKEND for i in range(1, rest + 1))
    return whole_weeks * (7 - len(WEEKEND)) + begun


def check_zone_rules() -> None:
    """Raise RuntimeError unless the rules in force know that Morocco left UTC+1 in September 2026."""
    casablanca = datetime(2026, 11, 1, 12, tzinfo=zone("Africa/Casablanca"))
    if casablanca.utcoffset() != timedelta(0):
        raise RuntimeError("The time-zone rules are older than 2026c: install tzdata 2026.3 or newer.")
