"""Who acts for an association, and as what? Roles, handing over, leaving, taking out. A manager always stays."""

import uuid

from sqlalchemy import func, select

from engage.access.actor import Actor
from engage.audit.services import record
from engage.database import db
from engage.errors import Conflict, NotAllowed, NotFound, Stale
from engage.outbox.services import owe
from engage.partners import notifications, signals
from engage.partners.models import LIVING, Membership, MembershipRole
from engage.partners.notifications import Of
from engage.partners.policies import can_manage_members
from engage.partners.queries import InsideView, managers_of
from engage.partners.services.inside import lock_inside, require_status
from engage.partners.services.inviting import revoke_of_address


def change_role(
    actor: Actor, association_id: uuid.UUID, account_id: uuid.UUID, *, role: str, version: int | None = None
) -> None:
    """Make somebody a manager, or a member. Raises Conflict (`last-manager`, `wrong-state`), NotAllowed, Stale."""
    inside, membership = _lock(actor, association_id, account_id, version)
    if not can_manage_members(actor, inside):
        raise NotAllowed
    _set_role(actor, inside, membership, role)


def hand_over(actor: Actor, association_id: uuid.UUID, account_id: uuid.UUID, *, version: int | None = None) -> None:
    """Make somebody else a manager and be a member from now on, in one step."""
    inside, membership = _lock(actor, association_id, account_id, version)
    if not can_manage_members(actor, inside):
        raise NotAllowed
    if account_id == actor.id:
        raise Conflict("wrong-state")
    _set_role(actor, inside, membership, MembershipRole.MANAGER)
    _set_role(actor, inside, _get(association_id, actor.account_id), MembershipRole.MEMBER)


def remove_member(
    actor: Actor, association_id: uuid.UUID, account_id: uuid.UUID, *, version: int | None = None
) -> None:
    """Take somebody out, or leave. It counts from this very moment. Raises as `change_role` does."""
    inside, membership = _lock(actor, association_id, account_id, version)
    is_own = account_id == actor.id
    if not is_own and not can_manage_members(actor, inside):
        raise NotAllowed
    _check_manager_stays(membership)
    person, of = notifications.person_of(account_id), Of(inside.id, inside.name)
    before = {"account_id": str(account_id), "role": membership.role}
    db.session.delete(membership)
    db.session.flush()
    revoke_of_address(association_id, person.email)
    for heir in managers_of(actor, [association_id])[:1]:
        signals.member_left.send(association_id, actor=actor, account_id=account_id, heir_id=heir.account_id)
    record(actor, "member.left" if is_own else "member.removed", association_id, before=before)
    gone = [] if is_own else [notifications.membership_changed(person, of, "removed")]
    owe([*gone, *notifications.members_changed(actor, of, "left", person)])


def _lock(
    actor: Actor, association_id: uuid.UUID, account_id: uuid.UUID, version: int | None
) -> tuple[InsideView, Membership]:
    inside = lock_inside(actor, association_id)
    membership = _get(association_id, account_id)
    require_status(inside, LIVING)
    if version is not None and version != membership.version:
        raise Stale
    return inside, membership


def _get(association_id: uuid.UUID, account_id: uuid.UUID) -> Membership:
    found = select(Membership).where(Membership.association_id == association_id, Membership.account_id == account_id)
    membership = db.session.scalars(found.execution_options(populate_existing=True)).one_or_none()
    if membership is None:
        raise NotFound
    return membership


def _set_role(actor: Actor, inside: InsideView, membership: Membership, role: str) -> None:
    before = membership.role
    if role == before:
        return
    if role == MembershipRole.MEMBER:
        _check_manager_stays(membership)
    membership.role = role
    membership.version += 1
    db.session.flush()
    who = {"account_id": str(membership.account_id)}
    record(actor, "member.role_changed", inside.id, before={"role": before}, after={**who, "role": role})
    if membership.account_id != actor.id:
        to = notifications.person_of(membership.account_id)
        owe([notifications.membership_changed(to, Of(inside.id, inside.name), role)])


def _check_manager_stays(membership: Membership) -> None:
    """Under the lock of the association, so that two managers who go at once do not each count on the other."""
    others = Membership.association_id == membership.association_id, Membership.id != membership.id
    managers = select(func.count()).where(*others, Membership.role == MembershipRole.MANAGER)
    if membership.role == MembershipRole.MANAGER and not db.session.scalar(managers):
        raise Conflict("last-manager")
