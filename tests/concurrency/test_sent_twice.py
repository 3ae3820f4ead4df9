"""Is a request that arrives twelve times at once done once?"""

import pytest

from engage.seminars.models import Seminar
from tests import stores
from tests.concurrency.books import check_books
from tests.concurrency.installation import Answer, Installation, at_once, in_weeks
from tests.factories import count_rows

pytestmark = [stores.on_both, pytest.mark.xdist_group("concurrency")]

TIMES = 12


def outcomes(answers: list[Answer]) -> list[tuple[int, str]]:
    return sorted((answer.status, answer.type) for answer in answers)


def test_with_one_key_it_registers_once(served: Installation) -> None:
    [person], seminar_id = served.citizens(1), served.seminar(capacity=TIMES * 2)
    answers = at_once([lambda: person.register(seminar_id, 2, Idempotency_Key="k-1")] * TIMES)
    made = [answer.body for answer in answers if answer.status == 201]
    assert made
    assert all(body == made[0] for body in made)
    assert set(outcomes(answers)) <= {(201, ""), (409, "request-in-progress")}
    assert person.register(seminar_id, 2, Idempotency_Key="k-1").body == made[0]
    assert outcomes([person.register(seminar_id, 3, Idempotency_Key="k-1")]) == [(409, "idempotency-key-reused")]
    assert len(check_books(served, seminar_id).registrations) == 1


def test_without_a_key_the_others_hear_that_there_is_one(served: Installation) -> None:
    [person], seminar_id = served.citizens(1), served.seminar(capacity=TIMES * 2)
    answers = at_once([lambda: person.register(seminar_id, 2)] * TIMES)
    assert outcomes(answers) == [(201, ""), *[(409, "already-registered")] * (TIMES - 1)]
    assert len(check_books(served, seminar_id).registrations) == 1


@pytest.mark.parametrize(("key", "made"), [({"Idempotency_Key": "k-2"}, 1), ({}, TIMES)], ids=["", "control"])
def test_what_nothing_else_makes_unique_is_made_once(served: Installation, key: dict[str, str], made: int) -> None:
    """No index refuses a second draft of a seminar: without the key there are twelve."""
    officer = served.officer()
    day = in_weeks(5).date()
    draft = {"starts_at": f"{day}T09:00:00Z", "ends_at": f"{day}T10:00:00Z", "online_url": "https://visio.example.org/"}
    draft |= {"title": {"fr": "Séance"}, "theme": "cyber", "audiences": ["parents"], "languages": ["ar"]}
    draft |= {"district": "saiss", "capacity": 20, "max_party_size": 5}
    answers = at_once([lambda: officer.post("/seminars", draft, **key)] * TIMES)
    assert set(outcomes(answers)) <= {(201, ""), (409, "request-in-progress")}
    with served.app.app_context():
        assert count_rows(Seminar, Seminar.created_by == officer.actor.id) == made
    assert len({answer.body["id"] for answer in answers if answer.status == 201}) == made
