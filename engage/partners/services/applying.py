"""Applying for an association, and keeping up what is known of it."""

import uuid
from typing import Any

from sqlalchemy import select

from engage import clock
from engage.access.actor import Actor
from engage.access.permissions import Permission
from engage.accounts.models import Account
from engage.accounts.queries import people_with
from engage.audit.services import record
from engage.database import db, new_id
from engage.errors import Conflict, Invalid, NotAllowed
from engage.language import gettext as _
from engage.outbox.services import owe
from engage.partners.models import Association, AssociationStatus, Membership, MembershipRole
from engage.partners.notifications import APPLIED, TO_VERIFY, tell
from engage.partners.policies import can_edit_association, can_edit_legal_facts
from engage.partners.queries import (
    Dossier,
    acts_for_receipt,
    count_open_applications,
    find_look_alikes,
    get_association,
    get_dossier,
)
from engage.partners.services.inside import lock_association
from engage.partners.services.keeping import LEGAL_FACTS, audited, change, check, check_version, keep_parts

MAX_OPEN = 5
_REACHED_BY = {"name", "phone", "email"}
_OPTIONAL = {"phone": None, "email": None, "address": None, "website": None}


def apply_for(actor: Actor, *, heeds_look_alikes: bool = False, **details: Any) -> uuid.UUID:
    """Ask the police to verify an association; whoever applies becomes its manager. Answers its id.

    Raises Invalid, Conflict (`receipt-known` where the actor acts for one with this receipt, `too-many-applications`)
    and, where look-alikes are heeded, `look-alike`. What others applied for is told by none of them.
    """
    _check_number(actor)
    association = _new(**_OPTIONAL | details)
    if acts_for_receipt(actor, association.receipt_number, association.receipt_on):
        raise Conflict("receipt-known")
    if heeds_look_alikes and find_look_alikes(actor, association.name):
        raise Conflict("look-alike")
    db.session.add(association)
    db.session.flush()
    keep_parts([association])
    _make_manager(actor, association.id)
    record(actor, "association.applied", association.id, after=audited({**details, "status": association.status}))
    verifiers = people_with(actor, Permission.ASSOCIATIONS_VERIFY, *association.districts)
    applicant = (actor.id, actor.display_name, actor.email, actor.locale)
    owe([*tell(APPLIED, [applicant], association), *tell(TO_VERIFY, verifiers, association)])
    return association.id


def edit_association(actor: Actor, association_id: uuid.UUID, version: int | None = None, **changes: Any) -> None:
    """Change what is known of it; until it is verified all of it, afterwards its managers no longer its legal facts.

    Whoever applies and was asked for more answers that way, in words (`answer`) or by what they mend. Raises Stale,
    NotAllowed, Invalid, and NotFound for those who do not see it.
    """
    get_association(actor, association_id)
    association = lock_association(association_id)
    dossier = _get_editable(actor, association_id, changes)
    check_version(association, version)
    if dossier.is_asked and dossier.viewer_role == MembershipRole.MANAGER:
        changes["answered_at"] = clock.now()
    elif "answer" in changes:
        raise Conflict("wrong-state")
    if changes.keys() & _REACHED_BY:
        _check_contacts({name: changes.get(name, getattr(dossier, name)) for name in _REACHED_BY})
    change(actor, association, "association.answered" if "answered_at" in changes else "association.edited", changes)


def _get_editable(actor: Actor, association_id: uuid.UUID, changes: dict[str, Any]) -> Dossier:
    dossier = get_dossier(actor, association_id)
    if not can_edit_association(actor, dossier):
        raise NotAllowed
    is_legal = any(changes[name] != getattr(dossier, name) for name in LEGAL_FACTS & changes.keys())
    if is_legal and not can_edit_legal_facts(actor, dossier):
        raise NotAllowed
    return dossier


def _check_number(actor: Actor) -> None:
    """Two at once would both find room for one more: the applicant's row is locked."""
    db.session.execute(select(Account.id).where(Account.id == actor.account_id).with_for_update(key_share=True))
    if count_open_applications(actor) >= MAX_OPEN:
        raise Conflict("too-many-applications", most=MAX_OPEN)


def _new(**details: Any) -> Association:
    status, now = AssociationStatus.APPLIED, clock.now()
    association = Association(id=new_id(), status=status, created_at=now, version=1, **details)
    _check_contacts(details)
    check(association)
    return association


def _check_contacts(details: dict[str, Any]) -> None:
    if not details["name"].keys() & {"ar", "fr"}:
        raise Invalid({"name": [_("Write the legal name in Arabic or in French.")]})
    if not (details["phone"] or details["email"]):
        raise Invalid({"phone": [_("Give a telephone number or an e-mail address.")]})


def _make_manager(actor: Actor, association_id: uuid.UUID) -> None:
    role = MembershipRole.MANAGER
    person = {"account_id": actor.account_id, "association_id": association_id}
    db.session.add(Membership(id=new_id(), role=role, created_at=clock.now(), **person))
    db.session.flush()
