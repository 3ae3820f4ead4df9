"""What seminars do when what they stand on changes: their place, or the rules by which clocks are read."""

import uuid
from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import ColumnElement, func, literal, select

from engage import clock
from engage.access.actor import Actor
from engage.audit.services import record
from engage.database import db, insert_into
from engage.errors import Invalid
from engage.language import gettext as _
from engage.places.models import District, Venue
from engage.seminars import signals
from engage.seminars.models import EDITABLE, Seminar, SeminarWord
from engage.seminars.services.booking import book
from engage.seminars.services.rows import derive_instants, is_known_to_some, lock_seminar, remember_words, touch
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
    everything = " ".join(texts)
    remember_words([everything])
    for word in indexed_words(everything):
        # Whoever throws a draft away meanwhile is waited for.
        rows = select(literal(word, SeminarWord.word.type), Seminar.id).where(which)
        rows = rows.with_for_update(read=True, key_share=True)
        insert = insert_into(SeminarWord).from_select(["word", "seminar_id"], rows)
        db.session.execute(insert.on_conflict_do_nothing())


def derive_again(actor: Actor, seminar_id: uuid.UUID) -> None:
    """Bring the instants of a seminar to come after its wall clock, by zone rules that changed since it was planned.

    Nobody's hour moves; calendars are brought up to date. Raises Invalid when the new rules skip that hour.
    """
    seminar = lock_seminar(actor, seminar_id)
    before, was = _instants(seminar), seminar.starts_at
    derive_instants(seminar)
    if seminar.status not in EDITABLE or _instants(seminar) == before:
        return  # somebody was quicker
    for name in ("registration_opens_at", "registration_closes_at"):
        setattr(seminar, name, _moved_along(seminar, getattr(seminar, name), was))
    seminar.calendar_sequence += 1
    touch(seminar)
    db.session.flush()
    # Others follow one by one: in between two that touch may overlap, and nobody's hour moves for it.
    book(actor, seminar, force_reason=seminar.force_reason or _("The rules of the clocks changed."))
    record(actor, "seminar.derived_again", seminar.id, before=before, after=_instants(seminar))
    if is_known_to_some(seminar):
        signals.instants_changed.send(seminar, actor=actor)


def _moved_along(seminar: Seminar, moment: datetime | None, was: datetime) -> datetime | None:
    """A time of registration was promised by the same wall clock, if the same rules hold at that moment."""
    zone = clock.zone(seminar.timezone)
    is_same = moment and moment.astimezone(zone).utcoffset() == seminar.starts_at.astimezone(zone).utcoffset()
    return moment + (seminar.starts_at - was) if moment and is_same else moment


def _instants(seminar: Seminar) -> dict[str, str | None]:
    names = ("starts_at", "ends_at", "registration_opens_at", "registration_closes_at")
    moments = {name: getattr(seminar, name) for name in names}
    return {name: moment.isoformat() if moment else None for name, moment in moments.items()}
