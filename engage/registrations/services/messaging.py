"""What an officer writes to those who registered for a seminar: to all, to some states, or one by one."""

import hashlib
import uuid
from collections import Counter
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from engage import clock
from engage.access.actor import Actor
from engage.audit.queries import count_entries
from engage.audit.services import entry, record_all
from engage.database import to_json
from engage.errors import Conflict, Invalid, NotAllowed
from engage.language import gettext as _
from engage.language import localised
from engage.outbox.services import owe
from engage.registrations.models import RegistrationStatus
from engage.registrations.notifications import OFFICER_MESSAGE, tell
from engage.registrations.policies import can_decide_on_registration
from engage.registrations.queries import RegistrationView, SentMessage, list_whole_roster
from engage.registrations.queries.messages import MESSAGE_SENT, sent_message
from engage.registrations.services.seating import lock_seminar
from engage.seminars.queries import SeminarView

MAX_AN_HOUR = 20
# Who is no longer concerned is written to only where somebody says so.
WRITTEN_TO = [
    status.value
    for status in RegistrationStatus
    if status not in (RegistrationStatus.DECLINED, RegistrationStatus.CANCELLED)
]

Texts = dict[str, str]


def send_message(
    actor: Actor,
    seminar_id: uuid.UUID,
    *,
    subject: Texts,
    body: Texts,
    ids: list[uuid.UUID] | None = None,
    status: list[str] | None = None,
) -> SentMessage:
    """Owe a letter to each of the registrations `ids`, or of some states (by default all but declined and cancelled).

    Everyone reads it in the own language where it is written, else ar, fr, en. Raises NotFound, NotAllowed, Invalid,
    Conflict (`too-many-messages`).
    """
    seminar = lock_seminar(actor, seminar_id).seminar  # nobody comes or goes between the count and the letters
    if not can_decide_on_registration(actor, seminar.district):
        raise NotAllowed
    if count_entries(actor, seminar_id, MESSAGE_SENT, clock.now() - timedelta(hours=1)) >= MAX_AN_HOUR:
        raise Conflict("too-many-messages", most=MAX_AN_HOUR)
    letters = [(party, _letter(party, seminar, subject, body)) for party in _recipients(actor, seminar, ids, status)]
    owe([letter for _party, letter in letters])
    reached = [party for party, letter in letters if letter]
    made = entry(actor, MESSAGE_SENT, seminar_id, after=_told(reached, subject, body))
    record_all([made])
    return sent_message(actor, made["id"], made["at"], made["after"])


def _recipients(
    actor: Actor, seminar: SeminarView, ids: list[uuid.UUID] | None, status: list[str] | None
) -> Sequence[RegistrationView]:
    chosen: dict[str, Any] = {"ids": ids} if ids else {"status": status or WRITTEN_TO}
    parties = list_whole_roster(actor, seminar, limit=None, **chosen)
    if ids and len(parties) < len(set(ids)):
        raise Invalid({"ids": [_("Some of these registrations are not of this seminar.")]})
    if not parties:
        raise Invalid({"status": [_("Nobody is registered whom this would reach.")]})
    return parties


def _letter(party: RegistrationView, seminar: SeminarView, subject: Texts, body: Texts) -> dict[str, Any] | None:
    words = {"message_subject": localised(subject, party.account_locale)[0]}
    words["message_body"] = localised(body, party.account_locale)[0]
    return tell(OFFICER_MESSAGE, party, seminar, **words)


def _told(parties: Sequence[RegistrationView], subject: Texts, body: Texts) -> dict[str, Any]:
    """What the trail keeps: to how many it went, and by what its words could be recognised, but not the words."""
    words = to_json([sorted(subject.items()), sorted(body.items())])
    return {
        "recipients": len(parties),
        "statuses": dict(Counter(party.status for party in parties)),
        "languages": sorted({*subject, *body}),
        "digest": hashlib.sha256(words.encode()).hexdigest(),
    }
