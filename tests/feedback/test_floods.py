"""Is nobody drowned, and nobody locked out, when very many write?"""

import base64
import io
import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from altcha import Challenge, Payload, solve_challenge
from flask import Flask

from engage.access.actor import Actor
from engage.accounts.queries import SID
from engage.database import db
from engage.feedback import proofs
from engage.feedback.models.proofs import SpentProof
from engage.feedback.models.threads import Post, Thread
from engage.feedback.services import forget_spent_proofs
from engage.settings import EXTENSION
from tests.clients import Client
from tests.conftest import FrozenClock
from tests.factories import count_rows, make_account, make_district, make_officer, make_session, make_thread, make_token
from tests.files.made import picture

THREAD = {"subject": "Bruit la nuit", "body": "Chaque nuit, rue 12.", "category": "noise"}
FORM = {**THREAD, "visibility": "public"}


@pytest.fixture(autouse=True)
def _quick_work(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {"COST": 1, "LEAST": 1, "MOST": 3}.items():
        monkeypatch.setattr(proofs, name, value)


@pytest.fixture
def city(app: Flask) -> Iterator[Callable[..., Flask]]:
    """`city(flood_threads=2)`: the application with other settings."""
    kept = app.extensions[EXTENSION]
    make_district("saiss")

    def city(**changes: Any) -> Flask:
        app.extensions[EXTENSION] = replace(kept, **changes)
        return app

    yield city
    app.extensions[EXTENSION] = kept


@pytest.fixture
def flooded(city: Callable[..., Flask]) -> Flask:
    """A city in which strangers are asked from the first thread on."""
    return city(flood_threads=0, flood_network=2)


@pytest.fixture
def small(city: Callable[..., Flask]) -> Flask:
    """One in which few may write: two an hour each, twice that of one network."""
    return city(hourly_threads=2, hourly_comments=2, hourly_reports=1, network_people=2)


def file(client: Any, solution: str = "", **more: Any) -> Any:
    headers = {"Challenge-Solution": solution} if solution else {}
    return client.post("/api/v1/threads", json={**THREAD, **more}, headers=headers)


def solved(challenge: dict[str, Any]) -> str:
    made = Challenge.from_dict(challenge)
    solution = solve_challenge(made)
    assert solution is not None
    return Payload(made, solution).to_base64()


def ticket_in(page: Any) -> str:
    return str(page.text.partition('name="ticket" value="')[2].partition('"')[0])


def refused(answer: Any, type_: str = "challenge-required") -> bool:
    return (answer.status_code, answer.json["type"]) == (403, f"/problems/{type_}")


# --- work -------------------------------------------------------------------------------------------------------------


def test_a_program_solves_what_it_is_given(flooded: Flask) -> None:
    client = flooded.test_client()
    asked = file(client)
    assert refused(asked)
    solution = solved(asked.json["challenge"])
    assert file(client, solution).status_code == 201
    assert refused(file(client, solution)), "it counts once"
    assert file(client, solved(client.get("/api/v1/challenges").json)).status_code == 201
    assert count_rows(Thread) == 2


def test_what_is_refused_for_something_else_has_spent_nothing(flooded: Flask) -> None:
    client = flooded.test_client()
    solution = solved(client.get("/api/v1/challenges").json)
    assert file(client, solution, district="atlantis").status_code == 422
    assert file(client, solution).status_code == 201


def test_a_solution_sent_twice_with_its_key_is_one_thread(flooded: Flask) -> None:
    client = flooded.test_client()
    sent = {"Challenge-Solution": solved(client.get("/api/v1/challenges").json), "Idempotency-Key": "one"}
    first, again = (client.post("/api/v1/threads", json=THREAD, headers=sent) for _ in range(2))
    assert first.json == again.json
    assert count_rows(Thread) == count_rows(SpentProof) == 1


def test_a_solution_grows_old(flooded: Flask, frozen_clock: FrozenClock) -> None:
    client = flooded.test_client()
    solution = solved(client.get("/api/v1/challenges").json)
    frozen_clock.move(minutes=20)
    assert refused(file(client, solution))


def test_nobody_makes_a_challenge_but_we(flooded: Flask) -> None:
    client = flooded.test_client()
    challenge = client.get("/api/v1/challenges").json
    challenge["parameters"]["data"]["until"] += 10_000
    wrong = json.loads(base64.b64decode(solved(client.get("/api/v1/challenges").json)))
    wrong["solution"]["counter"] += 1
    for sent in (
        solved(challenge),
        base64.b64encode(json.dumps(wrong).encode()).decode(),
        "x",
        "e30=",
        "W10=",
        "A" * 9000,
    ):
        assert refused(file(client, sent))


def test_photographs_are_kept_of_nobody_who_brings_no_proof(flooded: Flask) -> None:
    client = flooded.test_client()
    photo = (io.BytesIO(picture()), "IMG_1.jpg")
    sent = {**FORM, "photos": photo, "form_key": "0193b1de-0000-7000-8000-000000000001"}
    assert client.post("/feedback/new", data=sent, content_type="multipart/form-data").status_code == 403
    kept = [path for path in (flooded.extensions[EXTENSION].instance / "files").rglob("*") if path.is_file()]
    assert kept == []


def test_only_strangers_are_asked(flooded: Flask) -> None:
    client = flooded.test_client()
    client.environ_base["HTTP_AUTHORIZATION"] = f"Bearer {make_token(make_account())}"
    assert file(client).status_code == 201


@pytest.mark.parametrize("flood", [{"flood_threads": 2}, {"flood_network": 2}])
def test_it_begins_when_very_many_write(
    city: Callable[..., Flask], client: Client, frozen_clock: FrozenClock, flood: dict[str, int]
) -> None:
    city(**flood)
    assert [file(client).status_code for _ in range(3)] == [201, 201, 403]
    client.environ_base["REMOTE_ADDR"] = "203.0.113.9"
    assert file(client).status_code == (403 if "flood_threads" in flood else 201), "another network"
    frozen_clock.move(hours=1)
    assert file(client).status_code == 201


# --- a wait -----------------------------------------------------------------------------------------------------------


def test_without_a_script_a_wait_is_enough(flooded: Flask, frozen_clock: FrozenClock) -> None:
    client = flooded.test_client()
    page = client.get("/feedback/new?lang=en")
    ticket = ticket_in(page)
    assert "09:03" in page.text
    frozen_clock.move(minutes=2)
    early = client.post("/feedback/new", data={**FORM, "ticket": ticket})
    assert early.status_code == 403
    assert "Chaque nuit, rue 12." in early.text
    assert ticket_in(early) == ticket, "the wait goes on, and does not begin anew"
    frozen_clock.move(minutes=1)
    assert client.post("/feedback/new", data={**FORM, "ticket": ticket}).status_code == 201
    again = client.post("/feedback/new", data={**FORM, "subject": "Autre", "ticket": ticket})
    assert again.status_code == 403
    assert ticket_in(again) not in {"", ticket}, "what is used up does not stay in the form"


def test_a_good_ticket_stays_while_something_else_is_mended(flooded: Flask, frozen_clock: FrozenClock) -> None:
    client = flooded.test_client()
    ticket = ticket_in(client.get("/feedback/new"))
    frozen_clock.move(minutes=5)
    assert ticket_in(client.post("/feedback/new", data={**FORM, "subject": "", "ticket": ticket})) == ticket


def test_a_receipt_of_one_thread_opens_no_others(city: Callable[..., Flask], client: Client) -> None:
    made = file(client).json
    city(flood_threads=0)
    client.carry(client.post("/api/v1/receipts", json={"receipt": made["receipt"]}).json["token"])
    assert refused(file(client))
    said = client.post(f"/api/v1/threads/{made['id']}/posts", json={"body": "Encore."})
    assert said.status_code == 201, "the own one has its own limits"


def test_a_ticket_is_of_one_network_and_one_day(flooded: Flask, frozen_clock: FrozenClock) -> None:
    client = flooded.test_client()
    ticket = ticket_in(client.get("/feedback/new"))
    frozen_clock.move(minutes=5)
    elsewhere = flooded.test_client()
    elsewhere.environ_base["REMOTE_ADDR"] = "203.0.113.9"
    for sent in ("", "1.2.3", "x.y", "١.ab.cd", f"{ticket}0"):
        assert client.post("/feedback/new", data={**FORM, "ticket": sent}).status_code == 403
    assert elsewhere.post("/feedback/new", data={**FORM, "ticket": ticket}).status_code == 403
    frozen_clock.move(hours=4)
    assert client.post("/feedback/new", data={**FORM, "ticket": ticket}).status_code == 403


def test_one_network_waits_for_few_at_once(flooded: Flask, frozen_clock: FrozenClock) -> None:
    client = flooded.test_client()
    tickets = [ticket_in(client.get("/feedback/new")) for _ in range(3)]
    assert len(set(tickets)) == 3
    frozen_clock.move(minutes=5)
    codes = [client.post("/feedback/new", data={**FORM, "ticket": ticket}).status_code for ticket in tickets]
    assert codes == [201, 201, 403]


def test_a_page_loads_the_check_only_in_a_flood(city: Callable[..., Flask], client: Client) -> None:
    assert "altcha" not in client.get("/feedback/new").text
    city(flood_threads=0)
    assert "altcha" in client.get("/feedback/new").text


def test_spent_proofs_are_forgotten_when_they_count_no_more(flooded: Flask, frozen_clock: FrozenClock) -> None:
    client = flooded.test_client()
    assert file(client, solved(client.get("/api/v1/challenges").json)).status_code == 201
    assert forget_spent_proofs(Actor.system()) == 0
    frozen_clock.move(minutes=20)
    assert forget_spent_proofs(Actor.system()) == 1


# --- limits -----------------------------------------------------------------------------------------------------------


def _as(app: Flask, person: Actor) -> Any:
    client = app.test_client()
    client.environ_base["HTTP_AUTHORIZATION"] = f"Bearer {make_token(person)}"
    return client


def limited(answer: Any) -> bool:
    return answer.status_code == 429 and 1 <= int(answer.headers["Retry-After"]) <= 3601


def test_so_many_threads_an_hour_by_whatever_door(small: Flask) -> None:
    person = make_account()
    client = _as(small, person)
    sent = {"api_key": make_token(person), "service_code": "noise", "description": "Bruit", "address_string": "Rue"}
    assert file(client).status_code == 201
    assert client.post("/open311/v2/requests.json", data=sent).status_code == 201
    assert limited(file(client))
    third = client.post("/open311/v2/requests.json", data=sent)
    assert limited(third)
    assert third.json[0]["code"] == 429
    assert file(_as(small, make_account())).status_code == 201, "somebody else may"


def test_a_school_behind_one_address(small: Flask) -> None:
    codes = [file(small.test_client()).status_code for _ in range(5)]
    assert codes == [201] * 4 + [429]
    elsewhere = small.test_client()
    elsewhere.environ_base["REMOTE_ADDR"] = "203.0.113.9"
    assert file(elsewhere).status_code == 201


def test_comments_of_one_receipt(small: Flask) -> None:
    client = small.test_client()
    made = file(client).json
    client.environ_base["HTTP_AUTHORIZATION"] = (
        f"Bearer {client.post('/api/v1/receipts', json={'receipt': made['receipt']}).json['token']}"
    )
    answers = [client.post(f"/api/v1/threads/{made['id']}/posts", json={"body": "Encore."}) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [201, 201, 429]
    assert limited(answers[-1])


def test_officers_at_work_are_not_counted(small: Flask) -> None:
    thread, officer = make_thread(), make_officer()
    client = _as(small, officer)
    for _ in range(5):
        assert (
            client.post(f"/api/v1/threads/{thread.id}/posts", json={"body": "Vu.", "kind": "reply"}).status_code == 201
        )
    assert count_rows(Post, Post.kind == "reply") == 5


def test_what_was_refused_is_not_counted(small: Flask) -> None:
    client = _as(small, make_account())
    assert [file(client, district="atlantis").status_code for _ in range(5)] == [422] * 5
    assert file(client).status_code == 201


def test_strangers_do_not_try_for_ever(city: Callable[..., Flask]) -> None:
    client = city(flood_threads=0, hourly_threads=1, network_people=1).test_client()
    answers = [file(client) for _ in range(4)]
    assert [answer.status_code for answer in answers] == [403] * 3 + [429]
    assert limited(answers[-1])


def test_a_page_that_refuses_shows_no_receipt(client: Client) -> None:
    sent = {"receipt": "4821 7730 1956 0034 8275 6610 9243"}
    answers = [client.post("/receipts", data=sent) for _ in range(31)]
    assert answers[-1].status_code == 429
    assert sent["receipt"] not in answers[-1].text


def test_pages_are_doors_too(small: Flask) -> None:
    browser, thread = small.test_client(), make_thread()
    with browser.session_transaction() as session:
        session[SID] = make_session(make_account())
    assert [browser.post("/feedback/new", data=FORM).status_code for _ in range(3)] == [303, 303, 429]
    assert [browser.post(f"/feedback/{thread.id}/follow").status_code for _ in range(2)] == [303, 429]
    post = db.session.query(Post).order_by(Post.id.desc()).limit(1).one()
    codes = [browser.post(f"/posts/{post.id}/edit", data={"body": f"{n}", "version": n}).status_code for n in (1, 2, 3)]
    assert codes == [303, 303, 429]


def test_who_supports_everything(small: Flask) -> None:
    client = _as(small, make_account())
    codes = [client.post(f"/api/v1/threads/{make_thread().id}/support").status_code for _ in range(2)]
    assert codes == [200, 429]


def test_a_page_says_how_long_and_keeps_what_was_written(small: Flask) -> None:
    thread, browser = make_thread(), small.test_client()
    with browser.session_transaction() as session:
        session[SID] = make_session(make_account())
    for number in range(3):
        answer = browser.post(
            f"/feedback/{thread.id}/comment", data={"body": f"Une chose que personne ne doit perdre {number}"}
        )
    assert answer.status_code == 429
    assert "Une chose que personne ne doit perdre 2" in answer.text
