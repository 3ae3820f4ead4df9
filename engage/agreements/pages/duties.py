"""How does a side say on a page what became of a duty?"""

from collections.abc import Callable
from uuid import UUID

from flask import flash
from marshmallow import Schema

from engage.access.guard import actor
from engage.access.rules import signed_in
from engage.agreements import queries, services
from engage.agreements.pages import blueprint
from engage.agreements.pages.own import get_with_party
from engage.agreements.pages.writing import Shown, to_agreement
from engage.agreements.schemas import ASSIGN_FORM, DONE_FORM, REASON_FORM
from engage.errors import NotAllowed
from engage.language import gettext as _
from engage.web.forms import Form
from engage.web.rendering import page

_FORMS: dict[str, Schema] = {"done": DONE_FORM, "withdraw": REASON_FORM, "assign": ASSIGN_FORM}
_STEPS: dict[str, Callable[..., None]] = {
    "done": services.complete_obligation,
    "withdraw": services.withdraw_obligation,
    "assign": services.assign_obligation,
}


@blueprint.get("/obligations/<uuid:obligation_id>/<any(done, withdraw, assign):step>")
@signed_in
def ask_duty_step(obligation_id: UUID, step: str) -> Shown:
    return _duty_page(obligation_id, step, Form(_FORMS[step]))


@blueprint.post("/obligations/<uuid:obligation_id>/<any(done, withdraw, assign):step>")
@signed_in
def take_duty_step(obligation_id: UUID, step: str) -> Shown:
    duty, form = queries.get_obligation(actor(), obligation_id), Form(_FORMS[step])
    with form:
        _STEPS[step](actor(), obligation_id, **form.read())
        flash(_("Noted. Both sides see it."))
        return to_agreement(duty.agreement_id)
    return _duty_page(obligation_id, step, form)


def _duty_page(obligation_id: UUID, step: str, form: Form) -> Shown:
    duty = queries.get_obligation(actor(), obligation_id)
    agreement, party = get_with_party(duty.agreement_id)
    if not party.may_act or (party.side == duty.side) != (step != "withdraw"):
        raise NotAllowed
    people = queries.list_possible_owners(actor(), agreement, duty.side) if step == "assign" else []
    form.initial = {"owner_id": duty.owner_id}
    shown = {"duty": duty, "step": step, "people": people}
    return page("agreements/duty.html", agreement=agreement, form=form, **shown), form.status
