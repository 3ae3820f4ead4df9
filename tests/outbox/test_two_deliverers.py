"""Do deliverers that work at the same time ever send a message twice? On PostgreSQL and SQLite, with real threads."""

import threading
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select, update

from engage import clock
from engage.database import db
from engage.outbox import delivery, mail
from engage.outbox.models import Message
from engage.outbox.services import message, owe
from engage.transaction import transaction, with_retries
from tests.outbox.payloads import payload_of

DELIVERERS = 4
MESSAGES = 60


@pytest.fixture
def sent(pg_app: Flask, monkeypatch: pytest.MonkeyPatch) -> Counter[Any]:
    """How often each message was handed over."""
    counted: Counter[Any] = Counter()
    lock = threading.Lock()

    def send(self: object, message_id: Any, recipient: str, content: bytes) -> None:
        with lock:
            counted[message_id] += 1

    monkeypatch.setattr(mail.FolderPost, "send", send)
    with transaction():
        owe(
            [
                message("verify_address", f"p{n}@example.org", "fr", payload_of("verify_address"))
                for n in range(MESSAGES)
            ]
        )
    return counted


def deliver_together(app: Flask) -> int:
    start = threading.Barrier(DELIVERERS)

    def deliver() -> int:
        with app.app_context():
            start.wait(10)
            return delivery.deliver_due()

    with ThreadPoolExecutor(DELIVERERS) as pool:
        return sum(work.result() for work in [pool.submit(deliver) for _ in range(DELIVERERS)])


@pytest.mark.postgres
def test_each_message_is_sent_by_one_of_them(pg_app: Flask, sent: Counter[Any]) -> None:
    assert deliver_together(pg_app) == MESSAGES
    assert set(sent.values()) == {1} and len(sent) == MESSAGES
    statuses = db.session.execute(
        select(Message.status, Message.attempts, func.count()).group_by(Message.status, Message.attempts)
    )
    assert statuses.all() == [("sent", 1, MESSAGES)]


def make_due_again() -> None:
    with transaction():
        db.session.execute(update(Message).values(due_at=clock.now()))


@pytest.mark.postgres
def test_without_claims_they_would_send_twice(
    pg_app: Flask, sent: Counter[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: the same threads, with messages that stay due while they are being sent."""
    claim: Callable[..., Any] = delivery._claim

    def careless(*asked: Any) -> Any:
        claimed = claim(*asked)
        with_retries(make_due_again)  # two of them lock the same rows crosswise
        return claimed

    monkeypatch.setattr(delivery, "_claim", careless)
    monkeypatch.setattr(delivery, "_mark_sent", lambda owed: None)

    def one_round() -> None:
        with pg_app.app_context():
            delivery.deliver_due(limit=delivery.BATCH)

    for _ in range(2):
        with ThreadPoolExecutor(DELIVERERS) as pool:
            for work in [pool.submit(one_round) for _ in range(DELIVERERS)]:
                work.result()
    assert max(sent.values()) > 1
