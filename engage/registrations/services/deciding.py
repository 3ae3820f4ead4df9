"""What an officer decides about requests, where the seminar asks for approval."""

import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from engage.access.actor import Actor
from engage.audit.services import record
from engage.errors import Conflict, DomainError, Invalid, NotAllowed, Stale
from engage.language import gettext as _
from engage.outbox.services import owe
from engage.partners.queries import is_verified
from engage.registrations.models import RegistrationStatus
from engage.registrations.notifications import DECLINED, tell
from engage.registrations.policies import can_decide_on_registration
from engage.registrations.queries import RegistrationView, get_registration, registrations_of
from engage.registrations.services.fitting import check_quota, check_size
from engage.registrations.services.registering import TOLD, check_standing, lock_registration
from engage.registrations.services.seating import Seating, lock_seminar, promote, set_all


@dataclass(frozen=True, slots=True)
class Decided:
    """What became of one request; `refusal` says why nothing did."""

    registration: RegistrationView
    status: str
    refusal: DomainError | None = None


Asked = Sequence[tuple[uuid.UUID, int | None]]  # which requests, each with the version that was seen
Step = Callable[[RegistrationView, Seating], str]


def approve_registration(actor: Actor, registration_id: uuid.UUID, version: int | None = None) -> RegistrationView:
    """Seat the party, or put it into the waiting list when there is no room.

    Raises Conflict where there is neither, for a party that the seminar can no longer take and for an association that
    may not send one; Stale when it was changed since `version` was seen.
    """
    registration, seating = lock_registration(actor, registration_id, version)
    _approve(actor, registration, seating)
    promote(actor, seating)
    seating.keep()
    return get_registration(actor, registration_id)


def decline_registration(actor: Actor, registration_id: uuid.UUID, reason: str) -> RegistrationView:
    registration, seating = lock_registration(actor, registration_id)
    _decline(actor, registration, seating, reason)
    return get_registration(actor, registration_id)


def approve_registrations(actor: Actor, seminar_id: uuid.UUID, asked: Asked) -> list[Decided]:
    """Approve many, in the order in which they came; what cannot be approved stays as it was, and is told."""
    seating = _lock_for_decisions(actor, seminar_id)
    decided = _decide_each(actor, seating, asked, partial(_approve, actor))
    promote(actor, seating)
    seating.keep()
    return decided


def decline_registrations(actor: Actor, seminar_id: uuid.UUID, asked: Asked, reason: str) -> list[Decided]:
    seating = _lock_for_decisions(actor, seminar_id)
    return _decide_each(actor, seating, asked, lambda party, _seating: _decline(actor, party, seating, reason))


def _lock_for_decisions(actor: Actor, seminar_id: uuid.UUID) -> Seating:
    seating = lock_seminar(actor, seminar_id)
    if not can_decide_on_registration(actor, seating.seminar.district):
        raise NotAllowed
    return seating


def _decide_each(actor: Actor, seating: Seating, asked: Asked, step: Step) -> list[Decided]:
    """One after the other. A step refuses before it changes anything, so that a refusal leaves nothing half done.

    Raises Invalid for those of other seminars, which may be nobody's that the officer could decide on.
    """
    versions = dict(asked)
    parties = [one for one in registrations_of(actor, list(versions)) if one.seminar_id == seating.seminar.id]
    if len(parties) < len(versions):
        raise Invalid({"ids": [_("Some of these registrations are not of this seminar.")]})
    return [_try(step, party, seating, versions[party.id]) for party in parties]


def _try(step: Step, party: RegistrationView, seating: Seating, version: int | None) -> Decided:
    try:
        if version is not None and version != party.version:
            raise Stale
        return Decided(party, step(party, seating))
    except DomainError as refusal:
        return Decided(party, party.status, refusal)


def _approve(actor: Actor, registration: RegistrationView, seating: Seating) -> str:
    _check_request(actor, registration, seating)
    if registration.association_id and not is_verified(actor, registration.association_id):
        raise Conflict("association-not-verified")
    check_size(seating.seminar, registration)
    check_quota(actor, seating.seminar, registration)
    status, queue_number = seating.place(registration.party_size)
    _decide(actor, registration, {"status": status, "queue_number": queue_number}, "registration.approved")
    position = seating.waiting_count if status == RegistrationStatus.WAITLISTED else None
    owe([tell(TOLD[status], replace(registration, status=status, waiting_position=position), seating.seminar)])
    return status


def _decline(actor: Actor, registration: RegistrationView, seating: Seating, reason: str) -> str:
    _check_request(actor, registration, seating)
    status = RegistrationStatus.DECLINED
    _decide(actor, registration, {"status": status, "reason": reason}, "registration.declined")
    owe([tell(DECLINED, replace(registration, status=status, reason=reason), seating.seminar)])
    return status


def _check_request(actor: Actor, registration: RegistrationView, seating: Seating) -> None:
    if not can_decide_on_registration(actor, seating.seminar.district):
        raise NotAllowed
    if registration.status != RegistrationStatus.REQUESTED:
        raise Conflict("wrong-state")
    check_standing(registration, seating)


def _decide(actor: Actor, registration: RegistrationView, after: dict[str, Any], action: str) -> None:
    set_all([registration.id], after)
    record(actor, action, registration.id, before={"status": registration.status}, after={"status": after["status"]})
