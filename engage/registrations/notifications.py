"""Who is told what about a registration? Rows for the outbox; the words are in templates/emails/."""

from typing import Any

from engage.outbox.services import message
from engage.registrations.queries import RegistrationView
from engage.seminars.notifications import seminar_snapshot, seminar_url
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


def tell(kind: str, registration: RegistrationView, seminar: SeminarView, **more: Any) -> dict[str, Any] | None:
    """A message to whoever registered, or to the guest; None for a guest who is told on paper.

    `more`: `before` of a move, `had_seats` of what is called off, `reason`.
    """
    channel, address = way_to(registration)
    if address is None:
        return None
    return message(
        kind,
        address,
        registration.account_locale,
        _payload(registration, seminar) | more,
        channel=channel,
        recipient_id=None if registration.is_of_guest else registration.account_id,
        subject_id=registration.id,
        topic_id=seminar.id,  # whoever cancels and comes back reads last that they come
    )


def way_to(registration: RegistrationView) -> tuple[str, str | None]:
    """Channel and address; no address for a guest who is told on paper."""
    if registration.is_of_guest and not registration.account_email:
        return "sms", registration.contact_phone
    return "mail", registration.account_email


def _payload(registration: RegistrationView, seminar: SeminarView) -> dict[str, Any]:
    """A guest has no account and so no page: `url` leads to the seminar, and cancelling is a matter for the desk."""
    is_of_guest, url = registration.is_of_guest, f"{current_settings().base_url}/registrations/{registration.id}"
    return {
        "name": registration.account_name,
        "association": registration.association_name,
        "code": registration.code,
        "party_size": registration.party_size,
        "headcounts": registration.headcounts,
        "status": registration.status,
        "waiting_position": registration.waiting_position,
        "reason": registration.reason,
        "had_seats": False,
        "is_of_guest": is_of_guest,
        "url": seminar_url(seminar.id) if is_of_guest else url,
        "url_cancel": None if is_of_guest else f"{url}/cancel",
        # What nobody else sees yet is read on the registration.
        "seminar": seminar_snapshot(seminar) | ({} if seminar.published_at or is_of_guest else {"url": url}),
    }
