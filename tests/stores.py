"""How does each test get an empty store within milliseconds? A copy of an empty one, or all rows deleted."""

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from alembic import command
from flask import Flask
from sqlalchemy import Engine, create_engine, event, text
from sqlalchemy.engine import make_url

from engage import migrations
from engage.database import Base, db
from engage.settings import Settings
from engage.tables import import_all_models

SQLITE = "sqlite"
POSTGRESQL = pytest.param("postgresql", marks=pytest.mark.postgres)

# For a test, or a module by `pytestmark = …`: on both stores, or where only PostgreSQL makes sense.
on_both = pytest.mark.usefixtures("store")
on_postgresql = pytest.mark.parametrize("store", [POSTGRESQL], indirect=True)

_NOT_COUNTED = ("BEGIN", "SAVEPOINT", "RELEASE", "PRAGMA")


@dataclass(frozen=True)
class StoredApp:
    """An application and how to empty its store."""

    app: Flask
    empty_rows: Callable[[], None]
    extensions: dict[str, Any] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "extensions", dict(self.app.extensions))

    def empty(self) -> None:
        """No rows, no files in the instance folder, and nothing that features remember between requests."""
        self.empty_rows()
        self.app.extensions.clear()
        self.app.extensions.update(self.extensions)
        for path in self.app.extensions["engage.settings"].instance.iterdir():
            shutil.rmtree(path) if path.is_dir() else path.unlink()


def settings_for(instance: Path, database_url: str) -> Settings:
    return Settings(
        instance=instance,
        database_url=database_url,
        secret_key="a secret of the tests, long enough for all of them",
        list_seconds=0,  # a test sees what it has just done
    )


def make_tables(app: Flask) -> None:
    """What the models say, marked as up to date (tests/migrations shows that migrations lead to the same)."""
    import_all_models()
    with app.app_context(), db.engine.begin() as connection:
        Base.metadata.create_all(connection)
        command.stamp(migrations.alembic_config(connection), "head")


def dispose(app: Flask) -> None:
    with app.app_context():
        db.engine.dispose()


@contextmanager
def in_memory(make: Callable[[Settings], Flask], instance: Path) -> Iterator[StoredApp]:
    app = make(settings_for(instance, "sqlite://"))
    make_tables(app)
    with app.app_context():
        snapshot = SqliteSnapshot(db.engine)
    yield StoredApp(app, snapshot.restore)
    dispose(app)


@contextmanager
def on_server(make: Callable[[Settings], Flask], instance: Path, server_url: str) -> Iterator[StoredApp]:
    with new_database(server_url) as url:
        app = make(settings_for(instance, url))
        make_tables(app)
        with app.app_context():
            engine = db.engine
        yield StoredApp(app, lambda: empty_postgresql(engine))
        dispose(app)


class SqliteSnapshot:
    """The content of a store in memory, to which it can be put back."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.content = sqlite3.connect(":memory:", check_same_thread=False)
        self._connection().backup(self.content)

    def restore(self) -> None:
        self.content.backup(self._connection())

    def _connection(self) -> sqlite3.Connection:
        pooled = self.engine.raw_connection()
        connection = pooled.driver_connection
        pooled.close()
        assert isinstance(connection, sqlite3.Connection)
        return connection


def empty_postgresql(engine: Engine) -> None:
    """Delete all rows, those of the append-only trail too. Fails soon if a test left a transaction open."""
    tables = [table.name for table in reversed(Base.metadata.sorted_tables)]
    with engine.begin() as connection:
        connection.exec_driver_sql(
            "SET LOCAL lock_timeout = '5s'; ALTER TABLE audit_entries DISABLE TRIGGER USER;"
            + "".join(f"DELETE FROM {table};" for table in tables)  # a lower-case name of ours
            + "ALTER TABLE audit_entries ENABLE TRIGGER USER"
        )


@contextmanager
def new_database(server_url: str) -> Iterator[str]:
    """The address of a new and empty database on a server; dropped in the end."""
    name = f"engage_{uuid4().hex[:12]}"
    server = create_engine(server_url, isolation_level="AUTOCOMMIT")
    with server.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8'"))
    try:
        yield make_url(server_url).set(database=name).render_as_string(hide_password=False)
    finally:
        with server.connect() as connection:
            connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
        server.dispose()


@contextmanager
def statements_on(engine: Engine) -> Iterator[list[str]]:
    sent: list[str] = []

    def collect(_connection: object, _cursor: object, statement: str, *_more: Any) -> None:
        if not statement.startswith(_NOT_COUNTED):
            sent.append(statement)

    event.listen(engine, "before_cursor_execute", collect)
    try:
        yield sent
    finally:
        event.remove(engine, "before_cursor_execute", collect)
