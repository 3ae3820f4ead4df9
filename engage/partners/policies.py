"""May this person do that for an association? Decided from what is at hand, without asking the store."""

from typing import Protocol

from engage.access.actor import Actor
from engage.access.permissions import Permission
from engage.partners.models import MembershipRole


class ActsFor(Protocol):
    """What a policy needs to know of a membership."""

    @property
    def role(self) -> str: ...


class Inside(Protocol):
    """The same of an association; `role` is the asker's own in it, None for whoever only is in charge of it."""

    @property
    def role(self) -> str | None: ...
    @property
    def is_in_charge(self) -> bool: ...


def can_register_delegation(membership: ActsFor) -> bool:
    """Only managers bind an association; that it is verified is for the one who registers to ask."""
    return membership.role == MembershipRole.MANAGER


def can_verify_associations(actor: Actor) -> bool:
    """Bring associations in as verified, and say who acts for them."""
    return actor.can(Permission.ASSOCIATIONS_VERIFY)


def can_manage_members(actor: Actor, inside: Inside) -> bool:
    """Change roles and take people out; a matter of those who bind the association."""
    return inside.role == MembershipRole.MANAGER


def can_invite_members(actor: Actor, inside: Inside) -> bool:
    """And see addresses. Those in charge may too: an association that came by a file has no manager to begin with."""
    return can_manage_members(actor, inside) or inside.is_in_charge


def can_file_renewal(actor: Actor, inside: Inside) -> bool:
    return can_manage_members(actor, inside)


def can_decide_on_renewal(actor: Actor, inside: Inside) -> bool:
    """Those in charge, but nobody about an association to which they belong."""
    return inside.is_in_charge and inside.role is None


def can_keep_papers(actor: Actor, inside: Inside) -> bool:
    """Add papers and withdraw them; whoever sees inside reads them."""
    return inside.role == MembershipRole.MANAGER
