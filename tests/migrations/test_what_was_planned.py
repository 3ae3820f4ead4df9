"""Does what was planned before clashes were refused keep its venue, and what clashed say so?"""

import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Connection, Engine, create_engine, text

from engage import migrations
from engage.database import engine_options, prepare
from tests import stores

pytestmark = stores.on_both

VENUE, FIRST, SECOND, LATER, CALLED_OFF = (uuid.UUID(int=n).hex for n in range(1, 6))
TIMES = {FIRST: (15, 17), SECOND: (16, 18), LATER: (18, 19), CALLED_OFF: (15, 19)}
SEATS = "capacity, max_party_size, seats_taken, waiting_count, next_queue_number, calendar_sequence, version"


@pytest.fixture
def engine(store: str, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Engine]:
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


def insert(connection: Connection, table: str, **values: object) -> None:
    gaps = ", ".join(f":{name}" for name in values)
    connection.execute(text(f"INSERT INTO {table} ({', '.join(values)}) VALUES ({gaps})"), values)


def plan(connection: Connection, seminar_id: str) -> None:
    start, end = (f"2026-12-10 {hour}:00:00.000000" for hour in TIMES[seminar_id])
    texts = dict.fromkeys(("title", "summary", "description"), "{}") | dict.fromkeys(("audiences", "languages"), "[]")
    times = dict.fromkeys(("local_start", "starts_at", "created_at", "updated_at"), start)
    times |= dict.fromkeys(("local_end", "ends_at"), end)
    flags = dict.fromkeys(("queue_comes_first", "approval_required"), False)
    codes = {"theme": "cyber", "district": "saiss", "timezone": "Africa/Casablanca", "waiting_list": "none"}
    codes |= {"visibility": "public", "status": "cancelled" if seminar_id == CALLED_OFF else "draft"}
    seats = dict.fromkeys(SEATS.split(", "), 1)
    own = {"id": seminar_id, "reference": seminar_id, "venue_id": VENUE}
    insert(connection, "seminars", **own, **texts, **times, **flags, **codes, **seats)


def test_each_books_its_venue_and_of_two_that_clash_the_later_is_forced(engine: Engine) -> None:
    with engine.begin() as connection:
        migrations.upgrade(connection, "0001")
        insert(connection, "districts", code="saiss", name="{}", kind="district", version=1)
        where = {"name": "{}", "name_key": "", "district": "saiss", "kind": "other", "capacity": 9, "version": 1}
        when = "2026-01-01 00:00:00.000000"
        insert(connection, "venues", id=VENUE, step_free_access=True, created_at=when, **where)
        for seminar_id in TIMES:
            plan(connection, seminar_id)
    migrations.migrate(engine)
    with engine.connect() as connection:
        rows = connection.execute(text("SELECT seminar_id, venue_id, is_forced FROM bookings ORDER BY starts_at"))
        booked = [(uuid.UUID(str(row[0])).hex, uuid.UUID(str(row[1])).hex, bool(row[2])) for row in rows]
        forced = (
            connection.execute(text("SELECT reference FROM seminars WHERE force_reason IS NOT NULL")).scalars().all()
        )
    assert booked == [(FIRST, VENUE, False), (SECOND, VENUE, True), (LATER, VENUE, False)]
    assert forced == [SECOND]
