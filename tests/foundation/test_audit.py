"""Does the trail tell who did what, and can nobody change it?"""

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from engage import clock
from engage.access.actor import Actor
from engage.audit.models import AuditEntry
from engage.audit.services import entry, record, record_all
from engage.database import db
from engage.transaction import transaction
from tests import stores
from tests.clients import Client
from tests.factories import count_rows, make_account


def test_of_two_states_only_what_differs_is_kept() -> None:
    made = entry(Actor(), "x.changed", 7, before={"a": 1, "b": 2, "c": 3}, after={"a": 1, "b": 3, "d": None})
    assert made["before"] == {"b": 2, "c": 3}
    assert made["after"] == {"b": 3}
    assert made["subject_id"] == "7"


def test_a_single_state_is_kept_whole() -> None:
    assert entry(Actor(), "x.added", 7, after={"a": None})["after"] == {"a": None}


@stores.on_both
def test_who_did_what_and_when_in_which_request(app: Flask, browser_of: Callable[..., Client]) -> None:
    citizen = make_account()
    before = count_rows(AuditEntry)
    browser_of(citizen).post("/probe/record", headers={"X-Request-ID": "request-42"})
    made = db.session.query(AuditEntry).filter_by(action="probe.touched").one()
    assert (made.actor_id, made.at, made.request_id) == (citizen.id, clock.now(), "request-42")
    assert (made.before, made.after) == ({"b": 2}, {"b": 3})
    assert count_rows(AuditEntry) == before + 1


@stores.on_both
def test_nothing_done_is_nothing_written(app: Flask) -> None:
    record_all([])
    assert count_rows(AuditEntry) == 0


@stores.on_both
@pytest.mark.parametrize(
    "attack",
    [
        "UPDATE audit_entries SET action = 'nothing'",
        "UPDATE audit_entries SET actor_id = NULL WHERE action = 'x.added'",
        "DELETE FROM audit_entries",
        "DELETE FROM audit_entries WHERE action = 'x.added'",
    ],
)
def test_the_store_refuses_to_change_the_trail(app: Flask, attack: str) -> None:
    with transaction():
        record(Actor(), "x.added", 1)
    with pytest.raises(DBAPIError, match="append-only"), transaction():
        db.session.execute(text(attack))
    assert count_rows(AuditEntry, AuditEntry.action == "x.added") == 1


def test_sqlite_refuses_to_put_another_entry_in_the_place_of_one(app: Flask) -> None:
    with transaction():
        record(Actor(), "x.added", 1)
    replacing = "REPLACE INTO audit_entries (id, at, action, subject_id) SELECT id, at, 'x', '1' FROM audit_entries"
    with pytest.raises(DBAPIError, match="append-only"), transaction():
        db.session.execute(text(replacing))
    assert count_rows(AuditEntry, AuditEntry.action == "x.added") == 1


@stores.on_postgresql
def test_postgresql_refuses_to_empty_the_trail(app: Flask) -> None:
    with transaction():
        record(Actor(), "x.added", 1)
    with pytest.raises(DBAPIError, match="append-only"), transaction():
        db.session.execute(text("TRUNCATE audit_entries"))
    assert count_rows(AuditEntry) == 1


@stores.on_both
def test_a_change_that_is_rolled_back_is_not_in_the_trail(app: Flask) -> None:
    with pytest.raises(KeyError), transaction():
        record(Actor(), "x.added", 1)
        raise KeyError
    assert count_rows(AuditEntry) == 0
