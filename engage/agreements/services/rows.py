"""An agreement's row under its lock: for which side somebody acts, its exact text, what the trail keeps of it."""

import uuid
from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

from sqlalchemy import select

from engage import clock
from engage.access.actor import Actor
from engage.agreements.models import (
    Agreement,
    AgreementStatus,
    AgreementText,
    Obligation,
    Side,
    hash_of,
    text_of,
)
from engage.agreements.services.sides import Party, party_of
from engage.audit.services import record
from engage.database import ROW_LOCK, db, new_id
from engage.errors import Conflict, NotAllowed, NotFound, Stale
from engage.partners.models import Association, AssociationStatus
from engage.partners.queries import find_membership
from engage.partners.services import require_mandate
from engage.settings import current_settings


def lock_agreement(actor: Actor, agreement_id: uuid.UUID, version: int | None = None) -> tuple[Agreement, Party]:
    """Raises NotFound for what this person may not see, Stale when `version` is no longer the current one."""
    agreement = db.session.get(Agreement, agreement_id, with_for_update=ROW_LOCK, populate_existing=True)
    party = party_of(actor, agreement) if agreement else None
    if agreement is None or party is None:
        raise NotFound
    if version is not None and version != agreement.version:
        raise Stale
    return agreement, party


def require_acting(party: Party) -> None:
    if not party.may_act:
        raise NotAllowed


def require_status(agreement: Agreement, allowed: Collection[AgreementStatus]) -> None:
    if agreement.status not in allowed:
        raise Conflict("wrong-state")


def require_partner(actor: Actor, agreement: Agreement, party: Party) -> None:
    """What is laid before both sides is between the police and a verified association, at this very moment: a step that
    suspends or dissolves it waits for us, or we for it. The association lays nothing before the police long after its
    board's mandate.
    """
    found = select(Association.status).where(Association.id == agreement.association_id)
    status = db.session.scalar(found.with_for_update(read=True, key_share=True))
    if status != AssociationStatus.VERIFIED:
        raise Conflict("association-cannot-sign")
    membership = find_membership(actor, agreement.association_id) if party.side is Side.ASSOCIATION else None
    if membership:
        require_mandate(actor, membership)


def obligations_of(agreement: Agreement) -> Sequence[Obligation]:
    found = select(Obligation).where(Obligation.agreement_id == agreement.id).order_by(Obligation.place)
    return db.session.scalars(found).all()


def parties_with(name: dict[str, str]) -> dict[str, dict[str, str]]:
    """Both sides by the names that the text gives them."""
    return {"police": dict(current_settings().institution), "association": name}


def keep_text(agreement: Agreement) -> None:
    """What stands now is what both sides have before them: nobody has signed it yet."""
    body = text_of(agreement, obligations_of(agreement))
    agreement.text_hash = hash_of(body)
    db.session.add(
        AgreementText(
            id=new_id(),
            agreement_id=agreement.id,
            text_version=agreement.text_version,
            text_hash=agreement.text_hash,
            body=body,
            created_at=clock.now(),
        )
    )


def change_status(actor: Actor, agreement: Agreement, status: AgreementStatus, action: str, **more: Any) -> None:
    """Another status, kept and recorded; `more` is what else the trail tells of it."""
    before = {"status": agreement.status}
    agreement.status = status
    touch(agreement)
    db.session.flush()
    record(actor, action, agreement.id, before=before, after={"status": status, **more})


def touch(agreement: Agreement) -> None:
    agreement.version += 1
    agreement.updated_at = clock.now()


def today() -> date:
    return clock.today(current_settings().timezone)
