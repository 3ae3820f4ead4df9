"""Who must hear of a request: those who asked, and those who decide in its district?"""

import uuid
from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import and_, select

from engage.access.actor import Actor
from engage.access.permissions import NEEDS_DISTRICT, PERMISSIONS, Permission, Role
from engage.accounts.models import Account, RoleGrant
from engage.accounts.queries import MAX_STAFF, find_person
from engage.database import db
from engage.partners.queries import managers_of
from engage.proposals.queries.rows import ProposalView


class Recipient(NamedTuple):
    id: uuid.UUID
    name: str
    address: str
    locale: str


def askers_of(viewer: Actor, proposal: ProposalView) -> Sequence[Recipient]:
    """Who manages the association today, else the person who asked."""
    if proposal.association_id:
        return [Recipient(*row[1:]) for row in managers_of(viewer, [proposal.association_id])]
    return person(viewer, proposal.account_id)


def person(viewer: Actor, account_id: uuid.UUID | None) -> Sequence[Recipient]:
    """One account, if it is (still) there."""
    found = find_person(viewer, account_id) if account_id else None
    return [Recipient(found.account_id, found.display_name, found.email, found.locale)] if found else []


def officers_of(viewer: Actor, district: str) -> Sequence[Recipient]:
    """Who plans seminars in this district; commanders of the whole city only where it has nobody of its own."""
    roles = [role for role in Role if Permission.SEMINARS_PLAN in PERMISSIONS[role]]
    there = and_(RoleGrant.role.in_(roles), RoleGrant.district == district)
    everywhere = and_(RoleGrant.role.in_(set(roles) - NEEDS_DISTRICT), RoleGrant.district.is_(None))
    columns = (Account.id, Account.display_name, Account.email, Account.locale)
    for holds in (there, everywhere):
        holders = select(RoleGrant.account_id).where(holds)
        found = select(*columns).where(Account.id.in_(holders)).order_by(Account.id).limit(MAX_STAFF)
        if rows := db.session.execute(found).all():
            return [Recipient(*row) for row in rows]
    return []
