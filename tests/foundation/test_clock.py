"""Does a wall clock in Morocco mean the right instant, whatever the machine believes?"""

import subprocess
import sys
import zoneinfo
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engage import clock

FEZ = "Africa/Casablanca"
ZONES = st.sampled_from([FEZ, "Europe/Paris", "America/New_York", "Asia/Kolkata", "UTC"])
INSTANTS = st.datetimes(datetime(2000, 1, 2), datetime(2100, 1, 1), timezones=st.just(UTC))


@pytest.mark.parametrize(
    ("wall", "utc"),
    [
        (datetime(2026, 1, 15, 15), datetime(2026, 1, 15, 14, tzinfo=UTC)),  # UTC+1 in winter
        (datetime(2026, 2, 20, 15), datetime(2026, 2, 20, 15, tzinfo=UTC)),  # UTC+0 in Ramadan
        (datetime(2026, 4, 1, 15), datetime(2026, 4, 1, 14, tzinfo=UTC)),
        (datetime(2026, 9, 19, 15), datetime(2026, 9, 19, 14, tzinfo=UTC)),
        (datetime(2026, 9, 20, 15), datetime(2026, 9, 20, 15, tzinfo=UTC)),  # UTC+0 for good
        (datetime(2027, 7, 1, 15), datetime(2027, 7, 1, 15, tzinfo=UTC)),
        (datetime(2030, 1, 15, 15), datetime(2030, 1, 15, 15, tzinfo=UTC)),
    ],
)
def test_what_three_in_the_afternoon_means_in_fez(wall: datetime, utc: datetime) -> None:
    assert clock.instant(wall, FEZ) == utc
    assert clock.local(utc, FEZ) == wall


def test_an_hour_that_the_clocks_skip_is_refused() -> None:
    with pytest.raises(clock.NoSuchHour):
        clock.instant(datetime(2026, 3, 22, 2, 30), FEZ)


def test_an_hour_that_comes_twice_means_the_first() -> None:
    assert clock.instant(datetime(2026, 9, 20, 1, 30), FEZ) == datetime(2026, 9, 20, 0, 30, tzinfo=UTC)
    assert clock.local(datetime(2026, 9, 20, 1, 30, tzinfo=UTC), FEZ) == datetime(2026, 9, 20, 1, 30)


@given(INSTANTS, ZONES)
def test_every_instant_has_a_wall_clock_that_leads_back_or_to_the_first_of_two(instant: datetime, zone: str) -> None:
    again = clock.instant(clock.local(instant, zone), zone)
    assert again == instant or timedelta(0) < instant - again <= timedelta(hours=1)


@given(st.datetimes(datetime(2000, 1, 2), datetime(2100, 1, 1)), ZONES)
def test_every_wall_clock_is_kept_or_refused_never_shifted(wall: datetime, zone: str) -> None:
    try:
        assert clock.local(clock.instant(wall, zone), zone) == wall
    except clock.NoSuchHour:
        assert wall.minute >= 0


def test_a_day_begins_at_its_first_instant() -> None:
    assert clock.start_of_day(date(2026, 9, 20), FEZ) == datetime(2026, 9, 19, 23, tzinfo=UTC)
    assert clock.start_of_day(date(2026, 9, 21), FEZ) == datetime(2026, 9, 21, tzinfo=UTC)


def test_today_is_the_citys_day(frozen_clock: "object") -> None:
    assert clock.today(FEZ) == date(2026, 11, 23)
    assert clock.today("Pacific/Kiritimati") == date(2026, 11, 23)
    frozen_clock.set(datetime(2026, 11, 23, 23, 30, tzinfo=UTC))  # type: ignore[attr-defined]
    assert clock.today("Europe/Paris") == date(2026, 11, 24)


def test_the_machines_zone_files_are_never_asked() -> None:
    assert zoneinfo.TZPATH == ()
    seen_by_others = "import engage.clock, zoneinfo; assert zoneinfo.TZPATH == (); engage.clock.check_zone_rules()"
    subprocess.run([sys.executable, "-c", seen_by_others], check=True, env={"PYTHONTZPATH": "/usr/share/zoneinfo"})


def test_rules_that_are_too_old_stop_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "zone", lambda name: zoneinfo.ZoneInfo("Etc/GMT-1"))
    with pytest.raises(RuntimeError, match="tzdata 2026"):
        clock.check_zone_rules()


def test_now_is_an_instant_with_its_zone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()  # the clock moves again
    assert clock.now().tzinfo is UTC
    assert abs(clock.now() - datetime.now(UTC)) < timedelta(seconds=5)
