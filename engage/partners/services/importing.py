"""Bringing associations in, and saying who acts for them."""

import uuid
from collections.abc import Sequence
from datetime import date
from typing import Any, Literal

from sqlalchemy import select

from engage import clock
from engage.access.actor import Actor
from engage.access.permissions import Permission
from engage.audit.services import record
from engage.database import db, new_id
from engage.errors import Invalid, NotAllowed, NotFound
from engage.language import gettext as _
from engage.partners.models import ONCE_VERIFIED, Association, AssociationStatus, Membership, MembershipRole
from engage.partners.policies import can_verify_associations
from engage.partners.services.keeping import audited, change, check, keep_parts, plain_receipt

Outcome = Literal["new", "changed", "unchanged"]


def import_association(
    actor: Actor, *, receipt_number: str, receipt_on: date, name: dict[str, str], **details: Any
) -> Outcome:
    """Add an association as verified or bring it up to date, by its receipt. What is not given stays, and so does all
    of one that was dissolved.

    Raises NotAllowed, and Invalid for one of other districts than those in which the actor verifies.
    """
    if not can_verify_associations(actor):
        raise NotAllowed
    by_receipt = select(Association).where(
        Association.receipt_number == plain_receipt(receipt_number),
        Association.receipt_on == receipt_on,
        Association.status.in_(ONCE_VERIFIED),
    )
    association = db.session.scalar(by_receipt.with_for_update(key_share=True))
    _check_in_charge(actor, association.districts if association else details["districts"])
    if association is None:
        _add(actor, receipt_number=receipt_number, receipt_on=receipt_on, name=name, **details)
        return "new"
    if association.status == AssociationStatus.DISSOLVED:
        return "unchanged"
    changes = {**details, "name": association.name | name}
    return "changed" if change(actor, association, "association.edited", changes) else "unchanged"


def add_member(actor: Actor, association_id: uuid.UUID, account_id: uuid.UUID, role: MembershipRole) -> None:
    """Let someone act for an association. Raises NotFound, NotAllowed, and Conflict if that is so already."""
    if not can_verify_associations(actor):
        raise NotAllowed
    if db.session.get(Association, association_id) is None:
        raise NotFound
    membership = Membership(
        id=new_id(), account_id=account_id, association_id=association_id, role=role, created_at=clock.now()
    )
    db.session.add(membership)
    db.session.flush()
    record(actor, "member.added", association_id, after={"account_id": str(account_id), "role": role})


def _check_in_charge(actor: Actor, districts: Sequence[str]) -> None:
    if not any(actor.can_in(Permission.ASSOCIATIONS_VERIFY, code) for code in districts):
        raise Invalid({"districts": [_("None of the districts of this association is in your charge.")]})


def _add(actor: Actor, **details: Any) -> None:
    association = Association(
        id=new_id(), status=AssociationStatus.VERIFIED, created_at=clock.now(), version=1, **details
    )
    check(association)
    db.session.add(association)
    db.session.flush()
    keep_parts([association])
    record(actor, "association.added", association.id, after=audited({**details, "status": association.status}))
