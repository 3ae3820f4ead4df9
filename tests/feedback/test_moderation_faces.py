"""Do pages and programs report, moderate and redact without JavaScript, and show nobody what is hidden?"""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from engage.access.actor import VISITOR
from engage.database import db
from engage.feedback import services
from engage.feedback.models.moderation import Report, WatchedWord
from engage.feedback.models.threads import Post, Thread
from engage.feedback.queries.moderation import _waiting
from tests.clients import Client
from tests.factories import (
    count_rows,
    make_account,
    make_communication_officer,
    make_officer,
    make_supervisor,
    make_thread,
    make_token,
)

WORDS = "Karim Alaoui, 06 12 34 56 78"


def _post_of(thread: Thread) -> Any:
    return db.session.query(Post.id).filter_by(thread_id=thread.id, kind="opening").scalar()


def test_a_visitor_reports_by_a_form_of_its_own(client: Client) -> None:
    thread = make_thread()
    address = f"/posts/{_post_of(thread)}/report"
    assert address in client.get(f"/feedback/{thread.id}").text
    assert "Les voitures" in client.get(address).text
    refused = client.post(address, data={"reason": "Regardez donc."})
    assert refused.status_code == 422
    assert "Regardez donc." in refused.text
    for _ in range(2):
        assert client.post(address, data={"ground": "insult"}).location == f"/feedback/{thread.id}"
    client.environ_base["REMOTE_ADDR"] = "203.0.113.9"
    client.post(address, data={"ground": "person"})
    assert count_rows(Report) == 2


def test_reports_of_one_person_are_limited(client: Client) -> None:
    client.carry(make_token(make_account()))
    address = f"/api/v1/posts/{_post_of(make_thread())}/report"
    answers = [client.post(address, json={"reason": "x"}).status_code for _ in range(61)]
    assert set(answers[:60]) == {204}
    assert answers[60] == 429


def test_a_moderator_works_through_the_queue(client: Client, sign_in: Any) -> None:
    unseen, reported = make_thread("À regarder", receipt_hash=b"x"), make_thread("Trottoir")
    services.report_post(VISITOR, _post_of(reported), ground="hatred", reason="Le titre.", network="192.0.2.1")
    db.session.commit()
    sign_in(client, make_communication_officer())
    shown = client.get("/feedback/moderation?lang=fr").text
    for words in ("À regarder", "Trottoir", "Le titre."):
        assert words in shown
    assert "Trottoir" not in client.get("/feedback/moderation?which=unseen&lang=fr").text
    released = client.post(f"/posts/{_post_of(unseen)}/moderate/release")
    assert (released.status_code, released.location) == (303, "/feedback/moderation")
    refused = client.post(f"/posts/{_post_of(reported)}/moderate/hide", data={"reason": "Des mots à garder"})
    assert refused.status_code == 422
    assert "Des mots à garder" in refused.text
    client.post(f"/posts/{_post_of(reported)}/moderate/hide", data={"ground": "hatred"})
    assert client.post(f"/posts/{_post_of(reported)}/moderate/hide", data={"ground": "hatred"}).status_code == 409
    assert "Trottoir" not in client.get("/feedback/moderation").text


def test_a_hidden_thread_stays_at_its_address_without_its_words(client: Client, sign_in: Any) -> None:
    author = make_account()
    thread = make_thread("Le cas Karim", by=author, body=WORDS, place="Chez Karim", latitude=34.03, longitude=-5.0)
    services.hide_post(make_officer(), _post_of(thread), ground="person", reason="Karim est nommé.")
    db.session.commit()
    for path in (f"/feedback/{thread.id}", f"/api/v1/threads/{thread.id}", "/feedback", "/api/v1/threads?q=karim"):
        answer = client.get(path)
        assert answer.status_code == 200
        assert "Karim" not in answer.text
        assert "34.03" not in answer.text
    shown = client.get(f"/api/v1/threads/{thread.id}").json
    assert (shown["subject"], shown["body"], shown["location"], shown["hidden_ground"]) == (None, None, None, "person")
    assert "il nomme ou désigne" not in client.get("/feedback").text
    sign_in(client, author)
    appeal = f"/posts/{_post_of(thread)}/appeal"
    assert appeal in client.get(f"/feedback/{thread.id}").text
    assert "Karim est nommé." in client.get(appeal).text
    assert client.post(appeal, data={"reason": ""}).status_code == 422
    assert client.post(appeal, data={"reason": "C’est moi, Karim."}).location == appeal
    assert "C’est moi, Karim." in client.get(appeal).text
    assert client.post(appeal, data={"reason": "Encore"}).status_code == 409


def test_passages_are_taken_out_on_a_page_that_suggests_some(client: Client, sign_in: Any, app: Flask) -> None:
    thread = make_thread("Le cas Karim Alaoui", body=WORDS)
    address = f"/posts/{_post_of(thread)}/redact"
    sign_in(client, make_officer())
    asked = client.get(address).text
    assert "<mark>06 12 34 56 78</mark>" in asked
    assert "Karim Alaoui, █████</textarea>" in asked
    form = {"version": 1, "subject": "Le cas Karim Alaoui"}
    refused = client.post(address, data=form | {"body": "Un autre, █"})
    assert refused.status_code == 422
    assert "Un autre, █" in refused.text
    assert client.post(address, data=form | {"version": 2, "body": "█, █"}).status_code == 412
    done = client.post(address, data=form | {"body": "█, █\r\n"})
    assert done.location == f"/posts/{_post_of(thread)}/moderate"
    assert "Karim" in client.get("/feedback/" + str(thread.id)).text
    visitor = app.test_client()
    for path in (f"/feedback/{thread.id}", "/feedback", f"/posts/{_post_of(thread)}/report"):
        assert "Karim" not in visitor.get(path).text
    assert "Karim" not in client.get("/feedback").text  # what everyone sees, also for officers


def test_a_program_redacts_the_version_that_it_read(client: Client, token: Any, app: Flask) -> None:
    thread = make_thread(body=WORDS)
    address = f"/api/v1/posts/{_post_of(thread)}"
    client.carry(token(make_officer()))
    sent = {"body": "[…], 06 12 34 56 78"}
    assert client.put(f"{address}/redaction", json=sent).status_code == 428
    assert client.put(f"{address}/redaction", json=sent, headers={"If-Match": '"2"'}).status_code == 412
    done = client.put(f"{address}/redaction", json=sent, headers={"If-Match": '"1"'})
    assert (done.json["body"], done.json["public_body"]) == (WORDS, "█████, 06 12 34 56 78")
    seen = app.test_client().get(address)
    assert (seen.json["body"], seen.json["public_body"]) == ("█████, 06 12 34 56 78", None)


def test_programs_hide_restore_and_read_the_queue(client: Client, token: Any) -> None:
    thread = make_thread(receipt_hash=b"x", body=WORDS)
    address = f"/api/v1/posts/{_post_of(thread)}"
    client.carry(token(make_officer()))
    [case] = client.get("/api/v1/moderation").json["items"]
    assert (case["id"], case["body"], case["is_unseen"]) == (str(_post_of(thread)), WORDS, True)
    assert client.get("/api/v1/moderation/counts").json["unseen"] == 1
    assert client.post(f"{address}/release").json["is_unseen"] is False
    assert client.post(f"{address}/hide", json={}).status_code == 422
    assert client.post(f"{address}/hide", json={"reason": "Il est nommé."}).json["hidden_ground"] == "other"
    assert client.post(f"{address}/restore").json["hidden_at"] is None
    refused = client.post(f"{address}/restore")
    assert (refused.status_code, refused.json["type"]) == (409, "/problems/wrong-state")


def test_watched_words_are_kept_on_a_page(client: Client, sign_in: Any) -> None:
    sign_in(client, make_communication_officer())
    assert client.post("/feedback/watched-words", data={"word": "Tricheur"}).status_code == 303
    known = client.post("/feedback/watched-words", data={"word": "tricheurs"})
    assert known.status_code == 409
    assert 'value="tricheurs"' in known.text
    word = db.session.query(WatchedWord.id).scalar()
    assert client.post(f"/feedback/watched-words/{word}/remove").status_code == 303
    assert count_rows(WatchedWord) == 0


@pytest.mark.parametrize("number", [1, 12])
def test_the_queue_costs_the_same_however_much_waits(
    client: Client, sign_in: Any, count_statements: Callable[[], Any], number: int, store: str
) -> None:
    for n in range(number):
        post = _post_of(make_thread(receipt_hash=bytes([n])))
        services.report_post(make_supervisor(), post)
    db.session.commit()
    sign_in(client, make_officer())
    client.get("/feedback/moderation")
    with count_statements() as statements:
        assert client.get("/feedback/moderation").status_code == 200
    assert len(statements) <= 5, statements  # one of them asks for photographs


SMALL = {
    None: "ix_posts_unseen",
    "unseen": "ix_posts_unseen",
    "watched": "ix_posts_unseen",
    "reported": "ix_reports_open",
    "appealed": "ix_hidings_appealed",
}


@pytest.mark.parametrize("which", SMALL)
def test_what_waits_is_found_by_a_small_index(app: Flask, which: str) -> None:
    """Not by reading two million posts."""
    asked = _waiting(which).compile(db.engine, compile_kwargs={"literal_binds": True})
    plan = db.session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {asked}").all()
    assert [row for row in plan if SMALL[which] in row[-1]], plan
