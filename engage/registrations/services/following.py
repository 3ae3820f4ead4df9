"""What registrations do when their seminar changes: move, end or get seats (signals of engage.seminars)."""

import uuid
from dataclasses import replace
from typing import Any

from sqlalchemy import func, select

from engage.access.actor import Actor
from engage.audit.services import entry, record_all
from engage.database import db
from engage.errors import Conflict, Invalid
from engage.language import gettext as _
from engage.outbox.services import owe
from engage.places.models import Venue
from engage.registrations.models import OUT_OF_QUEUE, STANDING, Registration, RegistrationStatus
from engage.registrations.notifications import CONFIRMED, SEMINAR_CANCELLED, SEMINAR_MOVED, SEMINAR_SAME_HOUR, tell
from engage.registrations.queries import RegistrationView, standing_of_seminar
from engage.registrations.services.seating import lock_known_seminar, promote, set_all


def tell_of_move(actor: Actor, seminar_id: uuid.UUID, before: dict[str, Any]) -> None:
    """Everyone who holds or awaits a seat hears of another time or place, whatever their preferences."""
    seminar = lock_known_seminar(seminar_id).seminar
    was = before | {"venue_name": _venue_name(before.get("venue_id"))}
    owe([tell(SEMINAR_MOVED, party, seminar, before=was) for party in standing_of_seminar(actor, seminar_id)])


def tell_of_publication(actor: Actor, seminar_id: uuid.UUID) -> None:
    """Whoever held seats in the draft gets the code, and the seminar into the calendar."""
    seminar = lock_known_seminar(seminar_id).seminar
    owe([tell(CONFIRMED, party, seminar) for party in standing_of_seminar(actor, seminar_id)])


def send_calendar_again(actor: Actor, seminar_id: uuid.UUID) -> None:
    """The hour stands, but the rules of the zone changed: those with an entry in their calendar get it anew."""
    seminar = lock_known_seminar(seminar_id).seminar
    seated = [one for one in standing_of_seminar(actor, seminar_id) if one.status == RegistrationStatus.CONFIRMED]
    owe([tell(SEMINAR_SAME_HOUR, party, seminar) for party in seated])


def cancel_all(actor: Actor, seminar_id: uuid.UUID) -> None:
    """The seminar is off: its registrations end with it, and everyone is told why."""
    seating = lock_known_seminar(seminar_id)
    parties = standing_of_seminar(actor, seminar_id)
    reason = seating.seminar.cancel_reason
    set_all([party.id for party in parties], _ended(reason))
    record_all([_entry(actor, party) for party in parties])
    owe([_message(party, seating.seminar, reason) for party in parties])
    seating.seats_taken = seating.waiting_count = 0
    seating.keep()


def promote_waiting(actor: Actor, seminar_id: uuid.UUID) -> None:
    """Pass on seats that came free because the seminar itself changed, or because an offer was over."""
    seating = lock_known_seminar(seminar_id)
    promote(actor, seating)
    seating.keep()


def check_nobody_registered(actor: Actor, seminar_id: uuid.UUID) -> None:
    """Raises Conflict where somebody ever was: a registration is never without its seminar."""
    if db.session.scalar(select(Registration.id).where(Registration.seminar_id == seminar_id).limit(1)):
        raise Conflict("draft-has-registrations")


def check_nobody_stands(actor: Actor, seminar_id: uuid.UUID) -> None:
    """Raises Invalid where somebody has a seat, waits or asked for one: they must not lose sight of the seminar."""
    standing = Registration.seminar_id == seminar_id, Registration.status.in_(STANDING)
    if db.session.scalar(select(Registration.id).where(*standing).limit(1)):
        raise Invalid({"visibility": [_("People are registered already: they must go on seeing it.")]})


def check_waiting_fit(actor: Actor, seminar_id: uuid.UUID) -> None:
    """Raises Invalid for a capacity below a party that waits: it could never be served."""
    waiting = Registration.seminar_id == seminar_id, Registration.status == RegistrationStatus.WAITLISTED
    largest = db.session.scalar(select(func.max(Registration.party_size)).where(*waiting)) or 0
    if largest > lock_known_seminar(seminar_id).seminar.capacity:
        raise Invalid({"capacity": [_("A party of %(size)s waits. The capacity cannot be lower.", size=largest)]})


def _ended(reason: str | None) -> dict[str, Any]:
    return {"status": RegistrationStatus.CANCELLED, "reason": reason, **OUT_OF_QUEUE}


def _entry(actor: Actor, party: RegistrationView) -> dict[str, Any]:
    after = {"status": RegistrationStatus.CANCELLED}
    return entry(actor, "registration.cancelled", party.id, before={"status": party.status}, after=after)


def _message(party: RegistrationView, seminar: Any, reason: str | None) -> dict[str, Any] | None:
    had_seats = party.status == RegistrationStatus.CONFIRMED
    ended = replace(party, status=RegistrationStatus.CANCELLED, reason=reason, waiting_position=None)
    return tell(SEMINAR_CANCELLED, ended, seminar, had_seats=had_seats)


def _venue_name(venue_id: str | None) -> dict[str, str] | None:
    if venue_id is None:
        return None
    return db.session.scalar(select(Venue.name).where(Venue.id == uuid.UUID(venue_id)))
