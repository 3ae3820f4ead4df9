"""How does an officer register somebody who telephones, give a slip on paper, and decide on many requests at once?"""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from flask import flash, redirect, request, url_for
from werkzeug.wrappers import Response as Answer

from engage.access.guard import actor
from engage.access.rules import signed_in
from engage.errors import NotAllowed
from engage.language import NAMES, speaking
from engage.language import gettext as _
from engage.registrations import queries, services
from engage.registrations.pages import blueprint
from engage.registrations.policies import can_register_others
from engage.registrations.schemas import CHOSEN_FORM, DECLINE_CHOSEN_FORM, GUEST_INPUT
from engage.seminars.queries import SeminarView, get_seminar
from engage.settings import current_settings
from engage.web.errors import words_for
from engage.web.forms import Form
from engage.web.idempotency import idempotent
from engage.web.rendering import page

Shown = str | Answer | tuple[str, int]

TOLD_AT = {"party-too-large": "party_size", "party-too-small": "party_size", "contact_phone": "phone"}


@blueprint.get("/seminars/<uuid:seminar_id>/registrations/desk")
@signed_in
def ask_register_guest(seminar_id: UUID) -> Shown:
    return _guest_page(_get_managed(seminar_id), Form(GUEST_INPUT, {"party_size": 1, "locale": "ar"}))


@blueprint.post("/seminars/<uuid:seminar_id>/registrations/desk")
@signed_in
@idempotent
def register_guest(seminar_id: UUID) -> Shown:
    form = Form(GUEST_INPUT, told_at=TOLD_AT)
    with form:
        made = services.register_guest(actor(), seminar_id, **form.read())
        flash(_("%(name)s is registered. Read the code aloud, or print the slip.", name=made.account_name))
        return redirect(url_for(".show", registration_id=made.id), 303)
    return _guest_page(_get_managed(seminar_id), form)


@blueprint.get("/registrations/<uuid:registration_id>/slip")
@signed_in
def slip(registration_id: UUID) -> str:
    """On paper, in the language of the person who takes it home."""
    registration = queries.get_registration_with_seminar(actor(), registration_id)
    with speaking(registration.account_locale):
        return page("registrations/slip.html", registration=registration, seminar=registration.seminar)


@blueprint.get("/seminars/<uuid:seminar_id>/registrations/decide")
@signed_in
def ask_decide(seminar_id: UUID) -> Shown:
    return _decide_page(_get_managed(seminar_id), Form(CHOSEN_FORM))


@blueprint.post("/seminars/<uuid:seminar_id>/registrations/approve")
@signed_in
def approve_chosen(seminar_id: UUID) -> Shown:
    return _decide(seminar_id, Form(CHOSEN_FORM), services.approve_registrations)


@blueprint.post("/seminars/<uuid:seminar_id>/registrations/decline")
@signed_in
def decline_chosen(seminar_id: UUID) -> Shown:
    return _decide(seminar_id, Form(DECLINE_CHOSEN_FORM), services.decline_registrations)


def _decide(seminar_id: UUID, form: Form, decide: Callable[..., list[services.Decided]]) -> Shown:
    with form:
        sent = form.read()
        decided = decide(actor(), seminar_id, sent.pop("ids"), **sent)
        told = [(one, words_for(one.refusal)[1] if one.refusal else None) for one in decided]
        return page("registrations/decided.html", seminar=get_seminar(actor(), seminar_id), decided=told)
    return _decide_page(_get_managed(seminar_id), form)


def _decide_page(seminar: SeminarView, form: Form) -> Shown:
    """What was chosen, from the address or from a form that was refused."""
    chosen = request.values.getlist("ids")[:100]
    found = queries.list_chosen_requests(actor(), seminar, [words.partition(":")[0] for words in chosen])
    return page("registrations/decide.html", seminar=seminar, form=form, requests=found), form.status


def _guest_page(seminar: SeminarView, form: Form) -> Shown:
    most = min(current_settings().companions + 1, seminar.max_party_size)
    context: dict[str, Any] = {"most": most, "tongues": list(NAMES.items())}
    return page("registrations/desk.html", seminar=seminar, form=form, **context), form.status


def _get_managed(seminar_id: UUID) -> SeminarView:
    seminar = get_seminar(actor(), seminar_id)
    if not can_register_others(actor(), seminar.district):
        raise NotAllowed
    return seminar
