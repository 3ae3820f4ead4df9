"""How long is a board in office? Where managers file its renewal, and supervisors decide on it."""

from typing import Any
from uuid import UUID

from flask import flash, redirect, url_for
from werkzeug.wrappers import Response as Answer

from engage.access.guard import actor
from engage.access.permissions import Permission
from engage.access.rules import requires, signed_in
from engage.errors import NotFound
from engage.files.pages import send_file
from engage.files.queries import get_file
from engage.files.services import MOST_BYTES
from engage.language import gettext as _
from engage.partners import queries, services
from engage.partners.pages import blueprint
from engage.partners.policies import can_decide_on_renewal, can_file_renewal
from engage.partners.schemas.mandates import REFUSAL_FORM, RENEWAL_FILTER, RENEWAL_INPUT
from engage.partners.schemas.members import VERSION_FORM
from engage.web.files import sent_file, takes_files
from engage.web.forms import Form
from engage.web.idempotency import idempotent
from engage.web.input import understood_query
from engage.web.rendering import page

Shown = str | Answer | tuple[str, int]


@blueprint.get("/associations/<uuid:association_id>/mandate")
@signed_in
def mandate(association_id: UUID) -> Shown:
    return _mandate_page(association_id, Form(RENEWAL_INPUT))


@blueprint.post("/associations/<uuid:association_id>/renewals")
@signed_in
@takes_files(MOST_BYTES)
def file_renewal(association_id: UUID) -> Shown:
    form = Form(RENEWAL_INPUT, told_at={"file": "board"})
    with form:
        sent, (name, content) = form.read(), sent_file("board")
        if content:
            sent["paper"] = services.prepare_board(actor(), association_id, name=name, content=content)
        return _file(association_id, **sent)
    return _mandate_page(association_id, form)


@idempotent
def _file(association_id: UUID, **filed: Any) -> Answer:
    """Claims the key after the paper was examined: the store is not kept waiting for that."""
    services.file_renewal(actor(), association_id, **filed)
    flash(_("The renewal is filed. We will write to you when it is decided."))
    return redirect(url_for(".mandate", association_id=association_id), 303)


@blueprint.get("/renewals")
@requires(Permission.ASSOCIATIONS_VERIFY)
def renewals() -> str:
    waiting = queries.list_waiting_renewals(actor(), **understood_query(RENEWAL_FILTER))
    return page("partners/renewals.html", renewals=waiting)


@blueprint.get("/renewals/<uuid:renewal_id>")
@signed_in
def renewal(renewal_id: UUID) -> Shown:
    return _renewal_page(renewal_id, Form(REFUSAL_FORM))


@blueprint.get("/renewals/<uuid:renewal_id>/paper")
@signed_in
def renewal_paper(renewal_id: UUID) -> Answer:
    one = queries.get_renewal(actor(), renewal_id)
    if one.file_id is None:
        raise NotFound
    return send_file(get_file(actor(), one.file_id))


@blueprint.post("/renewals/<uuid:renewal_id>/accept")
@signed_in
def accept_renewal(renewal_id: UUID) -> Shown:
    form = Form(VERSION_FORM)
    with form:
        services.accept_renewal(actor(), renewal_id, **form.read())
        flash(_("The new mandate counts from now on. The managers are told."))
        return redirect(url_for(".renewals"), 303)
    return _renewal_page(renewal_id, form)


@blueprint.post("/renewals/<uuid:renewal_id>/refuse")
@signed_in
def refuse_renewal(renewal_id: UUID) -> Shown:
    form = Form(REFUSAL_FORM)
    with form:
        services.refuse_renewal(actor(), renewal_id, **form.read())
        flash(_("The renewal is refused. The managers are told, with your reason."))
        return redirect(url_for(".renewals"), 303)
    return _renewal_page(renewal_id, form)


def _mandate_page(association_id: UUID, form: Form) -> Shown:
    inside = queries.get_inside(actor(), association_id)
    filed = queries.list_renewals(actor(), inside, **understood_query(RENEWAL_FILTER))
    is_open = any(one.status == "requested" for one in filed.items)
    can_file = can_file_renewal(actor(), inside) and inside.is_known and not is_open
    return page("partners/mandate.html", inside=inside, renewals=filed, can_file=can_file, form=form), form.status


def _renewal_page(renewal_id: UUID, form: Form) -> Shown:
    one = queries.get_renewal(actor(), renewal_id)
    inside = queries.get_inside(actor(), one.association_id)
    can_decide = can_decide_on_renewal(actor(), inside) and one.status == "requested"
    return page("partners/renewal.html", renewal=one, inside=inside, can_decide=can_decide, form=form), form.status
