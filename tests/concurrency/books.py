"""Do the seats, the waiting list, the trail and the messages of a seminar tell one and the same story?

The trail is played again from its beginning: every prefix of it must respect the capacity, its end must be what the
tables say, and each step must have its message, in order.
"""

import uuid
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Row, select

from engage.audit.models import AuditEntry
from engage.database import db
from engage.outbox.models import Message
from engage.registrations import notifications as told
from engage.registrations.models import HOLDING_SEATS, STANDING, Registration, RegistrationStatus
from engage.seminars.models import Seminar, WaitingList
from engage.transaction import transaction
from tests.concurrency.installation import Installation

CONFIRMED, WAITLISTED, CANCELLED = (
    RegistrationStatus.CONFIRMED,
    RegistrationStatus.WAITLISTED,
    RegistrationStatus.CANCELLED,
)
ON_COMING = {CONFIRMED: told.CONFIRMED, WAITLISTED: told.WAITLISTED, RegistrationStatus.REQUESTED: told.REQUESTED}


@dataclass
class Party:
    """A registration as the trail tells of it."""

    account_id: uuid.UUID | None
    status: str
    size: int
    version: int = 1
    messages: list[str] = field(default_factory=list)


@dataclass
class Books:
    """Everything that is written about one seminar."""

    seminar: Row[Any]
    registrations: Sequence[Row[Any]]
    entries: Sequence[Row[Any]]
    messages: dict[str, list[Row[Any]]]

    @property
    def waiting(self) -> list[Row[Any]]:
        """The waiting list in its order."""
        return sorted((row for row in self.registrations if row.status == WAITLISTED), key=lambda row: row.queue_number)

    @property
    def standing(self) -> list[Row[Any]]:
        return [row for row in self.registrations if row.status in STANDING]

    @property
    def seats_free(self) -> int:
        return int(self.seminar.capacity - self.seminar.seats_taken)

    def actions(self) -> Counter[str]:
        return Counter(entry.action for entry in self.entries)

    def check(self) -> None:
        self._check_seats()
        self._check_waiting_list()
        replay = Replay()
        for entry in self.entries:
            replay.step(entry)
            assert replay.seats_taken <= replay.capacity, f"more seats than there are at {entry}"
        assert replay.capacity == self.seminar.capacity
        self._check_parties(replay.parties)
        self._check_messages(replay.parties)

    def _check_seats(self) -> None:
        held = sum(row.party_size for row in self.registrations if row.status in HOLDING_SEATS)
        assert self.seminar.seats_taken == held, f"{self.seminar.seats_taken} seats taken, {held} held by parties"
        assert held <= self.seminar.capacity

    def _check_waiting_list(self) -> None:
        waiting = self.waiting
        assert self.seminar.waiting_count == len(waiting)
        numbers = [row.queue_number for row in waiting]
        assert len(set(numbers)) == len(numbers)
        assert all(0 < number < self.seminar.next_queue_number for number in numbers)
        next_ones = waiting if self.seminar.waiting_list == WaitingList.FILL else waiting[:1]
        assert all(row.party_size > self.seats_free for row in next_ones), "someone waits beside seats that are free"

    def _check_parties(self, parties: dict[str, Party]) -> None:
        written = {str(row.id): (row.status, row.party_size, row.version) for row in self.registrations}
        assert written == {key: (party.status, party.size, party.version) for key, party in parties.items()}

    def _check_messages(self, parties: dict[str, Party]) -> None:
        owed = {key: [message.kind for message in messages] for key, messages in self.messages.items()}
        assert owed == {key: party.messages for key, party in parties.items()}
        sequences = [m.payload["seminar"]["sequence"] for ms in self.messages.values() for m in ms if _cancels(m)]
        assert len(set(sequences)) == len(sequences), "two revisions of a calendar entry with one number"


def _cancels(message: Row[Any]) -> bool:
    return message.kind in {told.CANCELLED, told.CANCELLED_BY_OFFICER} and bool(message.payload)


@dataclass
class Replay:
    """The story of a seminar as its trail tells it."""

    parties: dict[str, Party] = field(default_factory=dict)
    capacity: int = 0
    is_called_off: bool = False

    @property
    def seats_taken(self) -> int:
        return sum(party.size for party in self.parties.values() if party.status == CONFIRMED)

    def step(self, entry: Row[Any]) -> None:
        name = entry.action.replace("registration.", "").replace(".", "_")
        getattr(self, f"_{name}")(entry, entry.after or {})

    def _made(self, entry: Row[Any], after: dict[str, Any]) -> None:
        assert entry.subject_id not in self.parties
        status, size = after["status"], after["party_size"]
        self.parties[entry.subject_id] = Party(entry.actor_id, status, size, messages=[ON_COMING[status]])

    def _changed(self, entry: Row[Any], after: dict[str, Any]) -> None:
        party = self._touched(entry)
        assert party.status in STANDING
        if party.status == CONFIRMED and "party_size" in after:
            party.messages.append(told.CHANGED)
        party.size = after.get("party_size", party.size)

    def _approved(self, entry: Row[Any], after: dict[str, Any]) -> None:
        party = self._touched(entry)
        party.status = after["status"]
        party.messages.append(ON_COMING[party.status])

    def _promoted(self, entry: Row[Any], after: dict[str, Any]) -> None:
        party = self._touched(entry)
        assert party.status == WAITLISTED
        party.status = CONFIRMED
        party.messages.append(told.PROMOTED)

    def _offered(self, entry: Row[Any], after: dict[str, Any]) -> None:
        party = self._touched(entry)
        assert party.status == WAITLISTED and after["offered_seats"] < party.size
        party.messages.append(told.SEATS_OFFERED)

    def _offer_accepted(self, entry: Row[Any], after: dict[str, Any]) -> None:
        party = self._touched(entry)
        assert party.status == WAITLISTED and after["party_size"] < party.size
        party.status, party.size = CONFIRMED, after["party_size"]
        party.messages.append(told.PROMOTED)

    def _offer_shrunk(self, entry: Row[Any], after: dict[str, Any]) -> None:
        assert self._touched(entry).status == WAITLISTED and after["offered_seats"] > 0

    def _offer_withdrawn(self, entry: Row[Any], after: dict[str, Any]) -> None:
        self._touched(entry).messages.append(told.OFFER_LAPSED)

    def _offer_lapsed(self, entry: Row[Any], after: dict[str, Any]) -> None:
        self._touched(entry).messages.append(told.OFFER_LAPSED)

    def _offer_declined(self, entry: Row[Any], after: dict[str, Any]) -> None:
        assert self._touched(entry).status == WAITLISTED

    def _cancelled(self, entry: Row[Any], after: dict[str, Any]) -> None:
        party = self._touched(entry)
        assert party.status in STANDING, "cancelled twice"
        party.status = CANCELLED
        party.messages.append(self._words_of_cancellation(entry.actor_id == party.account_id))

    def _words_of_cancellation(self, is_own: bool) -> str:
        if self.is_called_off:
            return told.SEMINAR_CANCELLED
        return told.CANCELLED if is_own else told.CANCELLED_BY_OFFICER

    def _seminar_planned(self, entry: Row[Any], after: dict[str, Any]) -> None:
        self.capacity = after["capacity"]

    def _seminar_published(self, entry: Row[Any], after: dict[str, Any]) -> None:
        assert not self.parties

    def _seminar_edited(self, entry: Row[Any], after: dict[str, Any]) -> None:
        self.capacity = after.get("capacity", self.capacity)
        if {"local_start", "local_end", "venue_id"} & set(after):
            for party in self.parties.values():
                if party.status in STANDING:
                    party.messages.append(told.SEMINAR_MOVED)

    def _seminar_cancelled(self, entry: Row[Any], after: dict[str, Any]) -> None:
        self.is_called_off = True

    def _touched(self, entry: Row[Any]) -> Party:
        party = self.parties[entry.subject_id]
        party.version += 1
        return party


def read_books(served: Installation, seminar_id: uuid.UUID) -> Books:
    with served.app.app_context(), transaction():
        seminar = _rows(Seminar, Seminar.id == seminar_id)[0]
        registrations = _rows(Registration, Registration.seminar_id == seminar_id)
        subjects = [str(row.id) for row in registrations]
        about = AuditEntry.subject_id.in_([*subjects, str(seminar_id)])
        entries = _rows(AuditEntry, about, order_by=(AuditEntry.at, AuditEntry.id))
        messages = defaultdict(list)
        for row in _rows(Message, Message.subject_id.in_(subjects), order_by=(Message.created_at, Message.id)):
            messages[row.subject_id].append(row)
    return Books(seminar, registrations, entries, dict(messages))


def check_books(served: Installation, seminar_id: uuid.UUID) -> Books:
    """Read and check everything that is written about a seminar."""
    books = read_books(served, seminar_id)
    books.check()
    return books


def _rows(model: Any, *where: Any, order_by: tuple[Any, ...] = ()) -> Sequence[Row[Any]]:
    return db.session.execute(select(*model.__table__.columns).where(*where).order_by(*order_by)).all()
