"""What an officer decides about requests, where the seminar asks for approval."""

import uuid
from dataclasses import replace
from typing import Any

from engage.access.actor import Actor
from engage.audit.services import record
from engage.errors import Conflict, NotAllowed
from engage.outbox.services import owe
from engage.registrations.models import RegistrationStatus
from engage.registrations.notifications import DECLINED, tell
from engage.registrations.policies import can_decide_on_registration
from engage.registrations.queries import RegistrationView, get_registration
from engage.registrations.services.registering import TOLD, check_standing
from engage.registrations.services.seating import Seating, lock_known_seminar, set_all


def approve_registration(actor: Actor, registration_id: uuid.UUID) -> RegistrationView:
    """Seat the party, or put it into the waiting list when there is no room. Raises Conflict where there is neither."""
    registration, seating = _lock_request(actor, registration_id)
    status, queue_number = seating.place(registration.party_size)
    _decide(actor, registration, {"status": status, "queue_number": queue_number}, "registration.approved")
    seating.keep()
    position = seating.waiting_count if status == RegistrationStatus.WAITLISTED else None
    owe([tell(TOLD[status], replace(registration, status=status, waiting_position=position), seating.seminar)])
    return get_registration(actor, registration_id)


def decline_registration(actor: Actor, registration_id: uuid.UUID, reason: str) -> RegistrationView:
    registration, seating = _lock_request(actor, registration_id)
    _decide(actor, registration, {"status": RegistrationStatus.DECLINED, "reason": reason}, "registration.declined")
    declined = replace(registration, status=RegistrationStatus.DECLINED, reason=reason)
    owe([tell(DECLINED, declined, seating.seminar)])
    return get_registration(actor, registration_id)


def _lock_request(actor: Actor, registration_id: uuid.UUID) -> tuple[RegistrationView, Seating]:
    seating = lock_known_seminar(get_registration(actor, registration_id).seminar_id)
    registration = get_registration(actor, registration_id)
    if not can_decide_on_registration(actor, seating.seminar.district):
        raise NotAllowed
    if registration.status != RegistrationStatus.REQUESTED:
        raise Conflict("wrong-state")
    check_standing(registration, seating)
    return registration, seating


def _decide(actor: Actor, registration: RegistrationView, after: dict[str, Any], action: str) -> None:
    set_all([registration.id], after)
    record(actor, action, registration.id, before={"status": registration.status}, after={"status": after["status"]})
