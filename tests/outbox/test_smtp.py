"""Is mail handed over to real mail servers, also to difficult ones?"""

import shutil
import ssl
import subprocess
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from aiosmtpd.smtp import AuthResult
from flask import Flask

from engage import clock
from engage.outbox import delivery
from tests.outbox.conftest import PostOffice, row

pytestmark = pytest.mark.smtp

Owing = Callable[..., UUID]
MINUTE = timedelta(minutes=1)


def test_letters_go_over_one_connection(office: PostOffice, owing: Owing) -> None:
    ids = [owing(), owing(locale="ar"), owing("reset_password", locale="en")]
    assert delivery.deliver_due() == 3
    assert office.connections == 1
    assert [str(sent["Message-ID"]) for sent in office.letters] == [f"<{message_id}@localhost>" for message_id in ids]
    arabic = office.letters[1]
    assert "السلامة الطرقية" in arabic["Subject"]
    html = arabic.get_body(("html",))
    assert html is not None
    assert '<html lang="ar" dir="rtl">' in html.get_content()


def test_a_temporary_refusal_is_tried_again_after_growing_pauses(
    office: PostOffice, owing: Owing, frozen_clock: Any
) -> None:
    message_id = owing()
    office.answers[:] = ["451 4.7.1 nadia@example.org is greylisted", "450 mailbox busy"]
    for pause in (1, 5):
        assert delivery.deliver_due() == 0
        assert row(message_id).due_at - clock.now() == pause * MINUTE
        frozen_clock.move(minutes=pause, seconds=-1)
        assert delivery.deliver_due() == 0, "not before its time"
        frozen_clock.move(seconds=1)
    assert row(message_id).last_error == "SMTPRecipientsRefused 450"
    assert delivery.deliver_due() == 1
    assert len(office.letters) == 1
    assert (row(message_id).status, row(message_id).last_error) == ("sent", None)


def test_a_mailbox_that_does_not_exist_is_dead_at_once_and_stops_nobody(office: PostOffice, owing: Owing) -> None:
    office.answers[:] = ["550 5.1.1 no such user nadia@example.org"]
    dead, good = owing(), owing(address="hind@example.org")
    assert delivery.deliver_due() == 1
    assert (row(dead).status, row(dead).last_error) == ("dead", "SMTPRecipientsRefused 550")
    assert row(good).status == "sent"
    assert office.connections == 1


@pytest.mark.parametrize("answer", ["530 5.7.0 authenticate first", "554 5.7.1 relay access denied"])
def test_a_server_that_refuses_us_is_no_reason_to_give_up(office: PostOffice, owing: Owing, answer: str) -> None:
    message_id = owing()
    office.answers[:] = [answer]
    assert delivery.deliver_due() == 0
    assert row(message_id).status == "owed"


def test_after_eight_refusals_it_is_dead(office: PostOffice, owing: Owing, frozen_clock: Any) -> None:
    message_id = owing()
    office.verdicts[:] = ["452 too busy"] * 9
    pauses = []
    while row(message_id).status == "owed":
        assert delivery.deliver_due() == 0
        pauses.append(int((row(message_id).due_at - clock.now()) / MINUTE))
        frozen_clock.set(row(message_id).due_at)
    assert pauses == [1, 5, 30, 120, 360, 1440, 1440, 1440]
    assert (row(message_id).attempts, row(message_id).last_error) == (8, "SMTPDataError 452")
    assert row(message_id).payload, "kept, so that it can be sent when the reason is gone"


def test_while_no_server_is_there_no_attempt_counts_and_nothing_is_lost(
    app: Flask, owing: Owing, free_port: int, deliver_to: Callable[[str], None], start_office: Any, frozen_clock: Any
) -> None:
    deliver_to(f"smtp://127.0.0.1:{free_port}")
    ids = [owing(), owing()]
    for _ in range(20):
        assert delivery.deliver_due() == 0
        frozen_clock.move(seconds=delivery.OUTAGE_PAUSE.total_seconds())
    assert {(row(i).status, row(i).attempts, row(i).last_error) for i in ids} == {("owed", 0, "ConnectionRefusedError")}
    office = start_office()
    assert delivery.deliver_due() == 2
    assert len(office.letters) == 2


def test_an_outage_in_the_middle_of_a_batch_keeps_what_happened_before(
    app: Flask, owing: Owing, office: PostOffice, deliver_to: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent, refused, waiting = owing(), owing(), owing()
    office.answers[:] = ["250 OK", "drop"]
    connected = delivery.mail.SmtpPost._connected

    def once(self: Any) -> Any:
        if office.connections and self._server is None:
            raise delivery.mail.Unreachable("ConnectionRefusedError")
        return connected(self)

    monkeypatch.setattr(delivery.mail.SmtpPost, "_connected", once)
    assert delivery.deliver_due() == 1
    assert [(row(i).status, row(i).attempts) for i in (sent, refused, waiting)] == [
        ("sent", 1),
        ("owed", 1),
        ("owed", 0),
    ]
    assert row(waiting).due_at == clock.now() + delivery.OUTAGE_PAUSE


@pytest.mark.parametrize(("drop_at", "copies"), [("answers", 1), ("verdicts", 2)])
def test_a_server_that_hangs_up_gets_the_letter_later(
    office: PostOffice, owing: Owing, frozen_clock: Any, drop_at: str, copies: int
) -> None:
    message_id, other = owing(), owing(address="hind@example.org")
    getattr(office, drop_at)[:] = ["drop"]
    assert delivery.deliver_due() == 1
    assert office.connections == 2
    assert row(message_id).last_error == "SMTPServerDisconnected"
    assert row(other).status == "sent"
    frozen_clock.move(minutes=1)
    assert delivery.deliver_due() == 1
    received = [str(letter["Message-ID"]) for letter in office.letters]
    assert received.count(f"<{message_id}@localhost>") == copies, "a receiver can tell that it is the same letter"


def test_a_server_that_says_goodbye_is_called_again(office: PostOffice, owing: Owing) -> None:
    first, second = owing(), owing()
    office.answers[:] = ["421 closing down"]
    assert delivery.deliver_due() == 1
    assert row(first).last_error == "SMTPRecipientsRefused 421"
    assert row(second).status == "sent"


def test_an_address_in_arabic_letters_needs_a_server_that_knows_them(
    start_office: Any, deliver_to: Any, owing: Owing
) -> None:
    office = start_office(enable_SMTPUTF8=True)
    deliver_to(office.url)
    owing(address="نادية@example.org")
    assert delivery.deliver_due() == 1
    assert str(office.letters[0]["To"]) == "نادية@example.org"


# --- encryption and credentials ---------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A made-up certificate and its key, in one file."""
    openssl = shutil.which("openssl")
    if openssl is None:
        pytest.skip("openssl is not installed")
    path = tmp_path_factory.mktemp("tls") / "server.pem"
    request = "req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost".split()
    subprocess.run([openssl, *request, "-keyout", path, "-out", f"{path}.crt"], check=True, capture_output=True)
    path.write_bytes(path.read_bytes() + Path(f"{path}.crt").read_bytes())
    return path


@pytest.fixture
def tls(certificate: Path) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    return context


class Doorman:
    """Lets in who knows the password."""

    def __init__(self) -> None:
        self.asked: list[tuple[bytes, bytes]] = []

    def __call__(self, server: Any, session: Any, envelope: Any, mechanism: str, auth_data: Any) -> AuthResult:
        self.asked.append((auth_data.login, auth_data.password))
        return AuthResult(success=auth_data.password == b"p@ss word", handled=False)


@pytest.mark.parametrize("user", ["", "engage%40fez:p%40ss%20word@"])
def test_encryption_is_used_where_it_is_offered_and_credentials_go_over_it(
    start_office: Any, deliver_to: Any, owing: Owing, tls: ssl.SSLContext, user: str
) -> None:
    doorman = Doorman()
    office = start_office(
        tls_context=tls, require_starttls=True, authenticator=doorman, auth_required=bool(user), auth_require_tls=True
    )
    deliver_to(f"smtp://{user}127.0.0.1:{office.port}")
    owing()
    assert delivery.deliver_due() == 1
    assert doorman.asked == ([(b"engage@fez", b"p@ss word")] if user else [])


def test_wrong_credentials_are_an_outage_of_ours(
    start_office: Any, deliver_to: Any, owing: Owing, tls: ssl.SSLContext
) -> None:
    office = start_office(tls_context=tls, authenticator=Doorman(), auth_required=True)
    deliver_to(f"smtp://engage:wrong@127.0.0.1:{office.port}")
    message_id = owing()
    assert delivery.deliver_due() == 0
    assert (row(message_id).attempts, row(message_id).last_error) == (0, "SMTPAuthenticationError 535")


def test_credentials_never_go_in_the_clear(start_office: Any, deliver_to: Any, owing: Owing) -> None:
    doorman = Doorman()
    office = start_office(authenticator=doorman, auth_require_tls=False)
    deliver_to(f"smtp://engage:p%40ss%20word@127.0.0.1:{office.port}")
    message_id = owing()
    assert delivery.deliver_due() == 0
    assert doorman.asked == []
    assert row(message_id).last_error == "SMTPNotSupportedError"


def test_mail_to_another_machine_never_goes_in_the_clear(
    office: PostOffice, deliver_to: Any, owing: Owing, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(delivery.mail, "is_this_machine", lambda host: False)
    message_id = owing()
    assert delivery.deliver_due() == 0
    assert (row(message_id).status, row(message_id).last_error) == ("owed", "SMTPNotSupportedError")
    assert office.letters == []


def test_another_machine_must_prove_its_name(
    start_office: Any, deliver_to: Any, owing: Owing, tls: ssl.SSLContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    office = start_office(tls_context=tls)
    deliver_to(office.url)
    monkeypatch.setattr(delivery.mail, "is_this_machine", lambda host: False)
    message_id = owing()
    assert delivery.deliver_due() == 0
    assert row(message_id).last_error == "SSLCertVerificationError"
    assert office.letters == []
