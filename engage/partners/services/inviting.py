"""Inviting people to act for an association: one letter, good once, for fourteen days, and for one address alone."""

import uuid
from datetime import timedelta

from sqlalchemy import delete, func, select, update

from engage import clock
from engage.access.actor import Actor
from engage.accounts.models import Account
from engage.accounts.tokens import new_token, token_hash
from engage.audit.services import record
from engage.database import db, new_id
from engage.errors import Conflict, NotAllowed, NotFound
from engage.outbox.services import owe
from engage.partners import notifications
from engage.partners.models import KNOWN, LIVING, Invitation, Membership, MembershipRole
from engage.partners.notifications import Of, Person
from engage.partners.policies import can_invite_members
from engage.partners.queries import (
    MAX_OPEN_INVITATIONS,
    InsideView,
    InvitationView,
    LetterView,
    find_letter,
    find_membership,
)
from engage.partners.queries.members import same_address
from engage.partners.services.inside import lock_association, lock_inside, require_status

LIFETIME = timedelta(days=14)
KEPT = timedelta(days=90)
_STANDING = Invitation.accepted_at.is_(None), Invitation.revoked_at.is_(None)


def invite_member(actor: Actor, association_id: uuid.UUID, *, email: str, role: str) -> InvitationView:
    """Write to an address; once more with a new letter if it is invited already. Whether there is an account with it
    is not told. Raises Conflict (`already-member`, `too-many-invitations`, `wrong-state`), NotAllowed.
    """
    inside = lock_inside(actor, association_id)
    if not can_invite_members(actor, inside):
        raise NotAllowed
    require_status(inside, KNOWN)  # before, its name is a stranger's word
    address, token = same_address(email), new_token()
    _check_no_member(association_id, address)
    invitation = _find_standing(association_id, address) or _add(actor, association_id, address)
    invitation.role, invitation.token_hash = role, token_hash(token)
    invitation.created_at, invitation.expires_at = clock.now(), clock.now() + LIFETIME
    db.session.flush()
    record(actor, "invitation.sent", association_id, after={"invitation_id": str(invitation.id), "role": role})
    owe([_letter(actor, inside, invitation, token)])
    return InvitationView(invitation.id, address, role, invitation.created_at, invitation.expires_at)


def revoke_invitation(actor: Actor, association_id: uuid.UUID, invitation_id: uuid.UUID) -> None:
    """The letter no longer opens anything. Raises NotFound if it was accepted or revoked before."""
    inside = lock_inside(actor, association_id)
    if not can_invite_members(actor, inside):
        raise NotAllowed
    if not _revoke(Invitation.id == invitation_id, Invitation.association_id == association_id):
        raise NotFound
    record(actor, "invitation.revoked", association_id, before={"invitation_id": str(invitation_id)})


def accept_invitation(actor: Actor, token: str) -> uuid.UUID:
    """Act for an association from now on; answers which one.

    Raises Conflict (`link-expired`, `already-member`, `wrong-state`) and NotAllowed for another than the one invited.
    """
    letter = find_letter(actor, token)
    if letter is None:
        raise Conflict("link-expired")
    if not letter.is_mine:
        raise NotAllowed("invitation-for-another")
    require_status(lock_association(letter.association_id), LIVING)
    _use_up(letter, token)
    if find_membership(actor, letter.association_id):
        raise Conflict("already-member")
    _join(actor, letter)
    return letter.association_id


def forget_invitations(actor: Actor) -> int:
    """Delete what came to its end three months ago: it holds addresses of people. Answers how many there were."""
    over = delete(Invitation).where(Invitation.expires_at < clock.now() - KEPT)
    return int(db.session.execute(over.execution_options(synchronize_session=False)).rowcount)  # type: ignore[attr-defined]


def revoke_of_address(association_id: uuid.UUID, email: str) -> None:
    """Whoever goes does not come back by a letter of before."""
    _revoke(Invitation.association_id == association_id, Invitation.email == same_address(email))


def _check_no_member(association_id: uuid.UUID, address: str) -> None:
    members = select(Membership.id).join(Account, Account.id == Membership.account_id)
    is_one = Membership.association_id == association_id, func.lower(Account.email) == func.lower(address)
    if db.session.scalar(members.where(*is_one)):
        raise Conflict("already-member")


def _find_standing(association_id: uuid.UUID, address: str) -> Invitation | None:
    standing = Invitation.association_id == association_id, Invitation.email == address, *_STANDING
    return db.session.scalars(select(Invitation).where(*standing)).one_or_none()


def _add(actor: Actor, association_id: uuid.UUID, address: str) -> Invitation:
    still_good = Invitation.association_id == association_id, Invitation.expires_at > clock.now(), *_STANDING
    if (db.session.scalar(select(func.count()).where(*still_good)) or 0) >= MAX_OPEN_INVITATIONS:
        raise Conflict("too-many-invitations", most=MAX_OPEN_INVITATIONS)
    added = Invitation(id=new_id(), association_id=association_id, email=address, invited_by=actor.id)
    db.session.add(added)
    return added


def _letter(actor: Actor, inside: InsideView, invitation: Invitation, token: str) -> notifications.Letter:
    to = notifications.addressee(invitation.email, actor.locale)
    return notifications.invited(to, Of(inside.id, inside.name), invitation.role, token, LIFETIME.days)


def _use_up(letter: LetterView, token: str) -> None:
    """In one statement, so that of two who press the button one is told; and of one who was just written to anew."""
    this = Invitation.id == letter.id, Invitation.token_hash == token_hash(token)
    used = update(Invitation).where(*this, *_STANDING).values(accepted_at=clock.now())
    if db.session.execute(used.returning(Invitation.id)).scalar_one_or_none() is None:
        raise Conflict("link-expired")


def _join(actor: Actor, letter: LetterView) -> None:
    of, me = letter.association_id, Person(actor.id, actor.display_name, actor.email, actor.locale)
    row = {"account_id": actor.account_id, "association_id": of, "role": MembershipRole(letter.role)}
    db.session.add(Membership(id=new_id(), created_at=clock.now(), version=1, **row))
    db.session.flush()
    record(actor, "member.joined", of, after={"account_id": str(actor.account_id), "role": letter.role})
    owe(notifications.members_changed(actor, Of(of, letter.association_name), "joined", me))


def _revoke(*which: object) -> bool:
    revoked = update(Invitation).where(*which, *_STANDING).values(revoked_at=clock.now())  # type: ignore[arg-type]
    return bool(db.session.execute(revoked.returning(Invitation.id)).scalars().all())
