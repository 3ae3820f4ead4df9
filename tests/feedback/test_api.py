"""Do programs write, come back by receipt and answer, and learn nothing of what is not theirs?"""

import json
from typing import Any

import pytest
from structlog.testing import capture_logs

from engage.database import db
from engage.feedback import services
from engage.feedback.models.threads import Post, Thread
from engage.web.idempotency import IdempotencyKey
from tests.clients import Client
from tests.conftest import FrozenClock
from tests.factories import count_rows, make_account, make_district, make_officer, make_thread

THREAD = {
    "subject": "Lampadaire éteint",
    "body": "Depuis lundi, rue des Oliviers.",
    "category": "insecurity",
    "district": "saiss",
    "visibility": "private",
    "location": {"place": "Rue des Oliviers", "latitude": 34.03, "longitude": -5.0},
    "language": "fr",
}


@pytest.fixture(autouse=True)
def _saiss(app: Any) -> None:
    make_district("saiss")


def _file(client: Client, key: str | None = None, **changes: Any) -> Any:
    headers = {"Idempotency-Key": key} if key else {}
    return client.post("/api/v1/threads", json=THREAD | changes, headers=headers)


@pytest.mark.parametrize("key", [None, "one"])
def test_a_visitor_files_and_comes_back_by_receipt(client: Client, key: str | None, store: str) -> None:
    made = _file(client, key)
    assert made.status_code == 201
    opened = client.post("/api/v1/receipts", json={"receipt": made.json["receipt"]})
    assert opened.status_code == 201
    assert opened.json["thread_id"] == made.json["id"]
    address = f"/api/v1/threads/{made.json['id']}"
    assert client.get(address).status_code == 404
    client.carry(opened.json["token"])
    seen = client.get(address).json
    assert (seen["reference"], seen["is_own"], seen["status"]) == (made.json["reference"], True, "new")
    assert seen["location"] == THREAD["location"]
    said = client.post(f"{address}/posts", json={"body": "Encore hier."})
    assert said.status_code == 201
    assert [one["body"] for one in client.get(f"{address}/posts").json["items"]] == ["Encore hier."]
    edited = client.patch(f"/api/v1/posts/{said.json['id']}", json={"body": "Encore."}, headers={"If-Match": '"1"'})
    assert (edited.status_code, edited.headers["ETag"]) == (200, '"2"')
    assert client.get("/api/v1/me").status_code == 401
    assert client.get("/api/v1/threads").json["items"] == []


def test_a_token_of_a_receipt_ends(client: Client, frozen_clock: FrozenClock) -> None:
    made = _file(client)
    client.carry(client.post("/api/v1/receipts", json={"receipt": made.json["receipt"]}).json["token"])
    frozen_clock.move(hours=2)
    refused = client.get(f"/api/v1/threads/{made.json['id']}")
    assert (refused.status_code, refused.json["type"]) == (401, "/problems/invalid-token")


def test_posted_twice_with_the_same_key_it_is_one_with_the_same_receipt(client: Client, store: str) -> None:
    first, again = _file(client, "key"), _file(client, "key")
    assert first.json == again.json
    assert first.json["receipt"]
    assert count_rows(Thread) == 1
    assert first.json["receipt"] not in json.dumps(db.session.query(IdempotencyKey).one().body)
    assert _file(client, "key", subject="Autre").status_code == 409


def test_the_same_key_of_others_makes_another_thread_and_receipt(client: Client) -> None:
    first = _file(client, "1").json
    client.environ_base["REMOTE_ADDR"] = "203.0.113.9"
    assert _file(client, "1").json["receipt"] != first["receipt"]


def test_a_key_used_again_after_its_time_opens_no_second_door(client: Client, frozen_clock: FrozenClock) -> None:
    _file(client, "key")
    frozen_clock.move(hours=25)
    refused = _file(client, "key")
    assert (refused.status_code, refused.json["type"]) == (409, "/problems/idempotency-key-reused")


def test_no_receipt_in_a_log(client: Client) -> None:
    with capture_logs() as lines:
        made = _file(client)
        client.post("/api/v1/receipts", json={"receipt": made.json["receipt"]})
        client.post("/receipts", data={"receipt": made.json["receipt"]})
    written = repr(lines)
    assert "/receipts" in written
    for digits in (made.json["receipt"], made.json["receipt"].replace(" ", "")):
        assert digits not in written


def test_an_account_needs_no_receipt(client: Client, token: Any) -> None:
    client.carry(token(make_account()))
    made = _file(client).json
    assert set(made) == {"id", "reference"}
    assert [one["id"] for one in client.get("/api/v1/me/threads").json["items"]] == [made["id"]]


def test_an_officer_answers(client: Client, token: Any) -> None:
    thread, officer = make_thread(), make_officer()
    client.carry(token(officer))
    address = f"/api/v1/threads/{thread.id}"
    for step, sent, status in (
        ("acknowledge", {}, "acknowledged"),
        ("assign", {"account_id": str(officer.id)}, "in_progress"),
        ("answer", {}, "answered"),
        ("close", {}, "closed"),
    ):
        answer = client.post(f"{address}/{step}", json=sent)
        assert (answer.status_code, answer.json["status"]) == (200, status), step
    refused = client.post(f"{address}/close")
    assert (refused.status_code, refused.json["type"]) == (409, "/problems/wrong-state")


def test_the_kind_of_a_post_decides_who_reads_it(client: Client, token: Any) -> None:
    thread = make_thread()
    address = f"/api/v1/threads/{thread.id}"
    visitor = client.application.test_client()
    client.carry(token(make_officer()))
    for kind in ("comment", "reply", "note"):
        assert client.post(f"{address}/posts", json={"body": kind, "kind": kind}).json["kind"] == kind
    assert [one["kind"] for one in visitor.get(f"{address}/posts").json["items"]] == ["comment", "reply"]
    assert visitor.get(f"{address}/notes").status_code == 404
    assert [one["body"] for one in client.get(f"{address}/notes").json["items"]] == ["note"]
    assert client.post(f"{address}/posts", json={"body": "x", "kind": "opening"}).status_code == 422


def test_nothing_that_others_see_changes_when_officers_confer(client: Client) -> None:
    """No ETag, no version, no figure betrays that something private happened."""
    thread, officer = make_thread(), make_officer()
    address = f"/api/v1/threads/{thread.id}"
    before = client.get(address)
    services.add_note(officer, thread.id, body="Indicateur connu")
    services.assign_thread(officer, thread.id, account_id=officer.account_id)
    after = client.get(address)
    assert before.json == after.json
    assert before.headers.get("ETag") == after.headers.get("ETag")


def test_what_is_private_is_the_same_as_nothing(client: Client, token: Any) -> None:
    thread = make_thread(visibility="private")
    post_id = db.session.query(Post.id).scalar()
    client.carry(token(make_officer("zouagha")))
    for path in (
        f"threads/{thread.id}",
        f"threads/{thread.id}/posts",
        f"threads/{thread.id}/notes",
        f"posts/{post_id}",
    ):
        there = client.get(f"/api/v1/{path}")
        absent = client.get(
            f"/api/v1/{path}".replace(str(thread.id), str(post_id)).replace(f"posts/{post_id}", f"posts/{thread.id}")
        )
        assert there.status_code == absent.status_code == 404
        assert there.json == absent.json


def test_lists_page_by_cursor(client: Client) -> None:
    made = [str(make_thread(f"Fil {n}").id) for n in range(5)]
    seen, address = [], "/api/v1/threads?limit=2"
    while address:
        page = client.get(address).json
        seen += [one["id"] for one in page["items"]]
        address = page["next"]
    assert seen == made[::-1]
    assert client.get("/api/v1/threads?cursor=nonsense").status_code == 422
