"""What an officer decides about requests, where the seminar asks for approval."""

import uuid
from dataclasses import replace
from typing import Any

from engage.access.actor import Actor
from engage.audit.services import record
from engage.errors import Conflict, NotAllowed
from engage.outbox.services import owe
from engage.partners.queries import is_verified
from engage.registrations.models import RegistrationStatus
from engage.registrations.notifications import DECLINED, tell
from engage.registrations.policies import can_decide_on_registration
from engage.registrations.queries import RegistrationView, get_registration
from engage.registrations.services.registering import TOLD, check_size, check_standing, lock_registration
from engage.registrations.services.seating import Seating, promote, set_all


def approve_registration(actor: Actor, registration_id: uuid.UUID, version: int | None = None) -> RegistrationView:
    """Seat the party, or put it into the waiting list when there is no room.

    Raises Conflict where there is neither, for a party that the seminar can no longer take and for an association that
    may not send one; Stale when it was changed since `version` was seen.
    """
    registration, seating = _lock_request(actor, registration_id, version)
    if registration.association_id and not is_verified(actor, registration.association_id):
        raise Conflict("association-not-verified")
    check_size(seating.seminar, registration.association_id, registration.party_size)
    status, queue_number = seating.place(registration.party_size)
    _decide(actor, registration, {"status": status, "queue_number": queue_number}, "registration.approved")
    position = seating.waiting_count if status == RegistrationStatus.WAITLISTED else None
    owe([tell(TOLD[status], replace(registration, status=status, waiting_position=position), seating.seminar)])
    promote(actor, seating)
    seating.keep()
    return get_registration(actor, registration_id)


def decline_registration(actor: Actor, registration_id: uuid.UUID, reason: str) -> RegistrationView:
    registration, seating = _lock_request(actor, registration_id)
    _decide(actor, registration, {"status": RegistrationStatus.DECLINED, "reason": reason}, "registration.declined")
    declined = replace(registration, status=RegistrationStatus.DECLINED, reason=reason)
    owe([tell(DECLINED, declined, seating.seminar)])
    return get_registration(actor, registration_id)


def _lock_request(
    actor: Actor, registration_id: uuid.UUID, version: int | None = None
) -> tuple[RegistrationView, Seating]:
    registration, seating = lock_registration(actor, registration_id, version)
    if not can_decide_on_registration(actor, seating.seminar.district):
        raise NotAllowed
    if registration.status != RegistrationStatus.REQUESTED:
        raise Conflict("wrong-state")
    check_standing(registration, seating)
    return registration, seating


def _decide(actor: Actor, registration: RegistrationView, after: dict[str, Any], action: str) -> None:
    set_all([registration.id], after)
    record(actor, action, registration.id, before={"status": registration.status}, after={"status": after["status"]})
