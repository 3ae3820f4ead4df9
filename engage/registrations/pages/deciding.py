"""How is a registration given up, and how does an officer decide on a request?"""

from uuid import UUID

from flask import flash, redirect, url_for
from werkzeug.wrappers import Response as Answer

from engage.access.guard import actor
from engage.access.rules import signed_in
from engage.errors import NotAllowed
from engage.language import gettext as _
from engage.registrations import queries, services
from engage.registrations.pages import blueprint
from engage.registrations.policies import can_change_registration, can_decide_on_registration
from engage.registrations.schemas import CANCEL_FORM, DECLINE_INPUT
from engage.seminars.schemas import STEP_FORM
from engage.web.forms import Form
from engage.web.rendering import page

Shown = str | Answer | tuple[str, int]


@blueprint.get("/registrations/<uuid:registration_id>/cancel")
@signed_in
def ask_cancel(registration_id: UUID) -> Shown:
    return _decision_page("cancel", registration_id, Form(CANCEL_FORM))


@blueprint.post("/registrations/<uuid:registration_id>/cancel")
@signed_in
def cancel(registration_id: UUID) -> Shown:
    form = Form(CANCEL_FORM)
    with form:
        cancelled = services.cancel_registration(actor(), registration_id, **form.read())
        flash(_("The registration is cancelled."))
        return _back(cancelled)
    return _decision_page("cancel", registration_id, form)


@blueprint.get("/registrations/<uuid:registration_id>/decline")
@signed_in
def ask_decline(registration_id: UUID) -> Shown:
    return _decision_page("decline", registration_id, Form(DECLINE_INPUT))


@blueprint.post("/registrations/<uuid:registration_id>/decline")
@signed_in
def decline(registration_id: UUID) -> Shown:
    form = Form(DECLINE_INPUT)
    with form:
        declined = services.decline_registration(actor(), registration_id, **form.read())
        flash(_("The request is declined, and the person is told why."))
        return _back(declined)
    return _decision_page("decline", registration_id, form)


@blueprint.post("/registrations/<uuid:registration_id>/approve")
@signed_in
def approve(registration_id: UUID) -> Answer:
    form = Form(STEP_FORM)
    with form:
        approved = services.approve_registration(actor(), registration_id, **form.read())
        flash(_("The request is approved."))
        return _back(approved)
    flash_refusal(form)
    return _back(queries.get_registration(actor(), registration_id))


def _decision_page(decision: str, registration_id: UUID, form: Form) -> Shown:
    registration = queries.get_registration_with_seminar(actor(), registration_id)
    shown = registration.seminar
    is_own = can_change_registration(actor(), registration)
    may_decide = shown is not None and can_decide_on_registration(actor(), shown.district)
    if not may_decide and not (is_own and decision == "cancel"):
        raise NotAllowed
    context = {"registration": registration, "seminar": shown, "by_officer": not is_own or registration.is_of_guest}
    return page(f"registrations/{decision}.html", form=form, **context), form.status


def _back(registration: queries.RegistrationView) -> Answer:
    """The person to the registration, the officer to the roster."""
    if can_change_registration(actor(), registration):
        return redirect(url_for(".show", registration_id=registration.id), 303)
    return redirect(url_for(".roster", seminar_id=registration.seminar_id), 303)


def flash_refusal(form: Form) -> None:
    if form.status == NotAllowed.status:
        raise NotAllowed
    for refusal in [form.message, *(text for texts in form.errors.values() for text in texts)]:
        if refusal:
            flash(refusal, "error")
