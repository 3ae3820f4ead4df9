"""Does an answer, its length, its statements or its work tell whether an address has an account?"""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from engage.access.actor import Actor
from engage.accounts import passwords
from engage.accounts.models import OneTimeLink
from tests.accounts.conftest import EMAIL, OTHER_PASSWORD, PASSWORD, WatchedHasher, ask_token, sign_in
from tests.clients import Client
from tests.factories import count_rows, make_account

pytestmark = pytest.mark.usefixtures("salma")

Ask = Callable[[FlaskClient, str], Any]
UNKNOWN = "nadia@example.org"
UNVERIFIED = "karim@example.org"  # all of one length, as answers show what was typed


def sign_up_by_api(client: FlaskClient, email: str) -> Any:
    sent = {"email": email, "password": OTHER_PASSWORD, "display_name": "Salma"}
    return client.post("/api/v1/accounts", json=sent)


def sign_up_by_page(client: FlaskClient, email: str) -> Any:
    sent = {"email": email, "password": OTHER_PASSWORD, "display_name": "Salma"}
    return client.post("/sign-up", data=sent)


def reset_by_page(client: FlaskClient, email: str) -> Any:
    return client.post("/reset", data={"email": email})


def wrong_password_by_api(client: FlaskClient, email: str) -> Any:
    return ask_token(client, email, OTHER_PASSWORD)


def wrong_password_by_page(client: FlaskClient, email: str) -> Any:
    return sign_in(client, email, OTHER_PASSWORD)


ASKING = [sign_up_by_api, sign_up_by_page, reset_by_page, wrong_password_by_api, wrong_password_by_page]


def seen(response: TestResponse, email: str) -> tuple[int, str, dict[str, str]]:
    """Everything of an answer that a stranger can compare; the typed address and random figures put aside."""
    headers = {name: value for name, value in response.headers if name not in {"X-Request-ID", "Set-Cookie", "Date"}}
    lines = [line for line in response.text.replace(email, "…").splitlines() if "csrf_token" not in line]
    return response.status_code, "\n".join(lines), headers


@pytest.mark.parametrize("ask", ASKING, ids=lambda ask: ask.__name__)
@pytest.mark.usefixtures("store")
def test_the_same_answer_statements_and_work(
    app: Flask, ask: Ask, count_statements: Callable[[], Any], hasher: WatchedHasher
) -> None:
    make_account(email=UNVERIFIED, is_verified=False, password_hash=passwords.hashed(PASSWORD))
    work: list[bool] = []
    hasher.watchers.append(lambda kept: work.append(bool(kept)))
    found = []
    for email in (EMAIL, UNKNOWN, UNVERIFIED):
        work.clear()
        with count_statements() as statements:
            answer = seen(ask(app.test_client(), email), email)
        found.append((answer, tuple(statements), tuple(work)))
    assert found[0] == found[1] == found[2]
    assert found[0][1]


def test_the_answers_are_those_of_success(client: Client) -> None:
    answer = sign_up_by_api(client, EMAIL)
    assert (answer.status_code, answer.json) == (201, {"status": "verification_sent"})
    assert sign_up_by_page(client, EMAIL).headers["Location"] == "/sign-up/sent"
    assert reset_by_page(client, UNKNOWN).headers["Location"] == "/reset/sent"


def test_a_wrong_password_says_nothing_of_an_unconfirmed_address(client: Client) -> None:
    make_account(email=UNVERIFIED, is_verified=False, password_hash=passwords.hashed(PASSWORD))
    wrong = ask_token(client, UNVERIFIED, OTHER_PASSWORD)
    right = ask_token(client, UNVERIFIED, PASSWORD)
    assert (wrong.status_code, wrong.json["type"]) == (401, "/problems/sign-in-failed")
    assert (right.status_code, right.json) == (wrong.status_code, wrong.json)


def test_an_unknown_address_costs_a_verification(client: Client, hasher: WatchedHasher) -> None:
    checked: list[str] = []
    hasher.watchers.append(checked.append)
    ask_token(client, UNKNOWN)
    assert checked == [passwords.NOBODYS]


def test_asking_for_nobody_leaves_no_link(client: Client) -> None:
    reset_by_page(client, UNKNOWN)
    assert count_rows(OneTimeLink) == 0


def test_the_typed_address_is_not_written_to_when_it_is_another_spelling(
    client: Client, salma: Actor, letters: Any
) -> None:
    reset_by_page(client, "SALMA@EXAMPLE.ORG")
    assert [letter["to"] for letter in letters()] == [EMAIL]
