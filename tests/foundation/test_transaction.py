"""Is a request one transaction: kept whole or not at all, tried again when it only stood in somebody's way?"""

import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask

from engage import database, transaction
from engage.accounts.queries import SID
from engage.database import db
from engage.errors import Conflict
from engage.places.models import District
from engage.registrations.models import Registration, RegistrationStatus
from tests import stores
from tests.clients import Client
from tests.factories import (
    count_rows,
    make_account,
    make_association,
    make_officer,
    make_registration,
    make_seminar,
    make_venue,
)
from tests.foundation import probes
from tests.private_services import free_port

SERIALIZATION_FAILURE = "DO $$ BEGIN RAISE EXCEPTION USING ERRCODE = '40001'; END $$"
TOO_SLOW = "SET LOCAL statement_timeout = 20; SELECT pg_sleep(5)"
DISK_FULL = "DO $$ BEGIN RAISE EXCEPTION USING ERRCODE = '53100'; END $$"


@pytest.fixture(autouse=True)
def _short_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(transaction.time, "sleep", lambda seconds: None)


@stores.on_both
def test_what_went_well_is_kept_and_then_told(client: Client) -> None:
    assert client.post("/probe/keep/agdal").status_code == 201
    assert client.get("/probe/count").text == "agdal"
    assert probes.told == ["agdal"]


@stores.on_both
@pytest.mark.parametrize("status", [400, 403, 404, 409, 422, 500])
def test_a_refusal_keeps_nothing_and_tells_nothing(client: Client, status: int) -> None:
    assert client.post(f"/probe/refuse/agdal/{status}").status_code == status
    assert client.get("/probe/count").text == ""
    assert probes.told == []


@stores.on_both
def test_a_fault_keeps_nothing_and_tells_nothing(client: Client) -> None:
    assert client.post("/probe/fail/agdal").status_code == 500
    assert client.get("/probe/count").text == ""
    assert probes.told == []


@stores.on_both
@pytest.mark.parametrize("way", ["flush", "statement"])
def test_a_get_that_tries_to_write_is_a_fault(client: Client, way: str) -> None:
    assert client.get(f"/probe/write/{way}").status_code == 500
    assert client.get("/probe/count").text == ""


@stores.on_postgresql
@pytest.mark.parametrize("address", ["/probe/count", "/probe/write/statement"])
def test_a_get_gives_its_connection_back(client: Client, address: str) -> None:
    client.get(address)
    with client.application.app_context():
        assert "Connections in pool: 0" not in db.engine.pool.status()
        assert "Current Checked out connections: 0" in db.engine.pool.status()


@stores.on_both
def test_a_get_keeps_nothing_that_waits_in_the_session(client: Client) -> None:
    assert client.get("/probe/write/later").status_code == 200
    assert client.get("/probe/count").text == ""
    assert probes.told == []


@stores.on_both
def test_a_rule_broken_at_commit_is_still_a_refusal_in_words(
    browser_of: Callable[..., Client],
) -> None:
    browser = browser_of(make_officer("saiss"))
    assert browser.post("/probe/keep-late/dar-chabab").status_code == 200
    assert browser.post("/probe/keep-late/dar-chabab").status_code == 409
    assert probes.told == ["dar-chabab"]


@stores.on_postgresql
@pytest.mark.parametrize("times", [1, transaction.TRIES - 1])
def test_what_stood_in_somebodys_way_is_tried_again(client: Client, times: int) -> None:
    probes.plan.extend([SERIALIZATION_FAILURE] * times)
    assert client.post("/probe/stumble/agdal").status_code == 200
    assert client.get("/probe/count").text == "agdal"
    assert probes.told == ["agdal"]


@stores.on_postgresql
@pytest.mark.parametrize(("obstacle", "least"), [(SERIALIZATION_FAILURE, 1), (DISK_FULL, 30)])
def test_what_never_succeeds_is_busy_and_says_when_to_come_back(client: Client, obstacle: str, least: int) -> None:
    probes.plan.extend([obstacle] * transaction.TRIES)
    refused = client.post("/probe/stumble/agdal")
    assert refused.status_code == 503
    assert int(refused.headers["Retry-After"]) >= least
    assert client.get("/probe/count").text == ""
    assert probes.told == []


@stores.on_postgresql
def test_what_takes_too_long_is_busy_and_not_sent_again(client: Client) -> None:
    probes.plan.extend([TOO_SLOW, "SELECT 1"])
    refused = client.post("/probe/stumble/agdal")
    assert refused.status_code == 503 and "Retry-After" in refused.headers
    assert len(probes.plan) == 1


@stores.on_postgresql
def test_other_faults_of_the_store_are_not_tried_again(client: Client) -> None:
    probes.plan.extend(["SELECT 1 / 0", "SELECT 1"])
    assert client.post("/probe/stumble/agdal").status_code == 500
    assert len(probes.plan) == 1


@pytest.fixture
def file_app(make_app: Callable[..., Flask], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Flask:
    """On a SQLite file, with little patience."""
    monkeypatch.setattr(database, "SQLITE_BUSY_MILLISECONDS", 10)
    return make_app(probes.make_application, database_url=f"sqlite:///{tmp_path / 'engage.db'}")


def test_a_locked_sqlite_is_busy_for_writers_and_open_to_readers(file_app: Flask, tmp_path: Path) -> None:
    client = file_app.test_client()
    other = sqlite3.connect(tmp_path / "engage.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    refused = client.post("/probe/keep/agdal")
    assert refused.status_code == 503
    assert int(refused.headers["Retry-After"]) >= 1
    assert client.get("/probe/count").status_code == 200
    other.execute("ROLLBACK")
    other.close()
    assert client.post("/probe/keep/agdal").status_code == 201


def test_sqlite_keeps_what_it_confirmed(file_app: Flask) -> None:
    with file_app.app_context(), db.engine.connect() as connection:
        pragmas = {name: connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in PRAGMAS}
    assert pragmas == PRAGMAS


PRAGMAS = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize("address", ["/probe/stumble/agdal", "/api/v1/probe/things"])
@pytest.mark.parametrize("is_signed_in", [False, True])
def test_a_store_that_cannot_be_reached_is_busy_not_broken(
    make_app: Callable[..., Flask], method: str, address: str, is_signed_in: bool
) -> None:
    nowhere = f"postgresql+psycopg://engage@127.0.0.1:{free_port()}/engage"
    client = make_app(probes.make_application, has_tables=False, database_url=nowhere).test_client()
    probes.plan.append("SELECT 1")
    if is_signed_in:
        client.carry("a-token")
        with client.session_transaction() as session:
            session[SID] = "a-token"
    answer = client.open(
        address, method=method, json={"name": "agdal"} if "api" in address and method == "POST" else None
    )
    if (method, address, is_signed_in) == ("GET", "/api/v1/probe/things", False):
        assert answer.status_code == 200  # asks nothing of the store
    else:
        assert answer.status_code == 503
        assert "Retry-After" in answer.headers


@stores.on_both
def test_a_job_commits_when_its_block_ends_well(app: Flask) -> None:
    with transaction.transaction():
        probes.keep("agdal")
        assert probes.told == []
    assert probes.told == ["agdal"]
    db.session.rollback()
    assert count_rows(District) == 1


@stores.on_both
def test_a_job_that_fails_keeps_nothing(app: Flask) -> None:
    with pytest.raises(KeyError), transaction.transaction():
        probes.keep("agdal")
        db.session.flush()
        raise KeyError
    assert count_rows(District) == 0
    assert probes.told == []


@stores.on_both
def test_what_was_abandoned_is_neither_kept_nor_told(app: Flask) -> None:
    with transaction.transaction():
        probes.keep("agdal")
        db.session.flush()
        transaction.abandon()
        probes.keep("saiss")
    assert [row.code for row in db.session.query(District)] == ["saiss"]
    assert probes.told == ["saiss"]


@stores.on_both
def test_the_store_itself_refuses_in_words_of_the_domain(app: Flask) -> None:
    seminar = make_seminar(capacity=10)
    with pytest.raises(Conflict, match="seats-exhausted"), transaction.transaction():
        seminar.seats_taken = 11
    make_venue(code="dar-chabab")
    with pytest.raises(Conflict, match="code-taken"):
        make_venue(code="dar-chabab")
    with pytest.raises(Conflict, match="reference-taken"):
        make_seminar(reference=seminar.reference)


@stores.on_both
def test_one_registration_of_a_person_stands_at_a_time(app: Flask) -> None:
    citizen, seminar = make_account(), make_seminar()
    make_registration(seminar, by=citizen)
    copied = ("seminar_id", "account_id", "party_size", "headcounts", "attendees", "status", "created_at", "updated_at")
    first = db.session.query(Registration).one()
    values = {name: getattr(first, name) for name in copied}
    with pytest.raises(Conflict, match="already-registered"), transaction.transaction():
        db.session.add(Registration(code="OTHER", **values))
    association = make_association()
    with transaction.transaction():
        db.session.add(Registration(code="AS-1", association_id=association.id, **values))
        db.session.add(Registration(code="GONE", **{**values, "status": RegistrationStatus.CANCELLED}))
    with pytest.raises(Conflict, match="already-registered"), transaction.transaction():
        db.session.add(Registration(code="AS-2", association_id=association.id, **values))
