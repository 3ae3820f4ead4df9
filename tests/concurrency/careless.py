"""The application without what guards the seats: no row lock, no BEGIN IMMEDIATE, no CHECK. For the controls alone.

On PostgreSQL the control itself takes the CHECK out of its store.
"""

import sqlite3

from sqlalchemy import select

from engage import create_app, database
from engage.registrations.services import seating
from engage.seminars.models import Seminar

_open_sqlite = database._open_sqlite


def _open_unchecked(connection: sqlite3.Connection, record: object) -> None:
    _open_sqlite(connection, record)
    connection.execute("PRAGMA ignore_check_constraints = ON")


seating._LOCK = select(Seminar.id)
database._open_sqlite = _open_unchecked
database._begin_immediate = lambda connection: None
app = create_app()
