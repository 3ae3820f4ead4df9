"""Do the pages let people write, come back and answer, with every refused word kept and no receipt anywhere but once?"""

import re
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask

from engage.database import db
from engage.feedback import services
from engage.feedback.models.threads import Note, Post, ReceiptToken, Thread
from engage.settings import EXTENSION
from engage.web.idempotency import IdempotencyKey
from tests.clients import Client
from tests.conftest import FrozenClock
from tests.factories import count_rows, make_account, make_district, make_officer, make_supervisor, make_thread

RECEIPT = re.compile(r"\d{4}(?: \d{4}){6}")
FORM = {
    "form_key": "0193b1de-0000-7000-8000-000000000001",
    "subject": "Moto sur le trottoir",
    "body": "Chaque soir vers 18 h.\nDevant la pharmacie.",
    "category": "traffic",
    "district": "saiss",
    "visibility": "public",
}


@pytest.fixture(autouse=True)
def _saiss(app: Flask) -> None:
    make_district("saiss")


@pytest.fixture
def other(app: Flask) -> Client:
    """Another browser."""
    return app.test_client()


def _filed(client: Client, **changes: Any) -> str:
    answer = client.post("/feedback/new?lang=fr", data=FORM | changes)
    assert answer.status_code == 201
    found = RECEIPT.search(answer.text)
    assert found
    return found[0]


def test_pictures_of_a_map_come_from_the_server_that_the_city_chose(app: Flask, client: Client) -> None:
    told = client.get("/feedback/new")
    assert "data-map" not in told.text
    assert "tiles.example" not in told.headers["Content-Security-Policy"]
    app.extensions[EXTENSION] = replace(app.extensions[EXTENSION], tiles_url="https://tiles.example/{z}/{x}/{y}.png")
    told = client.get("/feedback/new")
    assert 'data-map="https://tiles.example/{z}/{x}/{y}.png"' in told.text
    assert "img-src 'self' https://tiles.example data:;" in told.headers["Content-Security-Policy"]
    assert "tiles.example" not in client.get("/feedback").headers["Content-Security-Policy"]


def test_a_visitor_files_and_gets_a_receipt_once(client: Client, store: str) -> None:
    answer = client.post("/feedback/new", data=FORM)
    assert answer.status_code == 201
    assert answer.headers["Cache-Control"] == "no-store"
    receipt = RECEIPT.search(answer.text)[0]  # type: ignore[index]
    thread = db.session.query(Thread).one()
    assert thread.reference in answer.text
    assert re.search(r"print-only[^>]*>(Proof of filing|إثبات الإيداع)<", answer.text)
    assert re.search(r"<bdi>https?://[^<]+/receipts</bdi>", answer.text)
    kept = "".join(repr(list(row)) for table in db.metadata.sorted_tables for row in db.session.execute(table.select()))
    assert receipt not in kept
    assert receipt.replace(" ", "") not in kept
    assert receipt not in str(answer.headers)


def test_a_form_sent_again_shows_the_same_receipt_of_the_same_thread(client: Client, store: str) -> None:
    first = _filed(client)
    assert _filed(client) == first
    client.environ_base["REMOTE_ADDR"] = "203.0.113.9"  # the telephone is in another network by now
    assert _filed(client) == first
    assert count_rows(Thread) == 1
    assert _filed(client, form_key="another") != first
    assert _filed(client, body="Autre chose.") != first
    assert count_rows(Thread) == 3


def test_what_is_kept_of_an_answer_is_without_receipt(client: Client) -> None:
    receipt = _filed(client)
    kept = db.session.query(IdempotencyKey).one()
    assert kept.body
    assert receipt not in kept.body
    assert "F-2026-" in kept.body


def test_a_receipt_opens_the_thread_and_ends(client: Client, other: Client, frozen_clock: FrozenClock) -> None:
    receipt = _filed(client, visibility="private")
    address = f"/feedback/{db.session.query(Thread).one().id}"
    assert other.get(address).status_code == 404
    answer = other.post("/receipts", data={"receipt": receipt.translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))})
    assert (answer.status_code, answer.location) == (303, address)
    assert "Devant la pharmacie." in other.get(address).text
    assert client.get(address).status_code == 404
    other.post("/receipts/end")
    assert other.get(address).status_code == 404
    other.post("/receipts", data={"receipt": receipt})
    frozen_clock.move(hours=2)
    assert other.get(address).status_code == 404


def test_whatever_opens_nothing_gets_the_same_answer(client: Client, frozen_clock: FrozenClock) -> None:
    _filed(client)
    pages = [
        client.post("/receipts?lang=fr", data={"receipt": typed}) for typed in ("1", "0000 " * 7, "n’importe quoi")
    ]
    assert {page.status_code for page in pages} == {422}
    told = {re.findall(r'<p class="field-error".*?</p>', page.text, re.DOTALL)[0] for page in pages}
    assert len(told) == 1


def test_guessing_receipts_is_limited_but_opening_is_not(client: Client) -> None:
    receipt = _filed(client)
    for _ in range(40):
        assert client.post("/receipts", data={"receipt": receipt}).status_code == 303
    answers = [client.post("/receipts", data={"receipt": f"{n}"}).status_code for n in range(31)]
    assert answers[-1] == 429
    assert set(answers[:-1]) == {422}


def test_a_receipt_speaks_on_pages(client: Client) -> None:
    receipt = _filed(client)
    thread_id = db.session.query(Thread).one().id
    client.post("/receipts", data={"receipt": receipt})
    address = f"/feedback/{thread_id}"
    assert client.post(f"{address}/comment", data={"body": "Encore hier."}).location == address
    shown = client.get(f"{address}?lang=fr").text
    assert "Encore hier." in shown
    assert receipt not in shown
    post_id = db.session.query(Post.id).filter_by(kind="comment").scalar()
    edited = client.post(f"/posts/{post_id}/edit", data={"body": "Encore avant-hier.", "version": 1})
    assert edited.status_code == 303
    assert "Encore hier." in client.get(f"/posts/{post_id}/edit").text
    assert client.post(f"{address}/contact", data={"contact_email": "kamal@example.org"}).status_code == 303
    assert "kamal@example.org" in client.get(address).text


def test_a_refused_form_keeps_every_word(client: Client) -> None:
    answer = client.post("/feedback/new?lang=en", data=FORM | {"subject": "", "contact_email": "no address"})
    assert answer.status_code == 422
    for words in ("Devant la pharmacie.", "no address", 'href="#subject"', 'href="#contact_email"'):
        assert words in answer.text
    assert count_rows(Thread) == 0


def test_only_the_form_asks_where_the_telephone_is(client: Client) -> None:
    assert "geolocation=(self)" in client.get("/feedback/new").headers["Permissions-Policy"]
    assert "geolocation=()" in client.get("/feedback").headers["Permissions-Policy"]


def test_whoever_is_signed_in_gets_no_receipt(client: Client, sign_in: Any) -> None:
    author = make_account()
    sign_in(client, author)
    answer = client.post("/feedback/new", data=FORM | {"show_name": "1"})
    thread = db.session.query(Thread).one()
    assert answer.location == f"/feedback/{thread.id}?sent=1"
    assert thread.receipt_hash is None
    assert "Salma Bennani" in client.get("/feedback/mine").text
    assert "Moto sur le trottoir" in client.get("/feedback/mine").text


def test_the_public_list_is_the_same_for_officers_and_holds_nothing_private(client: Client, sign_in: Any) -> None:
    make_thread("Lampadaire éteint")
    make_thread("Trafic derrière le stade", visibility="private")
    make_thread("Pas encore lu", receipt_hash=b"x")
    sign_in(client, make_officer())
    shown = client.get("/feedback?lang=fr").text
    assert "Lampadaire éteint" in shown
    assert "Trafic derrière le stade" not in shown
    assert "Pas encore lu" not in shown
    assert "Lampadaire" not in client.get("/feedback?q=voitures&district=agdal").text
    assert "Lampadaire" in client.get("/feedback?q=lampadaires&district=saiss&category=traffic&status=new").text


@pytest.mark.parametrize("who", ["visitor", "citizen", "other"])
def test_notes_officers_and_contacts_are_on_no_page_of_others(client: Client, sign_in: Any, who: str) -> None:
    author, officer = make_account("Hanane Secrète", email="hanane@example.org"), make_officer()
    thread = make_thread(by=author)
    services.add_note(officer, thread.id, body="Indicateur connu")
    services.assign_thread(officer, thread.id, account_id=officer.account_id)
    services.add_reply(officer, thread.id, body="Merci.")
    db.session.commit()
    people = {"citizen": make_account, "other": lambda: make_officer("zouagha", display_name="Un Autre")}
    if who in people:
        sign_in(client, people[who]())
    shown = client.get(f"/feedback/{thread.id}").text
    assert "Merci." in shown
    for words in ("Indicateur", "Hanane", "hanane@", "Youssef Alami"):
        assert words not in shown


def test_an_officer_answers_on_pages(client: Client, sign_in: Any) -> None:
    thread, officer = make_thread(), make_officer()
    sign_in(client, officer)
    address = f"/feedback/{thread.id}"
    for step, sent in (
        ("acknowledge", {}),
        ("note", {"body": "À vérifier"}),
        ("assign", {"account_id": officer.account_id}),
        ("reply", {"body": "Nous passons ce soir."}),
        ("answer", {"body": "C’est fait."}),
        ("close", {}),
    ):
        assert client.post(f"{address}/{step}", data=sent).location == address, step
    shown = client.get(address).text
    for words in ("À vérifier", "Nous passons ce soir.", "C’est fait."):
        assert words in shown
    assert count_rows(Note) == 1
    refused = client.post(f"{address}/acknowledge?lang=en")
    assert refused.status_code == 409


def test_a_refused_reply_keeps_its_words_at_its_own_form(client: Client, sign_in: Any) -> None:
    thread = make_thread()
    sign_in(client, make_supervisor())
    answer = client.post(f"/feedback/{thread.id}/refer", data={"authority": "Commune de Fès"})
    assert answer.status_code == 422
    assert 'id="authority"' in answer.text
    assert 'value="Commune de Fès"' in answer.text
    assert 'href="#reference"' in answer.text
    assert answer.text.count('class="error-summary"') == 1


def test_who_gives_a_private_thread_away_lands_in_the_queue(client: Client, sign_in: Any) -> None:
    make_district("zouagha")
    thread = make_thread(visibility="private")
    sign_in(client, make_officer())
    sent = {"district": "zouagha", "reason": "C’est à Zouagha."}
    assert client.post(f"/feedback/{thread.id}/transfer", data=sent).location == "/feedback/queue"


def test_a_double_click_comments_once(client: Client, sign_in: Any) -> None:
    thread = make_thread()
    sign_in(client, make_account())
    for _ in range(2):
        client.post(f"/feedback/{thread.id}/comment", data={"body": "Moi aussi.", "form_key": "one"})
    assert count_rows(Post, Post.kind == "comment") == 1


def test_the_queue_assigns_many_and_keeps_what_was_chosen(client: Client, sign_in: Any) -> None:
    threads, officer = [make_thread(), make_thread()], make_officer()
    sign_in(client, officer)
    ids = [str(thread.id) for thread in threads]
    refused = client.post("/feedback/queue", data={"ids": ids})
    assert refused.status_code == 422
    assert refused.text.count(" checked") == 2
    assert client.post("/feedback/queue", data={"ids": ids, "account_id": officer.account_id}).status_code == 303
    assert all(db.session.get_one(Thread, thread.id).assigned_to == officer.id for thread in threads)
    assert "Vitesse" in client.get("/feedback/queue?which=mine").text
    assert "Vitesse" not in client.get("/feedback/queue?which=unassigned").text


def test_lateness_is_in_words_for_everyone(client: Client, frozen_clock: FrozenClock) -> None:
    thread = make_thread()
    frozen_clock.move(days=7)  # due on Wednesday the 25th; it is Monday the 30th
    assert "3 working days late" in client.get(f"/feedback/{thread.id}?lang=en").text
    assert "3 working days late" in client.get("/feedback?lang=en").text


def test_tokens_that_opened_a_thread_are_forgotten(client: Client, app: Flask, frozen_clock: FrozenClock) -> None:
    client.post("/receipts", data={"receipt": _filed(client)})
    assert count_rows(ReceiptToken) == 1
    frozen_clock.move(hours=3)
    app.test_cli_runner().invoke(args=["daily"])
    assert count_rows(ReceiptToken) == 0


@pytest.mark.parametrize("people", [2, 12])
def test_pages_take_as_many_statements_for_one_thread_as_for_many(
    client: Client, sign_in: Any, count_statements: Any, people: int
) -> None:
    threads = [make_thread() for _ in range(people)]
    for _ in range(people):
        services.add_comment(make_account(), threads[0].id, body="Moi aussi.")
    officer = make_officer()
    db.session.commit()
    client.get("/feedback")
    with count_statements() as statements:
        assert client.get("/feedback").status_code == 200
    assert len(statements) <= 2
    with count_statements() as statements:
        assert client.get(f"/feedback/{threads[0].id}").status_code == 200
    assert len(statements) <= 4  # the thread, what was said, photographs, whether it is late
    sign_in(client, officer)
    # Nine parts of a page of those in charge: they see at once what there is to know before they answer.
    for path, most in (("/feedback/queue", 4), (f"/feedback/{threads[0].id}", 11)):
        with count_statements() as statements:
            assert client.get(path).status_code == 200
        assert len(statements) <= most, statements


def test_the_first_thing_an_officer_sees_leads_to_the_reply_and_to_the_steps(client: Client, sign_in: Any) -> None:
    officer, thread = make_officer(), make_thread()
    sign_in(client, officer)
    page = client.get(f"/feedback/{thread.id}").text
    assert page.index('href="#reply"') < page.index('id="life"') < page.index('id="reply"')
    assert page.index('href="#in-charge"') < page.index('id="in-charge"')
    services.answer_thread(officer, thread.id, body="C’est fait.")
    services.close_thread(officer, thread.id)
    over = client.get(f"/feedback/{thread.id}").text
    assert "#reply" in over and "in-charge" not in over  # nothing is left to do


def test_an_author_is_asked_before_more_is_written(client: Client, sign_in: Any) -> None:
    author, officer = make_account(), make_officer()
    thread = make_thread(by=author)
    sign_in(client, author)
    services.answer_thread(officer, thread.id, body="C’est fait.")
    answered = client.get(f"/feedback/{thread.id}").text
    assert answered.index("/close") < answered.index("/comment")
    services.close_thread(officer, thread.id)
    closed = client.get(f"/feedback/{thread.id}").text
    assert closed.index("/rate") < closed.index("/reopen") < closed.index("/comment")
    assert "/feedback/mine" in client.get("/feedback").text
