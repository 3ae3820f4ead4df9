"""Do programs ask for seminars and answer them?"""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from engage.access.actor import Actor
from engage.partners.models import Association
from tests.clients import Client
from tests.factories import make_association, make_manager, make_officer, make_proposal, make_venue

pytestmark = pytest.mark.usefixtures("app")
Opening = Callable[[Actor], Client]
PATH = "/api/v1/proposals"
DATE = {"day": "2026-12-15", "start_clock": "09:00", "end_clock": "11:00"}


@pytest.fixture
def association(app: Any) -> Association:
    return make_association()


@pytest.fixture
def manager(program_of: Opening, association: Association) -> Client:
    return program_of(make_manager(association))


@pytest.fixture
def officer(program_of: Opening) -> Client:
    return program_of(make_officer("saiss"))


def asked(association: Association, **changes: Any) -> dict[str, Any]:
    about = {"theme": "cyber", "audiences": ["parents"], "expected": 18, "dates": [DATE]}
    return {"association_id": str(association.id), "venue_id": str(make_venue().id), **about, **changes}


def test_a_request_is_asked_seen_and_accepted_without_another_word(
    manager: Client, officer: Client, association: Association
) -> None:
    made = manager.post(PATH, json=asked(association))
    assert made.status_code == 201, made.json
    assert (made.json["status"], made.json["district"], made.json["dates"]) == ("open", "saiss", [DATE])
    assert (made.json["asker"], made.json["languages"]) == (association.name, ["ar"])
    assert made.headers["ETag"] == '"1"'
    address = f"{PATH}/{made.json['id']}"
    assert [one["id"] for one in officer.get(f"{PATH}?status=open").json["items"]] == [made.json["id"]]
    accepted = officer.post(f"{address}/accept", json={})
    assert (accepted.status_code, accepted.json["status"]) == (200, "accepted")
    seminar = officer.get(f"/api/v1/seminars/{accepted.json['seminar_id']}").json
    assert (seminar["status"], seminar["seats_taken"]) == ("draft", 18)
    assert seminar["starts_at"].startswith("2026-12-15T09:00:00")
    (mine,) = manager.get("/api/v1/me/registrations").json["items"]
    assert (mine["seminar_id"], mine["status"], mine["party_size"]) == (seminar["id"], "confirmed", 18)
    assert officer.post(f"{address}/accept", json={}).json["type"] == "/problems/wrong-state"


def test_the_same_key_asks_once(manager: Client, association: Association) -> None:
    sent, headers = asked(association), {"Idempotency-Key": "once"}
    first, second = (manager.post(PATH, json=sent, headers=headers) for _ in range(2))
    assert (first.status_code, second.status_code, first.json) == (201, 201, second.json)
    assert len(manager.get(PATH).json["items"]) == 1


def test_an_officer_says_when_and_where_by_instants(manager: Client, officer: Client, association: Association) -> None:
    address = f"{PATH}/{manager.post(PATH, json=asked(association)).json['id']}"
    half = officer.post(f"{address}/accept", json={"starts_at": "2026-12-18T14:00:00Z"})
    assert (half.status_code, list(half.json["errors"])) == (422, ["ends_at"])
    times = {"starts_at": "2026-12-18T14:00:00Z", "ends_at": "2026-12-18T15:30:00Z"}
    accepted = officer.post(f"{address}/accept", json={**times, "capacity": 40, "venue_id": str(make_venue().id)})
    seminar = officer.get(f"/api/v1/seminars/{accepted.json['seminar_id']}").json
    assert (seminar["capacity"], seminar["seats_free"]) == (40, 22)
    assert seminar["starts_at"].startswith("2026-12-18T14:00:00")


def test_dates_are_suggested_and_agreed_to(manager: Client, officer: Client, association: Association) -> None:
    address = f"{PATH}/{manager.post(PATH, json=asked(association)).json['id']}"
    offered = [{**DATE, "day": "2026-12-17"}, {**DATE, "day": "2026-12-18"}]
    seen, sent = {"If-Match": '"1"'}, {"dates": offered, "note": "Plutôt"}
    answered = officer.post(f"{address}/suggest", json=sent, headers=seen)
    assert (answered.json["status"], answered.json["reason"]) == ("answered", "Plutôt")
    assert answered.json["offered_dates"] == offered
    assert officer.post(f"{address}/suggest", json=sent, headers=seen).status_code == 412
    agreed = manager.post(f"{address}/agree", json={"date": 1})
    assert (agreed.json["status"], bool(agreed.json["seminar_id"])) == ("accepted", True)


def test_declined_and_withdrawn(manager: Client, officer: Client, association: Association) -> None:
    addresses = [f"{PATH}/{manager.post(PATH, json=asked(association)).json['id']}" for _ in range(2)]
    assert officer.post(f"{addresses[0]}/decline", json={}).status_code == 422
    assert officer.post(f"{addresses[0]}/decline", json={"reason": "Non"}).json["reason"] == "Non"
    assert manager.post(f"{addresses[1]}/withdraw").json["status"] == "withdrawn"


def test_likes_of_a_request_are_told(manager: Client, officer: Client, association: Association) -> None:
    first, second = (manager.post(PATH, json=asked(association)).json for _ in range(2))
    (found,) = officer.get(f"{PATH}/{second['id']}/doubles").json["proposals"]
    assert (found["id"], found["asked_on"]) == (first["id"], "2026-11-23")


def test_the_list_goes_page_by_page(manager: Client, officer: Client, program_of: Opening) -> None:
    own = make_association("Annahda")
    person = make_manager(own)
    made = [str(make_proposal(person, association_id=own.id, days=(date(2026, 12, day),)).id) for day in (15, 16, 17)]
    first = officer.get(f"{PATH}?limit=2").json
    rest = officer.get(first["next"]).json
    assert sorted(one["id"] for one in [*first["items"], *rest["items"]]) == sorted(made)
    assert rest["next"] is None
    assert manager.get(PATH).json["items"] == []


@pytest.mark.parametrize(
    "sent", [{"dates": []}, {"dates": [DATE] * 6}, {"expected": 0}, {"theme": "astrology"}, {"x": 1}]
)
def test_what_no_schema_takes_is_refused(manager: Client, association: Association, sent: dict[str, Any]) -> None:
    assert manager.post(PATH, json=asked(association, **sent)).status_code == 422
