"""Owing a message. Delivery is in engage.outbox.delivery."""

from typing import Any
from uuid import UUID

from sqlalchemy import insert

from engage import clock
from engage.database import db, new_id
from engage.outbox.models import Message, MessageStatus


def owe(messages: list[dict[str, Any]]) -> None:
    """Write messages made by `message`, all in one statement, in the present transaction."""
    if messages:
        db.session.execute(insert(Message), messages)


def message(
    kind: str,
    address: str,
    locale: str,
    payload: dict[str, Any],
    *,
    recipient_id: UUID | None = None,
    subject_id: object = None,
) -> dict[str, Any]:
    """A message of a kind (templates/emails/<kind>.*) to an address, with the JSON values its template needs."""
    moment = clock.now()
    return {
        "id": new_id(),
        "kind": kind,
        "address": address,
        "locale": locale,
        "payload": payload,
        "recipient_id": recipient_id,
        "subject_id": None if subject_id is None else str(subject_id),
        "status": MessageStatus.OWED,
        "attempts": 0,
        "created_at": moment,
        "due_at": moment,
    }
