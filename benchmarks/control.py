"""The control: what the same questions cost in bare Flask with the driver by hand. No sign-in, no rules, no languages.

Reads the rows of Engage; claims seats in two tables of its own, with a conditional UPDATE and an INSERT in one commit.
"""

import os
import sqlite3
import threading
import uuid
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import psycopg
from flask import Flask, jsonify, request

URL = os.environ["ENGAGE_DATABASE_URL"]
IS_SQLITE = URL.startswith("sqlite")
MARK = "?" if IS_SQLITE else "%s"
COLUMNS = (
    "id, reference, title, summary, description, theme, audiences, languages, district, venue_id, online_url,"
    " starts_at, ends_at, timezone, capacity, seats_taken, waiting_count, max_party_size, registration_opens_at,"
    " registration_closes_at, approval_required, waiting_list, visibility, status, version"
)
NAMES = [name.strip() for name in COLUMNS.split(",")]
TABLES = (
    "CREATE TABLE control_seats (id CHAR(36) PRIMARY KEY, capacity INTEGER NOT NULL, taken INTEGER NOT NULL)",
    "CREATE TABLE control_claims (id CHAR(36) PRIMARY KEY, seats_id CHAR(36) NOT NULL, party_size INTEGER NOT NULL)",
)
CLAIM = (
    f"UPDATE control_seats SET taken = taken + {MARK} WHERE id = {MARK} AND taken + {MARK} <= capacity RETURNING taken"
)
SEATS = "00000000-0000-0000-0000-000000000001"

app = Flask(__name__)
_kept = threading.local()


def connect(url: str = URL) -> Any:
    if url.startswith("sqlite"):
        opened = sqlite3.connect(url.removeprefix("sqlite:///"), timeout=10, isolation_level=None)
        opened.execute("PRAGMA synchronous = FULL")
        return opened
    return psycopg.connect(url.replace("+psycopg", ""), autocommit=True)


def _store() -> Any:
    if not hasattr(_kept, "store"):
        _kept.store = connect()
    return _kept.store


def _rows(where: str, values: Sequence[Any]) -> list[dict[str, Any]]:
    found = _store().execute(f"SELECT {COLUMNS} FROM seminars WHERE {where}", values)
    return [dict(zip(NAMES, row, strict=True)) for row in found]


@app.get("/list")
def list_seminars() -> Any:
    now = datetime.now(UTC).isoformat(" ")
    rows = _rows(f"starts_at > {MARK} AND status = 'published' ORDER BY starts_at, id LIMIT 20", (now,))
    return jsonify({"items": rows, "next": None})


@app.get("/one/<uuid:seminar_id>")
def show_seminar(seminar_id: uuid.UUID) -> Any:
    return jsonify(_rows(f"id = {MARK}", (seminar_id.hex if IS_SQLITE else seminar_id,))[0])


@app.post("/claim")
def claim() -> Any:
    size, made = request.get_json()["party_size"], str(uuid.uuid4())
    store = _store()
    store.execute("BEGIN IMMEDIATE" if IS_SQLITE else "BEGIN")
    if store.execute(CLAIM, (size, SEATS, size)).fetchone() is None:
        store.execute("ROLLBACK")
        return jsonify({"type": "/problems/seats-exhausted"}), 409
    store.execute(f"INSERT INTO control_claims VALUES ({MARK}, {MARK}, {MARK})", (made, SEATS, size))
    store.execute("COMMIT")
    return jsonify({"id": made, "party_size": size}), 201
