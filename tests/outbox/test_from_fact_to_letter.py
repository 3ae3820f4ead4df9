"""Does what happened reach the person, with a calendar that follows the seminar to its end?"""

from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from icalendar import Calendar
from sqlalchemy import select

from engage.access.actor import Actor
from engage.database import db
from engage.outbox.delivery import deliver_due
from engage.outbox.models import Message
from engage.registrations import services as registrations
from engage.seminars import services as seminars
from engage.transaction import transaction
from tests import factories
from tests.outbox.conftest import parse


@pytest.fixture
def new_letters(app: Flask) -> Any:
    """Deliver, and return what came since the last time, by addressee."""
    folder: Path = app.extensions["engage.settings"].instance / "mail"
    seen: set[Path] = set()

    def new_letters() -> dict[str, EmailMessage]:
        deliver_due()
        assert set(db.session.scalars(select(Message.status))) == {"sent"}
        fresh = {path for path in folder.glob("*.eml") if path not in seen}
        seen.update(fresh)
        return {str(letter["To"]): letter for letter in (parse(path.read_bytes()) for path in sorted(fresh))}

    return new_letters


def entry(letter: EmailMessage) -> tuple[str, Any]:
    [attached] = letter.iter_attachments()
    calendar = Calendar.from_ical(attached.get_content())
    return str(calendar["METHOD"]), calendar.events[0]


def test_a_calendar_follows_the_seminar_until_it_is_cancelled(new_letters: Any, frozen_clock: Any) -> None:
    holder, waiting = factories.make_account(locale="ar"), factories.make_account(locale="fr")
    seminar = factories.make_seminar(capacity=2, local_start=datetime(2026, 12, 10, 15))
    seminar_id = seminar.id
    code = factories.make_registration(seminar, by=holder, party_size=2).code
    factories.make_registration(seminar, by=waiting)
    letters = new_letters()
    method, first = entry(letters[holder.email])
    assert (method, first.start) == ("REQUEST", datetime(2026, 12, 10, 15, tzinfo=UTC))
    assert code in letters[holder.email].get_body(("plain",)).get_content()  # type: ignore[union-attr]
    assert list(letters[waiting.email].iter_attachments()) == []

    frozen_clock.move(hours=1)
    start = datetime(2026, 12, 11, 9)
    with transaction():
        seminars.edit_seminar(Actor.system(), seminar_id, local_start=start, local_end=start + timedelta(hours=2))
    letters = new_letters()
    method, moved = entry(letters[holder.email])
    assert (method, moved.start) == ("REQUEST", datetime(2026, 12, 11, 9, tzinfo=UTC))
    assert moved["UID"] == first["UID"]
    assert moved["SEQUENCE"] > first["SEQUENCE"]
    assert list(letters[waiting.email].iter_attachments()) == []

    with transaction():
        seminars.cancel_seminar(Actor.system(), seminar_id, "L’intervenant est malade.")
    letters = new_letters()
    method, ended = entry(letters[holder.email])
    assert (method, ended["UID"], ended["STATUS"]) == ("CANCEL", first["UID"], "CANCELLED")
    assert ended["SEQUENCE"] > moved["SEQUENCE"]
    assert "L’intervenant est malade." in letters[waiting.email].get_body(("plain",)).get_content()  # type: ignore[union-attr]


def test_one_who_cancels_and_comes_back_gets_a_newer_entry_each_time(new_letters: Any, frozen_clock: Any) -> None:
    person = factories.make_account()
    seminar = factories.make_seminar()
    first = factories.make_registration(seminar, by=person).id
    revisions = [entry(new_letters()[person.email])]
    frozen_clock.move(minutes=1)
    with transaction():
        registrations.cancel_registration(person, first)
    revisions.append(entry(new_letters()[person.email]))
    frozen_clock.move(minutes=1)
    factories.make_registration(seminar, by=person)
    revisions.append(entry(new_letters()[person.email]))
    assert [method for method, _ in revisions] == ["REQUEST", "CANCEL", "REQUEST"]
    ages = [(event["SEQUENCE"], event.DTSTAMP) for _, event in revisions]
    assert ages == sorted(set(ages)), "of two entries, programs keep the higher sequence, then the later stamp"


def test_whoever_comes_back_reads_last_that_they_come(app: Flask) -> None:
    """Cancelled and made again before anything was delivered: the letters go in this order, one after the other."""
    seminar, person = factories.make_seminar(), factories.make_account()
    first = factories.make_registration(seminar, by=person)
    with transaction():
        registrations.cancel_registration(person, first.id)
    factories.make_registration(seminar, by=person)
    for _ in range(3):
        deliver_due()
    sent = db.session.execute(select(Message.kind, Message.status).order_by(Message.sent_at, Message.id)).all()
    assert sent == [(f"registration_{kind}", "sent") for kind in ("confirmed", "cancelled", "confirmed")]


def test_what_is_owed_about_one_topic_waits_for_what_was_owed_before(app: Flask) -> None:
    seminar, person = factories.make_seminar(), factories.make_account()
    with transaction():
        registrations.cancel_registration(person, factories.make_registration(seminar, by=person).id)
    factories.make_registration(seminar, by=person)
    assert deliver_due(1) == 1
    kinds = db.session.scalars(select(Message.kind).where(Message.status == "sent")).all()
    assert kinds == ["registration_confirmed"]
    assert deliver_due(1) == 1
    kinds = db.session.scalars(select(Message.kind).where(Message.status == "owed")).all()
    assert kinds == ["registration_confirmed"]  # the second one, which was owed last
