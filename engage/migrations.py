"""Is the store at the shape this code expects, and how does it get there? Alembic, told where things are."""

import warnings
from functools import lru_cache
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import Script, ScriptDirectory
from sqlalchemy import Connection, create_engine, text

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


def upgrade(connection: Connection, revision: str = "head") -> None:
    """Create or migrate the store, in the connection's transaction."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
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
