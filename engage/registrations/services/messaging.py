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
from engage.codes import human_code
from engage.database import to_json
from engage.errors import Conflict, Invalid, NotAllowed
from engage.language import NAMES, localised, ngettext
from engage.language import gettext as _
from engage.outbox.composing import short_words
from engage.outbox.models import Channel
from engage.outbox.services import owe
from engage.outbox.sms import signs_over
from engage.registrations.models import RegistrationStatus
from engage.registrations.notifications import OFFICER_MESSAGE, tell, way_to
from engage.registrations.policies import can_decide_on_registration
from engage.registrations.queries import RegistrationView, SentMessage, count_by_sms, list_whole_roster
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
    short: Texts | None = None,
    ids: list[uuid.UUID] | None = None,
    status: list[str] | None = None,
) -> SentMessage:
    """Owe a letter to each of the registrations `ids`, or of some states (by default all but declined and cancelled).

    Everyone reads it in the own language where it is written, else ar, fr, en; who gets text messages reads `short`
    instead, if there is one. Raises NotFound, NotAllowed, Invalid, Conflict (`too-many-messages`).
    """
    seminar = lock_seminar(actor, seminar_id).seminar  # nobody comes or goes between the count and the letters
    if not can_decide_on_registration(actor, seminar.district):
        raise NotAllowed
    if count_entries(actor, seminar_id, MESSAGE_SENT, clock.now() - timedelta(hours=1)) >= MAX_AN_HOUR:
        raise Conflict("too-many-messages", most=MAX_AN_HOUR)
    check_short(actor, seminar, subject=subject, body=body, short=short, ids=ids, status=status)
    parties = _recipients(actor, seminar, ids, status)
    letters = [(party, _letter(party, seminar, subject, body, short)) for party in parties]
    owe([letter for _party, letter in letters])
    reached = [party for party, letter in letters if letter]
    made = entry(actor, MESSAGE_SENT, seminar_id, after=_told(reached, subject, body, short or {}))
    record_all([made])
    return sent_message(actor, made["id"], made["at"], made["after"])


def check_short(
    actor: Actor,
    seminar: SeminarView,
    *,
    subject: Texts,
    body: Texts,
    short: Texts | None = None,
    ids: list[uuid.UUID] | None = None,
    status: list[str] | None = None,
) -> None:
    """Raises Invalid where somebody gets a text message that has more than two parts: nothing is cut."""
    chosen: dict[str, Any] = {"ids": ids} if ids else {"status": status or WRITTEN_TO}
    too_long = []
    for locale in count_by_sms(actor, seminar, **chosen):
        payload = _words(locale, subject, body, short) | {"code": human_code()}
        if over := signs_over(short_words(OFFICER_MESSAGE, locale, payload)):
            too_long.append(
                ngettext(
                    "%(language)s: the text message is %(num)s sign too long. Write it in short here.",
                    "%(language)s: the text message is %(num)s signs too long. Write it in short here.",
                    over,
                    language=NAMES[locale],
                )
            )
    if too_long:
        raise Invalid({"short": too_long})


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


def _letter(
    party: RegistrationView, seminar: SeminarView, subject: Texts, body: Texts, short: Texts | None
) -> dict[str, Any] | None:
    channel, _address = way_to(party)
    words = _words(party.account_locale, subject, body, short if channel == Channel.SMS else None)
    return tell(OFFICER_MESSAGE, party, seminar, **words)


def _words(locale: str, subject: Texts, body: Texts, short: Texts | None) -> dict[str, str]:
    if short:
        return {"message_subject": "", "message_body": localised(short, locale)[0]}
    return {"message_subject": localised(subject, locale)[0], "message_body": localised(body, locale)[0]}


def _told(parties: Sequence[RegistrationView], *texts: Texts) -> dict[str, Any]:
    """What the trail keeps: to how many it went, and by what its words could be recognised, but not the words."""
    words = to_json([sorted(text.items()) for text in texts if text])
    return {
        "recipients": len(parties),
        "statuses": dict(Counter(party.status for party in parties)),
        "languages": sorted({*texts[0], *texts[1]}),
        "digest": hashlib.sha256(words.encode()).hexdigest(),
    }
