"""Who is told what about a registration? Rows for the outbox; the words are in templates/emails/."""

from typing import Any

from engage.outbox.services import message
from engage.registrations.queries import RegistrationView
from engage.seminars.notifications import seminar_snapshot
from engage.seminars.queries import SeminarView
from engage.settings import current_settings

CONFIRMED = "registration_confirmed"
CHANGED = "registration_changed"
REQUESTED = "registration_requested"
WAITLISTED = "registration_waitlisted"
SEATS_OFFERED = "seats_offered"
OFFER_LAPSED = "offer_lapsed"
PROMOTED = "registration_promoted"
DECLINED = "registration_declined"
CANCELLED = "registration_cancelled"
CANCELLED_BY_OFFICER = "registration_cancelled_by_officer"
SEMINAR_MOVED = "seminar_moved"
SEMINAR_SAME_HOUR = "seminar_same_hour"
SEMINAR_CANCELLED = "seminar_cancelled"
OFFICER_MESSAGE = "officer_message"


def tell(kind: str, registration: RegistrationView, seminar: SeminarView, **more: Any) -> dict[str, Any]:
    """A message to whoever registered. `more`: `before` of a move, `had_seats` of what is called off, `reason`…"""
    url = f"{current_settings().base_url}/registrations/{registration.id}"
    payload = {
        "name": registration.account_name,
        "association": registration.association_name,
        "code": registration.code,
        "party_size": registration.party_size,
        "headcounts": registration.headcounts,
        "status": registration.status,
        "waiting_position": registration.waiting_position,
        "reason": registration.reason,
        "had_seats": False,
        "url": url,
        "url_cancel": f"{url}/cancel",
        "seminar": seminar_snapshot(seminar),
        **more,
    }
    return message(
        kind,
        registration.account_email,
        registration.account_locale,
        payload,
        recipient_id=registration.account_id,
        subject_id=registration.id,
        topic_id=seminar.id,  # whoever cancels and comes back reads last that they come
    )
