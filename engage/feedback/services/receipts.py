"""A receipt is changed for a token that opens its thread for some hours."""

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, select

from engage import clock
from engage.access.actor import Actor
from engage.accounts.tokens import new_token, token_hash
from engage.audit.services import record
from engage.database import db, new_id
from engage.errors import Invalid
from engage.feedback.models.threads import ReceiptToken, Thread
from engage.feedback.queries import PREFIX
from engage.language import gettext as _

LIFETIME = timedelta(hours=2)


@dataclass(frozen=True)
class Opened:
    """What opens the thread from now on; the only time it is seen."""

    token: str
    expires_at: datetime
    thread_id: uuid.UUID


def open_receipt(actor: Actor, *, receipt_hash: bytes) -> Opened:
    """Raises Invalid, alike for whatever opens nothing."""
    thread_id = db.session.scalar(select(Thread.id).where(Thread.receipt_hash == receipt_hash))
    if thread_id is None:
        raise Invalid({"receipt": [_("No thread opens with this receipt. Compare its digits once more.")]})
    token, now = PREFIX + new_token(), clock.now()
    kept = ReceiptToken(id=new_id(), thread_id=thread_id, token_hash=token_hash(token), created_at=now)
    kept.expires_at = now + LIFETIME
    db.session.add(kept)
    db.session.flush()
    record(actor, "receipt.opened", thread_id)
    return Opened(token, kept.expires_at, thread_id)


def end_receipt(actor: Actor, *, token: str) -> None:
    """Whoever sits at this screen next opens nothing with it."""
    db.session.execute(delete(ReceiptToken).where(ReceiptToken.token_hash == token_hash(token)))
    record(actor, "receipt.ended", actor.opened_thread)


def forget_receipt_tokens(actor: Actor) -> int:
    """Delete those that are too old to open anything; how many there were."""
    old = delete(ReceiptToken).where(ReceiptToken.expires_at <= clock.now())
    return int(db.session.execute(old).rowcount)  # type: ignore[attr-defined]
