"""How does somebody write an agreement, or change one that is not signed, on a page?"""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from flask import flash, redirect, request, url_for
from werkzeug.wrappers import Response as Answer

from engage.access.guard import actor
from engage.access.permissions import Permission
from engage.access.rules import signed_in
from engage.agreements import queries, services
from engage.agreements.pages import blueprint
from engage.agreements.pages.own import get_with_party, list_managed
from engage.agreements.schemas import AGREEMENT_EDIT_FORM, AGREEMENT_FORM, MAX_OBLIGATIONS, NEW_FILTER
from engage.errors import Conflict, NotAllowed
from engage.language import gettext as _
from engage.language import localised
from engage.partners.queries import AssociationView, get_association, list_associations
from engage.places.queries import district_names
from engage.web.forms import Form
from engage.web.idempotency import idempotent
from engage.web.input import understood_query
from engage.web.rendering import page

Shown = str | Answer | tuple[str, int]

EMPTY_ROWS = 3
MOST_OFFERED = 100


@blueprint.get("/agreements/new")
@signed_in
def new() -> Shown:
    return _new_page(Form(AGREEMENT_FORM))


@blueprint.post("/agreements/new")
@signed_in
@idempotent
def draft() -> Shown:
    form = Form(AGREEMENT_FORM)
    if "more" in request.form:
        return _new_page(form)
    with form:
        agreement_id = services.draft_agreement(actor(), **form.read())
        flash(_("The draft is kept. Propose it when it is ready: until then only your side sees it."))
        return to_agreement(agreement_id)
    return _new_page(form)


@blueprint.get("/agreements/<uuid:agreement_id>/edit")
@signed_in
def edit(agreement_id: UUID) -> Shown:
    return _edit_page(Form(AGREEMENT_EDIT_FORM), _get_writable(agreement_id))


@blueprint.post("/agreements/<uuid:agreement_id>/edit")
@signed_in
def save(agreement_id: UUID) -> Shown:
    agreement, form = _get_writable(agreement_id), Form(AGREEMENT_EDIT_FORM)
    if "more" in request.form:
        return _edit_page(form, agreement)
    with form:
        is_changed = services.edit_agreement(actor(), agreement_id, **form.read())
        flash(_("The changes are kept.") if is_changed else _("Nothing was changed."))
        return to_agreement(agreement_id)
    return _edit_page(form, queries.get_agreement(actor(), agreement_id))


def to_agreement(agreement_id: UUID) -> Answer:
    return redirect(url_for(".show", agreement_id=agreement_id), 303)


def _get_writable(agreement_id: UUID) -> queries.AgreementView:
    agreement, party = get_with_party(agreement_id)
    if not party.may_act:
        raise NotAllowed
    if agreement.status not in ("draft", "proposed"):
        raise Conflict("wrong-state")
    return agreement


def _new_page(form: Form) -> Shown:
    asked = understood_query(NEW_FILTER)
    partners = _partners(**asked)
    if not partners and not actor().can(Permission.AGREEMENTS_DRAFT):
        raise NotAllowed
    form.initial = {"association_id": partners[0][0] if len(partners) == 1 else None}
    return _form_page(form, None, partners=partners, asked=asked)


def _edit_page(form: Form, agreement: queries.AgreementView) -> Shown:
    duties = [
        {"side": one.side, "what": one.what, "due_on": one.due_on.isoformat()}
        for one in queries.list_obligations(actor(), agreement)
    ]
    names = ("title", "scope", "districts", "starts_on", "ends_on")
    form.initial = {**{name: getattr(agreement, name) for name in names}, "obligations": duties}
    return _form_page(form, agreement)


def _form_page(form: Form, agreement: queries.AgreementView | None, **more: Any) -> Shown:
    districts = [(code, localised(name)[0]) for code, name in district_names().items()]
    context = {"districts": districts, "rows": _rows(form), **more}
    return page("agreements/edit.html", form=form, agreement=agreement, **context), form.status


def _rows(form: Form) -> int:
    """As many rows as are filled, and some to fill; twice as many more for whoever asks."""
    if form.is_sent:
        used = [int(key.split(".")[1]) + 1 for key, text in request.form.items() if _is_row(key) and text.strip()]
    else:
        used = [len(form.initial.get("obligations", []))]
    return min(max(used, default=0) + EMPTY_ROWS * (2 if "more" in request.form else 1), MAX_OBLIGATIONS)


def _is_row(key: str) -> bool:
    name, _dot, rest = key.partition(".")
    number = rest.partition(".")[0]
    return name == "obligations" and number.isascii() and number.isdigit() and len(number) < 4


def _partners(association_id: UUID | None = None, q: str | None = None) -> list[tuple[str, str]]:
    """With whom one may begin an agreement: one's own associations, or for the police any that is verified."""
    offered = {str(one.association_id): localised(one.name)[0] for one in list_managed()}
    if actor().can(Permission.AGREEMENTS_DRAFT):
        for one in _verified(association_id, q):
            offered.setdefault(str(one.id), localised(one.name)[0])
    return [(key, name) for key, name in offered.items() if association_id in (None, UUID(key))]


def _verified(association_id: UUID | None, q: str | None) -> Sequence[AssociationView]:
    if association_id:
        return [get_association(actor(), association_id)]
    return list_associations(actor(), q=q, limit=MOST_OFFERED).items
