"""What is on in a month or a week? A calendar for everyone, planners' drafts included for them."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from flask import request, url_for
from marshmallow import ValidationError

from engage import clock
from engage.access.guard import actor
from engage.access.rules import public
from engage.holidays.queries import HolidayView, list_holidays_between
from engage.language import localised
from engage.places.queries import district_names
from engage.seminars import queries
from engage.seminars.pages import blueprint
from engage.seminars.queries import SeminarView
from engage.seminars.schemas.finding import CALENDAR_FORM
from engage.settings import current_settings
from engage.web.lists import kept_for_visitors
from engage.web.pagination import this_address
from engage.web.rendering import page

MOST = 200
FIRST_YEAR, LAST_YEAR = 2000, 2099
_DAY = timedelta(days=1)
_FILTERS = ("district", "theme")


@dataclass(frozen=True, slots=True)
class Day:
    """One day of the grid; `is_outside` the month that was asked for."""

    date: date
    is_outside: bool
    seminars: Sequence[SeminarView]
    holidays: Sequence[HolidayView]


@blueprint.get("/calendar")
@public
@kept_for_visitors
def timetable() -> str:
    sent = _read_filters()
    filters = {name: sent.get(name) for name in _FILTERS}
    first, last = _week(sent) if "week" in sent else _month(sent)
    found = _seminars(first, last, filters)
    context = _ways_on(first, last, "week" in sent) | {"more_url": _more_url(found, filters)}
    districts = [(code, localised(name)[0]) for code, name in district_names().items()]
    days = _days(first, last, found[:MOST])
    return page("seminars/calendar.html", weeks=days, filters=filters, districts=districts, count=len(found), **context)


def _read_filters() -> dict[str, Any]:
    """What the address asks for. What is wrong is left out: a link with a typo still shows a calendar."""
    asked = {name: value for name, value in request.args.items() if value and name in CALENDAR_FORM.fields}
    try:
        return dict(CALENDAR_FORM.load(asked))
    except ValidationError as wrong:
        return dict(wrong.valid_data or {})


def _today() -> date:
    return clock.today(current_settings().timezone)


def _month(sent: dict[str, Any]) -> tuple[date, date]:
    """The first and the last day of the month that is asked for, or of this one."""
    first = date.fromisoformat(f"{sent['month']}-01") if "month" in sent else _today().replace(day=1)
    return first, (first + 31 * _DAY).replace(day=1) - _DAY


def _week(sent: dict[str, Any]) -> tuple[date, date]:
    """Monday and Sunday of the week that is asked for; of this one if that year has no such week."""
    try:
        monday = date.fromisocalendar(int(sent["week"][:4]), int(sent["week"][6:]), 1)
    except ValueError:
        monday = _monday(_today())
    return monday, monday + 6 * _DAY


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _seminars(first: date, last: date, filters: dict[str, Any]) -> Sequence[SeminarView]:
    """One more than is shown, where there are more."""
    starts, ends = (clock.start_of_day(day, current_settings().timezone) for day in (first, last + _DAY))
    return queries.list_calendar(actor(), starts, ends, limit=MOST + 1, **filters)


def _days(first: date, last: date, seminars: Sequence[SeminarView]) -> list[list[Day]]:
    """Whole weeks from Monday to Sunday."""
    on: dict[date, list[SeminarView]] = defaultdict(list)
    for seminar in seminars:
        on[clock.local(seminar.starts_at, current_settings().timezone).date()].append(seminar)
    off = list_holidays_between(actor(), first, last)
    monday, days = _monday(first), list[Day]()
    for day in (monday + i * _DAY for i in range((_monday(last) - monday).days + 7)):
        is_outside = not first <= day <= last
        holidays = [] if is_outside else [one for one in off if one.starts_on <= day <= one.ends_on]
        days.append(Day(day, is_outside, on[day], holidays))
    return [days[i : i + 7] for i in range(0, len(days), 7)]


def _ways_on(first: date, last: date, is_week: bool) -> dict[str, Any]:
    """The addresses before, after and of today, and of the other view, with the same filters."""
    say = _week_address if is_week else _month_address
    today = _today()
    near = today if first <= today <= last else first
    return {
        "first": first,
        "last": last,
        "is_week": is_week,
        "previous_url": say(first - _DAY),
        "next_url": say(last + _DAY),
        "today_url": say(today),
        "month_url": _month_address(near),
        "week_url": _week_address(near),
    }


def _month_address(day: date) -> str | None:
    return this_address(month=f"{day:%Y-%m}", week=None) if FIRST_YEAR <= day.year <= LAST_YEAR else None


def _week_address(day: date) -> str | None:
    year, week, _weekday = day.isocalendar()
    return this_address(week=f"{year}-W{week:02}", month=None) if FIRST_YEAR <= year <= LAST_YEAR else None


def _more_url(found: Sequence[SeminarView], filters: dict[str, Any]) -> str | None:
    """Where the list goes on that is too long for a calendar."""
    if len(found) <= MOST:
        return None
    return url_for(".catalogue", starts_from=found[MOST].local_start.date().isoformat(), **filters)
