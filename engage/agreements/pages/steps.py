"""How does a side propose, sign, end or renew an agreement on a page?"""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from flask import flash
from marshmallow import Schema

from engage.access.guard import actor
from engage.access.rules import signed_in
from engage.agreements import queries, services
from engage.agreements.pages import blueprint
from engage.agreements.pages.own import get_with_party, reading_context
from engage.agreements.pages.writing import Shown, to_agreement
from engage.agreements.schemas import REASON_FORM, RENEW_FORM, SIGN_FORM, STEP_FORM
from engage.errors import NotAllowed
from engage.language import gettext as _
from engage.web.forms import Form
from engage.web.idempotency import idempotent
from engage.web.rendering import page

_FORMS: dict[str, Schema] = {
    "propose": STEP_FORM,
    "sign": SIGN_FORM,
    "terminate": REASON_FORM,
    "renew": RENEW_FORM,
}
_STEPS: dict[str, Callable[..., None]] = {
    "propose": services.propose_agreement,
    "sign": services.sign_agreement,
    "terminate": services.terminate_agreement,
}
_BINDING = ("sign", "terminate")


@blueprint.get("/agreements/<uuid:agreement_id>/<any(propose, sign, terminate, renew):step>")
@signed_in
def ask_step(agreement_id: UUID, step: str) -> Shown:
    return _confirm_page(agreement_id, step, Form(_FORMS[step]))


@blueprint.post("/agreements/<uuid:agreement_id>/<any(propose, sign, terminate):step>")
@signed_in
def take_step(agreement_id: UUID, step: str) -> Shown:
    get_with_party(agreement_id)
    form = Form(_FORMS[step])
    with form:
        _STEPS[step](actor(), agreement_id, **form.read())
        flash(_done(step, queries.get_agreement(actor(), agreement_id)))
        return to_agreement(agreement_id)
    return _confirm_page(agreement_id, step, form)


@blueprint.post("/agreements/<uuid:agreement_id>/renew")
@signed_in
@idempotent
def renew(agreement_id: UUID) -> Shown:
    get_with_party(agreement_id)
    form = Form(RENEW_FORM)
    with form:
        made = services.renew_agreement(actor(), agreement_id, **form.read())
        flash(_("A draft for the time after is kept. Read it, then propose it."))
        return to_agreement(made)
    return _confirm_page(agreement_id, "renew", form)


def _done(step: str, agreement: queries.AgreementView) -> str:
    if step == "propose":
        return _("The agreement is proposed. The other side is being told.")
    if step == "terminate":
        return _("The agreement is ended. Both sides are being told.")
    return _("You have signed. The agreement is concluded.") if agreement.signed_at else _("You have signed.")


def _confirm_page(agreement_id: UUID, step: str, form: Form) -> Shown:
    agreement, party = get_with_party(agreement_id)
    is_signer = party.may_sign or (party.side == "association" and party.may_act)
    if not (is_signer if step in _BINDING else party.may_act):
        raise NotAllowed
    shown: dict[str, Any] = {"step": step, "form": form, "party": party, **reading_context(agreement)}
    shown["obligations"] = queries.list_obligations(actor(), agreement)
    return page("agreements/confirm.html", **shown), form.status
