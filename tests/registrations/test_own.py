"""Does everyone find the own registrations and those of the own associations, and quickly however many others there are?"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event, text

from engage.access.actor import Actor
from engage.database import db
from engage.registrations.models import Registration
from engage.registrations.queries import list_own
from tests.conftest import FrozenClock
from tests.factories import make_association, make_manager, make_registration, make_seminar

pytestmark = pytest.mark.usefixtures("app")


@contextmanager
def statements() -> Iterator[list[tuple[str, Any]]]:
    """What is asked of the store meanwhile."""
    asked = list[tuple[str, Any]]()

    def listen(_connection: Any, _cursor: Any, statement: str, parameters: Any, *_more: Any) -> None:
        asked.append((statement, parameters))

    event.listen(db.engine, "before_cursor_execute", listen)
    try:
        yield asked
    finally:
        event.remove(db.engine, "before_cursor_execute", listen)


def register_both(manager: Actor, association_id: Any, frozen_clock: FrozenClock) -> list[Registration]:
    made = []
    for _ in range(3):
        seminar = make_seminar()
        for of in (None, association_id):
            frozen_clock.move(minutes=1)
            made.append(make_registration(seminar, by=manager, association_id=of))
    return made


def test_both_kinds_come_together_newest_first_page_by_page(store: str, frozen_clock: FrozenClock) -> None:
    association = make_association()
    manager = make_manager(association)
    expected = [one.id for one in reversed(register_both(manager, association.id, frozen_clock))]
    make_registration(make_seminar())
    found, cursor = [], None
    while len(found) < len(expected):
        page = list_own(manager, limit=2, cursor=cursor)
        found += [one.id for one in page.items]
        cursor = (page.items[-1].created_at, page.items[-1].id)
    assert found == expected
    assert list_own(manager, limit=2, cursor=cursor).items == []


def test_each_kind_is_found_along_its_index(pg_app: Flask) -> None:
    manager = make_manager(make_association())
    with statements() as asked:
        list_own(manager)
    [(statement, parameters)] = asked
    db.session.execute(text("SET LOCAL enable_seqscan = off"))  # a table of no rows is read whole otherwise
    plan = "\n".join(row[0] for row in db.session.connection().exec_driver_sql(f"EXPLAIN {statement}", parameters))
    assert "ix_registrations_account_id_created_at_id" in plan
    assert "ix_registrations_association_id_created_at_id" in plan
