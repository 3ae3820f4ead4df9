"""Five hundred at once want the last hundred seats, while others change, give up, are approved and answer offers.

The seats are counted all the while, in one statement each time: never above the capacity, and always the sum of the
parties that hold them. How long people waited for their answer is printed and judged by nobody.
"""

import itertools
import statistics
import time
import uuid
from collections import Counter
from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Event, Thread
from typing import Any

import pytest
from sqlalchemy import text

from engage.database import db
from tests.concurrency.books import Books, check_books, read_books
from tests.concurrency.conftest import Install
from tests.concurrency.installation import Answer, Installation, Person, at_once

pytestmark = [
    pytest.mark.parametrize("store", ["postgresql"], indirect=True),
    pytest.mark.xdist_group("concurrency"),
    pytest.mark.slow,
]

CAPACITY, HOLDERS, ASKING, COMING, HESITATING = 200, 50, 60, 325, 65
REFUSALS = {
    (409, "offer-ended"),  # of two moments the seats went in
    (409, "party-too-large"),  # the offer has shrunk since it was read
    (409, "wrong-state"),  # another officer was faster, or the turn has come
}
COUNTED = text(
    "SELECT seats_taken, capacity, (SELECT coalesce(sum(party_size), 0) FROM registrations"
    " WHERE seminar_id = seminars.id AND status = 'confirmed') FROM seminars WHERE id = :seminar_id"
)


@dataclass
class Rush:
    """A seminar with a hundred seats taken and requests that wait for an answer, and those who are about to come."""

    served: Installation
    seminar_id: uuid.UUID
    calls: list[Callable[[], list[Answer]]]
    answers: list[Answer] = field(default_factory=list)
    counts: set[tuple[int, int, int]] = field(default_factory=set)

    def let_go(self) -> None:
        with self._counting():
            self.answers = [answer for answers in at_once(self.calls) for answer in answers]

    @contextmanager
    def _counting(self) -> Any:
        over = Event()
        watcher = Thread(target=self._count, args=(over,))
        watcher.start()
        try:
            yield
        finally:
            over.set()
            watcher.join()

    def _count(self, over: Event) -> None:
        with self.served.app.app_context(), db.engine.connect() as connection:
            while not over.is_set():
                self.counts.add(tuple(connection.execute(COUNTED, {"seminar_id": self.seminar_id}).one()))
                connection.rollback()
                time.sleep(0.01)

    def assert_in_order(self) -> Books:
        wrong = [seen for seen in self.counts if seen[0] > seen[1] or seen[0] != seen[2]]
        assert not wrong, f"seats taken, capacity, seats held: {sorted(wrong)[:5]}"
        refused = Counter((one.status, one.type) for one in self.answers if one.status >= 400)
        busy = [one for one in self.answers if one.status == 503]
        assert all(one.retry_after for one in busy)
        assert set(refused) <= REFUSALS | {(503, "busy")}, refused
        return check_books(self.served, self.seminar_id)

    def report(self) -> str:
        ordered = sorted(answer.seconds for answer in self.answers)
        p99 = ordered[int(len(ordered) * 0.99)]
        return (
            f"{len(self.answers)} answers, {len(self.counts)} counts; seconds to an answer:"
            f" median {statistics.median(ordered):.2f}, p99 {p99:.2f}, last {ordered[-1]:.2f}"
        )


def rush(served: Installation) -> Rush:
    officers = [served.officer() for _ in range(3)]
    seminar_id = served.seminar(capacity=CAPACITY, max_party_size=5, waiting_list="strict", approval_required=True)
    holders, asking = served.citizens(HOLDERS), served.citizens(ASKING)
    held = [(one, one.register(seminar_id, 2).body["id"]) for one in holders]
    asked = [
        one.register(seminar_id, size).body["id"] for one, size in zip(asking, itertools.cycle([2, 1]), strict=False)
    ]
    for _, key in held:
        assert officers[0].post(f"/registrations/{key}/approve").status == 200
    version = officers[0].get(f"/seminars/{seminar_id}").body["version"]
    assert officers[0].patch(f"/seminars/{seminar_id}", {"approval_required": False}, version).status == 200

    def one_by_one(call: Callable[[], Answer]) -> Callable[[], list[Answer]]:
        return lambda: [call()]

    sizes = itertools.cycle([1, 4, 2, 5, 3])
    coming = [
        one_by_one(lambda p=p, n=n: p.register(seminar_id, n))
        for p, n in zip(served.citizens(COMING), sizes, strict=False)
    ]
    hesitating = [lambda p=p, n=n: hesitate(p, seminar_id, n) for n, p in enumerate(served.citizens(HESITATING))]
    giving_up = [one_by_one(lambda p=p, key=key: p.cancel(key)) for p, key in held[::2]]
    changing = [lambda p=p, key=key: change(p, key) for p, key in held[1::2]]
    approving = [
        one_by_one(lambda o=o, key=key: o.post(f"/registrations/{key}/approve"))
        for o, key in zip(itertools.cycle(officers), asked, strict=False)
    ]
    calls = [
        call
        for group in itertools.zip_longest(coming, hesitating, giving_up, changing, approving)
        for call in group
        if call
    ]
    return Rush(served, seminar_id, calls)


def change(person: Person, key: str) -> list[Answer]:
    """One of the two stays at home."""
    path = f"/registrations/{key}"
    seen = person.get(path)
    return [seen, person.patch(path, {"party_size": 1}, seen.body["version"])]


def hesitate(person: Person, seminar_id: uuid.UUID, number: int) -> list[Answer]:
    """Come with five; where one has to wait, look for an offer a few times and answer it, or give up."""
    answers = [person.register(seminar_id, 5)]
    if answers[0].status != 201:
        return answers
    path = f"/registrations/{answers[0].body['id']}"
    for _ in range(4):
        answers.append(person.get(path))
        if answers[-1].status == 200 and answers[-1].body["offered_seats"]:
            answers.append(person.post(f"{path}/{'decline' if number % 3 == 0 else 'accept'}-offer"))
        time.sleep(0.2)
    return answers if number % 5 else [*answers, person.post(f"{path}/cancel")]


def assert_promoted_in_order(books: Books) -> None:
    """Whoever waited and was passed over had left, had let the seats go, or had been promoted before."""
    queue = [one.subject_id for one in books.entries if (one.after or {}).get("status") == "waitlisted"]
    promoted = [one.subject_id for one in books.entries if one.action == "registration.promoted"]
    left = {"registration.cancelled", "registration.offer_declined", "registration.offer_accepted"}
    gone = {one.subject_id for one in books.entries if one.action in left}
    for number, (before, after) in enumerate(itertools.pairwise(promoted)):
        between = queue[queue.index(before) + 1 : queue.index(after)]
        assert set(between) <= gone | set(promoted[:number]), "someone who stayed was passed over"


def test_the_last_hundred_seats(served: Installation) -> None:
    rushing = rush(served)
    assert len(rushing.calls) >= 500
    rushing.let_go()
    print(rushing.report())  # noqa: T201 - for whoever reads the log; no machine is slow enough to fail here
    books = rushing.assert_in_order()
    assert_promoted_in_order(books)
    done = books.actions()
    assert done["registration.made"] >= 400 and done["registration.approved"] >= HOLDERS
    for action in ("registration.cancelled", "registration.changed"):
        assert done[action] > 0


def test_without_the_guards_it_goes_wrong(install: Install) -> None:
    """The control: no row lock and no CHECK, and everything else as it is."""
    unguarded = install(wsgi="tests.concurrency.careless:app")
    with unguarded.app.app_context(), db.engine.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE seminars DROP CONSTRAINT ck_seminars_seats_within_capacity")
    rushing = rush(unguarded)
    rushing.let_go()
    assert read_books(unguarded, rushing.seminar_id).registrations
    with pytest.raises(AssertionError, match="seats"):
        rushing.assert_in_order()
