"""Registering, changing and giving up: what a citizen or an association does with its own registration."""

import uuid
from dataclasses import replace
from typing import Any

from sqlalchemy import insert

from engage import clock
from engage.access.actor import Actor
from engage.audit.services import record
from engage.codes import human_code
from engage.database import db, new_id, table_of
from engage.errors import Conflict, Invalid, NotAllowed, NotFound, Stale
from engage.language import gettext as _
from engage.outbox.services import owe
from engage.partners.policies import can_register_delegation
from engage.partners.queries import find_membership
from engage.registrations.models import NO_OFFER, OUT_OF_QUEUE, STANDING, Registration, RegistrationStatus
from engage.registrations.notifications import (
    CANCELLED,
    CANCELLED_BY_OFFICER,
    CHANGED,
    CONFIRMED,
    REQUESTED,
    WAITLISTED,
    tell,
)
from engage.registrations.policies import can_change_registration, can_decide_on_registration
from engage.registrations.queries import RegistrationView, get_registration, list_standing
from engage.registrations.services.seating import (
    Seating,
    confirm,
    let_offers_lapse,
    lock_known_seminar,
    lock_seminar,
    promote,
    set_all,
)
from engage.seminars.models import MINORS, SeminarStatus, Visibility, registration_state
from engage.seminars.queries import SeminarView
from engage.settings import current_settings

_INSERT = insert(table_of(Registration))
_SAID = [name for name in RegistrationView.__dataclass_fields__ if name in table_of(Registration).columns]
TOLD = {
    RegistrationStatus.CONFIRMED: CONFIRMED,
    RegistrationStatus.WAITLISTED: WAITLISTED,
    RegistrationStatus.REQUESTED: REQUESTED,
}


def register(
    actor: Actor,
    seminar_id: uuid.UUID,
    *,
    party_size: int = 1,
    association_id: uuid.UUID | None = None,
    headcounts: dict[str, int] | None = None,
    attendees: list[dict[str, Any]] | None = None,
    contact_phone: str | None = None,
    note: str | None = None,
) -> RegistrationView:
    """Register oneself with companions, or a delegation of an association one manages.

    Answers the registration, `confirmed`, `waitlisted` or (where officers decide) `requested`. Raises Conflict
    (`already-registered`, `registration-closed`, `seats-exhausted`, `party-too-large`, …), Invalid or NotFound.
    """
    name = association_name(actor, association_id)
    seating = lock_seminar(actor, seminar_id)
    let_offers_lapse(actor, seating)
    party: dict[str, Any] = {"association_id": association_id, "party_size": party_size, "headcounts": headcounts or {}}
    party |= {"attendees": attendees or [], "contact_phone": contact_phone, "note": note}
    _check_party(seating.seminar, **party)
    status, queue_number = _place(actor, seating, party_size, association_id)
    registration = _new(actor, seating, status, association_name=name, queue_number=queue_number, **party)
    _insert(actor, registration)
    owe([tell(TOLD[status], registration, seating.seminar)])
    promote(actor, seating)  # the first to wait is offered what is free
    seating.keep()
    return get_registration(actor, registration.id) if status == RegistrationStatus.WAITLISTED else registration


def _new(actor: Actor, seating: Seating, status: RegistrationStatus, **fields: Any) -> RegistrationView:
    """A registration of this moment, as a query would return it."""
    return RegistrationView(
        id=new_id(),
        seminar_id=seating.seminar.id,
        account_id=actor.account_id,
        code=human_code(),
        status=status,
        offered_seats=None,
        offer_expires_at=None,
        reason=None,
        created_at=clock.now(),
        version=1,
        account_name=actor.display_name,
        account_email=actor.email,
        account_locale=actor.locale,
        viewer_role=None,
        waiting_position=seating.waiting_count if status == RegistrationStatus.WAITLISTED else None,
        **fields,
    )


def change_registration(
    actor: Actor, registration_id: uuid.UUID, version: int | None = None, **changes: Any
) -> RegistrationView:
    """Change the party or what is known of it. More seats are granted only where nobody is overtaken."""
    registration, seating = lock_registration(actor, registration_id, version)
    if not can_change_registration(actor, registration):
        raise NotAllowed
    check_standing(registration, seating)
    changed = replace(registration, **changes)
    if changed == registration:
        return registration
    if changed.party_size > registration.party_size:
        association_name(actor, registration.association_id)  # a suspended association takes no more seats
        check_size(seating.seminar, changed.association_id, changed.party_size)
    check_people(changed.party_size, changed.headcounts, changed.attendees)
    check_minors_unnamed(seating.seminar, changed.headcounts, changed.attendees)
    let_offers_lapse(actor, seating)
    set_all([registration_id], changes | _resize(seating, registration, changed.party_size))
    # What people wrote and whom they named stays out of the trail; that it changed is in it.
    after = _counts(changed) | {"fields": sorted(changes)}
    record(actor, "registration.changed", registration_id, before=_counts(registration), after=after)
    if registration.has_offer and changed.party_size <= min(registration.offered_seats or 0, seating.seats_free):
        confirm(actor, seating, [(registration_id, changed.party_size)])  # this says yes to the offer
    promote(actor, seating)
    seating.keep()
    if changed.status == RegistrationStatus.CONFIRMED and changed.party_size != registration.party_size:
        owe([tell(CHANGED, changed, seating.seminar)])
    return get_registration(actor, registration_id)


def cancel_registration(
    actor: Actor, registration_id: uuid.UUID, reason: str | None = None, version: int | None = None
) -> RegistrationView:
    """Give seats (or a place in the waiting list) back; those who wait get them at once. Officers say why."""
    registration, seating = lock_registration(actor, registration_id, version)
    is_own = can_change_registration(actor, registration)
    if not is_own and not can_decide_on_registration(actor, seating.seminar.district):
        raise NotAllowed
    check_standing(registration, seating)
    if not is_own and not reason:
        raise Invalid({"reason": [_("Say why: the person is told.")]})
    after = {"status": RegistrationStatus.CANCELLED}
    set_all([registration_id], {**after, "reason": reason, **OUT_OF_QUEUE})
    seating.release(registration.status, registration.party_size)
    record(actor, "registration.cancelled", registration_id, before={"status": registration.status}, after=after)
    _tell_of_cancellation(registration, seating, reason, is_own)
    promote(actor, seating)
    seating.keep()
    return get_registration(actor, registration_id)


def _tell_of_cancellation(registration: RegistrationView, seating: Seating, reason: str | None, is_own: bool) -> None:
    kind = CANCELLED if is_own else CANCELLED_BY_OFFICER
    cancelled = replace(registration, status=RegistrationStatus.CANCELLED, reason=reason, waiting_position=None)
    had_seats = registration.status == RegistrationStatus.CONFIRMED
    owe([tell(kind, cancelled, seating.next_calendar_revision(), had_seats=had_seats)])


def association_name(actor: Actor, association_id: uuid.UUID | None) -> dict[str, str] | None:
    """The name of the association the actor may bind; None for a citizen."""
    if association_id is None:
        return None
    membership = find_membership(actor, association_id)
    if membership is None:
        raise NotFound
    if not can_register_delegation(membership):
        raise NotAllowed
    if membership.status != "verified":
        raise Conflict("association-not-verified")
    name: dict[str, str] = membership.name
    return name


def _check_party(seminar: SeminarView, association_id: uuid.UUID | None, party_size: int, **party: Any) -> None:
    _check_open(seminar, association_id)
    check_size(seminar, association_id, party_size)
    check_people(party_size, party["headcounts"], party["attendees"])
    check_minors_unnamed(seminar, party["headcounts"], party["attendees"])


def _check_open(seminar: SeminarView, association_id: uuid.UUID | None) -> None:
    if registration_state(seminar, clock.now()) in {"closed", "not_yet"}:
        raise Conflict("registration-closed")
    if association_id is None and seminar.visibility == Visibility.ASSOCIATIONS:
        raise Conflict("associations-only")


def check_size(seminar: SeminarView, association_id: uuid.UUID | None, party_size: int) -> None:
    most = min(seminar.max_party_size, seminar.capacity)
    if association_id is None:
        most = min(most, 1 + current_settings().companions)
    if party_size > most:
        raise Conflict("party-too-large", most=most, asked=party_size)


def check_people(party_size: int, headcounts: dict[str, int], attendees: list[dict[str, Any]]) -> None:
    if headcounts and sum(headcounts.values()) != party_size:
        message = _(
            "These add up to %(sum)s, but the party has %(size)s.", sum=sum(headcounts.values()), size=party_size
        )
        raise Invalid({"headcounts": [message]})
    adults = headcounts.get("adults", 0) if headcounts else party_size
    if len(attendees) > adults:
        raise Invalid({"attendees": [_("There are more names than adults in the party.")]})


def check_minors_unnamed(seminar: SeminarView, headcounts: dict[str, int], attendees: list[dict[str, Any]]) -> None:
    """Where pupils come, names are taken only beside a count that says how many of the party are adults."""
    if attendees and not headcounts and MINORS & set(seminar.audiences):
        raise Invalid({"headcounts": [_("Count the party by level first: only adults may be named.")]})


def _place(
    actor: Actor, seating: Seating, party_size: int, association_id: uuid.UUID | None
) -> tuple[RegistrationStatus, int | None]:
    try:
        return _ask_or_place(seating, party_size)
    except Conflict:
        _check_not_registered(actor, seating.seminar.id, association_id)
        raise


def _ask_or_place(seating: Seating, party_size: int) -> tuple[RegistrationStatus, int | None]:
    if not seating.seminar.approval_required:
        return seating.place(party_size)
    if registration_state(seating.seminar, clock.now()) == "full":
        raise Conflict("seats-exhausted")
    return RegistrationStatus.REQUESTED, None


def _check_not_registered(actor: Actor, seminar_id: uuid.UUID, association_id: uuid.UUID | None) -> None:
    """Whoever holds seats already hears that, not that the seats are gone."""
    if any(standing.association_id == association_id for standing in list_standing(actor, seminar_id)):
        raise Conflict("already-registered")


def _insert(actor: Actor, registration: RegistrationView) -> None:
    columns = {name: getattr(registration, name) for name in _SAID}
    columns |= {"seats_let_go": 0, "updated_at": registration.created_at}
    db.session.execute(_INSERT, columns)
    record(actor, "registration.made", registration.id, after=_counts(registration) | {"status": registration.status})


def lock_registration(
    actor: Actor, registration_id: uuid.UUID, version: int | None = None
) -> tuple[RegistrationView, Seating]:
    """Lock the seminar first, then read the registration as it is under that lock."""
    seating = lock_known_seminar(get_registration(actor, registration_id).seminar_id)
    registration = get_registration(actor, registration_id)
    if version is not None and version != registration.version:
        raise Stale
    return registration, seating


def check_standing(registration: RegistrationView, seating: Seating) -> None:
    if registration.status not in STANDING or seating.seminar.status != SeminarStatus.PUBLISHED:
        raise Conflict("wrong-state")
    if clock.now() >= seating.seminar.ends_at:
        raise Conflict("registration-closed")


def _resize(seating: Seating, registration: RegistrationView, party_size: int) -> dict[str, Any]:
    """Take or free the seats of the difference; what else changes with the party's place in the waiting list."""
    growth = party_size - registration.party_size
    if growth > 0:
        _check_growth(seating, registration, growth)
    if registration.status == RegistrationStatus.CONFIRMED:
        seating.seats_taken += growth
    elif registration.status == RegistrationStatus.WAITLISTED and growth > 0:
        return {"queue_number": seating.next_place()} | NO_OFFER  # it asks anew, behind those who asked before
    elif party_size <= (registration.offered_seats or 0):
        return NO_OFFER  # whoever asks for no more than that needs no offer
    return {}


def _check_growth(seating: Seating, registration: RegistrationView, growth: int) -> None:
    if registration_state(seating.seminar, clock.now()) == "closed":
        raise Conflict("registration-closed")
    if seating.seminar.approval_required and registration.status != RegistrationStatus.REQUESTED:
        raise Conflict("wrong-state")  # so many were not approved
    if registration.status == RegistrationStatus.CONFIRMED and not seating.has_room_for(growth):
        raise Conflict("seats-exhausted")


def _counts(registration: RegistrationView) -> dict[str, Any]:
    return {"party_size": registration.party_size, "headcounts": registration.headcounts}
