"""How often may someone guess, and is nobody locked out who does not?"""

from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from engage.access.actor import Actor
from engage.accounts import passwords
from tests.accounts.conftest import EMAIL, OTHER_PASSWORD, PASSWORD, ask_token, sign_in
from tests.clients import Client
from tests.factories import make_account


@pytest.fixture
def nadia(app: Flask) -> Actor:
    return make_account(email="nadia@example.org", password_hash=passwords.hashed(PASSWORD))


def from_address(client: FlaskClient, address: str) -> FlaskClient:
    client.environ_base["REMOTE_ADDR"] = address
    return client


def assert_limited(answer: Any) -> None:
    assert answer.status_code == 429
    assert 1 <= int(answer.headers["Retry-After"]) <= 3601


def test_ten_wrong_passwords_are_enough(client: Client, salma: Actor, nadia: Actor, app: Flask) -> None:
    answers = [ask_token(client, EMAIL, OTHER_PASSWORD).status_code for _ in range(10)]
    assert answers == [401] * 10
    limited = ask_token(client)
    assert_limited(limited)
    assert limited.json["type"] == "/problems/too-many-requests"
    assert ask_token(client, "nadia@example.org").status_code == 201, "other accounts are not concerned"
    assert ask_token(from_address(app.test_client(), "192.0.2.7")).status_code == 201, "nor is the owner elsewhere"


def test_pages_and_programs_are_counted_together(client: Client, salma: Actor) -> None:
    for _ in range(5):
        sign_in(client, EMAIL, OTHER_PASSWORD)
        ask_token(client, EMAIL, OTHER_PASSWORD)
    limited = sign_in(client)
    assert_limited(limited)
    assert "text/html" in limited.content_type


def test_another_spelling_of_the_address_is_no_way_around(client: Client, salma: Actor) -> None:
    for spelling in (EMAIL, EMAIL.upper(), f" {EMAIL} ", EMAIL.title(), f"{EMAIL}\t") * 2:
        ask_token(client, spelling, OTHER_PASSWORD)
    assert_limited(ask_token(client))


def test_unknown_addresses_are_limited_alike(client: Client) -> None:
    codes = [ask_token(client, "nobody@example.org").status_code for _ in range(11)]
    assert codes == [401] * 10 + [429]


def test_a_hundred_failures_from_one_address_are_enough(client: Client, salma: Actor) -> None:
    for number in range(100):
        assert ask_token(client, f"person{number}@example.org").status_code == 401
    assert_limited(ask_token(client))


def test_signing_in_often_is_no_offence(client: Client, salma: Actor) -> None:
    assert [ask_token(client).status_code for _ in range(32)] == [201] * 32
    assert [sign_in(client).status_code for _ in range(32)] == [303] * 32


def test_one_household_has_one_ipv6_network(app: Flask, salma: Actor) -> None:
    for number in range(10):
        ask_token(from_address(app.test_client(), f"2001:db8:1:2::{number}"), EMAIL, OTHER_PASSWORD)
    assert_limited(ask_token(from_address(app.test_client(), "2001:db8:1:2:ffff::1")))
    assert ask_token(from_address(app.test_client(), "2001:db8:1:3::1")).status_code == 201
    assert ask_token(from_address(app.test_client(), "::ffff:192.0.2.1")).status_code == 201


@pytest.mark.parametrize("by_page", [True, False])
def test_a_whole_school_may_sign_up_but_no_flood(
    client: Client, by_page: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    for face in ("pages", "api"):  # the slow part, two hundred times
        monkeypatch.setattr(f"engage.accounts.{face}.seal", lambda *_args, **_more: "sealed")
    sent = {"password": PASSWORD, "display_name": "Salma"}
    for number in range(200):
        person = {**sent, "email": f"person{number}@example.org"}
        answer = client.post("/sign-up", data=person) if by_page else client.post("/api/v1/accounts", json=person)
        assert answer.status_code == (303 if by_page else 201)
    assert_limited(client.post("/api/v1/accounts", json={**sent, "email": EMAIL}))
    assert_limited(client.post("/sign-up", data={**sent, "email": EMAIL}))
    assert client.get("/sign-up").status_code == 200
    assert client.post("/reset", data={"email": EMAIL}).status_code == 303


def test_one_person_is_not_buried_in_letters(client: Client, app: Flask) -> None:
    codes = [client.post("/reset", data={"email": EMAIL}).status_code for _ in range(6)]
    assert codes == [303] * 5 + [429]
    assert client.post("/reset", data={"email": "other@example.org"}).status_code == 303
    elsewhere = from_address(app.test_client(), "192.0.2.7")
    assert elsewhere.post("/reset", data={"email": EMAIL.upper()}).status_code == 429


def test_a_made_up_address_wins_no_more_guesses(client: Client, salma: Actor) -> None:
    sign_in(client)
    sent = {"present_password": OTHER_PASSWORD, "password": OTHER_PASSWORD}
    codes = [client.post("/account/password", data={**sent, "email": f"r{n}@x.org"}).status_code for n in range(11)]
    assert codes == [422] * 10 + [429]


def test_the_present_password_cannot_be_guessed_in_a_stolen_browser(client: Client, salma: Actor) -> None:
    sign_in(client)
    sent = {"present_password": OTHER_PASSWORD, "password": OTHER_PASSWORD}
    assert [client.post("/account/password", data=sent).status_code for _ in range(10)] == [422] * 10
    assert_limited(client.post("/account/password", data={**sent, "present_password": PASSWORD}))


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b'"email"',
        b'{"email": 7}',
        b'{"email": ["a"]}',
        b"[" * 100_000,
        b'{"email": "\\ud800"}',
        b'"' * 2_000_000,
    ],
)
def test_bodies_that_name_nobody_are_no_fault_of_ours(client: Client, body: bytes) -> None:
    answer = client.post("/api/v1/tokens", data=body, content_type="application/json")
    assert 400 <= answer.status_code < 500


@pytest.mark.parametrize("strange", [b"{" * 2_000_000, b"\xff\xfe", b"[]"])
def test_a_strange_request_does_not_begin_the_count_anew(client: Client, salma: Actor, strange: bytes) -> None:
    for _ in range(10):
        ask_token(client, EMAIL, OTHER_PASSWORD)
    client.post("/api/v1/tokens", data=strange, content_type="application/json")
    client.post("/sign-in", data=strange, content_type="application/x-www-form-urlencoded")
    assert_limited(ask_token(client))


@pytest.mark.parametrize("address", ["", "unix:", "not an address"])
def test_a_caller_without_an_address_is_limited_too(client: Client, salma: Actor, address: str) -> None:
    caller = from_address(client, address)
    assert [ask_token(caller, EMAIL, OTHER_PASSWORD).status_code for _ in range(11)] == [401] * 10 + [429]
