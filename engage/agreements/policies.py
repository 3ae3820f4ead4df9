"""May this person do that with an agreement? Decided from what is at hand, without asking the store."""

from collections.abc import Collection
from datetime import date
from typing import Protocol

from engage.access.actor import Actor
from engage.access.permissions import Permission
from engage.partners.models import AssociationStatus, MembershipRole


class ActsFor(Protocol):
    """What a policy needs to know of a membership."""

    @property
    def role(self) -> str: ...
    @property
    def status(self) -> str: ...
    @property
    def mandate_expires_on(self) -> date: ...


def can_draft_in(actor: Actor, districts: Collection[str]) -> bool:
    """Draft and follow for the police what concerns one of the own districts."""
    return any(actor.can_in(Permission.AGREEMENTS_DRAFT, code) for code in districts)


def can_sign_in(actor: Actor, districts: Collection[str]) -> bool:
    """Bind the police: whoever does it is in charge of every district that is named."""
    return all(actor.can_in(Permission.AGREEMENTS_SIGN, code) for code in districts)


def can_act_for(actor: Actor, membership: ActsFor) -> bool:
    """Draft and follow for an association."""
    return membership.role == MembershipRole.MANAGER


def can_bind(actor: Actor, membership: ActsFor, today: date) -> bool:
    """Bind an association: it is verified, its board is in office, and it is a manager who does it."""
    is_in_order = membership.status == AssociationStatus.VERIFIED and membership.mandate_expires_on >= today
    return can_act_for(actor, membership) and is_in_order
