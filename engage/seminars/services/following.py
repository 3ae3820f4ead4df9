"""What seminars do when what they stand on changes: their place, or the rules by which clocks are read."""

import uuid
from collections.abc import Iterable

from sqlalchemy import ColumnElement, func, literal, select

from engage import clock
from engage.access.actor import Actor
from engage.audit.services import record
from engage.database import db, insert_into
from engage.errors import Invalid
from engage.language import gettext as _
from engage.places.models import District, Venue
from engage.seminars import signals
from engage.seminars.models import EDITABLE, Seminar, SeminarStatus, SeminarWord
from engage.seminars.services.rows import derive_instants, lock_seminar, touch
from engage.text import indexed_words


def follow_venue(actor: Actor, venue: Venue) -> None:
    """What is planned there is found by its new name. Raises Invalid where it no longer fits in."""
    to_come = Seminar.venue_id == venue.id, Seminar.status.in_(EDITABLE), Seminar.ends_at > clock.now()
    largest = db.session.scalar(select(func.max(Seminar.capacity)).where(*to_come)) or 0
    if largest > venue.capacity:
        message = _("A seminar of capacity %(seats)s is planned here. The venue's cannot be lower.", seats=largest)
        raise Invalid({"capacity": [message]})
    _add_words(venue.name.values(), Seminar.venue_id == venue.id)


def follow_district(actor: Actor, district: District) -> None:
    _add_words(district.name.values(), Seminar.district == district.code)


def _add_words(texts: Iterable[str], which: ColumnElement[bool]) -> None:
    """New words for many seminars, a statement each. The old ones stay until a seminar is edited: people remember."""
    for word in indexed_words(" ".join(texts)):
        rows = select(literal(word, SeminarWord.word.type), Seminar.id).where(which)
        insert = insert_into(SeminarWord).from_select(["word", "seminar_id"], rows)
        db.session.execute(insert.on_conflict_do_nothing())


def derive_again(actor: Actor, seminar_id: uuid.UUID) -> None:
    """Bring the instants of a seminar to come after its wall clock, by zone rules that changed since it was planned.

    Nobody's hour moves; calendars are brought up to date. Raises Invalid when the new rules skip that hour.
    """
    seminar = lock_seminar(actor, seminar_id)
    before = {"starts_at": seminar.starts_at.isoformat(), "ends_at": seminar.ends_at.isoformat()}
    was = seminar.starts_at
    derive_instants(seminar)
    for name in ("registration_opens_at", "registration_closes_at"):  # promised by the same wall clock
        if getattr(seminar, name):
            setattr(seminar, name, getattr(seminar, name) + (seminar.starts_at - was))
    seminar.calendar_sequence += 1
    touch(seminar)
    db.session.flush()
    after = {"starts_at": seminar.starts_at.isoformat(), "ends_at": seminar.ends_at.isoformat()}
    record(actor, "seminar.derived_again", seminar.id, before=before, after=after)
    if seminar.status == SeminarStatus.PUBLISHED:
        signals.instants_changed.send(seminar, actor=actor)
