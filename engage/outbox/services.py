"""Owing a message, and trying one again. Delivery is in engage.outbox.delivery."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import delete, insert

from engage import clock
from engage.access.actor import Actor
from engage.audit.services import record
from engage.database import db, new_id, table_of, write
from engage.errors import Conflict, NotAllowed, NotFound
from engage.outbox.models import Channel, Message, MessageStatus
from engage.outbox.policies import can_retry_messages

KEPT = timedelta(days=365)
_INSERT = insert(table_of(Message))


def owe(messages: Sequence[dict[str, Any] | None]) -> None:
    """Write messages made by `message`, all in one statement, in the present transaction; None is nothing to tell."""
    if owed := [one for one in messages if one is not None]:  # the way for many is dearer for one
        write(_INSERT, owed[0] if len(owed) == 1 else owed)


def forget_messages(actor: Actor) -> int:
    """Delete what was sent or given up a year ago; how many there were."""
    ended = Message.status.in_((MessageStatus.SENT, MessageStatus.DEAD)), Message.created_at < clock.now() - KEPT
    return int(db.session.execute(delete(Message).where(*ended)).rowcount)  # type: ignore[attr-defined]


def message(
    kind: str,
    address: str,
    locale: str,
    payload: dict[str, Any],
    *,
    channel: str = Channel.MAIL,
    recipient_id: UUID | None = None,
    subject_id: object = None,
    topic_id: object = None,
) -> dict[str, Any]:
    """A message of a kind (templates/<emails or sms>/<kind>.txt) to an address, with the JSON values it needs.
    Messages to one address about one topic (by default their subject) leave in the order in which they were owed.
    """
    moment, topic_id = clock.now(), topic_id or subject_id
    return {
        "id": new_id(),
        "kind": kind,
        "channel": channel,
        "address": address,
        "locale": locale,
        "payload": payload,
        "recipient_id": recipient_id,
        "subject_id": None if subject_id is None else str(subject_id),
        "topic_id": None if topic_id is None else str(topic_id),
        "status": MessageStatus.OWED,
        "attempts": 0,
        "created_at": moment,
        "due_at": moment,
    }


def retry_message(actor: Actor, message_id: UUID) -> None:
    """Make a message due now; one that was given up gets all its attempts again. Raises Conflict if it went."""
    if not can_retry_messages(actor):
        raise NotAllowed
    owed = db.session.get(Message, message_id, with_for_update=True, populate_existing=True)
    if owed is None:
        raise NotFound
    if owed.status == MessageStatus.SENT:
        raise Conflict("wrong-state")
    before = {"status": owed.status, "attempts": owed.attempts}
    if owed.status == MessageStatus.DEAD:
        owed.status, owed.attempts = MessageStatus.OWED, 0
    owed.due_at = clock.now()
    db.session.flush()
    record(
        actor, "message.retried", message_id, before=before, after={"status": owed.status, "attempts": owed.attempts}
    )
