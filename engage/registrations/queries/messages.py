"""What was written to the parties of a seminar, when and to how many? The trail knows; it does not know the words."""

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from engage.access.actor import Actor
from engage.audit.queries import list_entries
from engage.errors import NotAllowed
from engage.seminars.policies import can_manage_registrations_in
from engage.seminars.queries import SeminarView
from engage.web.pagination import Page, cut

MESSAGE_SENT = "seminar.message_sent"


@dataclass(frozen=True, slots=True)
class SentMessage:
    """A message of an officer. `statuses` says how many parties of each state it went to."""

    id: uuid.UUID
    sent_at: datetime
    recipients: int
    statuses: dict[str, int]
    languages: list[str]
    digest: str


def list_messages(
    viewer: Actor, seminar: SeminarView, *, cursor: tuple[datetime, uuid.UUID] | None = None, limit: int = 20
) -> Page[SentMessage]:
    """Newest first. Raises NotAllowed outside the own districts."""
    if not can_manage_registrations_in(viewer, seminar.district):
        raise NotAllowed
    entries = list_entries(viewer, seminar.id, action=MESSAGE_SENT, cursor=cursor, limit=limit + 1)
    sent = [sent_message(viewer, one.id, one.at, one.after or {}) for one in entries]
    return cut(sent, limit, lambda one: (one.sent_at.isoformat(), str(one.id)))


def sent_message(viewer: Actor, entry_id: uuid.UUID, at: datetime, after: dict[str, Any]) -> SentMessage:
    """As its entry in the trail tells it."""
    return SentMessage(entry_id, at, **after)
