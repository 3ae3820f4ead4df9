"""What do the tests of accounts share? A quick hasher, people with passwords, and the letters they get."""

from collections.abc import Callable
from typing import Any, Literal

import pytest
from argon2 import PasswordHasher
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from engage.access.actor import VISITOR, Actor
from engage.accounts import passwords, services
from engage.database import db
from engage.outbox.models import Message
from engage.transaction import transaction
from tests.factories import make_account

PASSWORD = "trois chats sur un mur"
OTHER_PASSWORD = "quatre chiens sous la table"
EMAIL = "salma@example.org"


class WatchedHasher(PasswordHasher):
    """Argon2 in a thousandth of the time; tells `watchers` when it works, and with which hash."""

    def __init__(self) -> None:
        super().__init__(time_cost=1, memory_cost=8, parallelism=1)
        self.watchers: list[Callable[[str], object]] = []

    def hash(self, password: str | bytes, *, salt: bytes | None = None) -> str:
        self._tell("")
        return super().hash(password, salt=salt)

    def verify(self, hash: str | bytes, password: str | bytes) -> Literal[True]:  # noqa: A002 - its name in argon2
        self._tell(str(hash))
        return super().verify(hash, password)

    def _tell(self, kept: str) -> None:
        for watcher in self.watchers:
            watcher(kept)


@pytest.fixture(autouse=True)
def hasher(monkeypatch: pytest.MonkeyPatch) -> WatchedHasher:
    """In the place of the real one, which would take a tenth of a second each time."""
    quick = WatchedHasher()
    monkeypatch.setattr(passwords, "_hasher", quick)
    monkeypatch.setattr(passwords, "NOBODYS", quick.hash("a password that nobody has"))
    return quick


@pytest.fixture
def salma(app: Flask) -> Actor:
    """A citizen whose address is confirmed."""
    return make_account(email=EMAIL, password_hash=passwords.hashed(PASSWORD))


@pytest.fixture
def letters(app: Flask) -> Callable[..., list[dict[str, Any]]]:
    """What is owed by mail, the oldest first: `letters("reset_password")`."""

    def owed(kind: str | None = None) -> list[dict[str, Any]]:
        rows = db.session.scalars(select(Message).order_by(Message.created_at, Message.id)).all()
        found = [
            {"kind": row.kind, "to": row.address, "locale": row.locale, **row.payload}
            for row in rows
            if kind in {None, row.kind}
        ]
        db.session.rollback()
        return found

    return owed


@pytest.fixture
def link(letters: Callable[..., list[dict[str, Any]]]) -> Callable[[str], str]:
    """The token in the latest letter of a kind."""
    return lambda kind: str(letters(kind)[-1]["url"]).rpartition("/")[2]


def sign_up(email: str = EMAIL, password: str = PASSWORD, **details: Any) -> None:
    with transaction():
        sealed = passwords.seal(password, email=email)
        services.sign_up(VISITOR, email=email, password_hash=sealed, **{"display_name": "Salma", **details})


def sign_in(client: FlaskClient, email: str = EMAIL, password: str = PASSWORD, **more: Any) -> Any:
    return client.post("/sign-in", data={"email": email, "password": password, **more})


def ask_token(client: FlaskClient, email: str = EMAIL, password: str = PASSWORD, **more: Any) -> Any:
    return client.post("/api/v1/tokens", json={"email": email, "password": password, **more})
