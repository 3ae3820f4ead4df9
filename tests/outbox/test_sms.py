"""Does a text message leave: short, once, to the gateway or as a file, and without holding up the mail?"""

import json
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any
from uuid import UUID

import pytest
from flask import Flask

from engage.outbox import delivery, sms
from engage.outbox.composing import Owed, compose_short
from engage.outbox.services import message, owe
from engage.registrations import notifications
from engage.settings import SettingsError, read_settings
from engage.transaction import transaction
from tests.outbox.conftest import row
from tests.outbox.payloads import REGISTRATIONS, payload_of

PHONE = "+212661234567"
LONG = {"ar": "السلامة الطرقية وحماية الأطفال في محيط المدارس الابتدائية والإعدادية بمدينة فاس"}
GSM_PARTS, UCS2_PARTS = 2 * 153, 2 * 67


@pytest.fixture
def owing_sms(app: Flask) -> Callable[..., UUID]:
    def owing(kind: str = "registration_confirmed", locale: str = "fr") -> UUID:
        made = message(kind, PHONE, locale, payload_of(kind, association=None), channel="sms")
        with transaction():
            owe([made])
        return UUID(str(made["id"]))

    return owing


@pytest.fixture
def gateway() -> Iterator[Any]:
    """A gateway that answers what `answers` hold, then 200; `taken` are the bodies with their headers."""
    taken: list[tuple[dict[str, str], Any]] = []
    answers: list[int] = []

    class Answering(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            taken.append((dict(self.headers), json.loads(body)))
            self.send_response(answers.pop(0) if answers else 200)
            self.end_headers()

        def log_message(self, *_args: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Answering)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    server.taken, server.answers = taken, answers  # type: ignore[attr-defined]
    yield server
    server.shutdown()
    server.server_close()


def use(app: Flask, monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    monkeypatch.setattr(sms, "open_post", lambda _settings: _open(url))


def _open(url: str) -> Any:
    from contextlib import closing

    return closing(sms.GatewayPost(url))


@pytest.mark.parametrize("locale", ["ar", "fr", "en"])
@pytest.mark.parametrize("kind", sorted(REGISTRATIONS))
def test_every_kind_fits_into_two_parts(app: Flask, kind: str, locale: str) -> None:
    payload = payload_of(kind, association=None, seminar={"title": LONG})
    text = compose_short(Owed(UUID(int=1), kind, PHONE, locale, payload, 1, delivery.clock.now(), "sms"))
    assert "FZ7K-3M9Q" in text
    assert len(text) <= UCS2_PARTS, text


def test_every_kind_that_is_told_has_its_words() -> None:
    kinds = {value for name, value in vars(notifications).items() if name.isupper() and isinstance(value, str)}
    assert kinds == set(REGISTRATIONS)


def test_without_a_gateway_it_is_a_file(app: Flask, owing_sms: Callable[..., UUID]) -> None:
    owed = owing_sms()
    assert delivery.deliver_due() == 1
    folder = app.extensions["engage.settings"].instance / "sms"
    assert json.loads((folder / f"{owed}.txt").read_text())["to"] == PHONE
    assert row(owed).payload == {}


def test_the_gateway_gets_it_once_with_its_key(
    app: Flask, gateway: Any, owing_sms: Callable[..., UUID], monkeypatch: pytest.MonkeyPatch
) -> None:
    use(app, monkeypatch, f"http://desk:s3cret@127.0.0.1:{gateway.server_port}/send")
    owed = owing_sms()
    assert delivery.deliver_due() == 1
    [(headers, body)] = gateway.taken
    assert headers["Idempotency-Key"] == body["id"] == str(owed)
    assert headers["Authorization"] == "Basic ZGVzazpzM2NyZXQ="
    assert body["to"] == PHONE


@pytest.mark.parametrize(
    ("answer", "status"), [(400, "dead"), (500, "owed"), (401, "owed"), (503, "owed"), (302, "owed")]
)
def test_what_the_gateway_refuses(
    app: Flask,
    gateway: Any,
    owing_sms: Callable[..., UUID],
    monkeypatch: pytest.MonkeyPatch,
    answer: int,
    status: str,
) -> None:
    use(app, monkeypatch, f"http://127.0.0.1:{gateway.server_port}/")
    gateway.answers.append(answer)
    owed = owing_sms()
    assert delivery.deliver_due() == 0
    assert row(owed).status == status
    assert PHONE not in str(row(owed).last_error)


def test_a_gateway_that_is_away_holds_up_no_mail_and_counts_no_attempt(
    app: Flask, owing: Callable[..., UUID], owing_sms: Callable[..., UUID], monkeypatch: pytest.MonkeyPatch
) -> None:
    use(app, monkeypatch, "http://127.0.0.1:9/")
    text, letter = owing_sms(), owing()
    assert delivery.deliver_due() == 1
    assert (row(letter).status, row(text).status, row(text).attempts) == ("sent", "owed", 0)


@pytest.mark.parametrize(
    "url", ["http://gateway.example/", "ftp://gateway.example", "https://", "https://a.example/?k=1"]
)
def test_a_gateway_is_spoken_to_in_secret(url: str, tmp_path: Any) -> None:
    with pytest.raises(SettingsError, match="ENGAGE_SMS_URL"):
        read_settings({"ENGAGE_INSTANCE": str(tmp_path), "ENGAGE_SMS_URL": url})


def test_good_gateways(tmp_path: Any) -> None:
    for url in ("https://user:pass@gateway.example/send", "http://127.0.0.1:8025/"):
        assert read_settings({"ENGAGE_INSTANCE": str(tmp_path), "ENGAGE_SMS_URL": url}).sms_url == url
