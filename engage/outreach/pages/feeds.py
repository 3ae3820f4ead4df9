"""How does a program follow what is announced? One calendar to subscribe to, and one feed of news."""

from datetime import datetime
from typing import Any

from flask import Response, url_for

from engage import clock, language
from engage.access.actor import VISITOR
from engage.access.rules import public
from engage.calendar import subscription
from engage.language import localised
from engage.outbox.appointments import when
from engage.outreach import queries
from engage.outreach.pages import blueprint
from engage.outreach.pages.answers import answer
from engage.outreach.schemas import OUTSIDE_FILTER
from engage.places.queries import district_names
from engage.seminars.notifications import calendar_event, place_words, seminar_snapshot
from engage.settings import current_settings
from engage.web.rendering import render


@blueprint.get("/feeds/seminars.ics")
@public
def calendar() -> Response:
    return answer(OUTSIDE_FILTER, "text/calendar", _calendar)


@blueprint.get("/feeds/seminars.atom")
@public
def news() -> Response:
    return answer(OUTSIDE_FILTER, "application/atom+xml", _news)


def _calendar(**filters: Any) -> bytes:
    seminars = queries.list_for_calendar(VISITOR, **filters)
    return subscription([calendar_event(one) for one in seminars], _name(filters))


def _news(**filters: Any) -> str:
    seminars = queries.list_news(VISITOR, **filters)
    changes = [one.updated_at for one in seminars]
    entries = [(one, when(seminar_snapshot(one)), place_words(one)) for one in seminars]
    return render(
        "outreach/news.xml",
        name=_name(filters),
        entries=entries,
        updated_at=max(changes, default=_this_morning()),
        self_url=current_settings().base_url + _own_address(filters),
    )


def _own_address(filters: dict[str, Any]) -> str:
    """By what it was made of: what else stood behind the question mark is told to nobody who gets the same one."""
    chosen = {name: value for name, value in filters.items() if value}
    return url_for(".news", **chosen, lang=language.current())


def _this_morning() -> datetime:
    zone = current_settings().timezone
    return clock.start_of_day(clock.today(zone), zone)


def _name(filters: dict[str, Any]) -> str:
    """What the seminars of these filters are called together."""
    district = localised(district_names().get(filters.get("district", "")))[0]
    return render("outreach/name.txt", district=district, filters=filters).strip()
