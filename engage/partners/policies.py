"""May this person do that for an association? Decided from what is at hand, without asking the store."""

from collections.abc import Sequence
from typing import Protocol

from engage.access.actor import Actor
from engage.access.permissions import Permission
from engage.partners.models import AssociationStatus, MembershipRole


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


class Filed(Protocol):
    """What a policy needs to know of an association; `viewer_role` is that of the one who asks."""

    @property
    def status(self) -> str: ...
    @property
    def districts(self) -> Sequence[str]: ...
    @property
    def viewer_role(self) -> str | None: ...


def can_verify_association(actor: Actor, association: Filed) -> bool:
    """Decide on an association: one has a district of the own among its districts, and does not belong to it."""
    return association.viewer_role is None and any(
        actor.can_in(Permission.ASSOCIATIONS_VERIFY, district) for district in association.districts
    )


def can_edit_association(actor: Actor, association: Filed) -> bool:
    """Its contacts, fields and districts: its managers, but nobody lifts a suspension that way; and who verifies it."""
    if can_verify_association(actor, association):
        return association.status in _KEPT_UP
    is_open = association.status in (AssociationStatus.APPLIED, AssociationStatus.VERIFIED)
    return association.viewer_role == MembershipRole.MANAGER and is_open


def can_edit_legal_facts(actor: Actor, association: Filed) -> bool:
    """Names, receipt, foundation and mandate: those who apply, until they were verified; then who verifies."""
    if can_verify_association(actor, association):
        return association.status in _KEPT_UP
    return association.viewer_role == MembershipRole.MANAGER and association.status == AssociationStatus.APPLIED


_KEPT_UP = (AssociationStatus.APPLIED, AssociationStatus.VERIFIED, AssociationStatus.SUSPENDED)


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
