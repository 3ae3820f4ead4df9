"""What is left when the server and the deliverer are killed (SIGKILL) in the middle of it? Nothing half-done."""

import random
import signal
import time
import uuid
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from threading import Event
from typing import Any

import pytest
from sqlalchemy import select, text, update

from engage import clock
from engage.database import db
from engage.outbox.models import Message, MessageStatus
from engage.transaction import transaction
from tests import stores
from tests.concurrency.books import Books, check_books, read_books
from tests.concurrency.conftest import Install
from tests.concurrency.installation import Answer, Installation, Person
from tests.private_services import wait_until

pytestmark = [pytest.mark.xdist_group("concurrency"), pytest.mark.slow]

CLIENTS, KILLS, SECONDS = 16, 2, 1
MADE, CHANGED, CANCELLED = "registration.made", "registration.changed", "registration.cancelled"
HARMLESS = {(409, "seats-exhausted"), (412, "stale-version")}
BUSY_BACKENDS = text(
    "SELECT count(*) FROM pg_stat_activity"
    " WHERE datname = current_database() AND pid <> pg_backend_pid() AND state <> 'idle'"
)


@dataclass
class Client:
    """Someone who registers, changes and cancels until the server is gone, and remembers what was promised."""

    person: Person
    seminar_id: uuid.UUID
    chance: random.Random
    standing: str | None = None
    promised: Counter[tuple[str, str]] = field(default_factory=Counter)
    odd: list[Answer] = field(default_factory=list)
    unanswered: tuple[str, ...] = ()
    doubts: int = 0

    def hammer(self, stop: Event) -> None:
        while not (stop.is_set() or self.unanswered):
            if self.standing is None:
                self._register(uuid.uuid4().hex, self.chance.randint(1, 4))
            elif self.chance.random() < 0.5:
                self._cancel(self.standing)
            else:
                self._change(self.standing)

    def _register(self, key: str, size: int) -> None:
        answer = self.person.register(self.seminar_id, size, Idempotency_Key=key)
        if self._note(MADE, answer, key, str(size)):
            self.standing = answer.body["id"]

    def _cancel(self, registration_id: str) -> None:
        if self._note(CANCELLED, self.person.cancel(registration_id), registration_id):
            self.standing = None

    def _change(self, registration_id: str) -> None:
        path = f"/registrations/{registration_id}"
        seen = self.person.get(path)
        if seen.status == 200:
            size = self.chance.choice([number for number in range(1, 5) if number != seen.body["party_size"]])
            answer = self.person.patch(path, {"party_size": size}, seen.body["version"])
            self._note(CHANGED, answer, registration_id)

    def _note(self, action: str, answer: Answer, *sent: str) -> bool:
        if answer.status == 0:
            self.unanswered, self.doubts = (action, *sent), self.doubts + 1
        elif answer.status < 300:
            self.promised[answer.body["id"], action] += 1
        elif (answer.status, answer.type) not in HARMLESS:
            self.odd.append(answer)
        return 200 <= answer.status < 300

    def send_again(self) -> None:
        """What a person does who got no answer: the same once more."""
        unanswered, self.unanswered = self.unanswered, ()
        match unanswered:
            case (action, key, size) if action == MADE:
                self._register(key, int(size))
            case (action, registration_id) if action == CANCELLED:
                assert self.person.cancel(registration_id).status in {200, 409}
                self.promised[registration_id, CANCELLED] = 1
                self.standing = None


@stores.on_both
def test_nothing_is_half_done_and_nobody_is_forgotten(install: Install) -> None:
    installed = install()
    seminar_id, clients = opened(installed)
    for _ in range(KILLS):
        kill_while_they_work(installed, clients)
        assert_promises_are_kept(check_books(installed, seminar_id), clients)
        assert_what_counts_as_sent_went(installed)
        installed.start()
        for client in clients:
            client.send_again()
        assert_promises_are_kept(check_books(installed, seminar_id), clients)
    assert sum(client.doubts for client in clients) > 0, "nobody was in the middle of anything"

    let_the_leases_run_out(installed)
    installed.run("deliver")
    assert set(letters(installed).values()) == {MessageStatus.SENT}
    assert_what_counts_as_sent_went(installed)


def test_messages_outside_of_the_transaction_would_be_forgotten(install: Install) -> None:
    """The control: the same kill, where each message is written a moment after the fact."""
    forgetful = install(wsgi="tests.concurrency.forgetful:app")
    seminar_id, clients = opened(forgetful)
    kill_while_they_work(forgetful, clients)
    books = read_books(forgetful, seminar_id)
    with pytest.raises(AssertionError, match="registration_"):
        books.check()


def opened(installed: Installation) -> tuple[uuid.UUID, list[Client]]:
    seminar_id = installed.seminar(capacity=20, max_party_size=5, waiting_list="strict")
    people = installed.citizens(CLIENTS)
    return seminar_id, [Client(person, seminar_id, random.Random(n)) for n, person in enumerate(people)]


def kill_while_they_work(installed: Installation, clients: list[Client]) -> None:
    """When they have worked a while and the deliverer has just begun with a batch."""
    stop, gone = Event(), len(files(installed))
    installed.start_delivering()
    with ThreadPoolExecutor(CLIENTS) as pool:
        working = [pool.submit(client.hammer, stop) for client in clients]
        time.sleep(SECONDS)
        wait_until(lambda: len(files(installed)) > gone + 1)  # the first is marked as sent
        installed.end(signal.SIGKILL)
        stop.set()
        for client in working:
            client.result()
    if not installed.settings.is_sqlite:
        wait_until(lambda: not _ask(installed, BUSY_BACKENDS))  # what PostgreSQL was in the middle of


def assert_promises_are_kept(books: Books, clients: list[Client]) -> None:
    """All that was answered is there; what is there beside it are requests whose answer was lost."""
    assert [client.odd for client in clients if client.odd] == []
    promised = sum((client.promised for client in clients), Counter[tuple[str, str]]())
    written = Counter((e.subject_id, e.action) for e in books.entries if e.action in {MADE, CHANGED, CANCELLED})
    assert promised.total() >= 10
    assert promised - written == Counter()
    assert (written - promised).total() <= sum(client.doubts for client in clients)


def assert_what_counts_as_sent_went(installed: Installation) -> None:
    """That each fact has its message is in the books; here, that none is given up before it went."""
    sent = {key for key, status in letters(installed).items() if status == MessageStatus.SENT}
    assert sent
    assert sent <= files(installed)


def files(installed: Installation) -> set[str]:
    return {path.stem for path in (installed.settings.instance / "mail").glob("*.eml")}


def letters(installed: Installation) -> dict[str, str]:
    with installed.app.app_context(), transaction():
        return {str(key): status for key, status in db.session.execute(select(Message.id, Message.status))}


def let_the_leases_run_out(installed: Installation) -> None:
    """What the killed deliverer had claimed is due again after ten minutes; here at once."""
    with installed.app.app_context(), transaction():
        db.session.execute(update(Message).where(Message.status == MessageStatus.OWED).values(due_at=clock.now()))


def _ask(installed: Installation, question: Any) -> Any:
    with installed.app.app_context(), transaction():
        return db.session.scalar(question)
