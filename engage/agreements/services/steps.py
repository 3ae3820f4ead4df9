"""The way of an agreement: one side proposes, both sign, and either may end it."""

import uuid

from sqlalchemy import select

from engage import clock
from engage.access.actor import Actor
from engage.agreements.models import STANDING, Agreement, AgreementStatus, Side, Signature
from engage.agreements.notifications import ENDED, IN_FORCE, PROPOSED, SIGNED, tell
from engage.agreements.services.rows import (
    change_status,
    keep_text,
    lock_agreement,
    parties_with,
    require_acting,
    require_partner,
    require_status,
    today,
    touch,
)
from engage.agreements.services.sides import Party
from engage.audit.services import record
from engage.database import db, new_id
from engage.errors import Conflict, NotAllowed
from engage.outbox.services import owe
from engage.partners.queries import get_association


def propose_agreement(actor: Actor, agreement_id: uuid.UUID, version: int | None = None) -> None:
    """Lay a draft before the other side, which is told. Raises Conflict, NotAllowed, Stale."""
    agreement, party = lock_agreement(actor, agreement_id, version)
    require_acting(party)
    require_status(agreement, {AgreementStatus.DRAFT})
    require_partner(actor, agreement, party)
    _require_time_left(agreement)
    agreement.parties = parties_with(get_association(actor, agreement.association_id).name)  # they may be new by now
    keep_text(agreement)
    change_status(actor, agreement, AgreementStatus.PROPOSED, "agreement.proposed", side=party.side)
    owe(tell(actor, PROPOSED, agreement, (party.side.other,), side=party.side))


def sign_agreement(
    actor: Actor, agreement_id: uuid.UUID, version: int | None = None, text_hash: str | None = None
) -> None:
    """Sign the text for the own side; `text_hash` is that of the text which was read. With the second signature it is
    signed, and active once its first day has come. Raises Conflict, NotAllowed, Stale.
    """
    agreement, party = lock_agreement(actor, agreement_id, version)
    _require_signer(party)
    require_status(agreement, {AgreementStatus.PROPOSED})
    if text_hash not in (None, agreement.text_hash):
        raise Conflict("text-changed")
    require_partner(actor, agreement, party)
    _require_time_left(agreement)
    is_complete = _sign(actor, agreement, party.side) == set(Side)
    if is_complete:
        _conclude(actor, agreement)
    kind = IN_FORCE if agreement.status == AgreementStatus.ACTIVE else SIGNED
    owe(tell(actor, kind, agreement, side=party.side, is_complete=is_complete))


def terminate_agreement(actor: Actor, agreement_id: uuid.UUID, reason: str, version: int | None = None) -> None:
    """End an agreement, or turn down what is proposed; both sides are told why. Raises Conflict, NotAllowed, Stale."""
    agreement, party = lock_agreement(actor, agreement_id, version)
    _require_signer(party)
    require_status(agreement, STANDING)
    end(actor, agreement, reason, side=party.side)


def end(actor: Actor, agreement: Agreement, reason: str, side: Side | None = None) -> None:
    agreement.terminated_reason, agreement.ended_on = reason, today()
    told = {"reason": reason} | ({"side": side} if side else {})
    change_status(actor, agreement, AgreementStatus.TERMINATED, "agreement.terminated", **told)
    owe(tell(actor, ENDED, agreement, reason=reason))


def _sign(actor: Actor, agreement: Agreement, side: Side) -> set[str]:
    """Keep the signature; answers which sides have signed this text. Nobody signs it for both."""
    signatures = select(Signature.side, Signature.account_id).where(
        Signature.agreement_id == agreement.id, Signature.text_hash == agreement.text_hash
    )
    signed = {row.side: row.account_id for row in db.session.execute(signatures)}
    if actor.account_id in signed.values():
        raise Conflict("already-signed")
    db.session.add(
        Signature(
            id=new_id(),
            agreement_id=agreement.id,
            side=side,
            account_id=actor.account_id,
            signer_name=actor.display_name,
            text_hash=agreement.text_hash,
            signed_at=clock.now(),
        )
    )
    touch(agreement)
    db.session.flush()
    record(actor, "agreement.signed", agreement.id, after={"side": side, "text_hash": agreement.text_hash})
    return {*signed, side}


def _conclude(actor: Actor, agreement: Agreement) -> None:
    agreement.signed_at = clock.now()
    change_status(actor, agreement, AgreementStatus.SIGNED, "agreement.concluded")
    if agreement.starts_on <= today():
        change_status(actor, agreement, AgreementStatus.ACTIVE, "agreement.activated")


def _require_signer(party: Party) -> None:
    """A manager whose association cannot be bound is told that; others may not sign at all."""
    if party.may_sign:
        return
    if party.side is Side.ASSOCIATION and party.may_act:
        raise Conflict("association-cannot-sign")
    raise NotAllowed


def _require_time_left(agreement: Agreement) -> None:
    if agreement.ends_on < today():
        raise Conflict("agreement-over")
