"""Does what an officer writes reach whom it should, once, in their language, and nobody else?"""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from engage.access.actor import Actor
from engage.audit.models import AuditEntry
from engage.database import db
from engage.errors import Conflict, Invalid, NotAllowed, NotFound
from engage.outbox.composing import Owed, compose, compose_short
from engage.outbox.mail import to_bytes
from engage.outbox.models import Message
from engage.outbox.sms import SURE_TO_FIT, signs_over
from engage.registrations import services
from engage.registrations.queries import list_messages
from engage.registrations.services.messaging import MAX_AN_HOUR
from engage.seminars.models import Seminar
from engage.seminars.queries import get_seminar
from engage.transaction import transaction
from tests.clients import Client
from tests.conftest import FrozenClock
from tests.factories import (
    count_rows,
    make_account,
    make_association,
    make_manager,
    make_officer,
    make_registration,
    make_seminar,
    make_token,
)

Opening = Callable[[Actor], Client]

SUBJECT = {"ar": "أحضروا البطاقة", "fr": "Apportez votre carte"}
BODY = {"ar": "البطاقة الوطنية ضرورية.", "fr": "La carte d’identité est demandée.\n\nMerci."}
IS_LETTER = Message.kind == "officer_message"


@pytest.fixture
def officer(app: Flask) -> Actor:
    return make_officer("saiss")


@pytest.fixture
def seminar(officer: Actor) -> Seminar:
    return make_seminar(capacity=5, max_party_size=5)


def send(actor: Actor, seminar: Seminar, **more: Any) -> Any:
    with transaction():
        return services.send_message(actor, seminar.id, **{"subject": SUBJECT, "body": BODY, **more})


def letters() -> dict[str, Any]:
    rows = db.session.scalars(select(Message).where(IS_LETTER).order_by(Message.id)).all()
    return {row.address: row for row in rows}


def test_all_who_are_concerned_read_it_in_their_language(store: str, officer: Actor, seminar: Seminar) -> None:
    make_registration(seminar, by=make_account(email="fr@example.org", locale="fr"), party_size=4)
    make_registration(seminar, by=make_account(email="en@example.org", locale="en"), party_size=3)  # waits
    gone = make_account(email="gone@example.org")
    with transaction():
        services.cancel_registration(gone, make_registration(seminar, by=gone).id)
    make_registration(make_seminar(), by=make_account(email="elsewhere@example.org"))
    sent = send(officer, seminar)
    assert (sent.recipients, sent.statuses) == (2, {"confirmed": 1, "waitlisted": 1})
    owed = letters()
    assert set(owed) == {"fr@example.org", "en@example.org"}
    assert owed["fr@example.org"].payload["message_subject"] == SUBJECT["fr"]
    assert owed["en@example.org"].payload["message_body"] == BODY["ar"]  # not written in English
    assert {row.topic_id for row in owed.values()} == {str(seminar.id)}


def test_those_who_are_gone_are_written_to_where_an_officer_says_so(officer: Actor, seminar: Seminar) -> None:
    gone, stays = make_account(email="gone@example.org"), make_account(email="stays@example.org")
    given_up, kept = make_registration(seminar, by=gone), make_registration(seminar, by=stays)
    with transaction():
        services.cancel_registration(gone, given_up.id)
    assert send(officer, seminar, status=["cancelled"]).recipients == 1
    assert set(letters()) == {"gone@example.org"}
    assert send(officer, seminar, ids=[given_up.id, kept.id, kept.id]).recipients == 2


def test_the_letter_says_what_about_and_takes_answers(make_app: Callable[..., Flask]) -> None:
    app = make_app(contact_email="accueil@example.org")
    with app.app_context():
        seminar = make_seminar()
        make_registration(seminar, by=make_account(locale="fr"))
        send(make_officer("saiss"), seminar)
        [row] = letters().values()
        letter = compose(Owed(row.id, row.kind, row.address, row.locale, row.payload, 1, row.created_at))
    assert SUBJECT["fr"] in letter.subject and "Prévenir le harcèlement en ligne" in letter.subject
    assert "La carte d’identité est demandée.\n\nMerci." in letter.text
    sent = to_bytes(row.id, row.address, letter, app.extensions["engage.settings"])
    assert b"\nReply-To: accueil@example.org\r\n" in sent
    assert letter.invitation is None


def test_nobody_writes_elsewhere_nor_to_nobody(officer: Actor, seminar: Seminar) -> None:
    registration = make_registration(seminar)
    other = make_registration(make_seminar())
    for actor, refusal in ((make_officer("zouagha"), NotAllowed), (make_account(), NotAllowed)):
        with pytest.raises(refusal):
            send(actor, seminar)
    with pytest.raises(NotFound):
        send(make_account(), make_seminar(published=False))
    with pytest.raises(Invalid):
        send(officer, seminar, ids=[registration.id, other.id])
    with pytest.raises(Invalid):
        send(officer, seminar, status=["declined"])
    assert letters() == {}


def test_the_trail_has_numbers_and_no_words(officer: Actor, seminar: Seminar) -> None:
    make_registration(seminar)
    digest = send(officer, seminar).digest
    entry = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "seminar.message_sent")).one()
    assert entry.after == {"recipients": 1, "statuses": {"confirmed": 1}, "languages": ["ar", "fr"], "digest": digest}
    assert send(officer, seminar).digest == digest != send(officer, seminar, subject={"fr": "Autre"}).digest


def test_so_many_an_hour_and_no_more(officer: Actor, seminar: Seminar, frozen_clock: FrozenClock) -> None:
    make_registration(seminar)
    for _ in range(MAX_AN_HOUR):
        send(officer, seminar)
    with pytest.raises(Conflict, match="too-many-messages"):
        send(officer, seminar)
    make_registration(another := make_seminar())
    send(officer, another)
    frozen_clock.move(minutes=61)
    send(officer, seminar)
    view = get_seminar(officer, seminar.id)
    found = list_messages(officer, view, limit=100).items
    assert len(found) == MAX_AN_HOUR + 1
    assert [one.sent_at for one in found] == sorted((one.sent_at for one in found), reverse=True)
    with pytest.raises(NotAllowed):
        list_messages(make_account(), view)


def test_programs_send_once(client: Client, officer: Actor, seminar: Seminar) -> None:
    chosen = make_registration(seminar, by=make_manager(made := make_association()), association_id=made.id)
    make_registration(seminar)
    client.carry(make_token(officer))
    address, sent = (
        f"/api/v1/seminars/{seminar.id}/messages",
        {"subject": SUBJECT, "body": BODY, "ids": [str(chosen.id)]},
    )
    answers = [client.post(address, json=sent, headers={"Idempotency-Key": "k"}) for _ in "12"]
    assert [answer.status_code for answer in answers] == [201, 201]
    assert answers[0].json == answers[1].json
    assert client.get(address).json == {"items": [answers[0].json], "next": None}
    assert count_rows(Message, IS_LETTER) == 1
    for wrong in (
        {"subject": {}},
        {"body": {}},
        {"body": {"fr": "…"}},
        {"status": ["confirmed"]},
        {"ids": []},
        {"ids": ["x"]},
    ):
        assert client.post(address, json=sent | wrong).status_code == 422
    for _ in range(MAX_AN_HOUR - 1):
        client.post(address, json=sent)
    refused = client.post(address, json=sent)
    assert (refused.status_code, refused.json["type"]) == (409, "/problems/too-many-messages")


# --- the page ---------------------------------------------------------------------------------------------------------


def typed(**more: Any) -> dict[str, Any]:
    return {"subject.fr": SUBJECT["fr"], "body.fr": BODY["fr"], **more}


def test_it_is_written_read_once_more_and_sent(browser_of: Opening, officer: Actor, seminar: Seminar) -> None:
    chosen = [str(make_registration(seminar).id) for _ in "12"]
    make_registration(seminar)
    browser, address = browser_of(officer), f"/seminars/{seminar.id}/messages"
    written = browser.post(address, data={"ids": chosen, "step": "write"}).text
    assert all(f'name="ids" value="{one}"' in written for one in chosen)
    wrong = browser.post(address + "?lang=en", data=typed(ids=chosen, step="check") | {"subject.fr": ""})
    assert wrong.status_code == 422
    assert "demandée" in wrong.text and f'value="{chosen[0]}"' in wrong.text
    checked = browser.post(address + "?lang=en", data=typed(ids=chosen, step="check")).text
    assert "Confirmed: 2 parties" in checked and "demandée" in checked
    assert "Nobody who cancelled or was not accepted is written to." in checked
    assert letters() == {}
    again = browser.post(address, data=typed(ids=chosen, step="write")).text
    assert "demandée" in again
    for _twice in "12":
        done = browser.post(address, data=typed(ids=chosen, step="send", form_key="k"))
        assert (done.status_code, done.location) == (303, address)
    assert len(letters()) == 2
    assert "To 2 parties" in browser.get(address + "?lang=en").text


def test_to_some_states_and_never_to_none(browser_of: Opening, officer: Actor, seminar: Seminar) -> None:
    make_registration(seminar)
    browser, address = browser_of(officer), f"/seminars/{seminar.id}/messages?lang=en"
    assert 'value="confirmed" checked' in " ".join(browser.get(address).text.split())
    refused = browser.post(address, data=typed(status="", step="check"))
    assert refused.status_code == 422
    assert "Choose at least one" in refused.text and "demandée" in refused.text
    assert browser.post(address, data=typed(status=["", "confirmed"], step="check")).status_code == 200
    assert browser.post(address, data={"step": "write"}).status_code == 200  # nobody was chosen: nobody is
    assert browser.get(f"/seminars/{make_seminar().id}/messages?lang=en").text.count("Nobody has registered yet") == 1


PHONE = "+212661234567"


@pytest.fixture
def guest(officer: Actor, seminar: Seminar) -> Any:
    """Somebody whom a text message alone reaches, in Arabic."""
    with transaction():
        return services.register_guest(officer, seminar.id, name="Lalla Zineb", locale="ar", phone=PHONE)


def text_to(address: str) -> str:
    row = letters()[address]
    return compose_short(Owed(row.id, row.kind, address, row.locale, row.payload, 1, row.created_at, "sms"))


def test_a_text_message_is_never_cut(officer: Actor, seminar: Seminar, guest: Any, store: str) -> None:
    fits = {"ar": "ا" * (SURE_TO_FIT - len(SUBJECT["ar"]))}
    send(officer, seminar, body=fits | {"fr": "b" * 900})
    assert fits["ar"] in text_to(PHONE) and signs_over(text_to(PHONE)) == 0
    with pytest.raises(Invalid) as refused:
        send(officer, seminar, body={"ar": "ا" * 200, "fr": "b"})
    [told] = refused.value.errors["short"]
    assert "العربية" in told
    send(officer, seminar, body={"ar": "ا" * 200, "fr": "b"}, short={"ar": "بطاقتكم من فضلكم"}, ids=[guest.id])
    assert "بطاقتكم من فضلكم" in text_to(PHONE) and SUBJECT["ar"] not in text_to(PHONE)


def test_long_letters_go_where_nobody_gets_a_text_message(officer: Actor, seminar: Seminar) -> None:
    with transaction():
        services.register_guest(officer, seminar.id, name="Si Omar", locale="fr", email="omar@example.org")
        services.register_guest(officer, seminar.id, name="Si Ali", locale="fr")  # on paper
    send(officer, seminar, body={"ar": "ا" * 900, "fr": "b" * 900}, short={"fr": "court"})
    assert "b" * 900 in letters()["omar@example.org"].payload["message_body"]


def test_the_page_says_how_much_fits_and_keeps_the_words(
    browser_of: Opening, officer: Actor, seminar: Seminar, guest: Any
) -> None:
    browser, address = browser_of(officer), f"/seminars/{seminar.id}/messages"
    assert f"About {SURE_TO_FIT} signs fit" in browser.get(f"{address}?lang=en").text
    words = {"status": "confirmed", "subject.ar": "موضوع", "body.ar": "ا" * 200, "step": "check"}
    refused = browser.post(f"{address}?lang=en", data=words)
    assert refused.status_code == 422 and "signs too long" in refused.text and "ا" * 200 in refused.text
    shown = browser.post(f"{address}?lang=en", data=words | {"short.ar": "أقصر"})
    assert shown.status_code == 200 and 'name="short.ar" value="أقصر"' in shown.text


@pytest.mark.parametrize(
    ("text", "over"),
    [("é" * 306, 0), ("é" * 307, 1), ("€" * 153, 0), ("€" * 154, 2), ("ا" * 134, 0), ("ا" * 135, 1), ("ê" * 135, 1)],
)
def test_how_much_two_parts_hold(text: str, over: int) -> None:
    assert signs_over(text) == over
