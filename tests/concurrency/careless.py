"""The application without what guards the seats: no row lock, no BEGIN IMMEDIATE, no CHECK. For the controls alone.

On PostgreSQL the control itself takes the CHECK out of its store.
"""

import re
import sqlite3
from typing import Any

from sqlalchemy import Engine, event

from engage import create_app, database

_ROW_LOCK = re.compile(r"\s+FOR (NO KEY )?UPDATE( OF \w+)?$")
_open_sqlite = database._open_sqlite


def _open_unchecked(connection: sqlite3.Connection, record: object) -> None:
    _open_sqlite(connection, record)
    connection.execute("PRAGMA ignore_check_constraints = ON")


@event.listens_for(Engine, "before_cursor_execute", retval=True)
def _without_row_lock(connection: object, cursor: object, statement: str, values: Any, *_more: Any) -> tuple[str, Any]:
    return _ROW_LOCK.sub("", statement), values


database._open_sqlite = _open_unchecked
database._begin_immediate = lambda connection: None
app = create_app()
