"""Does the JSON face keep its contract: signing up, tokens, and the own profile?"""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from engage.access.actor import Actor, Grant
from engage.access.permissions import Role
from engage.accounts import passwords, services
from engage.accounts.models import Account, ApiToken, RoleGrant
from engage.database import db
from engage.transaction import transaction
from tests.accounts.conftest import EMAIL, OTHER_PASSWORD, PASSWORD, ask_token, sign_in
from tests.clients import Client
from tests.conftest import FrozenClock
from tests.factories import count_rows, make_account

SIGN_UP = {"email": EMAIL, "password": PASSWORD, "display_name": "Salma Bennani"}


@pytest.fixture
def token(client: Client, salma: Actor) -> str:
    return str(ask_token(client).json["token"])


def bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


def me(client: Client, token: str) -> Any:
    return client.get("/api/v1/me", headers=bearer(token))


# --- signing up -------------------------------------------------------------------------------------------------------


def test_from_signing_up_to_a_token(client: Client, link: Callable[[str], str]) -> None:
    made = client.post("/api/v1/accounts", json={**SIGN_UP, "locale": "fr", "phone": "06 12 34 56 78"})
    assert (made.status_code, made.json) == (201, {"status": "verification_sent"})
    assert ask_token(client).json["type"] == "/problems/sign-in-failed"
    confirmed = client.post("/api/v1/accounts/verify", json={"token": link("verify_address")})
    assert (confirmed.status_code, confirmed.data) == (204, b"")
    answer = ask_token(client)
    assert answer.status_code == 201
    assert set(answer.json) == {"token", "expires_at"}
    assert answer.json["expires_at"] == "2026-12-23T09:00:00+00:00"
    mine = me(client, answer.json["token"])
    assert mine.json == {
        "id": mine.json["id"],
        "email": EMAIL,
        "display_name": "Salma Bennani",
        "locale": "fr",
        "phone": "+212612345678",
        "roles": [{"role": "citizen", "district": None}],
        "version": 1,
    }


def test_a_used_link_is_a_conflict(client: Client, link: Callable[[str], str]) -> None:
    client.post("/api/v1/accounts", json=SIGN_UP)
    sent = {"token": link("verify_address")}
    codes = [client.post("/api/v1/accounts/verify", json=sent).status_code for _ in range(2)]
    assert codes == [204, 409]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"email": "salma"}, "email"),
        ({"password": "too short"}, "password"),
        ({"password": ""}, "password"),
        ({"password": "x1" * 501}, "password"),
        ({"password": 123456789012345}, "password"),
        ({"password": None}, "password"),
        ({"display_name": ""}, "display_name"),
        ({"display_name": "Sal\u202ema"}, "display_name"),
        ({"locale": "de"}, "locale"),
        ({"phone": "12"}, "phone"),
        ({"roles": ["administrator"]}, "roles"),
        ({"verified_at": "2026-01-01T00:00:00Z"}, "verified_at"),
    ],
)
def test_what_cannot_be_an_account(client: Client, changes: dict[str, Any], field: str) -> None:
    answer = client.post("/api/v1/accounts", json={**SIGN_UP, **changes})
    assert answer.status_code == 422
    assert list(answer.json["errors"]) == [field]
    assert str(changes.get("password")) not in answer.text or not changes.get("password")
    assert count_rows(Account) == 0


def test_one_key_opens_one_account_and_sends_one_letter(client: Client, letters: Callable[..., list[Any]]) -> None:
    key = {"Idempotency-Key": "sign-up-1"}
    answers = [client.post("/api/v1/accounts", json=SIGN_UP, headers=key) for _ in range(3)]
    assert [(answer.status_code, answer.json) for answer in answers] == [(201, {"status": "verification_sent"})] * 3
    assert len(letters()) == 1
    other = client.post("/api/v1/accounts", json={**SIGN_UP, "display_name": "Other"}, headers=key)
    assert other.status_code == 409


# --- tokens -----------------------------------------------------------------------------------------------------------


def test_tokens_are_listed_without_their_secret(client: Client, token: str) -> None:
    ask_token(client, label="Agenda de l'école", scopes=["read"])
    answer = client.get("/api/v1/tokens", headers=bearer(token))
    assert [(one["label"], one["scopes"], one["is_current"]) for one in answer.json["items"]] == [
        ("Agenda de l'école", ["read"], False),
        ("", ["read", "write"], True),
    ]
    assert set(answer.json["items"][0]) == {"id", "label", "scopes", "created_at", "expires_at", "is_current"}
    assert answer.json["next"] is None


def test_tokens_are_paged(client: Client, token: str) -> None:
    for number in range(4):
        ask_token(client, label=str(number))
    seen, url = [], "/api/v1/tokens?limit=2"
    while url:
        answer = client.get(url, headers=bearer(token)).json
        seen += [one["label"] for one in answer["items"]]
        url = answer["next"]
    assert seen == ["3", "2", "1", "0", ""]


def test_a_token_ends_itself(client: Client, token: str) -> None:
    assert client.delete("/api/v1/tokens/current", headers=bearer(token)).status_code == 204
    assert me(client, token).status_code == 401


def test_a_token_is_revoked_by_another(client: Client, token: str) -> None:
    other = ask_token(client).json["token"]
    other_id = client.get("/api/v1/tokens", headers=bearer(other)).json["items"][0]["id"]
    assert client.delete(f"/api/v1/tokens/{other_id}", headers=bearer(token)).status_code == 204
    assert me(client, other).status_code == 401
    assert me(client, token).status_code == 200
    assert client.delete(f"/api/v1/tokens/{other_id}", headers=bearer(token)).status_code == 404


def test_another_persons_token_does_not_exist(client: Client, token: str) -> None:
    make_account(email="nadia@example.org", password_hash=passwords.hashed(PASSWORD))
    ask_token(client, "nadia@example.org")
    theirs = db.session.scalars(select(ApiToken.id).order_by(ApiToken.id.desc()).limit(1)).one()
    assert client.delete(f"/api/v1/tokens/{theirs}", headers=bearer(token)).status_code == 404
    assert len(client.get("/api/v1/tokens", headers=bearer(token)).json["items"]) == 1


def test_a_token_ends_after_thirty_days(client: Client, token: str, frozen_clock: FrozenClock) -> None:
    frozen_clock.move(days=29, hours=23)
    assert me(client, token).status_code == 200
    frozen_clock.move(hours=1)
    assert me(client, token).status_code == 401


def test_a_token_that_may_only_read_changes_nothing(client: Client, salma: Actor) -> None:
    token = ask_token(client, scopes=["read"]).json["token"]
    assert me(client, token).status_code == 200
    headers = {**bearer(token), "If-Match": '"1"'}
    refused = client.patch("/api/v1/me", json={"display_name": "Other"}, headers=headers)
    assert (refused.status_code, refused.json["type"]) == (403, "/problems/scope-missing")


@pytest.mark.parametrize(
    "changes",
    [{"scopes": []}, {"scopes": ["admin"]}, {"scopes": "read"}, {"label": "x" * 81}, {"expires_at": "2099-01-01"}],
)
def test_what_cannot_be_a_token(client: Client, salma: Actor, changes: dict[str, Any]) -> None:
    answer = ask_token(client, **changes)
    assert answer.status_code == 422
    assert {path.split(".")[0] for path in answer.json["errors"]} == set(changes)


@pytest.mark.parametrize(
    "header",
    [
        "",
        "Bearer",
        "Bearer ",
        "Bearer a b",
        "Basic c2FsbWE6cGFzc3dvcmQ=",
        "Bearer " + "x" * 43,
        "Bearer " + "x" * 5000,
        "Bearer é",
        "Bearer قط",
        "Bearer \u00a0x",
        "Bearer ' OR 1=1 --",
        "Token x",
        "\x7f",
    ],
)
@pytest.mark.parametrize("address", ["/api/v1/me", "/api/v1/districts", "/api/v1/tokens"])
def test_malformed_tokens_are_401_everywhere(client: Client, header: str, address: str) -> None:
    raw = header.encode().decode("latin-1")
    answer = client.get(address, environ_overrides={"HTTP_AUTHORIZATION": raw})
    assert answer.status_code == 401
    assert answer.json["type"] == "/problems/invalid-token"
    assert answer.headers["WWW-Authenticate"] == "Bearer"


@pytest.mark.parametrize("position", [0, 21, 42])
def test_a_token_with_another_letter_is_another_token(client: Client, token: str, position: int) -> None:
    letter = "A" if token[position] != "A" else "B"
    assert me(client, token[:position] + letter + token[position + 1 :]).status_code == 401
    assert me(client, token.swapcase()).status_code == 401


def test_the_scheme_is_read_in_any_case(client: Client, token: str) -> None:
    assert client.get("/api/v1/me", headers={"Authorization": f"bearer {token}"}).status_code == 200


def test_nothing_sent_is_a_visitor(client: Client) -> None:
    assert client.get("/api/v1/districts").status_code == 200
    refused = client.get("/api/v1/me")
    assert (refused.status_code, refused.json["type"]) == (401, "/problems/not-signed-in")


def test_programs_are_not_let_in_by_a_cookie_nor_pages_by_a_token(client: Client, app: Flask, token: str) -> None:
    assert sign_in(client).status_code == 303
    assert client.get("/account").status_code == 200
    assert client.get("/api/v1/me").status_code == 401
    assert app.test_client().get("/account", headers=bearer(token)).status_code == 401


def test_the_store_keeps_no_password_that_was_sent(client: Client, token: str) -> None:
    client.post("/api/v1/accounts", json={**SIGN_UP, "password": OTHER_PASSWORD}, headers={"Idempotency-Key": "k" * 8})
    with db.engine.connect() as connection:
        dump = "\n".join(str(connection.exec_driver_sql(f"SELECT * FROM {name}").all()) for name in db.metadata.tables)
    assert OTHER_PASSWORD not in dump
    assert token not in dump


# --- the own profile --------------------------------------------------------------------------------------------------


def edit(client: Client, token: str, changes: dict[str, Any], version: str | None = '"1"') -> Any:
    headers = bearer(token) | ({"If-Match": version} if version else {})
    return client.patch("/api/v1/me", json=changes, headers=headers)


def test_the_profile_is_edited_by_version(client: Client, token: str) -> None:
    shown = me(client, token)
    assert shown.headers["ETag"] == '"1"'
    edited = edit(client, token, {"display_name": "سلمى بناني", "locale": "ar"})
    assert (edited.status_code, edited.headers["ETag"]) == (200, '"2"')
    assert (edited.json["display_name"], edited.json["locale"], edited.json["version"]) == ("سلمى بناني", "ar", 2)
    assert edit(client, token, {"phone": None}).status_code == 412
    assert edit(client, token, {"phone": None}, version=None).status_code == 428
    assert edit(client, token, {"phone": None}, version='"é"'.encode().decode("latin-1")).status_code == 412


def test_a_telephone_is_removed_by_null(client: Client, token: str) -> None:
    assert edit(client, token, {"phone": "00212 6 12 34 56 78"}).json["phone"] == "+212612345678"
    assert edit(client, token, {"phone": None}, '"2"').json["phone"] is None


@pytest.mark.parametrize(
    "changes", [{"email": "x@example.org"}, {"roles": []}, {"display_name": None}, {"locale": "xx"}]
)
def test_what_cannot_be_changed(client: Client, token: str, changes: dict[str, Any]) -> None:
    assert edit(client, token, changes).status_code == 422


def test_roles_with_districts_are_shown(client: Client) -> None:
    with transaction():
        services.create_account(
            Actor.system(), email=EMAIL, password=PASSWORD, role=Role.OFFICER, districts=["saiss", "agdal"]
        )
    roles = me(client, ask_token(client).json["token"]).json["roles"]
    assert sorted(role["district"] for role in roles) == ["agdal", "saiss"]
    assert {role["role"] for role in roles} == {"officer"}


def test_who_asks_is_one_statement(client: Client, token: str, count_statements: Callable[[], Any]) -> None:
    with transaction():
        account_id = db.session.scalars(select(Account.id)).one()
        for district in ("saiss", "agdal"):
            db.session.add(RoleGrant(account_id=account_id, role=Role.OFFICER, district=district))
    with count_statements() as statements:
        answer = me(client, token)
    assert len(answer.json["roles"]) == 3
    assert len(statements) == 2


def test_the_actor_knows_scopes_and_grants(app: Flask, client: Client, token: str) -> None:
    from engage.accounts import queries

    with app.test_request_context("/api/v1/me", headers=bearer(token)) as context:
        actor = queries.actor_of_request(context.request)
    assert actor is not None
    assert (actor.email, actor.grants, actor.may_write) == (EMAIL, (Grant(Role.CITIZEN),), True)
    assert actor.credential_id == db.session.scalars(select(ApiToken.id)).one()
