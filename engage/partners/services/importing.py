"""Bringing associations in, and saying who acts for them. How they apply and are verified comes with its own issue."""

import uuid
from datetime import date
from typing import Any, Literal

from sqlalchemy import select

from engage import clock
from engage.access.actor import Actor
from engage.audit.services import record
from engage.database import db, new_id
from engage.errors import Invalid, NotAllowed, NotFound
from engage.language import LOCALES
from engage.language import gettext as _
from engage.partners.models import Association, AssociationStatus, Membership, MembershipRole
from engage.partners.policies import can_verify_associations
from engage.places.queries import district_names
from engage.text import fold

Outcome = Literal["new", "changed", "unchanged"]

NAME_KEY_LENGTH = 400
_CONTACT = ("phone", "email")  # often somebody's own: not for the audit trail


def import_association(
    actor: Actor, *, receipt_number: str, receipt_on: date, name: dict[str, str], **details: Any
) -> Outcome:
    """Add an association as verified or bring it up to date, by its receipt. What is not given stays."""
    if not can_verify_associations(actor):
        raise NotAllowed
    by_receipt = select(Association).where(
        Association.receipt_number == receipt_number, Association.receipt_on == receipt_on
    )
    association = db.session.scalar(by_receipt.with_for_update(key_share=True))
    if association is None:
        _add(actor, receipt_number=receipt_number, receipt_on=receipt_on, name=name, **details)
        return "new"
    return "changed" if _change(actor, association, {**details, "name": association.name | name}) else "unchanged"


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


def _add(actor: Actor, **details: Any) -> None:
    association = Association(
        id=new_id(), status=AssociationStatus.VERIFIED, created_at=clock.now(), version=1, **details
    )
    _check(association)
    db.session.add(association)
    db.session.flush()
    record(actor, "association.added", association.id, after=_audited({**details, "status": association.status}))


def _change(actor: Actor, association: Association, changes: dict[str, Any]) -> bool:
    before = {name: getattr(association, name) for name in changes}
    if before == changes:
        return False
    with db.session.no_autoflush:  # nothing reaches the store before it was checked
        for name, value in changes.items():
            setattr(association, name, value)
        association.version += 1
        _check(association)
    db.session.flush()
    record(actor, "association.edited", association.id, before=_audited(before), after=_audited(changes))
    return True


def _check(association: Association) -> None:
    """Every rule that an association can break, and the key by which it is found."""
    if any(code not in district_names() for code in association.districts):
        raise Invalid({"districts": [_("This district does not exist.")]})
    if association.founded_on > association.receipt_on:
        raise Invalid({"founded_on": [_("It cannot be founded after its receipt was given.")]})
    names = " ".join(association.name[code] for code in LOCALES if code in association.name)
    association.name_key = fold(names)[:NAME_KEY_LENGTH]


def _audited(fields: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if name not in _CONTACT}
