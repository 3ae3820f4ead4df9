"""Who is told of an agreement on each side, and who may be put in charge of a duty?"""

import uuid
from collections.abc import Collection, Sequence
from typing import NamedTuple

from sqlalchemy import ColumnElement, and_, or_, select

from engage.access.actor import Actor
from engage.access.permissions import NEEDS_DISTRICT, PERMISSIONS, Permission, Role
from engage.accounts.models import Account, RoleGrant
from engage.accounts.queries import list_staff
from engage.agreements.models import Agreement, Side
from engage.agreements.queries.reading import AgreementView
from engage.database import db
from engage.partners.models import Membership
from engage.partners.queries import managers_of

MAX_OWNERS = 500


class StaffToTell(NamedTuple):
    """Somebody who gets a letter."""

    id: uuid.UUID
    display_name: str
    email: str
    locale: str


def list_to_tell(viewer: Actor, agreement: Agreement, side: Side) -> Sequence[StaffToTell]:
    """Who speaks for a side: the managers of the association; those who sign for the police in one of the districts,
    and whoever drafted it for the police, if that person still may.
    """
    if side is Side.ASSOCIATION:
        return [StaffToTell(*row[1:]) for row in managers_of(viewer, [agreement.association_id])]
    signs = _holds_in(Permission.AGREEMENTS_SIGN, agreement.districts)
    drafted = and_(
        _holds_in(Permission.AGREEMENTS_DRAFT, agreement.districts), RoleGrant.account_id == agreement.created_by
    )
    told = select(RoleGrant.account_id).where(or_(signs, drafted) if agreement.drafted_side == side else signs)
    people = select(Account.id, Account.display_name, Account.email, Account.locale)
    found = people.where(Account.id.in_(told)).order_by(Account.id)
    return [StaffToTell(*row) for row in db.session.execute(found)]


def _holds_in(permission: Permission, districts: Collection[str]) -> ColumnElement[bool]:
    roles = [role for role in Role if permission in PERMISSIONS[role]]
    everywhere = and_(RoleGrant.district.is_(None), RoleGrant.role.not_in(NEEDS_DISTRICT))
    return and_(RoleGrant.role.in_(roles), or_(everywhere, RoleGrant.district.in_(sorted(districts))))


def list_possible_owners(
    viewer: Actor, agreement: Agreement | AgreementView, side: str
) -> Sequence[tuple[uuid.UUID, str]]:
    """Whom a side may put in charge of what it owes, by name; at most MAX_OWNERS."""
    if side == Side.POLICE:
        staff = list_staff(viewer, Permission.AGREEMENTS_DRAFT, agreement.districts)
        return [(one.id, one.display_name) for one in staff]
    people = select(Account.id, Account.display_name).join(Membership, Membership.account_id == Account.id)
    found = people.where(Membership.association_id == agreement.association_id).order_by(Account.display_name)
    return [(row.id, row.display_name) for row in db.session.execute(found.limit(MAX_OWNERS))]
