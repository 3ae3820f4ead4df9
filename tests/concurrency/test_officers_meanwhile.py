"""What if an officer changes a seminar while people register for it?"""

import itertools
import uuid
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from tests import stores
from tests.concurrency.books import check_books
from tests.concurrency.installation import Installation, Person, at_once, in_weeks

pytestmark = [stores.on_both, pytest.mark.xdist_group("concurrency")]

CLIENTS = 16


def registering(people: list[Person], seminar_id: uuid.UUID, sizes: Iterator[int]) -> list[Any]:
    return [lambda p=person, n=next(sizes): p.register(seminar_id, n) for person in people]


def instant(weeks: int, hours: int) -> str:
    return (in_weeks(weeks) + timedelta(hours=hours)).isoformat() + "Z"


def test_everybody_hears_of_a_move_or_registers_after_it(served: Installation) -> None:
    new_place = {"ar": "قاعة الحرية", "fr": "Salle de la Liberté"}
    officer, people, venue_id = served.officer(), served.citizens(2 * CLIENTS), served.venue(name=new_place)
    seminar_id = served.seminar(capacity=200)
    move = {"starts_at": instant(4, 0), "ends_at": instant(4, 1), "venue_id": str(venue_id)}
    calls = registering(people, seminar_id, itertools.cycle([1, 2, 3]))
    calls.insert(CLIENTS, lambda: officer.post(f"/seminars/{seminar_id}/move", move))
    statuses = [answer.status for answer in at_once(calls)]
    assert statuses == [201] * CLIENTS + [200] + [201] * CLIENTS
    books = check_books(served, seminar_id)
    last_words = [books.messages[str(row.id)][-1].payload["seminar"] for row in books.standing]
    assert {(words["local_start"], words["venue_name"]["fr"]) for words in last_words} == {
        (in_weeks(4).isoformat(), new_place["fr"])
    }
