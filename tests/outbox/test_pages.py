"""Does an administrator see what did not go, and nothing of what it says or to whom?"""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import update

from engage import clock
from engage.access.actor import VISITOR, Actor
from engage.audit.models import AuditEntry
from engage.database import db, new_id
from engage.errors import Conflict, NotAllowed, NotFound
from engage.outbox import services
from engage.outbox.models import Message
from engage.outbox.queries import list_undelivered, masked
from engage.transaction import transaction
from engage.web.rendering import EXTENSION
from tests.architecture.source import ROOT
from tests.clients import Client
from tests.factories import count_rows, make_account, make_administrator, make_officer, make_supervisor
from tests.outbox.conftest import row

Opening = Callable[[Actor], Client]
Owing = Callable[..., UUID]


def make(message_id: UUID, **values: Any) -> UUID:
    with transaction():
        db.session.execute(update(Message).where(Message.id == message_id).values(**values))
    return message_id


def dead(owing: Owing, **changes: Any) -> UUID:
    return make(owing(**changes), status="dead", attempts=8, last_error="550 no such mailbox")


def test_what_is_given_up_or_late_is_listed(owing: Owing, frozen_clock: Any, store: str) -> None:
    late, given_up, gone = owing(), dead(owing), make(owing(), status="sent", payload={})
    frozen_clock.move(minutes=16)
    fresh = owing()
    listed = [message.id for message in list_undelivered(make_administrator()).items]
    assert sorted(listed, key=str) == sorted([late, given_up], key=str)
    assert gone not in listed
    assert fresh not in listed


def test_lists_go_on_where_they_stopped(owing: Owing, store: str) -> None:
    made = {dead(owing) for _ in range(5)}
    administrator = make_administrator()
    first = list_undelivered(administrator, limit=3)
    assert first.next_key is not None
    created_at, message_id = first.next_key
    second = list_undelivered(administrator, limit=3, cursor=(datetime.fromisoformat(created_at), UUID(message_id)))
    assert {message.id for message in [*first.items, *second.items]} == made
    assert len(second.items) == 2


def test_others_see_none(owing: Owing, browser_of: Opening, client: Client) -> None:
    message_id = dead(owing)
    for person in (make_account(), make_officer(), make_supervisor()):
        assert not list_undelivered(person).items
        assert browser_of(person).get("/messages").status_code == 403
        assert browser_of(person).post(f"/messages/{message_id}/retry").status_code == 403
        with pytest.raises(NotAllowed), transaction():
            services.retry_message(person, message_id)
    assert not list_undelivered(VISITOR).items
    assert client.get("/messages").status_code == 401


def test_the_page_hides_the_person_and_the_words(owing: Owing, browser_of: Opening, count_statements: Any) -> None:
    dead(owing, address="nadia.tazi@demo.example", code="SECRET-CODE")
    browser = browser_of(make_administrator())
    with count_statements() as statements:
        shown = browser.get("/messages").text
    assert len(statements) <= 4
    assert "n…@demo.example" in shown
    assert "registration_confirmed" not in shown
    assert "550 no such mailbox" in shown
    assert "nadia.tazi" not in shown
    assert "SECRET-CODE" not in shown


def test_every_kind_of_message_has_words(app: Flask) -> None:
    shown = app.extensions[EXTENSION]["fr"].get_template("macros/labels.html").module
    letters = {path.stem for path in (ROOT / "templates" / "emails").glob("*.txt")} - {
        "layout",
        "registration",
        "proposal",
        "association",
        "agreement",
        "thread",
    }
    assert {code for code, _words in shown.message_kinds} == letters


@pytest.mark.parametrize(
    ("address", "shown"),
    [("nadia@demo.example", "n…@demo.example"), ("@x", "…@x"), ("+212661000000", "+2…"), ("a@b@c.org", "a…@c.org")],
)
def test_addresses_are_masked(address: str, shown: str) -> None:
    assert masked(address) == shown


def test_a_dead_message_is_tried_again(owing: Owing, browser_of: Opening, frozen_clock: Any) -> None:
    message_id = dead(owing)
    frozen_clock.move(days=1)
    assert browser_of(make_administrator()).post(f"/messages/{message_id}/retry").status_code == 303
    kept = row(message_id)
    assert (kept.status, kept.attempts, kept.due_at) == ("owed", 0, clock.now())
    assert kept.payload
    assert count_rows(AuditEntry, AuditEntry.action == "message.retried") == 1


def test_a_late_one_keeps_count_of_its_attempts(owing: Owing, frozen_clock: Any) -> None:
    message_id = make(owing(), attempts=3)
    with transaction():
        services.retry_message(make_administrator(), message_id)
    assert (row(message_id).status, row(message_id).attempts) == ("owed", 3)


def test_what_went_is_not_sent_again(owing: Owing) -> None:
    message_id = make(owing(), status="sent", payload={})
    with pytest.raises(Conflict, match="wrong-state"), transaction():
        services.retry_message(make_administrator(), message_id)
    with pytest.raises(NotFound), transaction():
        services.retry_message(make_administrator(), new_id())
