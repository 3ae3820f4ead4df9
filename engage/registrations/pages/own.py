"""How does a person register, and see, change or answer what was registered?"""

from typing import Any
from uuid import UUID

from flask import flash, redirect, url_for
from werkzeug.wrappers import Response as Answer

from engage.access.guard import actor
from engage.access.rules import public, signed_in
from engage.agreements.queries import find_title
from engage.language import NAMES, localised, ngettext
from engage.language import gettext as _
from engage.partners.pages.acting import acting_for
from engage.partners.policies import can_register_delegation
from engage.partners.queries import list_memberships
from engage.registrations import queries, services
from engage.registrations.pages import blueprint
from engage.registrations.pages.calendars import own_calendar_url
from engage.registrations.pages.deciding import flash_refusal
from engage.registrations.policies import can_change_registration
from engage.registrations.schemas import (
    ACCEPT_FORM,
    GUEST_CHANGES_FORM,
    REGISTRATION_CHANGES_FORM,
    REGISTRATION_FILTER,
    REGISTRATION_FORM,
)
from engage.seminars.event import description, event_fields
from engage.seminars.policies import can_manage_registrations_in, can_plan_in
from engage.seminars.queries import get_plan, get_series
from engage.seminars.schemas import NO_INPUT
from engage.settings import current_settings
from engage.web.forms import Form
from engage.web.idempotency import idempotent
from engage.web.input import understood_query
from engage.web.rendering import page

Shown = str | Answer | tuple[str, int]

TOLD_AT = {"party-too-large": "party_size", "party-too-small": "party_size", "quota-reached": "party_size"}


@blueprint.get("/seminars/<uuid:seminar_id>")
@public
def seminar(seminar_id: UUID) -> Shown:
    return _seminar_page(seminar_id, Form(REGISTRATION_FORM, {"party_size": 1}))


@blueprint.post("/seminars/<uuid:seminar_id>/registrations")
@signed_in
@idempotent
def register(seminar_id: UUID) -> Shown:
    form = Form(REGISTRATION_FORM, told_at=TOLD_AT)
    with form:
        made = services.register(actor(), seminar_id, **form.read())
        flash(_told(made))
        return redirect(url_for(".show", registration_id=made.id), 303)
    return _seminar_page(seminar_id, form)


@blueprint.get("/registrations")
@signed_in
def mine() -> str:
    coming = queries.list_with_seminars(actor(), past=False)
    past = queries.list_with_seminars(actor(), past=True)
    return page("registrations/mine.html", upcoming=coming, past=past, calendar_url=own_calendar_url())


@blueprint.get("/delegations")
@signed_in
def delegations() -> Shown:
    """The associations for which somebody acts; where it is one alone, its own page."""
    memberships = list_memberships(actor())
    if len(memberships) == 1:
        return redirect(url_for("desk.association", association_id=memberships[0].association_id))
    return page("registrations/delegations.html", associations=memberships, acting=acting_for(memberships))


@blueprint.get("/registrations/<uuid:registration_id>")
@signed_in
def show(registration_id: UUID) -> Shown:
    registration = queries.get_registration_with_seminar(actor(), registration_id)
    return _registration_page(registration, _changes_form(registration))


@blueprint.post("/registrations/<uuid:registration_id>")
@signed_in
def change(registration_id: UUID) -> Shown:
    form = _changes_form(queries.get_registration(actor(), registration_id))
    with form:
        empty: dict[str, Any] = {"headcounts": {}, "attendees": [], "contact_phone": None, "note": None}
        services.change_registration(actor(), registration_id, **empty | form.read())
        flash(_("The changes are kept."))
        return redirect(url_for(".show", registration_id=registration_id), 303)
    return _registration_page(queries.get_registration_with_seminar(actor(), registration_id), form)


@blueprint.post("/registrations/<uuid:registration_id>/accept-offer")
@signed_in
def accept_offer(registration_id: UUID) -> Answer:
    form = Form(ACCEPT_FORM)
    with form:
        accepted = services.accept_offer(actor(), registration_id, **_who_comes(registration_id, form.read()))
        flash(ngettext("Registered: %(num)s seat.", "Registered: %(num)s seats.", accepted.party_size))
    return _answered(registration_id, form)


@blueprint.post("/registrations/<uuid:registration_id>/decline-offer")
@signed_in
def decline_offer(registration_id: UUID) -> Answer:
    form = Form(NO_INPUT)
    with form:
        services.decline_offer(actor(), registration_id)
        flash(_("You keep your place on the waiting list."))
    return _answered(registration_id, form)


def _who_comes(registration_id: UUID, sent: dict[str, Any]) -> dict[str, Any]:
    """What was sent, with the adults who were left chosen."""
    chosen = sent.pop("adults", None)
    if chosen is None:
        return sent
    named = queries.get_registration(actor(), registration_id).attendees
    return sent | {"attendees": [adult for place, adult in enumerate(named) if place in chosen]}


def _answered(registration_id: UUID, form: Form) -> Answer:
    """Back to the registration, which says where it stands now; a refusal is told above it."""
    flash_refusal(form)
    return redirect(url_for(".show", registration_id=registration_id), 303)


def _seminar_page(seminar_id: UUID, form: Form) -> Shown:
    plan = get_plan(actor(), seminar_id)
    shown = plan.seminar
    memberships = list_memberships(actor()) if actor().is_authenticated else []
    plans = can_plan_in(actor(), shown.district)
    managed = [one for one in memberships if can_register_delegation(one) and one.status == "verified"]
    acting = acting_for(managed)
    form.initial = {"association_id": acting and acting.association_id, **form.initial}
    return page(
        "seminars/show.html",
        seminar=shown,
        plan=plan,
        agreement=find_title(actor(), shown.agreement_id),
        form=form,
        registrations=queries.list_standing(actor(), shown.id),
        associations=[(str(one.association_id), localised(one.name)[0]) for one in managed],
        can_plan=plans,
        series=get_series(actor(), shown.series_id) if plans and shown.series_id else [],
        can_manage=can_manage_registrations_in(actor(), shown.district),
        companions=current_settings().companions,
        # A visitor sees what is public, and search engines are visitors.
        event=event_fields(shown) if actor().is_anonymous else None,
        description=description(shown),
    ), form.status


def _changes_form(registration: queries.RegistrationView) -> Form:
    schema = GUEST_CHANGES_FORM if registration.is_of_guest else REGISTRATION_CHANGES_FORM
    return Form(schema, told_at={**TOLD_AT, "already-registered": "contact_phone"})


def _registration_page(registration: queries.RegistrationView, form: Form) -> Shown:
    form.initial = _typed_values(registration)
    return page(
        "registrations/show.html",
        registration=registration,
        seminar=registration.seminar,
        form=form,
        is_changeable=queries.is_changeable(registration),
        tongues=list(NAMES.items()),
        can_change=queries.is_changeable(registration) and can_change_registration(actor(), registration),
        history=queries.list_history(actor(), registration, **understood_query(REGISTRATION_FILTER)),
    ), form.status


def _typed_values(registration: queries.RegistrationView) -> dict[str, Any]:
    guest = ("guest_name", "guest_email", "guest_locale") if registration.is_of_guest else ()
    names = (*guest, "party_size", "headcounts", "attendees", "contact_phone", "note", "version")
    values = {name: getattr(registration, name) for name in names}
    return values | {"adults": list(range(len(registration.attendees)))}


def _told(made: queries.RegistrationView) -> str:
    if made.status == "waitlisted":
        return _("You are number %(place)s in the waiting list.", place=made.waiting_position)
    if made.status == "requested":
        return _("Your request has arrived. We will write to you when it is decided.")
    return ngettext("Registered: %(num)s seat.", "Registered: %(num)s seats.", made.party_size)
