"""Who acts for an association, and who is invited to?"""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Uuid as UuidType
from sqlalchemy import exists, literal, select, tuple_

from engage import clock
from engage.access.actor import Actor
from engage.accounts.models import Account
from engage.accounts.tokens import token_hash
from engage.database import db
from engage.errors import NotAllowed, NotFound
from engage.partners.models import Association, Invitation, Membership
from engage.partners.queries.inside import InsideView, get_inside, inside_of
from engage.web.pagination import Page, cut

MAX_OPEN_INVITATIONS = 50


@dataclass(frozen=True, slots=True)
class MemberView:
    """Somebody who acts for an association. The address is for those who manage it, and those in charge."""

    account_id: uuid.UUID
    name: str
    email: str | None
    role: str
    since: datetime
    version: int


@dataclass(frozen=True, slots=True)
class InvitationView:
    """Who may join, and until when the letter is good."""

    id: uuid.UUID
    email: str
    role: str
    created_at: datetime
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class LetterView:
    """An invitation as whoever holds its letter sees it. `is_mine`: the confirmed address of this person is meant."""

    id: uuid.UUID
    association_id: uuid.UUID
    association_name: dict[str, str]
    role: str
    is_mine: bool


_MEMBERS = select(
    Membership.account_id,
    Account.display_name,
    Account.email,
    Membership.role,
    Membership.created_at,
    Membership.version,
    Membership.id,
).join(Account, Account.id == Membership.account_id)
_OPEN = Invitation.accepted_at.is_(None), Invitation.revoked_at.is_(None)


def list_members(
    viewer: Actor, of: uuid.UUID | InsideView, *, cursor: tuple[str, uuid.UUID] | None = None, limit: int = 20
) -> Page[MemberView]:
    """A page of those who act for it, managers first. Raises NotFound for whoever is outside."""
    inside = inside_of(viewer, of)
    found = _MEMBERS.where(Membership.association_id == inside.id)
    if cursor:
        after = tuple_(literal(cursor[0]), literal(cursor[1], UuidType))
        found = found.where(tuple_(Membership.role, Membership.id) > after)
    rows = db.session.execute(found.order_by(Membership.role, Membership.id).limit(limit + 1)).all()
    page = cut(rows, limit, lambda row: (row.role, str(row.id)))
    return Page([_member(viewer, inside, row) for row in page.items], page.next_key)


def get_member(viewer: Actor, association_id: uuid.UUID, account_id: uuid.UUID) -> MemberView:
    inside = get_inside(viewer, association_id)
    found = _MEMBERS.where(Membership.association_id == association_id, Membership.account_id == account_id)
    row = db.session.execute(found).one_or_none()
    if row is None:
        raise NotFound
    return _member(viewer, inside, row)


def list_invitations(viewer: Actor, of: uuid.UUID | InsideView) -> Sequence[InvitationView]:
    """The invitations that can still be accepted, as they were sent; no more than MAX_OPEN_INVITATIONS."""
    inside = inside_of(viewer, of)
    if not inside.sees_addresses:
        raise NotAllowed
    columns = [getattr(Invitation, name) for name in InvitationView.__dataclass_fields__]
    found = select(*columns).where(Invitation.association_id == inside.id, *_OPEN)
    still_good = found.where(Invitation.expires_at > clock.now()).order_by(Invitation.id)
    return [InvitationView(*row) for row in db.session.execute(still_good.limit(MAX_OPEN_INVITATIONS))]


def find_letter(viewer: Actor, token: str) -> LetterView | None:
    """The invitation that a letter's token opens, while it can be accepted."""
    confirmed = exists().where(Account.id == viewer.id, Account.verified_at.is_not(None))
    found = (
        select(Invitation.id, Invitation.association_id, Association.name, Invitation.role, Invitation.email, confirmed)
        .join(Association, Association.id == Invitation.association_id)
        .where(Invitation.token_hash == token_hash(token), Invitation.expires_at > clock.now(), *_OPEN)
    )
    row = db.session.execute(found).one_or_none()
    if row is None:
        return None
    is_mine = bool(row[5]) and row.email == same_address(viewer.email)
    return LetterView(row.id, row.association_id, row.name, row.role, is_mine)


def same_address(email: str) -> str:
    """An address in the one spelling by which addresses are compared: only of plain letters the case does not count."""
    return email.encode().lower().decode()


def _member(viewer: Actor, inside: InsideView, row: Any) -> MemberView:
    is_shown = inside.sees_addresses or row.account_id == viewer.id
    email = row.email if is_shown else None
    return MemberView(row.account_id, row.display_name, email, row.role, row.created_at, row.version)
