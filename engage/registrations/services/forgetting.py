"""What is left of a registration when its time is over: numbers, without the words and names that came with it."""

from datetime import timedelta

from sqlalchemy import ColumnElement, String, case, cast, or_, select, update

from engage import clock
from engage.access.actor import Actor
from engage.database import db
from engage.registrations.models import Registration
from engage.seminars.models import Seminar

KEPT = timedelta(days=365)


def _no_name() -> ColumnElement[str | None]:
    """A guest stays a guest, without name."""
    return case((Registration.guest_name.is_not(None), ""), else_=None)


def forget_details(actor: Actor) -> int:
    """Erase names, telephone numbers, notes and reasons a year after the seminar; how many registrations had any."""
    over = select(Seminar.id).where(Seminar.ends_at < clock.now() - KEPT)
    has_details = or_(
        Registration.contact_phone.is_not(None),
        Registration.guest_email.is_not(None),
        Registration.guest_name != "",
        Registration.note.is_not(None),
        Registration.reason.is_not(None),
        cast(Registration.attendees, String) != "[]",
    )
    forgotten = db.session.execute(
        update(Registration)
        .where(Registration.seminar_id.in_(over), has_details)
        .values(attendees=[], contact_phone=None, note=None, reason=None, guest_email=None, guest_name=_no_name())
        .execution_options(synchronize_session=False)
    )
    return int(forgotten.rowcount)  # type: ignore[attr-defined]
