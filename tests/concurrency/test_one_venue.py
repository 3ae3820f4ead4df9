"""Who gets a venue, or an officer, when several plan something there for the same hour in the same moment?"""

from datetime import timedelta
from typing import Any

import pytest

from engage.database import db
from tests import stores
from tests.concurrency.conftest import Install
from tests.concurrency.installation import Answer, Installation, at_once, in_weeks

pytestmark = [stores.on_both, pytest.mark.xdist_group("concurrency")]

PLANNERS, ROUNDS = 12, 3
GUARDS = {
    "postgresql": [f"ALTER TABLE bookings DROP CONSTRAINT ex_bookings_{one}" for one in ("venue_id", "account_id")],
    "sqlite": [f"DROP TRIGGER bookings_no_overlap_on_{verb}" for verb in ("insert", "update")],
}


def race(served: Installation, **holds: Any) -> list[Answer]:
    """Everybody plans something for the same hours, a few minutes apart, with the same venue or officer."""
    planners = [served.officer() for _ in range(PLANNERS)]
    planned = {"title": {"fr": "Séance"}, "theme": "cyber", "audiences": ["parents"], "languages": ["ar"]}
    planned |= {"district": "saiss", "capacity": 20, "max_party_size": 5, **holds}
    calls = []
    for place, planner in enumerate(planners):
        start = in_weeks(5) + timedelta(minutes=place)
        times = {"starts_at": f"{start.isoformat()}Z", "ends_at": f"{(start + timedelta(hours=1)).isoformat()}Z"}
        calls.append(lambda p=planner, body={**planned, **times}: p.post("/seminars", body))
    return at_once(calls)


def assert_one_has_it(answers: list[Answer], field: str, type_: str) -> None:
    statuses = sorted(answer.status for answer in answers)
    assert statuses.count(201) == 1, f"promised {statuses.count(201)} times: {statuses}"
    for answer in answers:
        refused_in_words = answer.status == 422 and set(answer.body["errors"]) == {field, "force_reason"}
        assert answer.status == 201 or refused_in_words or (answer.status, answer.type) == (409, type_), answer


def test_a_venue_is_promised_once(served: Installation) -> None:
    for _ in range(ROUNDS):
        assert_one_has_it(race(served, venue_id=str(served.venue())), "venue_id", "venue-taken")


def test_an_officer_is_promised_once(served: Installation) -> None:
    for _ in range(ROUNDS):
        holds = {"online_url": "https://visio.example/s/1", "officers": [str(served.officer().actor.id)]}
        assert_one_has_it(race(served, **holds), "officers", "officer-taken")


def test_without_the_guards_the_same_race_goes_wrong(install: Install, store: str) -> None:
    """The control: no exclusion in the store (on SQLite no BEGIN IMMEDIATE either), and everything else as it is."""
    unguarded = install(wsgi="tests.concurrency.careless:app")
    with unguarded.app.app_context(), db.engine.begin() as connection:
        for statement in GUARDS[store]:
            connection.exec_driver_sql(statement)
    with pytest.raises(AssertionError, match="promised"):
        for _ in range(3 * ROUNDS):
            assert_one_has_it(race(unguarded, venue_id=str(unguarded.venue())), "venue_id", "venue-taken")
