"""Do the migrations lead from nothing to what the models say, and back?"""

import shutil
import warnings
from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask
from sqlalchemy import Column, Engine, Integer, Table, create_engine, inspect, text

from engage import migrations
from engage.database import Base, engine_options, prepare
from engage.tables import import_all_models
from tests import stores
from tests.migrations.schema import schema_of

VERSIONS = migrations.FOLDER / "versions"

import_all_models()


@pytest.fixture
def engine(store: str, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Engine]:
    """A store with nothing in it."""
    if store == "sqlite":
        yield from _prepared(f"sqlite:///{tmp_path / 'engage.db'}")
        return
    with stores.new_database(request.getfixturevalue("postgresql_url")) as url:
        yield from _prepared(url)


def _prepared(url: str) -> Iterator[Engine]:
    engine = create_engine(url, **engine_options(url))
    prepare(engine)
    yield engine
    engine.dispose()


@pytest.fixture
def versions(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A copy of the migrations that a test may add to."""
    shutil.copytree(migrations.FOLDER, tmp_path / "migrations", ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.setattr(migrations, "FOLDER", tmp_path / "migrations")
    yield tmp_path / "migrations" / "versions"
    migrations.head_revision.cache_clear()


@pytest.fixture
def new_table() -> Iterator[str]:
    table = Table("probes", Base.metadata, Column("id", Integer, primary_key=True))
    yield table.name
    Base.metadata.remove(table)


@stores.on_both
def test_up_from_empty_equals_the_models(engine: Engine) -> None:
    with engine.begin() as connection:
        Base.metadata.create_all(connection)
        meant = schema_of(connection)
        connection.rollback()
    with engine.begin() as connection:
        migrations.upgrade(connection)
        assert schema_of(connection) == meant


@stores.on_both
def test_alembic_sees_nothing_to_do(engine: Engine) -> None:
    with engine.begin() as connection, warnings.catch_warnings():
        warnings.filterwarnings("ignore", message=".*expression-based index")  # SQLite does not tell of these
        migrations.upgrade(connection)
        context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
        assert compare_metadata(context, Base.metadata) == []


@stores.on_both
def test_up_down_up(engine: Engine) -> None:
    with engine.begin() as connection:
        migrations.upgrade(connection)
        first = schema_of(connection)
    with engine.begin() as connection:
        migrations.downgrade(connection)
        assert inspect(connection).get_table_names() == ["alembic_version"]
        assert not any(schema_of(connection).values())
    with engine.begin() as connection:
        migrations.upgrade(connection)
        assert schema_of(connection) == first


@stores.on_both
def test_up_twice_is_up_once(engine: Engine) -> None:
    for _ in range(2):
        with engine.begin() as connection:
            migrations.upgrade(connection)


@stores.on_both
def test_a_full_table_may_take_its_time(engine: Engine) -> None:
    if engine.dialect.name != "postgresql":
        pytest.skip("SQLite ends no statement for its length")
    with engine.begin() as connection:
        migrations.upgrade(connection)
        assert connection.scalar(text("SHOW statement_timeout")) == "0"
    with engine.connect() as connection:
        assert connection.scalar(text("SHOW statement_timeout")) == "15s"


def test_a_migration_that_fails_leaves_nothing_behind(engine: Engine) -> None:
    with pytest.raises(RuntimeError, match="power cut"), engine.begin() as connection:
        migrations.upgrade(connection)
        raise RuntimeError("power cut")
    with engine.connect() as connection:
        assert inspect(connection).get_table_names() == []


def test_the_head_stands_in_a_file_so_that_two_branches_clash() -> None:
    scripts = ScriptDirectory.from_config(migrations.alembic_config())
    assert [(VERSIONS / "HEAD").read_text().strip()] == scripts.get_heads()


def test_migrations_are_numbered_one_after_the_other() -> None:
    names = sorted(path.name for path in VERSIONS.glob("[0-9]*.py"))
    assert [name[:4] for name in names] == [f"{number:04}" for number in range(1, len(names) + 1)]
    revisions = [
        script.revision for script in ScriptDirectory.from_config(migrations.alembic_config()).walk_revisions()
    ]
    assert sorted(revisions) == [name[:4] for name in names]


def test_migrations_do_not_lean_on_code_that_changes() -> None:
    assert not [path.name for path in VERSIONS.glob("*.py") if "engage" in path.read_text()]


def test_a_new_migration_is_the_next_and_brings_what_the_models_say(app: Flask, versions: Path, new_table: str) -> None:
    last = (versions / "HEAD").read_text().strip()
    done = app.test_cli_runner().invoke(args=["new-migration", "Probes of a test"])
    assert done.exit_code == 0
    number = f"{int(last) + 1:04}"
    written = (versions / f"{number}_probes_of_a_test.py").read_text()
    assert (versions / "HEAD").read_text() == f"{number}\n"
    assert all(part in written for part in ("Probes of a test", repr(last), f"create_table('{new_table}'"))
