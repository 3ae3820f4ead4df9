"""How does somebody apply for an association, and keep up what is known of it?"""

from uuid import UUID

from flask import flash, redirect, url_for
from marshmallow import Schema
from werkzeug.wrappers import Response as Answer

from engage.access.guard import actor
from engage.access.rules import signed_in
from engage.errors import NotAllowed
from engage.language import LOCALES, localised
from engage.language import gettext as _
from engage.partners import queries, services
from engage.partners.pages import blueprint
from engage.partners.policies import can_edit_association, can_edit_legal_facts, can_verify_association
from engage.partners.schemas.applying import APPLICATION_FORM, ASSOCIATION_FORM, CONTACTS_FORM
from engage.places.queries import district_names
from engage.web.forms import Form
from engage.web.idempotency import idempotent
from engage.web.rendering import page

Shown = str | Answer | tuple[str, int]

_CURED = {"receipt-known": "receipt_number"}


@blueprint.get("/associations/new")
@signed_in
def apply() -> Shown:
    return _application_page(Form(APPLICATION_FORM))


@blueprint.post("/associations/new")
@signed_in
@idempotent
def send_application() -> Shown:
    form = Form(APPLICATION_FORM, told_at=_CURED)
    with form:
        sent = form.read()
        made = services.apply_for(actor(), heeds_look_alikes=not sent.pop("send_anyway"), **sent)
        flash(_("The application is sent. Hand in your papers here; we write to you as soon as it is decided."))
        return redirect(url_for(".papers", association_id=made), 303)
    return _application_page(form)


@blueprint.get("/associations/<uuid:association_id>/edit")
@signed_in
def edit(association_id: UUID) -> Shown:
    dossier = _get_editable(association_id)
    return _edit_page(Form(_schema_for(dossier)), dossier)


@blueprint.post("/associations/<uuid:association_id>/edit")
@signed_in
def save_association(association_id: UUID) -> Shown:
    dossier = _get_editable(association_id)
    form = Form(_schema_for(dossier), told_at=_CURED)
    with form:
        services.edit_association(actor(), association_id, **form.read())
        flash(_("The changes are kept."))
        return redirect(home_of(dossier), 303)
    return _edit_page(form, _get_editable(association_id))


def home_of(dossier: queries.Dossier) -> str:
    """Where an association is looked after: by those who verify it, or by its own people."""
    verifies = can_verify_association(actor(), dossier)
    return url_for(".review" if verifies else "desk.association", association_id=dossier.id)


def district_choices() -> list[tuple[str, str]]:
    return [(code, localised(name)[0]) for code, name in district_names().items()]


def _get_editable(association_id: UUID) -> queries.Dossier:
    dossier = queries.get_dossier(actor(), association_id)
    if not can_edit_association(actor(), dossier):
        raise NotAllowed
    return dossier


def _schema_for(dossier: queries.Dossier) -> Schema:
    return ASSOCIATION_FORM if can_edit_legal_facts(actor(), dossier) else CONTACTS_FORM


def _application_page(form: Form) -> Shown:
    alike = None
    if form.type == "look-alike":
        typed = {code: form.value(f"name.{code}") for code in LOCALES}
        alike = queries.find_look_alikes(actor(), {code: name for code, name in typed.items() if name})
    return page("partners/edit.html", form=form, dossier=None, alike=alike, districts=district_choices()), form.status


def _edit_page(form: Form, dossier: queries.Dossier) -> Shown:
    form.initial = {name: getattr(dossier, name) for name in form.schema.fields if hasattr(dossier, name)} | {
        "fields": dossier.fields
    }
    shown = {"dossier": dossier, "alike": None, "districts": district_choices(), "home": home_of(dossier)}
    return page("partners/edit.html", form=form, **shown), form.status
