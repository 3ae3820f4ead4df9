"""Does every owed message leave, once if all goes well and again if not?"""

from collections.abc import Callable
from datetime import timedelta
from email.message import EmailMessage
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from flask import Flask

from engage import clock
from engage.database import db
from engage.outbox import delivery, mail, posting
from engage.outbox.models import Channel
from engage.outbox.services import message, owe
from engage.transaction import transaction
from tests.outbox.conftest import row
from tests.outbox.payloads import payload_of

Owing = Callable[..., UUID]
Read = Callable[[UUID], EmailMessage]


def folder(app: Flask) -> Path:
    return Path(app.extensions["engage.settings"].instance) / "mail"


def test_without_a_mail_server_letters_are_files(app: Flask, owing: Owing, letter: Read) -> None:
    message_id = owing(locale="ar")
    assert delivery.deliver_due() == 1
    sent = letter(message_id)
    assert sent["To"] == "nadia@example.org"
    assert sent["From"].addresses[0].display_name == "ولاية أمن فاس"
    assert sent["From"].addresses[0].addr_spec == "engage@localhost"
    assert "السلامة الطرقية" in sent["Subject"]
    assert sent["Message-ID"] == f"<{message_id}@localhost>"
    assert sent["Auto-Submitted"] == "auto-generated"
    assert sent["Date"].datetime == clock.now()
    assert sent["Content-Language"] == "ar"
    assert [part.suffix for part in folder(app).iterdir()] == [".eml"]


def test_a_letter_has_text_html_and_a_calendar(owing: Owing, letter: Read) -> None:
    message_id = owing()
    delivery.deliver_due()
    sent = letter(message_id)
    text, html = sent.get_body(("plain",)), sent.get_body(("html",))
    assert text is not None and html is not None
    assert "FZ7K-3M9Q" in text.get_content() and "FZ7K-3M9Q" in html.get_content()
    [calendar] = sent.iter_attachments()
    assert calendar.get_content_type() == "text/calendar"
    assert calendar["Content-Type"].params == {"method": "REQUEST", "charset": "utf-8"}
    assert calendar.get_filename() == "invitation.ics"
    assert calendar.get_content().startswith("BEGIN:VCALENDAR\r\n") or "BEGIN:VCALENDAR\n" in calendar.get_content()


@pytest.mark.parametrize("locale", ["ar", "fr"])
def test_no_line_of_a_letter_is_too_long_for_mail(app: Flask, owing: Owing, locale: str) -> None:
    message_id = owing("seminar_cancelled", locale=locale, reason="a" * 5000)
    delivery.deliver_due()
    content = (folder(app) / f"{message_id}.eml").read_bytes()
    assert max(len(line) for line in content.split(b"\r\n")) <= 998
    assert content.isascii()


def test_what_was_sent_is_marked_and_its_words_are_not_kept(owing: Owing) -> None:
    message_id = owing()
    delivery.deliver_due()
    sent = row(message_id)
    assert (sent.status, sent.attempts, sent.payload, sent.last_error) == ("sent", 1, {}, None)
    assert sent.sent_at == clock.now()
    assert delivery.deliver_due() == 0


def test_what_is_not_due_waits(owing: Owing, frozen_clock: Any) -> None:
    owing()
    frozen_clock.move(seconds=-1)
    assert delivery.deliver_due() == 0
    frozen_clock.move(seconds=1)
    assert delivery.deliver_due() == 1


def test_many_are_sent_in_small_claims_up_to_the_limit(app: Flask) -> None:
    with transaction():
        owe([message("verify_address", f"p{n}@example.org", "fr", payload_of("verify_address")) for n in range(50)])
    assert delivery.deliver_due(limit=30) == 30
    assert delivery.deliver_due() == 20
    assert len(list(folder(app).iterdir())) == 50


def test_what_is_rolled_back_is_never_sent(app: Flask) -> None:
    with pytest.raises(RuntimeError), transaction():
        owe([message("verify_address", "nadia@example.org", "fr", payload_of("verify_address"))])
        raise RuntimeError
    assert delivery.deliver_due() == 0


def test_a_crash_between_sending_and_marking_sends_the_same_letter_again(
    app: Flask, owing: Owing, letter: Read, frozen_clock: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    message_id = owing()

    def crash(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(delivery, "_mark_sent", crash)
        with pytest.raises(KeyboardInterrupt):
            delivery.deliver_due()
    first = letter(message_id)["Message-ID"]
    assert row(message_id).status == "owed"
    assert delivery.deliver_due() == 0, "the claim of the dead deliverer still stands"
    frozen_clock.move(seconds=delivery.LEASE.total_seconds())
    assert delivery.deliver_due() == 1
    assert letter(message_id)["Message-ID"] == first
    assert len(list(folder(app).iterdir())) == 1


def test_nothing_is_sent_inside_a_transaction(app: Flask, owing: Owing, monkeypatch: pytest.MonkeyPatch) -> None:
    owing()
    states = []
    send = mail.FolderPost.send

    def watched(*arguments: Any) -> None:
        states.append(db.session().in_transaction())
        send(*arguments)

    monkeypatch.setattr(mail.FolderPost, "send", watched)
    delivery.deliver_due()
    assert states == [False]


def test_a_message_costs_two_statements_and_one_asks_for_text_messages(
    app: Flask, owing: Owing, count_statements: Callable[[], Any]
) -> None:
    owing()
    with count_statements() as statements:
        delivery.deliver_due(limit=1)
    assert len(statements) == 3


@pytest.mark.parametrize(
    ("kind", "changes", "error"),
    [
        ("birthday", {}, "TemplateNotFound"),
        ("registration_confirmed", {"seminar": {"local_start": "soon"}}, "ValueError"),
    ],
)
def test_a_message_without_words_is_dead_and_holds_up_nobody(
    app: Flask, owing: Owing, kind: str, changes: dict[str, Any], error: str
) -> None:
    with transaction():
        made = message(kind, "nadia@example.org", "fr", payload_of("registration_confirmed", **changes))
        owe([made])
    good = owing()
    assert delivery.deliver_due() == 1
    dead = row(UUID(str(made["id"])))
    assert (dead.status, dead.last_error) == ("dead", error)
    assert dead.payload["code"] == "FZ7K-3M9Q", "what could not be said is kept until somebody looks"
    assert row(good).status == "sent"


@pytest.mark.parametrize(
    "address", ["nobody", "a b@example.org", "nadia@example.org\r\nBcc: all@example.org", "x@" + "é" * 80]
)
def test_an_impossible_address_is_dead_and_reaches_nobody_else(app: Flask, owing: Owing, address: str) -> None:
    message_id = owing(address=address)
    assert delivery.deliver_due() == 0
    assert row(message_id).status == "dead"
    assert address not in row(message_id).last_error
    assert not folder(app).exists()


def test_names_add_no_headers(owing: Owing, letter: Read) -> None:
    evil = "Nadia\r\nBcc: all@example.org\r\n\r\nX"
    message_id = owing(name=evil, seminar={"title": {"fr": evil}})
    delivery.deliver_due()
    sent = letter(message_id)
    assert sent["Bcc"] is None
    assert sent["To"] == "nadia@example.org"
    assert "Bcc: all@example.org" in sent["Subject"], "they are words of the subject"


@pytest.mark.parametrize("length", range(0, 60, 3))
def test_no_word_of_a_long_subject_runs_into_the_next(owing: Owing, letter: Read, length: int) -> None:
    title = "م" * length + " العنف والتنمر في المدرسة: ماذا يفعل كل واحد منا"
    message_id = owing(locale="ar", seminar={"title": {"ar": title}})
    delivery.deliver_due()
    assert title.strip() in letter(message_id)["Subject"]


def test_a_domain_in_another_script_is_written_as_servers_know_it(owing: Owing, letter: Read) -> None:
    message_id = owing(address="nadia@مثال.example")
    assert delivery.deliver_due() == 1
    assert letter(message_id)["To"] == "nadia@xn--mgbh0fb.example"


def test_a_full_disk_delays_and_loses_nothing(owing: Owing, frozen_clock: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    message_id = owing()

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(posting.os, "fsync", full)
        assert delivery.deliver_due() == 0
    assert row(message_id).last_error == "OSError"
    frozen_clock.move(minutes=1)
    assert delivery.deliver_due() == 1


def test_a_slow_batch_leaves_the_rest_to_whoever_comes(
    app: Flask, owing: Owing, frozen_clock: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = owing(), owing()
    send = mail.FolderPost.send

    def slowly(*arguments: Any) -> None:
        send(*arguments)
        frozen_clock.move(seconds=(delivery.LEASE - delivery.LONGEST_SEND).total_seconds() + 1)

    monkeypatch.setattr(mail.FolderPost, "send", slowly)
    taken: list[str] = []
    monkeypatch.setattr(delivery, "_hand_back", lambda batch, **_: taken.extend(str(owed.id) for owed in batch))
    assert delivery.deliver_due() == 1
    assert row(first).status == "sent"
    assert taken == [str(second)]
    assert row(second).status == "owed"


def test_an_earlier_deliverer_that_comes_late_changes_nothing_of_the_later_ones(
    owing: Owing, frozen_clock: Any
) -> None:
    message_id = owing()
    [early] = delivery._claim(Channel.MAIL, 1)
    frozen_clock.move(seconds=delivery.LEASE.total_seconds())
    [_late] = delivery._claim(Channel.MAIL, 1)
    delivery._mark_failed(early, OSError(), final=True)
    assert row(message_id).status == "owed"
    delivery._mark_sent(early)
    assert row(message_id).status == "sent", "but what went, went"


def test_the_pauses_grow(owing: Owing) -> None:
    assert list(delivery.PAUSES) == sorted(delivery.PAUSES)
    assert delivery.PAUSES[0] == timedelta(minutes=1)
    assert timedelta(seconds=mail.TIMEOUT_SECONDS * 6) < delivery.LONGEST_SEND
