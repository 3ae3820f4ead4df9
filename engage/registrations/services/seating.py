"""Who gets the seats? The one place where seats are taken, freed and passed on, always under the seminar's row lock."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import ColumnElement, select, update

from engage import clock
from engage.access.actor import Actor
from engage.audit.services import entry, record_all
from engage.database import db
from engage.errors import Conflict, NotFound
from engage.outbox.services import owe
from engage.registrations.models import Registration, RegistrationStatus
from engage.registrations.notifications import PROMOTED, tell
from engage.registrations.queries import RegistrationView, registrations_of
from engage.seminars.models import Seminar, SeminarStatus, WaitingList
from engage.seminars.queries import LOCKABLE_VIEW, SeminarView, visible_to


@dataclass
class Seating:
    """A locked seminar and its seats as they change in this transaction; `keep` writes them back."""

    seminar: SeminarView
    next_queue_number: int
    seats_taken: int
    waiting_count: int
    calendar_sequence: int

    @property
    def seats_free(self) -> int:
        return self.seminar.capacity - self.seats_taken

    def has_room_for(self, seats: int) -> bool:
        """Whether so many seats may be taken now. Only `fill` lets anyone past those who wait."""
        queue_comes_first = self.waiting_count > 0 and self.seminar.waiting_list != WaitingList.FILL
        return seats <= self.seats_free and not queue_comes_first

    def place(self, party_size: int) -> tuple[RegistrationStatus, int | None]:
        """Seat a party or put it at the end of the waiting list: its status and its queue number."""
        if self.has_room_for(party_size):
            self.seats_taken += party_size
            return RegistrationStatus.CONFIRMED, None
        if self.seminar.waiting_list == WaitingList.NONE:
            raise Conflict("seats-exhausted")
        self.waiting_count += 1
        self.next_queue_number += 1
        return RegistrationStatus.WAITLISTED, self.next_queue_number - 1

    def release(self, status: str, party_size: int) -> None:
        """Take a party out of its seats or out of the waiting list."""
        if status == RegistrationStatus.CONFIRMED:
            self.seats_taken -= party_size
        elif status == RegistrationStatus.WAITLISTED:
            self.waiting_count -= 1

    def next_calendar_revision(self) -> SeminarView:
        """The seminar as a later revision of its calendar entry, so that one who comes back gets a newer one again."""
        self.calendar_sequence += 1
        return replace(self.seminar, calendar_sequence=self.calendar_sequence, updated_at=clock.now())

    def keep(self) -> None:
        counts = {
            "seats_taken": self.seats_taken,
            "waiting_count": self.waiting_count,
            "next_queue_number": self.next_queue_number,
            "calendar_sequence": self.calendar_sequence,
        }
        db.session.execute(
            update(Seminar)
            .where(Seminar.id == self.seminar.id)
            .values(counts)
            .execution_options(synchronize_session=False)
        )


_LOCKED = LOCKABLE_VIEW.add_columns(Seminar.next_queue_number).with_for_update()


def lock_seminar(actor: Actor, seminar_id: uuid.UUID) -> Seating:
    """The seminar's seats, for this transaction alone. Raises NotFound for what the actor may not see."""
    return _locked(Seminar.id == seminar_id, visible_to(actor))


def lock_known_seminar(seminar_id: uuid.UUID) -> Seating:
    """The same where the actor's right comes from a registration or from an event, not from seeing the seminar."""
    return _locked(Seminar.id == seminar_id)


def _locked(*which: ColumnElement[bool]) -> Seating:
    row = db.session.execute(_LOCKED.where(*which)).one_or_none()
    if row is None:
        raise NotFound
    seminar = SeminarView(*row[:-1])
    return Seating(seminar, row[-1], seminar.seats_taken, seminar.waiting_count, seminar.calendar_sequence)


def promote(actor: Actor, seating: Seating) -> None:
    """Give free seats to those who wait, first come first served by party, and tell them; the caller keeps them."""
    seminar = seating.seminar
    if seminar.status != SeminarStatus.PUBLISHED or clock.now() >= seminar.starts_at:
        return
    while seating.waiting_count and seating.seats_free > 0:
        chosen = _choose(seating)
        if not chosen:
            return
        _confirm(actor, seating, chosen)


def _choose(seating: Seating) -> list[tuple[uuid.UUID, int]]:
    """The next parties that fit, in the order of the list; at most as many as there are seats."""
    waiting = (
        select(Registration.id, Registration.party_size)
        .where(Registration.seminar_id == seating.seminar.id, Registration.status == RegistrationStatus.WAITLISTED)
        .order_by(Registration.queue_number)
        .limit(seating.seats_free)
    )
    may_overtake = seating.seminar.waiting_list == WaitingList.FILL
    if may_overtake:
        waiting = waiting.where(Registration.party_size <= seating.seats_free)
    chosen, free = [], seating.seats_free
    for party_id, size in db.session.execute(waiting):
        if size <= free:
            chosen.append((party_id, size))
            free -= size
        elif not may_overtake:
            break
    return chosen


def _confirm(actor: Actor, seating: Seating, chosen: list[tuple[uuid.UUID, int]]) -> None:
    ids = [party_id for party_id, _size in chosen]
    confirmed = {"status": RegistrationStatus.CONFIRMED, "queue_number": None}
    set_all(ids, confirmed)
    seating.seats_taken += sum(size for _id, size in chosen)
    seating.waiting_count -= len(chosen)
    was, now = {"status": RegistrationStatus.WAITLISTED}, {"status": RegistrationStatus.CONFIRMED}
    record_all([entry(actor, "registration.promoted", party_id, before=was, after=now) for party_id in ids])
    parties: Iterable[RegistrationView] = registrations_of(actor, ids)
    owe([tell(PROMOTED, party, seating.seminar) for party in parties])


def set_all(ids: list[uuid.UUID], values: dict[str, Any]) -> None:
    """Change registrations whose seminar is locked."""
    db.session.execute(
        update(Registration)
        .where(Registration.id.in_(ids))
        .values(values | {"updated_at": clock.now(), "version": Registration.version + 1})
        .execution_options(synchronize_session=False)
    )
