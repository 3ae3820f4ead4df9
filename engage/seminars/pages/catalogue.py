"""What is on, and how does a person narrow it down? The first page that everyone sees."""

from datetime import date, timedelta
from itertools import groupby
from types import SimpleNamespace
from typing import Any

from flask import Response, redirect, request, url_for
from marshmallow import ValidationError
from werkzeug.wrappers import Response as Answer

from engage import clock
from engage.access.guard import actor
from engage.access.rules import public
from engage.calendar import publish
from engage.language import gettext as _
from engage.language import localised
from engage.places.queries import district_names
from engage.seminars import queries
from engage.seminars.notifications import calendar_event
from engage.seminars.pages import blueprint
from engage.seminars.pages.keeping import kept_searches
from engage.seminars.schemas.finding import CATALOGUE_FORM
from engage.settings import current_settings
from engage.text import search_terms, spelled
from engage.web.lists import kept_for_visitors, same_for_visitors
from engage.web.pagination import this_address
from engage.web.rendering import page

_FILTERS = ("district", "theme", "audience", "language", "starts_from", "starts_to", "q", "open", "agreement_id")


@blueprint.get("/")
@public
@kept_for_visitors
def catalogue() -> str:
    sent, wrong = _read_filters()
    found = queries.find_seminars(actor(), **_as_query(sent))
    asked = ("facets", repr(sorted(found.filters.items())))
    facets = same_for_visitors(asked, lambda: queries.count_facets(actor(), **found.filters))
    context = _filter_context(sent) | _search_context(sent.get("q"), found)
    context |= {"dates_error": " ".join(wrong.get("starts_to", [])), "facets": facets}
    return page("seminars/catalogue.html", page=found, groups=_by_week(found.items), **context)


@blueprint.get("/seminars")
@public
def to_catalogue() -> Answer:
    query = request.query_string.decode("ascii", "replace")
    return redirect(url_for(".catalogue") + (f"?{query}" if query else ""), 301)


@blueprint.get("/seminars/<uuid:seminar_id>/calendar.ics")
@public
def calendar(seminar_id: Any) -> Response:
    event = calendar_event(queries.get_seminar(actor(), seminar_id))
    headers = {"Content-Disposition": f'attachment; filename="{seminar_id}.ics"'}
    return Response(publish(event), mimetype="text/calendar", headers=headers)


def _filter_context(sent: dict[str, Any]) -> dict[str, Any]:
    return {
        "filters": SimpleNamespace(**{name: sent.get(name) for name in _FILTERS}),
        "chips": _chips(sent),
        "is_filtered": any(sent.get(name) for name in _FILTERS),
        "districts": [(code, localised(name)[0]) for code, name in district_names().items()],
    }


def _search_context(q: str | None, found: queries.Found) -> dict[str, Any]:
    """What was looked for, for marking it; and the words that stood in for unknown ones, as the seminars write them."""
    texts = [text for one in found.items for words in _searched_texts(one) for text in words.values()]
    others = [spelled(word, texts) for words in found.instead.values() for word in words]
    kept = [(one["name"], one["url"]) for one in kept_searches()]
    return {
        "terms": search_terms(q or "", found.instead),
        "unknown": [spelled(word, [q or ""]) for word in found.instead],
        "nearest": list(dict.fromkeys(others)),
        "exactly": this_address(exact="true", cursor=None),
        "kept": kept,
        "to_keep": this_address(cursor=None, exact=None, lang=None).partition("?")[2],
    }


def _searched_texts(seminar: Any) -> list[dict[str, str]]:
    place = [seminar.venue_name or {}, seminar.district_name]
    return [seminar.title, seminar.summary, *place, seminar.description]


def _read_filters() -> tuple[dict[str, Any], dict[str, list[str]]]:
    """The filters of the address, and what is wrong with them. A wrong one is left out: a link with a typo still shows
    the catalogue; two dates in the wrong order both stand, and nothing is found between them."""
    asked = {name: value for name, value in request.args.items() if value and name in CATALOGUE_FORM.fields}
    try:
        return dict(CATALOGUE_FORM.load(asked)), {}
    except ValidationError as wrong:
        return dict(wrong.valid_data or {}), wrong.normalized_messages()  # type: ignore[no-untyped-call]


def _as_query(sent: dict[str, Any]) -> dict[str, Any]:
    """Days become instants in the city's zone; the last day counts whole."""
    zone = current_settings().timezone
    first, last = sent.get("starts_from"), sent.get("starts_to")
    query = {name: value for name, value in sent.items() if name not in ("starts_from", "starts_to")}
    if first:
        query["starts_from"] = clock.start_of_day(first, zone)
    if last:
        query["starts_to"] = clock.start_of_day(last + timedelta(days=1), zone) - timedelta(microseconds=1)
    return query


def _by_week(seminars: Any) -> list[tuple[str, list[Any]]]:
    monday = _monday(clock.today(current_settings().timezone))
    grouped = groupby(seminars, key=lambda seminar: _week_words(seminar.local_start.date(), monday))
    return [(heading, list(group)) for heading, group in grouped]


def _week_words(day: date, monday: date) -> str:
    weeks = (_monday(day) - monday).days // 7
    if weeks < 0:
        return _("Earlier")
    return {0: _("This week"), 1: _("Next week")}.get(weeks, _("Later"))


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _chips(sent: dict[str, Any]) -> list[tuple[str, str]]:
    """What is chosen, each with the address that takes it away."""
    return [(name, this_address(**{name: None, "cursor": None})) for name in _FILTERS if sent.get(name)]
