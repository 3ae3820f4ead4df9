"""What does every test stand on? A fresh store, a stopped clock, people who can sign in, and no way out to the network.

`app` is the whole application on an empty store: SQLite in memory, or PostgreSQL where a test asks for `store` (it then
runs on both) or is marked `@on_postgresql`. `pytest --store both` runs everything on both.
"""

import gc
import os
import smtplib
import socket
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from flask import Flask

from engage import clock, language
from engage.access.actor import Actor
from engage.accounts.queries import SID
from engage.database import db
from engage.files.examining import pdf
from engage.settings import Settings
from engage.web.limits import limiter
from tests import factories, private_services, stores
from tests.clients import Client, make_application

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
LOOPBACK = ("127.", "localhost", "::1")

hypothesis.settings.register_profile("engage", deadline=None, max_examples=60, database=None)
hypothesis.settings.load_profile("engage")


# --- which store ------------------------------------------------------------------------------------------------------


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--store", choices=("sqlite", "postgresql", "both"), default="sqlite", help="where tests keep rows"
    )


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "smtp: talks to a mail server of its own on 127.0.0.1")


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Iterator[None]:
    """What is collected stays to the end: nobody needs to look for rubbish in it again and again."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.freeze()
        gc.enable()


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    asks = "store" in metafunc.definition._fixtureinfo.initialnames
    everywhere = metafunc.config.getoption("store") == "both" and "store" in metafunc.fixturenames
    if (asks or everywhere) and not _names_its_store(metafunc):
        metafunc.parametrize("store", [stores.SQLITE, stores.POSTGRESQL], indirect=True)


def _names_its_store(metafunc: pytest.Metafunc) -> bool:
    return any("store" in str(mark.args[0]) for mark in metafunc.definition.iter_markers("parametrize"))


@pytest.fixture
def store(request: pytest.FixtureRequest) -> str:
    """The name of the store this test runs on."""
    return getattr(request, "param", None) or request.config.getoption("store")


# --- the application --------------------------------------------------------------------------------------------------


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Settings for a store in memory and an instance folder of this test."""
    return stores.settings_for(tmp_path, "sqlite://")


@pytest.fixture(scope="session")
def sqlite_app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[stores.StoredApp]:
    """Made once; every test gets a copy of its empty store."""
    with stores.in_memory(make_application, tmp_path_factory.mktemp("instance")) as stored:
        yield stored


@pytest.fixture(scope="session")
def postgresql_app(postgresql_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[stores.StoredApp]:
    """The same on a database of this worker."""
    with stores.on_server(make_application, tmp_path_factory.mktemp("instance"), postgresql_url) as stored:
        yield stored


@pytest.fixture(scope="session")
def postgresql_url() -> Iterator[str]:
    """The address of a PostgreSQL server on which databases may be made."""
    if given := os.environ.get("ENGAGE_TEST_DATABASE_URL"):
        yield given
        return
    with ExitStack() as stack:
        try:
            url = stack.enter_context(private_services.postgresql())
        except private_services.Missing as reason:
            _do_without(str(reason))
        yield url


@pytest.fixture(scope="session")
def redis_url() -> Iterator[str]:
    with ExitStack() as stack:
        try:
            url = stack.enter_context(private_services.redis())
        except private_services.Missing as reason:
            _do_without(str(reason))
        yield url


def _do_without(reason: str) -> None:
    """Skip on somebody's machine; fail where everything is supposed to be tested."""
    (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(reason)


@pytest.fixture
def app(store: str, request: pytest.FixtureRequest, frozen_clock: "FrozenClock") -> Iterator[Flask]:
    """The application on an empty store, its context pushed."""
    yield from _on_empty_store(request.getfixturevalue(f"{store}_app"))


@pytest.fixture
def pg_app(request: pytest.FixtureRequest, frozen_clock: "FrozenClock") -> Iterator[Flask]:
    """The same, always on PostgreSQL."""
    yield from _on_empty_store(request.getfixturevalue("postgresql_app"))


def _on_empty_store(stored: stores.StoredApp) -> Iterator[Flask]:
    stored.empty()
    limiter.reset()
    with stored.app.app_context():
        language.use(language.DEFAULT)
        yield stored.app
        db.session.rollback()


@pytest.fixture
def make_app(settings: Settings, frozen_clock: "FrozenClock") -> Iterator[Callable[..., Flask]]:
    """Another application with other settings and a store of its own: `make_app(base_url="https://…")`."""
    made: list[Flask] = []
    limits = dict(vars(limiter))

    def make(by: Callable[[Settings], Flask] = make_application, *, has_tables: bool = True, **changes: Any) -> Flask:
        made.append(by(replace(settings, **changes)))
        if has_tables:
            stores.make_tables(made[-1])
        return made[-1]

    yield make
    for app in made:
        stores.dispose(app)
    vars(limiter).update(limits)  # the limiter belongs to the process: the last application made has configured it


@pytest.fixture
def client(app: Flask) -> Client:
    """A browser that nobody has signed in with."""
    made = app.test_client()
    assert isinstance(made, Client)
    return made


@pytest.fixture
def count_statements(app: Flask) -> Callable[[], Any]:
    """`with count_statements() as statements:` collects the SQL that is sent meanwhile; `len(statements)` counts it."""
    return lambda: stores.statements_on(db.engine)


@pytest.fixture(scope="session", autouse=True)
def _no_pdf_is_read_twice() -> Iterator[None]:
    """The program that reads PDFs knows nothing but the bytes: what it has found plain once, it finds plain again."""
    plain: set[bytes] = set()
    read = pdf._read

    def read_once(content: bytes) -> str:
        if content in plain:
            return "plain"
        if (found := read(content)) == "plain":
            plain.add(content)
        return found

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pdf, "_read", read_once)
        yield


# --- people ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def sign_in(app: Flask) -> Callable[[Client, Actor], Client]:
    """`sign_in(client, actor)`: from now on this browser is that person's."""

    def sign_in(client: Client, actor: Actor) -> Client:
        with client.session_transaction() as session:
            session[SID] = factories.make_session(actor)
        return client

    return sign_in


@pytest.fixture
def browser_of(app: Flask, sign_in: Callable[[Client, Actor], Client]) -> Callable[[Actor], Client]:
    """`browser_of(actor)`: a browser of its own in which somebody is signed in."""
    return lambda actor: sign_in(app.test_client(), actor)  # type: ignore[arg-type]


@pytest.fixture
def program_of(app: Flask) -> Callable[[Actor], Client]:
    """`program_of(actor)`: a program that sends somebody's bearer token with every request."""

    def program_of(actor: Actor) -> Client:
        client = app.test_client()
        assert isinstance(client, Client)
        client.carry(factories.make_token(actor))
        return client

    return program_of


@pytest.fixture
def token(app: Flask) -> Callable[[Actor], str]:
    """`token(actor)`: a bearer token that may read and write."""
    return factories.make_token


# --- the clock --------------------------------------------------------------------------------------------------------


class FrozenClock:
    """The clock of a test: stands still until it is told to move."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def set(self, now: datetime) -> None:
        self.now = now

    def move(self, **by: float) -> None:
        """Forward (or back) by some `days=`, `hours=`, `minutes=` …"""
        self.now += timedelta(**by)


@pytest.fixture(autouse=True)
def frozen_clock(monkeypatch: pytest.MonkeyPatch) -> FrozenClock:
    """It is Monday 23 November 2026, 09:00 in Fez and in UTC."""
    frozen = FrozenClock(NOW)
    monkeypatch.setattr(clock, "now", lambda: frozen.now)
    return frozen


# --- no way out -------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="session", autouse=True)
def _no_network() -> Iterator[None]:
    """A test that needs the outside world is a test that fails tomorrow."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("connect", "connect_ex"):
            patch.setattr(socket.socket, name, _loopback_only(getattr(socket.socket, name)))
        yield


def _loopback_only(connect: Callable[..., Any]) -> Callable[..., Any]:
    def connect_nearby(self: socket.socket, address: Any) -> Any:
        if self.family in {socket.AF_INET, socket.AF_INET6} and not str(address[0]).startswith(LOOPBACK):
            raise PermissionError(f"tests do not use the network: {address[0]}")
        return connect(self, address)

    return connect_nearby


@pytest.fixture(autouse=True)
def _no_mail(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    if request.node.get_closest_marker("smtp") is None:
        monkeypatch.setattr(smtplib.SMTP, "connect", _refuse_mail)


def _refuse_mail(*_args: object, **_options: object) -> None:
    raise PermissionError("tests send no mail, unless they are marked `smtp`")
