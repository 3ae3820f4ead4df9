"""What is a deliverer tested against? Messages that are owed, a mail server that really answers, a folder of files."""

import email
import socket
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope
from flask import Flask
from sqlalchemy import select

from engage.database import db
from engage.outbox.models import Message
from engage.outbox.services import message, owe
from engage.transaction import transaction
from tests.outbox.payloads import payload_of


@pytest.fixture
def owing(app: Flask) -> Callable[..., UUID]:
    """Owe a message of a kind; returns its id."""

    def owing(
        kind: str = "registration_confirmed", address: str = "nadia@example.org", locale: str = "fr", **changes: Any
    ) -> UUID:
        made = message(kind, address, locale, payload_of(kind, **changes))
        with transaction():
            owe([made])
        return UUID(str(made["id"]))

    return owing


def row(message_id: UUID) -> Any:
    """The message as it is in the store now."""
    columns = (Message.status, Message.attempts, Message.due_at, Message.last_error, Message.sent_at, Message.payload)
    found = db.session.execute(select(*columns).where(Message.id == message_id)).one()
    db.session.rollback()
    return found


def parse(content: bytes) -> EmailMessage:
    parsed = email.message_from_bytes(content, policy=default)
    assert isinstance(parsed, EmailMessage)
    return parsed


@pytest.fixture
def letter(app: Flask) -> Callable[[UUID], EmailMessage]:
    """The e-mail that delivery left in the folder of the instance."""
    folder: Path = app.extensions["engage.settings"].instance / "mail"
    return lambda message_id: parse((folder / f"{message_id}.eml").read_bytes())


@dataclass
class PostOffice:
    """A mail server. `answers` await the next letters' recipients, `verdicts` their contents; then all is well."""

    port: int
    answers: list[str] = field(default_factory=list)
    verdicts: list[str] = field(default_factory=list)
    letters: list[EmailMessage] = field(default_factory=list)
    connections: int = 0

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"

    async def handle_EHLO(  # noqa: N802
        self, server: SMTP, session: Any, envelope: Envelope, hostname: str, responses: list[str]
    ) -> list[str]:
        session.host_name = hostname
        self.connections += 1
        return responses

    async def handle_RCPT(self, server: SMTP, session: Any, envelope: Envelope, address: str, options: Any) -> str:  # noqa: N802
        answer = self.answers.pop(0) if self.answers else "250 OK"
        if answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return _given(answer, server)

    async def handle_DATA(self, server: SMTP, session: Any, envelope: Envelope) -> str:  # noqa: N802
        verdict = self.verdicts.pop(0) if self.verdicts else "250 kept"
        if not verdict.startswith(("4", "5", "drop unread")):
            assert isinstance(envelope.content, bytes)
            self.letters.append(parse(envelope.content))
        return _given(verdict, server)


def _given(answer: str, server: SMTP) -> str:
    """The answer, or the line goes dead in the middle of the conversation."""
    if answer.startswith("drop"):
        server.transport.close()
    return answer


@pytest.fixture
def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def start_office(free_port: int) -> Iterator[Callable[..., PostOffice]]:
    """Start the mail server; keyword arguments are aiosmtpd's (`tls_context`, `authenticator` …)."""
    started: list[Controller] = []

    def start(**options: Any) -> PostOffice:
        office = PostOffice(free_port)
        started.append(Controller(office, hostname="127.0.0.1", port=free_port, **options))
        started[-1].start()
        office.connections = 0
        return office

    yield start
    for controller in started:
        controller.stop()


@pytest.fixture
def deliver_to(app: Flask) -> Callable[[str], None]:
    """Set ENGAGE_MAIL_URL of the application."""

    def deliver_to(url: str) -> None:
        app.extensions["engage.settings"] = replace(app.extensions["engage.settings"], mail_url=url)

    return deliver_to


@pytest.fixture
def office(start_office: Callable[..., PostOffice], deliver_to: Callable[[str], None]) -> PostOffice:
    """A plain mail server on this machine, to which the application delivers."""
    started = start_office()
    deliver_to(started.url)
    return started
