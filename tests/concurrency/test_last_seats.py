"""Who gets the last seats when everybody wants them in the same moment?"""

import random
import uuid

import pytest

from engage.database import db
from tests import stores
from tests.concurrency.books import check_books
from tests.concurrency.conftest import Install
from tests.concurrency.installation import Answer, Installation, at_once

pytestmark = [stores.on_both, pytest.mark.xdist_group("concurrency")]

CLIENTS, SEATS, ROUNDS = 32, 50, 3


def race(served: Installation, seed: int) -> tuple[uuid.UUID, list[tuple[int, Answer]]]:
    """32 people ask at once for the last 50 of 60 seats, in parties of 1 to 5: what each asked for and was answered."""
    chance = random.Random(seed)
    people = served.citizens(CLIENTS)
    early, *_ = served.citizens(1)
    seminar_id = served.seminar(capacity=SEATS + 10, max_party_size=10, waiting_list="none")
    assert early.register(seminar_id, 10).status == 201
    sizes = [chance.randint(1, 5) for _ in people]
    calls = [lambda p=person, n=size: p.register(seminar_id, n) for person, size in zip(people, sizes, strict=True)]
    return seminar_id, list(zip(sizes, at_once(calls), strict=True))


def assert_sold_right(served: Installation, seminar_id: uuid.UUID, answers: list[tuple[int, Answer]]) -> None:
    sold = [size for size, answer in answers if answer.status == 201 and answer.body["status"] == "confirmed"]
    refused = [size for size, answer in answers if (answer.status, answer.type) == (409, "seats-exhausted")]
    assert len(sold) + len(refused) == CLIENTS, {(a.status, a.body.get("type")) for _, a in answers}
    assert sum(sold) <= SEATS, f"{sum(sold)} seats promised"
    assert sum(sizes for sizes, _ in answers) <= SEATS or refused
    assert all(size > SEATS - sum(sold) for size in refused), "a party was refused that there was room for"
    books = check_books(served, seminar_id)
    assert books.seminar.seats_taken == sum(sold) + 10


@pytest.mark.parametrize("seed", range(ROUNDS))
def test_never_one_too_many_and_none_lost(served: Installation, seed: int) -> None:
    assert_sold_right(served, *race(served, seed))


def test_without_the_guards_the_same_race_goes_wrong(install: Install) -> None:
    """The control: no row lock (on SQLite no BEGIN IMMEDIATE) and no CHECK, and everything else as it is."""
    unguarded = install(wsgi="tests.concurrency.careless:app")
    if not unguarded.settings.is_sqlite:
        with unguarded.app.app_context(), db.engine.begin() as connection:
            connection.exec_driver_sql("ALTER TABLE seminars DROP CONSTRAINT ck_seminars_seats_within_capacity")
    with pytest.raises(AssertionError, match="seats"):
        for seed in range(ROUNDS):
            assert_sold_right(unguarded, *race(unguarded, seed))
