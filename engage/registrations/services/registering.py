"""Registering, changing and giving up: what a citizen or an association does with its own registration."""

import uuid
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from sqlalchemy import insert

from engage import clock
from engage.access.actor import Actor
from engage.audit.services import record
from engage.codes import human_code
from engage.database import new_id, table_of, write
from engage.errors import Conflict, Invalid, NotAllowed, NotFound, Stale
from engage.language import gettext as _
from engage.outbox.services import owe
from engage.partners.policies import can_register_delegation
from engage.partners.queries import find_membership, is_verified
from engage.partners.services import require_mandate
from engage.registrations.models import NO_OFFER, OUT_OF_QUEUE, STANDING, Registration, RegistrationStatus
from engage.registrations.notifications import (
    CANCELLED,
    CANCELLED_BY_OFFICER,
    CONFIRMED,
    REQUESTED,
    WAITLISTED,
    tell,
)
from engage.registrations.policies import can_change_registration, can_decide_on_registration
from engage.registrations.queries import RegistrationView, get_registration, list_standing
from engage.registrations.services.correcting import corrected, tell_of_change
from engage.registrations.services.fitting import (
    check_least,
    check_open,
    check_party,
    check_people,
    check_quota,
    check_size,
)
from engage.registrations.services.seating import (
    Seating,
    confirm,
    let_offers_lapse,
    lock_known_seminar,
    lock_seminar,
    promote,
    set_all,
)
from engage.seminars.models import EDITABLE, registration_state

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
    check_open(seating.seminar, association_id is not None)
    who: dict[str, Any] = {"association_id": association_id, "association_name": name, "contact_phone": contact_phone}
    who |= {"party_size": party_size, "headcounts": headcounts or {}, "attendees": attendees or [], "note": note}
    entered = enter(actor, seating, new_party(actor, seating, **who), place=_ask_or_place)
    # It may have been suspended a moment ago. From now on that waits for us.
    if association_id and not is_verified(actor, association_id):
        raise Conflict("association-not-verified")
    return entered


Placing = Callable[[Seating, int], tuple[RegistrationStatus, int | None]]


def enter(actor: Actor, seating: Seating, party: RegistrationView, *, place: Placing) -> RegistrationView:
    """Let a new party in, if it may come: its row, its trail, its message."""
    let_offers_lapse(actor, seating)
    is_settled = seating.is_settled()
    status, queue_number = _place(actor, seating, party, place)
    position = seating.waiting_count if status == RegistrationStatus.WAITLISTED else None
    entered = replace(party, status=status, queue_number=queue_number, waiting_position=position)
    insert_party(actor, entered)
    owe([tell(TOLD[status], entered, seating.seminar)])
    if is_settled and status == RegistrationStatus.WAITLISTED:
        seating.keep_line()
        return entered
    promote(actor, seating)  # the first to wait is offered what is free
    seating.keep()
    return get_registration(actor, entered.id) if status == RegistrationStatus.WAITLISTED else entered


def new_party(actor: Actor, seating: Seating, **fields: Any) -> RegistrationView:
    """A party of this moment, as a query would return it; without a seat so far."""
    unset = dict.fromkeys(RegistrationView.__dataclass_fields__) | {"seminar": None}
    known = {
        "id": new_id(),
        "seminar_id": seating.seminar.id,
        "account_id": actor.account_id,
        "code": human_code(),
        "status": RegistrationStatus.REQUESTED,
        "created_at": clock.now(),
        "version": 1,
        "account_name": actor.display_name,
        "account_email": actor.email,
        "account_locale": actor.locale,
    }
    values: dict[str, Any] = unset | known | fields
    return RegistrationView(**values)


def change_registration(
    actor: Actor, registration_id: uuid.UUID, version: int | None = None, **changes: Any
) -> RegistrationView:
    """Change the party or what is known of it, of a guest also who it is. More seats only where nobody is overtaken."""
    registration, seating = lock_registration(actor, registration_id, version)
    if not can_change_registration(actor, registration):
        raise NotAllowed
    check_standing(registration, seating)
    changed = corrected(registration, changes)
    if changed == registration:
        return registration
    if changed.party_size > registration.party_size:
        association_name(actor, registration.association_id)  # a suspended association takes no more seats
        check_size(seating.seminar, changed)
        check_quota(actor, seating.seminar, changed)
    elif changed.party_size < registration.party_size:
        check_least(seating.seminar, changed.party_size)
    check_people(seating.seminar, changed.party_size, changed.headcounts, changed.attendees)
    let_offers_lapse(actor, seating)
    set_all([registration_id], changes | _resize(seating, registration, changed.party_size))
    # What people wrote and whom they named stays out of the trail; that it changed is in it.
    after = _counts(changed) | {"fields": sorted(changes)}
    record(actor, "registration.changed", registration_id, before=_counts(registration), after=after)
    if registration.has_offer and changed.party_size <= min(registration.offered_seats or 0, seating.seats_free):
        confirm(actor, seating, [(registration_id, changed.party_size)])  # this says yes to the offer
    promote(actor, seating)
    seating.keep()
    tell_of_change(registration, changed, seating.seminar, TOLD[RegistrationStatus(changed.status)])
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
    cancel(actor, seating, registration, reason, is_own=is_own)
    promote(actor, seating)
    seating.keep()
    return get_registration(actor, registration_id)


def cancel(actor: Actor, seating: Seating, registration: RegistrationView, reason: str | None, *, is_own: bool) -> None:
    """Take a party that stands out of its seats or the queue, and tell it; the caller passes the seats on."""
    after = {"status": RegistrationStatus.CANCELLED}
    set_all([registration.id], {**after, "reason": reason, **OUT_OF_QUEUE})
    seating.release(registration.status, registration.party_size)
    record(actor, "registration.cancelled", registration.id, before={"status": registration.status}, after=after)
    _tell_of_cancellation(registration, seating, reason, is_own)


def _tell_of_cancellation(registration: RegistrationView, seating: Seating, reason: str | None, is_own: bool) -> None:
    is_wish = is_own and not (registration.is_of_guest and reason)  # the desk says why where it was not the guest's
    kind = CANCELLED if is_wish else CANCELLED_BY_OFFICER
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
    require_mandate(actor, membership)
    name: dict[str, str] = membership.name
    return name


def _place(
    actor: Actor, seating: Seating, party: RegistrationView, place: Placing
) -> tuple[RegistrationStatus, int | None]:
    try:
        check_party(actor, seating.seminar, party)
        return place(seating, party.party_size)
    except Conflict:
        if not party.is_of_guest:
            _check_not_registered(actor, seating.seminar.id, party.association_id)
        raise


def _ask_or_place(seating: Seating, party_size: int) -> tuple[RegistrationStatus, int | None]:
    if not seating.seminar.approval_required:
        return seating.place(party_size)
    if registration_state(seating.seminar, clock.now()) == "full":
        raise Conflict("seats-exhausted")
    return RegistrationStatus.REQUESTED, None


def _check_not_registered(actor: Actor, seminar_id: uuid.UUID, association_id: uuid.UUID | None) -> None:
    """Whoever holds seats already hears that, not that the seats are gone or the quota reached."""
    if any(standing.association_id == association_id for standing in list_standing(actor, seminar_id)):
        raise Conflict("already-registered")


def insert_party(actor: Actor, registration: RegistrationView) -> None:
    """Its row and its trail."""
    said = {name: value for name in _SAID if (value := getattr(registration, name)) is not None}
    write(_INSERT, said | {"seats_let_go": 0, "updated_at": registration.created_at})
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
    if registration.status not in STANDING or seating.seminar.status not in EDITABLE:
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
    is_of_guest = registration.is_of_guest
    check_open(seating.seminar, registration.association_id is not None, is_at_desk=is_of_guest)
    if seating.seminar.approval_required and not is_of_guest and registration.status != RegistrationStatus.REQUESTED:
        raise Conflict("wrong-state")  # so many were not approved
    if registration.status == RegistrationStatus.CONFIRMED and not seating.has_room_for(growth):
        raise Conflict("seats-exhausted")


def _counts(registration: RegistrationView) -> dict[str, Any]:
    return {"party_size": registration.party_size, "headcounts": registration.headcounts}
