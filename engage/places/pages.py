"""Districts and venues on pages, for those who keep them."""

from collections.abc import Iterable
from uuid import UUID

from flask import Blueprint, flash, redirect, url_for
from werkzeug.wrappers import Response as Answer

from engage.access.guard import actor
from engage.access.permissions import Permission
from engage.access.rules import requires
from engage.errors import NotAllowed
from engage.language import gettext as _
from engage.language import localised
from engage.places import queries, services
from engage.places.policies import can_edit_places_in
from engage.places.schemas import DISTRICT_FILTER, DISTRICT_FORM, VENUE_EDIT_FORM, VENUE_FILTER, VENUE_FORM
from engage.web.forms import Form
from engage.web.idempotency import idempotent
from engage.web.input import read_query
from engage.web.rendering import page

blueprint = Blueprint("places", __name__)

Shown = str | Answer | tuple[str, int]


@blueprint.get("/venues")
@requires(Permission.PLACES_EDIT)
def venues() -> str:
    sent = read_query(VENUE_FILTER)
    found = queries.list_venues(actor(), **sent)
    return page("places/venues.html", venues=found, asked=sent, districts=queries.district_names())


@blueprint.get("/venues/new")
@requires(Permission.PLACES_EDIT)
def new_venue() -> Shown:
    return _venue_page(Form(VENUE_FORM))


@blueprint.post("/venues/new")
@requires(Permission.PLACES_EDIT)
@idempotent
def add_venue() -> Shown:
    form = Form(VENUE_FORM)
    with form:
        services.add_venue(actor(), **form.read())
        flash(_("The venue is added."))
        return redirect(url_for(".venues"), 303)
    return _venue_page(form)


@blueprint.get("/venues/<uuid:venue_id>/edit")
@requires(Permission.PLACES_EDIT)
def edit_venue(venue_id: UUID) -> Shown:
    venue = _get_own_venue(venue_id)
    return _venue_page(Form(VENUE_EDIT_FORM), venue)


@blueprint.post("/venues/<uuid:venue_id>/edit")
@requires(Permission.PLACES_EDIT)
def save_venue(venue_id: UUID) -> Shown:
    form = Form(VENUE_EDIT_FORM)
    with form:
        services.edit_venue(actor(), venue_id, **form.read())
        flash(_("The changes are kept."))
        return redirect(url_for(".venues"), 303)
    return _venue_page(form, _get_own_venue(venue_id))


@blueprint.get("/districts")
@requires(Permission.PLACES_EDIT)
def districts() -> str:
    return page("places/districts.html", districts=queries.list_districts(actor(), **read_query(DISTRICT_FILTER)))


@blueprint.get("/districts/<string(maxlength=60):code>/edit")
@requires(Permission.PLACES_EDIT)
def edit_district(code: str) -> Shown:
    district = _get_own_district(code)
    return _district_page(Form(DISTRICT_FORM), district)


@blueprint.post("/districts/<string(maxlength=60):code>/edit")
@requires(Permission.PLACES_EDIT)
def save_district(code: str) -> Shown:
    form = Form(DISTRICT_FORM)
    with form:
        services.edit_district(actor(), code, **form.read())
        flash(_("The changes are kept."))
        return redirect(url_for(".districts"), 303)
    return _district_page(form, _get_own_district(code))


def _get_own_venue(venue_id: UUID) -> queries.VenueView:
    venue = queries.get_venue(actor(), venue_id)
    if not can_edit_places_in(actor(), venue.district):
        raise NotAllowed
    return venue


def _get_own_district(code: str) -> queries.DistrictView:
    district = queries.get_district(actor(), code)
    if not can_edit_places_in(actor(), code):
        raise NotAllowed
    return district


def _values(view: object, names: Iterable[str]) -> dict[str, object]:
    return {name: getattr(view, name) for name in names}


def _venue_page(form: Form, venue: queries.VenueView | None = None) -> Shown:
    names = queries.district_names().items()
    form.initial = _values(venue, VENUE_EDIT_FORM.fields) if venue else {}
    own = [(code, localised(name)[0]) for code, name in names if can_edit_places_in(actor(), code)]
    return page("places/venue.html", form=form, venue=venue, districts=own), form.status


def _district_page(form: Form, district: queries.DistrictView) -> Shown:
    form.initial = _values(district, DISTRICT_FORM.fields)
    return page("places/district.html", form=form, district=district), form.status
