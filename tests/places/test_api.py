"""Do programs see districts and venues, and do those who keep them change them without overwriting each other?"""

from collections.abc import Callable
from typing import Any

import pytest

from engage.access.actor import Actor
from tests.clients import Client
from tests.factories import make_account, make_district, make_officer, make_supervisor, make_venue

Opening = Callable[[Actor], Client]

SCHOOL = {"name": {"fr": "École Annour"}, "district": "saiss", "kind": "primary_school", "capacity": 70}


def test_everyone_sees_districts_and_venues(client: Client, count_statements: Any) -> None:
    venue = make_venue(district="saiss", capacity=90)
    make_venue(district="agdal")
    districts = client.get("/api/v1/districts").get_json()
    assert [(d["code"], d["kind"]) for d in districts["items"]] == [("agdal", "district"), ("saiss", "district")]
    with count_statements() as statements:
        found = client.get("/api/v1/venues?district=saiss").get_json()["items"]
    assert len(statements) == 1
    assert [(v["id"], v["district"], v["capacity"], v["version"]) for v in found] == [(str(venue.id), "saiss", 90, 1)]
    shown = client.get(f"/api/v1/venues/{venue.id}")
    assert shown.get_json() == found[0]
    assert shown.headers["ETag"] == '"1"'


def test_lists_go_on_where_they_stopped(client: Client) -> None:
    for number in range(5):
        make_venue(name={"fr": f"Salle {number}"})
    first = client.get("/api/v1/venues?limit=3&q=salle").get_json()
    second = client.get(first["next"]).get_json()
    assert [v["name"]["fr"] for v in first["items"] + second["items"]] == [f"Salle {number}" for number in range(5)]
    assert second["next"] is None
    make_district("agdal")
    districts = client.get("/api/v1/districts?limit=1").get_json()
    assert client.get(districts["next"]).get_json()["items"][0]["code"] == "saiss"


@pytest.mark.parametrize("query", ["cursor=x", "cursor=WyJhIl0", "limit=0", "limit=101", "district=%00", "q=%E2%80%AE"])
def test_a_bad_question_is_refused(client: Client, query: str) -> None:
    assert client.get(f"/api/v1/venues?{query}").status_code == 422


def test_a_venue_is_added_once(program_of: Opening, store: str) -> None:
    make_district("saiss")
    program = program_of(make_supervisor("saiss"))
    answers = [program.post("/api/v1/venues", json=SCHOOL, headers={"Idempotency-Key": "k"}) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [201, 201]
    assert answers[0].get_json() == answers[1].get_json()
    assert answers[0].headers["ETag"] == '"1"'
    assert len(program.get("/api/v1/venues").get_json()["items"]) == 1


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"capacity": 0}, "capacity"),
        ({"capacity": "70"}, "capacity"),
        ({"kind": "castle"}, "kind"),
        ({"name": {}}, "name"),
        ({"name": {"fr": "  "}}, "name"),
        ({"district": "nowhere"}, "district"),
        ({"latitude": 34.03}, "longitude"),
        ({"latitude": "34.03", "longitude": -5}, "latitude"),
        ({"latitude": 91, "longitude": -5}, "latitude"),
        ({"code": "annour"}, "code"),
        ({"version": 7}, "version"),
    ],
)
def test_what_is_wrong_is_told_by_field(program_of: Opening, wrong: dict[str, Any], field: str) -> None:
    make_district("saiss")
    answer = program_of(make_supervisor()).post("/api/v1/venues", json={**SCHOOL, **wrong})
    assert answer.status_code == 422
    assert any(path.split(".")[0] == field for path in answer.get_json()["errors"])


def test_an_edit_needs_the_present_version(program_of: Opening) -> None:
    url = f"/api/v1/venues/{make_venue(capacity=100).id}"
    program = program_of(make_supervisor())
    assert program.patch(url, json={"capacity": 110}).status_code == 428
    edited = program.patch(url, json={"capacity": 110}, headers={"If-Match": '"1"'})
    assert (edited.status_code, edited.headers["ETag"], edited.get_json()["capacity"]) == (200, '"2"', 110)
    assert edited.get_json()["step_free_access"] is True
    assert program.patch(url, json={"capacity": 50}, headers={"If-Match": '"1"'}).status_code == 412
    assert program.get(url).get_json()["capacity"] == 110


def test_only_those_who_keep_the_district_edit(program_of: Opening, client: Client) -> None:
    url = f"/api/v1/venues/{make_venue(district='saiss').id}"
    for person in (make_account(), make_officer("saiss"), make_supervisor("agdal")):
        answer = program_of(person).patch(url, json={"capacity": 5}, headers={"If-Match": '"1"'})
        assert answer.status_code == 403
    assert client.patch(url, json={"capacity": 5}).status_code == 401
    assert client.get(url).get_json()["version"] == 1
