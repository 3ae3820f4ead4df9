"""May this person do that with a registration? Decided from what is at hand, without asking the store."""

from typing import Protocol
from uuid import UUID

from engage.access.actor import Actor
from engage.partners.models import MembershipRole
from engage.seminars.policies import can_manage_registrations_in


class Party(Protocol):
    """What a policy needs to know of a registration; `viewer_role` is the asker's role in its association."""

    @property
    def account_id(self) -> UUID: ...
    @property
    def association_id(self) -> UUID | None: ...
    @property
    def is_of_guest(self) -> bool: ...
    @property
    def viewer_role(self) -> str | None: ...


def can_change_registration(actor: Actor, registration: Party) -> bool:
    """The citizen the own one; of a delegation's, those who manage the association today; of a guest's, the desk."""
    if registration.is_of_guest:
        return registration.viewer_role is not None
    if registration.association_id is None:
        return registration.account_id == actor.id
    return registration.viewer_role == MembershipRole.MANAGER


def can_register_others(actor: Actor, district: str) -> bool:
    """Register somebody who has no account, at the desk."""
    return can_manage_registrations_in(actor, district)


def can_decide_on_registration(actor: Actor, district: str) -> bool:
    """Approve, decline, or cancel with a reason."""
    return can_manage_registrations_in(actor, district)
