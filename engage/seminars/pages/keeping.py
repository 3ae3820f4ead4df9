"""How does a person keep a search under a name, and find it again?"""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from flask import flash, redirect, request, url_for
from marshmallow import EXCLUDE, ValidationError
from werkzeug.wrappers import Response as Answer

from engage.access.guard import actor
from engage.access.rules import signed_in
from engage.language import gettext as _
from engage.places.queries import district_names
from engage.seminars import queries, services
from engage.seminars.pages import blueprint
from engage.seminars.schemas.finding import SAVED_ADDRESS, SAVED_FILTER_FORM
from engage.web.forms import Form
from engage.web.idempotency import idempotent
from engage.web.rendering import page

Shown = str | Answer | tuple[str, int]

_CURED = {"filter-name-taken": "name"}


@blueprint.get("/filters")
@signed_in
def saved_filters() -> Shown:
    return page("seminars/saved_filters.html", kept=kept_searches())


@blueprint.get("/filters/new")
@signed_in
def new_filter() -> Shown:
    return _filter_page(Form(SAVED_FILTER_FORM, {"name": request.args.get("q", "")[:80]}))


@blueprint.post("/filters/new")
@signed_in
@idempotent
def keep_filter() -> Shown:
    form = Form(SAVED_FILTER_FORM, told_at=_CURED)
    with form:
        services.keep_filter(actor(), query=_still_valid(request.args), **form.read())
        flash(_("The search is kept."))
        return redirect(address_of(_still_valid(request.args)), 303)
    return _filter_page(form)


@blueprint.get("/filters/<uuid:filter_id>/edit")
@signed_in
def edit_filter(filter_id: UUID) -> Shown:
    return _filter_page(Form(SAVED_FILTER_FORM, {"name": queries.get_filter(actor(), filter_id).name}), filter_id)


@blueprint.post("/filters/<uuid:filter_id>/edit")
@signed_in
def rename_filter(filter_id: UUID) -> Shown:
    form = Form(SAVED_FILTER_FORM, told_at=_CURED)
    with form:
        services.rename_filter(actor(), filter_id, **form.read())
        flash(_("The changes are kept."))
        return redirect(url_for(".saved_filters"), 303)
    return _filter_page(form, filter_id)


@blueprint.post("/filters/<uuid:filter_id>/delete")
@signed_in
def delete_filter(filter_id: UUID) -> Shown:
    services.delete_filter(actor(), filter_id)
    flash(_("The search is deleted."))
    return redirect(url_for(".saved_filters"), 303)


def kept_searches() -> list[dict[str, Any]]:
    """The own searches with their addresses. What no longer exists, a theme or a district, is left out of these."""
    kept = queries.list_filters(actor())
    return [{"id": one.id, "name": one.name, "url": address_of(_still_valid(one.query))} for one in kept]


def address_of(query: dict[str, str]) -> str:
    return f"{url_for('.catalogue')}?{urlencode(query)}"


def _still_valid(query: Any) -> dict[str, str]:
    asked = {name: text for name, text in query.items() if text}
    try:
        valid = dict(SAVED_ADDRESS.load(asked, unknown=EXCLUDE))
    except ValidationError as wrong:
        right = asked.keys() - wrong.normalized_messages().keys()  # type: ignore[no-untyped-call]
        valid = dict(SAVED_ADDRESS.load({name: asked[name] for name in right}, unknown=EXCLUDE))
    return {name: text for name, text in valid.items() if name != "district" or text in district_names()}


def _filter_page(form: Form, filter_id: UUID | None = None) -> Shown:
    return page("seminars/saved_filter.html", form=form, is_new=filter_id is None), form.status
