"""Is the store at the shape this code expects, and how does it get there? Alembic, told where things are."""

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import Script, ScriptDirectory
from sqlalchemy import Connection, Engine, create_engine, text

FOLDER = Path(__file__).parent.parent / "migrations"
_LOCK = 7_201_904  # any constant: two processes that migrate at once wait for each other


@lru_cache(maxsize=1)
def head_revision() -> str | None:
    return ScriptDirectory.from_config(alembic_config()).get_current_head()


def alembic_config(connection: Connection | None = None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
    config.set_main_option("file_template", "%%(rev)s_%%(slug)s")
    config.attributes["connection"] = connection
    return config


def migrate(engine: Engine) -> None:
    """Create or migrate the store, all steps or none. Raises RuntimeError if rows would lose what they refer to."""
    with engine.connect() as connection, _without_foreign_keys(connection), connection.begin():
        upgrade(connection)
        if connection.dialect.name == "sqlite" and connection.exec_driver_sql("PRAGMA foreign_key_check").first():
            raise RuntimeError("the migration breaks foreign keys; nothing was changed")


@contextmanager
def _without_foreign_keys(connection: Connection) -> Iterator[None]:
    """SQLite alters a table by copying it and dropping the old one, which must not take its dependants along."""
    if connection.dialect.name != "sqlite":
        yield
        return
    driver = connection.connection.driver_connection
    assert driver is not None  # noqa: S101 - an open connection has one
    driver.execute("PRAGMA foreign_keys = OFF")  # has no effect inside a transaction
    try:
        yield
    finally:
        driver.execute("PRAGMA foreign_keys = ON")


def upgrade(connection: Connection, revision: str = "head") -> None:
    """Create or migrate the store, in the connection's transaction."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
        # An index over a full table takes longer than a page may; a lock that others hold is still not waited for.
        connection.execute(text("SET LOCAL statement_timeout = 0"))
    command.upgrade(alembic_config(connection), revision)


def downgrade(connection: Connection, revision: str = "base") -> None:
    command.downgrade(alembic_config(connection), revision)


def write_next(words: str) -> Path:
    """A new file with what the models say and the migrations do not yet; `HEAD` names it. To be read and mended."""
    number = f"{int(head_revision() or 0) + 1:04}"
    with create_engine("sqlite://").begin() as connection, warnings.catch_warnings():  # nobody's store is needed
        warnings.filterwarnings("ignore", message=".*expression-based index")  # SQLite does not tell of these
        upgrade(connection)
        written = command.revision(alembic_config(connection), words, autogenerate=True, rev_id=number)
    (FOLDER / "versions" / "HEAD").write_text(f"{number}\n")
    head_revision.cache_clear()
    if not isinstance(written, Script):
        raise TypeError("Alembic wrote more than one file")
    return Path(written.path)
