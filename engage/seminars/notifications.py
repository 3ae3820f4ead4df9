"""How does a seminar look in a message and in a calendar? A snapshot, true also when the seminar changes later."""

from typing import Any
from uuid import UUID

from engage.calendar import CalendarEvent, uid_of
from engage.language import current, localised
from engage.language import gettext as _
from engage.outbox.services import message
from engage.seminars.queries import SeminarView
from engage.settings import current_settings

INVITATION = "seminar_invitation"


def seminar_url(seminar_id: object) -> str:
    return f"{current_settings().base_url}/seminars/{seminar_id}"


def calendar_event(seminar: SeminarView) -> CalendarEvent:
    return CalendarEvent(
        uid=uid_of(seminar.id, current_settings().base_url),
        sequence=seminar.calendar_sequence,
        stamp=seminar.updated_at,
        starts_at=seminar.starts_at,
        ends_at=seminar.ends_at,
        summary=localised(seminar.title)[0],
        location=place_words(seminar),
        url=seminar_url(seminar.id),
        cancelled=seminar.status == "cancelled",
    )


def place_words(seminar: SeminarView) -> str:
    if seminar.venue_name is None:
        return _("Online")  # everyone may read this; the address goes to those who hold a seat
    parts = (localised(seminar.venue_name)[0], seminar.venue_address, localised(seminar.district_words)[0])
    return ("، " if current() == "ar" else ", ").join(part for part in parts if part)


def invite(seminar: SeminarView, *, address: str, locale: str, name: str, recipient_id: UUID | None) -> dict[str, Any]:
    """The letter of invitation; whoever has no account yet makes one with this very address."""
    payload = {
        "name": name,
        "has_account": recipient_id is not None,
        "url": seminar_url(seminar.id),
        "party_size": seminar.max_party_size,
        "headcounts": None,
        "seminar": seminar_snapshot(seminar),
    }
    return message(INVITATION, address, locale, payload, recipient_id=recipient_id, subject_id=seminar.id)


def seminar_snapshot(seminar: SeminarView) -> dict[str, Any]:
    """The seminar as a message needs it, in JSON values."""
    return {
        "id": str(seminar.id),
        "title": seminar.title,
        "theme": seminar.theme,
        "local_start": seminar.local_start.isoformat(),
        "local_end": seminar.local_end.isoformat(),
        "timezone": seminar.timezone,
        "starts_at": seminar.starts_at.isoformat(),
        "ends_at": seminar.ends_at.isoformat(),
        "venue_name": seminar.venue_name,
        "venue_address": seminar.venue_address,
        "district_name": seminar.district_words,
        "online_url": seminar.online_url,
        "url": seminar_url(seminar.id),
        "sequence": seminar.calendar_sequence,
    }
