"""How does a supervisor look through applications, and decide on an association?"""

from collections.abc import Callable
from uuid import UUID

from flask import flash, redirect, url_for
from werkzeug.wrappers import Response as Answer

from engage.access.guard import actor
from engage.access.permissions import Permission
from engage.access.rules import requires, signed_in
from engage.errors import Conflict, NotAllowed
from engage.language import gettext as _
from engage.partners import queries, services
from engage.partners.pages import blueprint
from engage.partners.policies import can_verify_association
from engage.partners.schemas.applying import BY_TIME, QUEUE_FILTER, STEP_FORMS
from engage.places.queries import district_names
from engage.web.forms import Form
from engage.web.input import read_query
from engage.web.rendering import page

Shown = str | Answer | tuple[str, int]

_STEPS: dict[str, Callable[..., None]] = {
    "verify": services.verify_association,
    "ask": services.ask_association,
    "refuse": services.refuse_association,
    "suspend": services.suspend_association,
    "restore": services.restore_association,
    "dissolve": services.dissolve_association,
}


@blueprint.get("/applications")
@requires(Permission.ASSOCIATIONS_VERIFY)
def queue() -> str:
    sent = read_query(QUEUE_FILTER)
    found = queries.list_applications(actor(), **sent)
    shown = {"alike": queries.list_look_alikes(actor(), found.items), "districts": district_names(), "filters": sent}
    missing = queries.without_papers(actor(), [one.id for one in found.items])
    return page("partners/queue.html", applications=found, missing=missing, **shown)


@blueprint.get("/associations/<uuid:association_id>/review")
@signed_in
def review(association_id: UUID) -> str:
    dossier = queries.get_dossier_in_charge(actor(), association_id)
    history = queries.list_history(actor(), dossier, **read_query(BY_TIME))
    shown = {
        "alike": queries.list_look_alikes(actor(), [dossier])[dossier.id],
        "missing": queries.without_papers(actor(), [dossier.id]),
        "districts": district_names(),
    }
    return page("partners/review.html", dossier=dossier, history=history, **shown)


@blueprint.get("/associations/<uuid:association_id>/<any(verify, ask, refuse, suspend, restore, dissolve):step>")
@signed_in
def ask_step(association_id: UUID, step: str) -> Shown:
    return _step_page(association_id, step, Form(STEP_FORMS[step]))


@blueprint.post("/associations/<uuid:association_id>/<any(verify, ask, refuse, suspend, restore, dissolve):step>")
@signed_in
def take_step(association_id: UUID, step: str) -> Shown:
    queries.get_dossier_in_charge(actor(), association_id)
    form = Form(STEP_FORMS[step])
    with form:
        _STEPS[step](actor(), association_id, **form.read())
        flash(_done(step))
        return redirect(url_for(".review", association_id=association_id), 303)
    return _step_page(association_id, step, form)


def _done(step: str) -> str:
    return {
        "verify": _("The association is verified. Its managers are being told."),
        "ask": _("The question is sent."),
        "refuse": _("The application is refused. Its managers are being told."),
        "suspend": _("The association is suspended. All its people are being told."),
        "restore": _("The association is restored. All its people are being told."),
        "dissolve": _("The association is noted as dissolved. All its people are being told."),
    }[step]


def _step_page(association_id: UUID, step: str, form: Form) -> Shown:
    """What the step does, in numbers, before it is taken."""
    dossier = queries.get_dossier_in_charge(actor(), association_id)
    if not can_verify_association(actor(), dossier):
        raise NotAllowed
    if step not in dossier.steps:
        raise Conflict("wrong-state")
    ends_something = step in ("suspend", "dissolve")
    counts = queries.consequences_of(actor(), association_id) if ends_something else {}
    return page("partners/step.html", dossier=dossier, step=step, form=form, counts=counts), form.status
