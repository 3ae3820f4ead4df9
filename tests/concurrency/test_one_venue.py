"""Who gets a venue, or an officer, when several plan something there for the same hour in the same moment?"""

from datetime import timedelta
from typing import Any

import pytest

from engage.database import db
from tests import stores
from tests.concurrency.conftest import Install
from tests.concurrency.installation import Answer, Installation, Person, at_once, in_weeks

pytestmark = [stores.on_both, pytest.mark.xdist_group("concurrency")]

PLANNERS, ROUNDS = 12, 3
GUARDS = {
    "postgresql": [f"ALTER TABLE bookings DROP CONSTRAINT ex_bookings_{one}" for one in ("venue_id", "account_id")],
    "sqlite": [f"DROP TRIGGER bookings_no_overlap_on_{verb}" for verb in ("insert", "update")],
}


ONLINE = {"online_url": "https://visio.example/s/1"}


def planning(planner: Person, place: int, **holds: Any) -> Answer:
    """A seminar of an hour in five weeks, so many minutes later."""
    planned = {"title": {"fr": "Séance"}, "theme": "cyber", "audiences": ["parents"], "languages": ["ar"]}
    planned |= {"district": "saiss", "capacity": 20, "max_party_size": 5}
    return planner.post("/seminars", {**planned, **times(place), **holds})


def times(place: int) -> dict[str, str]:
    start = in_weeks(5) + timedelta(minutes=place)
    return {"starts_at": f"{start.isoformat()}Z", "ends_at": f"{(start + timedelta(hours=1)).isoformat()}Z"}


def race_of_plans(served: Installation, **holds: Any) -> list[Answer]:
    """Everybody plans something for the same hour, with the same venue or officer."""
    planners = enumerate([served.officer() for _ in range(PLANNERS)])
    return at_once([lambda p=planner, n=place: planning(p, n, **holds) for place, planner in planners])


def race_of_moves(served: Installation) -> list[Answer]:
    """Everybody moves what was to be online into the same venue."""
    officer, venue_id = served.officer(), str(served.venue())
    made = enumerate([planning(officer, place, **ONLINE).body["id"] for place in range(PLANNERS)])
    moves = [(f"/seminars/{key}/move", {**times(place), "venue_id": venue_id}) for place, key in made]
    return at_once([lambda path=path, body=body: officer.post(path, body) for path, body in moves])


def assert_one_has_it(answers: list[Answer], field: str, type_: str) -> None:
    statuses = sorted(answer.status for answer in answers)
    promised = sum(status in {200, 201} for status in statuses)
    assert promised == 1, f"promised {promised} times: {statuses}"
    for answer in answers:
        refused_in_words = answer.status == 422 and set(answer.body["errors"]) == {field, "force_reason"}
        assert answer.status < 300 or refused_in_words or (answer.status, answer.type) == (409, type_), answer


def test_a_venue_is_promised_once(served: Installation) -> None:
    for _ in range(ROUNDS):
        assert_one_has_it(race_of_plans(served, venue_id=str(served.venue())), "venue_id", "venue-taken")


def test_an_officer_is_promised_once(served: Installation) -> None:
    for _ in range(ROUNDS):
        answers = race_of_plans(served, **ONLINE, officers=[str(served.officer().actor.id)])
        assert_one_has_it(answers, "officers", "officer-taken")


def test_a_venue_is_moved_into_once(served: Installation) -> None:
    for _ in range(ROUNDS):
        assert_one_has_it(race_of_moves(served), "venue_id", "venue-taken")


def test_without_the_guards_the_same_race_goes_wrong(install: Install, store: str) -> None:
    """The control: no exclusion in the store (on SQLite no BEGIN IMMEDIATE either), and a moment before it is taken."""
    unguarded = install(wsgi="tests.concurrency.hesitant:app")
    with unguarded.app.app_context(), db.engine.begin() as connection:
        for statement in GUARDS[store]:
            connection.exec_driver_sql(statement)
    with pytest.raises(AssertionError, match="promised"):
        for _ in range(ROUNDS):
            assert_one_has_it(race_of_moves(unguarded), "venue_id", "venue-taken")
