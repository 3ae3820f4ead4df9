"""Who comes to a seminar? For the officers of its district, on a page and as a sheet."""

from typing import Any
from uuid import UUID

from flask import Response

from engage import clock
from engage.access.guard import actor
from engage.access.rules import signed_in
from engage.language import current, localised
from engage.language import gettext as _
from engage.registrations import queries
from engage.registrations.pages import blueprint
from engage.registrations.queries.roster import RosterSort
from engage.registrations.schemas import ROSTER_FILTER
from engage.seminars.queries import get_seminar
from engage.settings import current_settings
from engage.text import show_phone
from engage.web.forms import Form
from engage.web.input import understood_query
from engage.web.pagination import MAX_LIMIT
from engage.web.rendering import labels, page
from engage.web.sheets import Cell, Sheet, as_file


@blueprint.get("/seminars/<uuid:seminar_id>/registrations")
@signed_in
def roster(seminar_id: UUID) -> str:
    planned = get_seminar(actor(), seminar_id)
    asked = understood_query(ROSTER_FILTER)
    found = queries.list_roster(actor(), planned, **asked | {"limit": MAX_LIMIT})
    totals = queries.count_roster(actor(), planned)
    context = {"asked": asked, "query": _question(asked), "form": Form(ROSTER_FILTER, asked)}
    return page("registrations/roster.html", seminar=planned, page=found, totals=totals, **context)


@blueprint.get("/seminars/<uuid:seminar_id>/registrations.csv", defaults={"suffix": "csv"})
@blueprint.get("/seminars/<uuid:seminar_id>/registrations.xlsx", defaults={"suffix": "xlsx"})
@signed_in
def roster_sheet(seminar_id: UUID, suffix: str) -> Response:
    planned = get_seminar(actor(), seminar_id)
    found = queries.list_whole_roster(actor(), planned, **_question(understood_query(ROSTER_FILTER)))
    rows = [_row(one, planned.timezone) for one in found]
    title = localised(planned.title)[0]
    return as_file(Sheet(title, _head(), rows), suffix, name=f"{planned.local_start:%Y-%m-%d}-{planned.reference}")


def _question(asked: dict[str, Any]) -> dict[str, Any]:
    """What is looked for and in which order, without the page that is shown."""
    ordinary = {"cursor", "limit"} | ({"sort"} if asked.get("sort") == RosterSort.ARRIVAL else set())
    return {name: value for name, value in asked.items() if value and name not in ordinary}


def _head() -> list[str]:
    party = [_("Code"), _("Party"), _("State"), _("People"), *_words("levels").values()]
    return [*party, _("Telephone"), _("Adults in charge"), _("Note"), _("Registered on")]


def _row(one: queries.RegistrationView, zone: str) -> list[Cell]:
    who = localised(one.association_name)[0] if one.association_name else one.account_name
    counts: list[Cell] = [one.headcounts.get(level) for level in _words("levels")]
    adults = "; ".join(" ".join([adult["name"], _phone(adult.get("phone"))]).strip() for adult in one.attendees)
    party: list[Cell] = [one.code, who, _words("registration_states")[one.status], one.party_size, *counts]
    return [*party, _phone(one.contact_phone), adults, one.note, clock.local(one.created_at, zone).date()]


def _phone(e164: str | None) -> str:
    return show_phone(e164, current_settings().country) if e164 else ""


def _words(choices: str) -> dict[str, str]:
    return dict(labels(choices, current()))
