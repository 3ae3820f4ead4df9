"""What the head of the waiting list answers when fewer seats are free than it asked for (domain.md §6.3)."""

import uuid
from dataclasses import replace
from typing import Any

from engage.access.actor import Actor
from engage.audit.services import record
from engage.errors import Conflict, NotAllowed
from engage.outbox.services import owe
from engage.registrations.models import OUT_OF_QUEUE, RegistrationStatus
from engage.registrations.notifications import PROMOTED, tell
from engage.registrations.policies import can_change_registration
from engage.registrations.queries import RegistrationView, get_registration
from engage.registrations.services.fitting import check_least, check_people
from engage.registrations.services.registering import (
    association_name,
    check_standing,
    lock_registration,
)
from engage.registrations.services.seating import LET_GO, Seating, promote, set_all


def accept_offer(
    actor: Actor, registration_id: uuid.UUID, party_size: int | None = None, **party: Any
) -> RegistrationView:
    """Come with fewer: with `party_size`, or with as many as there are seats. `party` are its headcounts and attendees.

    Headcounts that are not given and no longer add up are emptied, to be said anew. Raises Conflict (`offer-ended`,
    `party-too-large`, `party-too-small`), Invalid.
    """
    registration, seating = _lock(actor, registration_id)
    if registration.status == RegistrationStatus.CONFIRMED:
        return registration  # said twice
    _check_offer(actor, registration)
    most = min(registration.offered_seats or 0, seating.seats_free)  # under `fill` others may have taken some
    if most < seating.seminar.min_party_size:
        raise Conflict("offer-ended")
    size = party_size or most
    if size > most:
        raise Conflict("party-too-large", most=most, asked=size)
    check_least(seating.seminar, size)
    accepted = _resized(registration, size, party)
    check_people(seating.seminar, size, accepted.headcounts, accepted.attendees)
    _confirm(actor, registration, accepted)
    seating.release(RegistrationStatus.WAITLISTED, registration.party_size)
    seating.seats_taken += size
    owe([tell(PROMOTED, accepted, seating.seminar)])
    promote(actor, seating)
    seating.keep()
    return get_registration(actor, registration_id)


def decline_offer(actor: Actor, registration_id: uuid.UUID) -> RegistrationView:
    """Wait on for all the seats that were asked for; those that are free go on to the next in line at once."""
    registration, seating = _lock(actor, registration_id)
    _check_offer(actor, registration)
    set_all([registration_id], LET_GO)
    record(actor, "registration.offer_declined", registration_id)
    promote(actor, seating)
    seating.keep()
    return get_registration(actor, registration_id)


def _lock(actor: Actor, registration_id: uuid.UUID) -> tuple[RegistrationView, Seating]:
    registration, seating = lock_registration(actor, registration_id)
    if not can_change_registration(actor, registration):
        raise NotAllowed
    check_standing(registration, seating)
    return registration, seating


def _check_offer(actor: Actor, registration: RegistrationView) -> None:
    if not registration.has_offer:
        raise Conflict("offer-ended")
    association_name(actor, registration.association_id)  # a suspended association takes no seats


def _resized(registration: RegistrationView, size: int, party: dict[str, Any]) -> RegistrationView:
    counts = registration.headcounts
    kept = {"headcounts": counts if sum(counts.values()) == size else {}, "attendees": registration.attendees}
    status = RegistrationStatus.CONFIRMED
    return replace(registration, party_size=size, status=status, waiting_position=None, **kept | party)


def _confirm(actor: Actor, registration: RegistrationView, accepted: RegistrationView) -> None:
    names = ("party_size", "headcounts", "attendees", "status")
    set_all([registration.id], {name: getattr(accepted, name) for name in names} | OUT_OF_QUEUE)
    before, after = (
        {"status": one.status, "party_size": one.party_size, "headcounts": one.headcounts}
        for one in (registration, accepted)
    )
    record(actor, "registration.offer_accepted", registration.id, before=before, after=after)
