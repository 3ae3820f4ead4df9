"""Who gets the seats? The one place where seats are taken, freed and passed on, always under the seminar's row lock."""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Integer, Select, Update, bindparam, case, or_, select, text, update

from engage import clock
from engage.access.actor import Actor
from engage.audit.services import entry, record, record_all
from engage.database import db, read, table_of, write
from engage.errors import Conflict, NotFound
from engage.outbox.services import owe
from engage.registrations.models import NO_OFFER, OUT_OF_QUEUE, Registration, RegistrationStatus
from engage.registrations.notifications import OFFER_LAPSED, PROMOTED, SEATS_OFFERED, tell
from engage.registrations.queries import RegistrationView, registrations_of
from engage.seminars.models import Seminar, SeminarStatus, Visibility, WaitingList
from engage.seminars.queries import LOCKABLE_VIEW, SeminarView, is_visible
from engage.settings import current_settings


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
        """Whether so many seats may be taken now. Only `fill` lets anyone past those who still want them."""
        return seats <= self.seats_free and not self.queue_comes_first()

    def queue_comes_first(self) -> bool:
        if not self.waiting_count or self.seats_free <= 0 or self.seminar.waiting_list == WaitingList.FILL:
            return False
        return bool(_ask(self, _WANTED))

    def is_settled(self) -> bool:
        """Whether one more who waits, behind all others, changes nothing: no seat is free, or others want it first."""
        return self.seats_free <= 0 or self.queue_comes_first()

    def place(self, party_size: int) -> tuple[RegistrationStatus, int | None]:
        """Seat a party or put it at the end of the waiting list: its status and its queue number."""
        if self.has_room_for(party_size):
            self.seats_taken += party_size
            return RegistrationStatus.CONFIRMED, None
        if self.seminar.waiting_list == WaitingList.NONE:
            raise Conflict("seats-exhausted")
        self.waiting_count += 1
        return RegistrationStatus.WAITLISTED, self.next_place()

    def next_place(self) -> int:
        """The queue number behind all others."""
        self.next_queue_number += 1
        return self.next_queue_number - 1

    def release(self, status: str, party_size: int) -> None:
        """Take a party out of its seats or out of the waiting list."""
        if status == RegistrationStatus.CONFIRMED:
            self.seats_taken -= party_size
        elif status == RegistrationStatus.WAITLISTED:
            self.waiting_count -= 1

    def next_calendar_revision(self) -> SeminarView:
        """The seminar as a later revision of its calendar entry. Whoever comes back gets a still later one."""
        self.calendar_sequence += 2
        return replace(self.seminar, calendar_sequence=self.calendar_sequence - 1)

    def keep(self) -> None:
        kept = {
            "seats_taken": self.seats_taken,
            "waiting_count": self.waiting_count,
            "queue_comes_first": self.queue_comes_first(),
            "next_queue_number": self.next_queue_number,
            "calendar_sequence": self.calendar_sequence,
        }
        self._write(_KEEP, kept)

    def keep_line(self) -> None:
        """Write back that the waiting list has grown, and nothing else has changed."""
        self._write(_KEEP_LINE, {"waiting_count": self.waiting_count, "next_queue_number": self.next_queue_number})

    def _write(self, statement: Update, kept: dict[str, Any]) -> None:
        new = {f"new_{name}": count for name, count in kept.items()}
        write(statement, new | {"id_kept": self.seminar.id})


# Put together once: that takes longer than running them.
_COUNTS = ("seats_taken", "waiting_count", "queue_comes_first", "next_queue_number", "calendar_sequence")
_SEMINARS = table_of(Seminar)
_OF_ONE = update(_SEMINARS).where(_SEMINARS.c.id == bindparam("id_kept"))
_KEEP = _OF_ONE.values({name: bindparam(f"new_{name}") for name in _COUNTS})
_KEEP_LINE = _OF_ONE.values({name: bindparam(f"new_{name}") for name in ("waiting_count", "next_queue_number")})
# An offer is over, and the seats were not taken.
LET_GO = {
    "seats_let_go": case(
        (Registration.offered_seats > Registration.seats_let_go, Registration.offered_seats),
        else_=Registration.seats_let_go,
    ),
    **NO_OFFER,
}
_LOCKED = (
    LOCKABLE_VIEW.add_columns(Seminar.next_queue_number)
    .where(Seminar.id == bindparam("seminar_id"))
    .with_for_update(key_share=True)
)


def lock_seminar(actor: Actor, seminar_id: uuid.UUID) -> Seating:
    """The seminar's seats, for this transaction alone. Raises NotFound for what the actor may not see."""
    seating = lock_known_seminar(seminar_id)
    seminar = seating.seminar
    is_for_all = seminar.status == SeminarStatus.PUBLISHED and seminar.visibility == Visibility.PUBLIC
    if not is_for_all and not is_visible(actor, seminar_id):
        raise NotFound
    return seating


def lock_known_seminar(seminar_id: uuid.UUID) -> Seating:
    """The same where the actor's right comes from a registration or from an event, not from seeing the seminar."""
    row = read(_LOCKED, {"seminar_id": seminar_id}).one_or_none()
    if row is None:
        raise NotFound
    seminar = SeminarView(*row[:-1])
    return Seating(seminar, row[-1], seminar.seats_taken, seminar.waiting_count, seminar.calendar_sequence)


# The waiting list, first come first, and what is asked of it.
_PARTIES = table_of(Registration).c
_FREE = bindparam("free", type_=Integer)
_IN_LINE = (
    select(_PARTIES.id, _PARTIES.party_size, _PARTIES.seats_let_go, _PARTIES.offered_seats, _PARTIES.offer_expires_at)
    .where(_PARTIES.seminar_id == bindparam("seminar_id"), _PARTIES.status == text("'waitlisted'"))
    .order_by(_PARTIES.queue_number)
)
_FITTING = _IN_LINE.where(_PARTIES.party_size <= _FREE)
_HAS_FIRST_SAY = _PARTIES.seats_let_go < _FREE  # whoever let as many seats go as are free now stands in nobody's way
_WANTING = _IN_LINE.where(or_(_PARTIES.party_size <= _FREE, _HAS_FIRST_SAY))
_NEXT = {True: _FITTING.limit(_FREE), False: _WANTING.limit(_FREE)}  # whether they may overtake
_FIRST_SAY = _IN_LINE.where(_HAS_FIRST_SAY).limit(1)
_WANTED = _WANTING.limit(1)
_OFFERED = _IN_LINE.where(_PARTIES.offered_seats.is_not(None))


def _ask(seating: Seating, question: Select[Any]) -> Sequence[Any]:
    found: Sequence[Any] = read(question, {"seminar_id": seating.seminar.id, "free": seating.seats_free}).all()
    return found


def promote(actor: Actor, seating: Seating) -> None:
    """Give free seats to those who wait, first come first served by party, and tell them; the caller keeps them."""
    seminar = seating.seminar
    if seminar.status != SeminarStatus.PUBLISHED or clock.now() >= seminar.starts_at or not seating.waiting_count:
        return
    if offers := _ask(seating, _OFFERED):
        _fit_offers(actor, seating, offers)
        let_offers_lapse(actor, seating)
    while seating.waiting_count and seating.seats_free > 0:
        chosen = _choose(seating)
        if not chosen:
            _offer(actor, seating)
            return
        confirm(actor, seating, chosen)


def _choose(seating: Seating) -> list[tuple[uuid.UUID, int]]:
    """The next parties that fit, in the order of the list; at most as many as there are seats."""
    free = seating.seats_free
    may_overtake = seating.seminar.waiting_list == WaitingList.FILL
    chosen = []
    for party in _ask(seating, _NEXT[may_overtake]):
        if party.party_size <= free:
            chosen.append((party.id, party.party_size))
            free -= party.party_size
        elif not may_overtake:
            break
    return chosen


def _offer(actor: Actor, seating: Seating) -> None:
    """Offer the head of the list the seats that are free, though it asked for more. It may accept until a deadline.

    One offer at a time: seats that somebody was offered are offered to nobody else before the answer or the deadline.
    """
    free = seating.seats_free
    if free < seating.seminar.min_party_size:
        return
    asked, head = (next(iter(_ask(seating, question)), None) for question in (_OFFERED, _FIRST_SAY))
    if head is None or (asked and (asked.id != head.id or asked.offered_seats >= free)):
        return
    until = offer_deadline(clock.now(), seating.seminar.starts_at)
    set_all([head.id], {"offered_seats": free, "offer_expires_at": until})
    record(actor, "registration.offered", head.id, after={"offered_seats": free, "offer_expires_at": until.isoformat()})
    _tell_of_offer(actor, seating, [head.id], SEATS_OFFERED)


def offer_deadline(now: datetime, starts_at: datetime) -> datetime:
    """As long as the setting says, but never more than a quarter of the time that is left until the seminar."""
    return min(now + timedelta(hours=current_settings().offer_hours), now + (starts_at - now) / 4)


def _fit_offers(actor: Actor, seating: Seating, offers: Sequence[Any]) -> None:
    """Where fewer seats are left than were offered, the offer shrinks; or it ends, and counts as no refusal."""
    least = seating.seminar.min_party_size
    free = seating.seats_free if seating.seats_free >= least else 0
    for party_id, _size, _let_go, offered, _until in offers:
        if least <= offered <= free:
            continue
        before = {"offered_seats": offered}
        if 0 < free < offered:
            set_all([party_id], {"offered_seats": free})
            record(actor, "registration.offer_shrunk", party_id, before=before, after={"offered_seats": free})
        else:
            _tell_of_offer(actor, seating, [party_id], OFFER_LAPSED)
            set_all([party_id], NO_OFFER)
            record(actor, "registration.offer_withdrawn", party_id, before=before, after={"offered_seats": None})


def let_offers_lapse(actor: Actor, seating: Seating) -> None:
    """Those who did not answer in time keep their place, and the seats go on."""
    if not seating.waiting_count or seating.seats_free <= 0:  # what was offered is free
        return
    if ids := [offer.id for offer in _ask(seating, _OFFERED) if offer.offer_expires_at <= clock.now()]:
        _tell_of_offer(actor, seating, ids, OFFER_LAPSED)
        set_all(ids, LET_GO)
        record_all([entry(actor, "registration.offer_lapsed", party_id) for party_id in ids])


def _tell_of_offer(actor: Actor, seating: Seating, ids: list[uuid.UUID], kind: str) -> None:
    parties: Iterable[RegistrationView] = registrations_of(actor, ids)
    owe([tell(kind, party, seating.seminar, offer=_offer_in_words(party, seating.seminar)) for party in parties])


def _offer_in_words(party: RegistrationView, seminar: SeminarView) -> dict[str, Any]:
    until = party.offer_expires_at or clock.now()
    return {"seats": party.offered_seats, "local_until": clock.local(until, seminar.timezone).isoformat()}


def confirm(actor: Actor, seating: Seating, chosen: list[tuple[uuid.UUID, int]]) -> None:
    """Give parties that wait the seats that they need, and tell them."""
    ids = [party_id for party_id, _size in chosen]
    confirmed = {"status": RegistrationStatus.CONFIRMED, **OUT_OF_QUEUE}
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
        update(table_of(Registration))
        .where(_PARTIES.id.in_(ids))
        .values(values | {"updated_at": clock.now(), "version": _PARTIES.version + 1})
    )
