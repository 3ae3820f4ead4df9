"""Does a migration that rebuilds a table on SQLite leave alone the rows that refer to it?"""

from pathlib import Path

import pytest
from sqlalchemy import Connection, create_engine, text

from engage import database, migrations


def test_dropping_a_table_for_its_copy_takes_nothing_along(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    engine = create_engine(f"sqlite:///{tmp_path / 'engage.db'}")
    database.prepare(engine)
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE parents (id INTEGER PRIMARY KEY)"))
        connection.execute(text("CREATE TABLE children (id INTEGER REFERENCES parents ON DELETE CASCADE)"))
        connection.execute(text("INSERT INTO parents VALUES (1)"))
        connection.execute(text("INSERT INTO children VALUES (1)"))

    def rebuild(connection: Connection) -> None:
        connection.execute(text("CREATE TABLE copied AS SELECT * FROM parents"))
        connection.execute(text("DROP TABLE parents"))
        connection.execute(text("ALTER TABLE copied RENAME TO parents"))

    monkeypatch.setattr(migrations, "upgrade", rebuild)
    with pytest.raises(Exception, match=r"foreign key mismatch|breaks foreign keys"):
        migrations.migrate(engine)  # the copy lost its primary key: refused as a whole
    with engine.connect() as connection:
        assert connection.scalar(text("SELECT count(*) FROM children")) == 1
        assert connection.scalar(text("PRAGMA foreign_keys")) == 1
    engine.dispose()
