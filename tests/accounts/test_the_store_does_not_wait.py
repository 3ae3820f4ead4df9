"""Is the store left alone while a password is hashed? SQLite has one writer, and hashing takes a tenth of a second."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from engage.accounts import passwords
from engage.database import db
from tests.accounts.conftest import EMAIL, OTHER_PASSWORD, PASSWORD, WatchedHasher, ask_token, sign_in
from tests.clients import Client
from tests.factories import make_account

Step = Callable[[Client, Callable[[str], str]], Any]


@pytest.fixture
def connections_while_hashing(hasher: WatchedHasher) -> Iterator[list[bool]]:
    """Whether the session was in a transaction each time Argon2 was at work."""
    seen: list[bool] = []
    hasher.watchers.append(lambda _: seen.append(db.session().in_transaction()))
    yield seen
    assert seen, "nothing was hashed at all"
    assert not any(seen)


def _reset(client: Client, link: Callable[[str], str]) -> Any:
    client.post("/reset", data={"email": EMAIL})
    return client.post(f"/reset/{link('reset_password')}", data={"password": OTHER_PASSWORD})


def _change(client: Client, link: Callable[[str], str]) -> Any:
    sign_in(client)
    return client.post("/account/password", data={"present_password": PASSWORD, "password": OTHER_PASSWORD})


STEPS: list[Step] = [
    lambda client, link: ask_token(client),
    lambda client, link: sign_in(client),
    lambda client, link: client.post(
        "/api/v1/accounts",
        json={"email": "new@example.org", "password": PASSWORD, "display_name": "New"},
        headers={"Idempotency-Key": "key-12345"},
    ),
    lambda client, link: client.post(
        "/sign-up",
        data={"email": "new@example.org", "password": PASSWORD, "display_name": "New", "form_key": "key-12345"},
    ),
    _reset,
    _change,
]


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.usefixtures("store", "salma")
def test_no_transaction_is_open(
    client: Client, link: Callable[[str], str], step: Step, connections_while_hashing: list[bool]
) -> None:
    assert step(client, link).status_code in {201, 303}


def test_another_writer_goes_ahead_on_a_file(
    make_app: Callable[..., Flask], tmp_path: Path, hasher: WatchedHasher
) -> None:
    app = make_app(database_url=f"sqlite:///{tmp_path / 'engage.db'}")
    with app.app_context():
        make_account(email=EMAIL, password_hash=passwords.hashed(PASSWORD))
    written: list[int] = []

    def write(_: str) -> None:
        with db.engine.connect() as connection:
            connection.connection.execute("PRAGMA busy_timeout = 50")
            written.append(connection.exec_driver_sql("UPDATE accounts SET display_name = 'Other'").rowcount)
            connection.commit()

    hasher.watchers.append(write)
    assert ask_token(app.test_client()).status_code == 201
    assert written == [1]
