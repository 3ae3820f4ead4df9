"""Do pages show what was promised, and let officers say what became of it, with every refused word kept?"""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from flask import Flask

from engage.commitments import figures, queries, services
from engage.commitments.models import Commitment
from engage.commitments.queries import Kept
from engage.database import db
from engage.feedback import services as feedback
from engage.feedback.models.threads import Post, Thread
from engage.settings import EXTENSION as SETTINGS
from engage.settings import current_settings
from engage.web import lists
from tests.clients import Client
from tests.conftest import FrozenClock
from tests.factories import count_rows, make_account, make_agreement, make_officer, make_seminar, make_thread

WORDS = "Repeindre le passage piéton"
REPLY = {"body": "Nous y allons.", "promise": WORDS, "promise_by": "2026-12-01"}


@pytest.fixture
def thread(app: Flask) -> Thread:
    return make_thread()


@pytest.fixture
def commitment(thread: Thread) -> Commitment:
    feedback.add_reply(make_officer(), thread.id, body="Oui.", promise=WORDS, promise_by=date(2026, 12, 1))
    db.session.commit()
    return db.session.query(Commitment).one()


def test_an_officer_promises_in_a_reply_and_everyone_reads_it_there(
    client: Client, browser_of: Any, thread: Thread, store: str
) -> None:
    officer = browser_of(make_officer())
    answer = officer.post(f"/feedback/{thread.id}/reply?lang=fr", data=REPLY)
    assert answer.status_code == 303
    shown = client.get(f"/feedback/{thread.id}?lang=fr").text
    assert shown.index("Nous y allons.") < shown.index('class="promise"') < shown.index(WORDS)
    assert WORDS in client.get("/commitments?lang=fr").text


def test_half_a_promise_is_told_at_its_field_and_keeps_every_word(browser_of: Any, thread: Thread) -> None:
    officer = browser_of(make_officer())
    answer = officer.post(f"/feedback/{thread.id}/reply?lang=fr", data=REPLY | {"promise_by": ""})
    assert answer.status_code == 422
    assert 'id="promise_by-error"' in answer.text
    assert WORDS in answer.text
    assert "Nous y allons." in answer.text
    assert count_rows(Commitment) == 0
    assert count_rows(Post) == 1


def test_the_list_begins_with_what_is_late(client: Client, commitment: Commitment, frozen_clock: FrozenClock) -> None:
    make_agreement()
    frozen_clock.move(days=10)
    shown = client.get("/commitments?lang=en").text
    assert "2 days late" in shown
    assert shown.index(WORDS) < shown.index("Tenir six séances.")
    assert WORDS in client.get("/commitments?state=late&lang=en").text
    assert "Tenir six séances." not in client.get("/commitments?state=late&lang=en").text
    assert WORDS not in client.get("/commitments?category=noise&lang=en").text
    assert client.get("/commitments?state=done&lang=en").status_code == 200
    assert client.get("/commitments?state=nonsense&cursor=x").status_code == 200


def test_officers_see_on_the_public_page_what_everyone_sees(client: Client, browser_of: Any) -> None:
    hidden = make_thread(visibility="private")
    feedback.add_reply(make_officer(), hidden.id, body="Oui.", promise=WORDS, promise_by=date(2026, 12, 1))
    db.session.commit()
    officer = browser_of(make_officer())
    assert WORDS not in officer.get("/commitments").text
    assert WORDS in officer.get("/commitments/mine").text
    assert WORDS in officer.get(f"/feedback/{hidden.id}").text
    assert client.get(f"/commitments/{queries.list_of_thread(make_officer(), hidden.id)[0].id}").status_code == 404


@pytest.mark.parametrize(
    ("step", "sent", "shown"),
    [
        ("done", {"evidence": "C’est repeint.", "evidence_url": "https://example.org/photo"}, "C’est repeint."),
        ("withdraw", {"reason": "La commune le fait."}, "La commune le fait."),
        ("move", {"due_on": "2026-12-15", "reason": "Il a plu."}, "Il a plu."),
    ],
)
def test_officers_say_what_became_of_it_and_everyone_reads_that(
    client: Client, browser_of: Any, commitment: Commitment, step: str, sent: dict[str, str], shown: str
) -> None:
    address = f"/commitments/{commitment.id}"
    officer = browser_of(make_officer())
    assert officer.post(f"{address}/{step}", data=sent | {"version": "1"}).status_code == 303
    assert shown in client.get(address).text
    assert 'name="reason"' not in client.get(address).text


@pytest.mark.parametrize(
    ("step", "sent", "field"),
    [
        ("done", {"evidence_url": "https://example.org/photo"}, "evidence"),
        ("done", {"evidence": "Fait.", "evidence_url": "javascript:alert(1)"}, "evidence_url"),
        ("withdraw", {}, "reason"),
        ("move", {"due_on": "2026-11-01", "reason": "Il a plu."}, "due_on"),
        ("assign", {"owner_id": "0193b1de-0000-7000-8000-000000000001"}, "owner_id"),
    ],
)
def test_what_is_refused_is_told_at_its_field(
    browser_of: Any, commitment: Commitment, step: str, sent: dict[str, str], field: str
) -> None:
    answer = browser_of(make_officer()).post(f"/commitments/{commitment.id}/{step}", data=sent | {"version": "1"})
    assert answer.status_code == 422
    assert f'id="{field}-error"' in answer.text
    assert all(words in answer.text for name, words in sent.items() if name != "owner_id")


def test_a_page_that_is_too_old_is_refused(browser_of: Any, commitment: Commitment) -> None:
    officer = make_officer()
    services.move_commitment(officer, commitment.id, due_on=date(2026, 12, 15), reason="Il a plu.")
    db.session.commit()
    answer = browser_of(officer).post(f"/commitments/{commitment.id}/withdraw", data={"reason": "Non.", "version": "1"})
    assert answer.status_code == 412
    assert "Non." in answer.text


def test_a_seminar_brings_commitments(client: Client, browser_of: Any, store: str) -> None:
    seminar = make_seminar()
    address = f"/seminars/{seminar.id}/commitments"
    officer = browser_of(make_officer())
    assert 'name="what"' not in client.get(address).text
    assert f'href="{address}"' in officer.get(f"/seminars/{seminar.id}").text
    sent = {"what": WORDS, "due_on": "2026-12-20", "form_key": "0193b1de-0000-7000-8000-000000000001"}
    for _ in range(2):
        assert officer.post(address, data=sent).status_code == 303
    assert count_rows(Commitment) == 1
    assert WORDS in client.get(f"{address}?which=mine&cursor=x").text
    refused = officer.post(address, data={"what": WORDS, "due_on": ""})
    assert refused.status_code == 422
    assert 'id="due_on-error"' in refused.text


def test_the_desk_says_what_is_to_be_kept_soon(browser_of: Any, thread: Thread, frozen_clock: FrozenClock) -> None:
    officer = make_officer()
    feedback.add_reply(officer, thread.id, body="Oui.", promise=WORDS, promise_by=date(2026, 12, 1))
    db.session.commit()
    assert WORDS not in browser_of(officer).get("/desk?lang=fr").text
    frozen_clock.move(days=1)
    assert WORDS in browser_of(officer).get("/desk?lang=fr").text
    assert WORDS not in browser_of(make_officer()).get("/desk?lang=fr").text


# --- in JSON ----------------------------------------------------------------------------------------------------------


def test_a_program_promises_reads_and_keeps(client: Client, program_of: Any, thread: Thread, store: str) -> None:
    officer = program_of(make_officer())
    sent = {"kind": "reply", "body": "Nous y allons.", "promise": WORDS, "promise_by": "2026-12-01"}
    post_id = officer.post(f"/api/v1/threads/{thread.id}/posts", json=sent).get_json()["id"]
    [listed] = client.get(f"/api/v1/commitments?thread_id={thread.id}").get_json()["items"]
    assert (listed["post_id"], listed["what"], listed["due_on"]) == (post_id, {"fr": WORDS}, "2026-12-01")
    assert (listed["source"], listed["state"], listed["is_late"]) == ("thread", "open", False)
    assert listed["owner_id"] is None
    path = f"/api/v1/commitments/{listed['id']}"
    alone = client.get(path)
    assert alone.get_json() == listed
    assert alone.headers["ETag"] == '"1"'
    moved = officer.post(f"{path}/move", json={"due_on": "2026-12-08", "reason": "Il a plu."})
    assert (moved.status_code, moved.headers["ETag"]) == (200, '"2"')
    stale = officer.post(f"{path}/done", json={"evidence": "Fait."}, headers={"If-Match": '"1"'})
    assert stale.status_code == 412
    assert officer.post(f"{path}/done", json={"evidence": "Fait."}).get_json()["state"] == "done"
    assert officer.post(f"{path}/withdraw", json={"reason": "Non."}).status_code == 409
    [move] = client.get(f"{path}/moves").get_json()["items"]
    assert (move["due_on"], move["reason"]) == ("2026-12-01", "Il a plu.")
    figures = client.get("/api/v1/commitments/figures").get_json()
    kept = {"done": 1, "open": 0, "late": 0, "withdrawn": 0}
    assert figures == {"total": kept, "by_district": {"saiss": kept}}


def test_only_an_official_reply_promises(program_of: Any, thread: Thread) -> None:
    officer = program_of(make_officer())
    for kind in ("comment", "note"):
        sent = {"kind": kind, "body": "Bonjour", "promise": WORDS, "promise_by": "2026-12-01"}
        answer = officer.post(f"/api/v1/threads/{thread.id}/posts", json=sent)
        assert answer.status_code == 422
        assert "promise" in answer.get_json()["errors"]


def test_a_program_promises_at_a_seminar_once(program_of: Any) -> None:
    officer, seminar = program_of(make_officer()), make_seminar()
    path, sent = f"/api/v1/seminars/{seminar.id}/commitments", {"what": WORDS, "due_on": "2026-12-20"}
    made = [officer.post(path, json=sent, headers={"Idempotency-Key": "once"}) for _ in range(2)]
    assert [answer.status_code for answer in made] == [201, 201]
    assert made[0].get_json()["id"] == made[1].get_json()["id"]
    assert officer.get("/api/v1/me/commitments?which=mine").get_json()["items"][0]["theme"] == "cyber"
    assert program_of(make_account()).post(path, json=sent).status_code == 403


@pytest.mark.parametrize("path", ["/commitments?lang=fr", "/api/v1/commitments", "/api/v1/commitments/figures"])
def test_two_statements_however_many_there_are(client: Client, count_statements: Any, path: str, store: str) -> None:
    make_agreement()
    officer = make_officer()
    for _ in range(12):
        feedback.add_reply(officer, make_thread().id, body="Oui.", promise=WORDS, promise_by=date(2026, 12, 1))
    db.session.commit()
    client.get(path)
    with count_statements() as statements:
        assert client.get(path).status_code == 200
    assert len(statements) <= 2, statements


def test_totals_are_counted_once_for_all_who_ask(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    counted: list[dict[str, Any]] = []
    monkeypatch.setattr(figures, "count_by_district", lambda _viewer, **asked: counted.append(asked) or (Kept(), {}))
    monkeypatch.setitem(app.extensions, lists.EXTENSION, {})
    monkeypatch.setitem(app.extensions, SETTINGS, replace(current_settings(), list_seconds=2))
    for district in (None, None, "saiss", "saiss"):
        figures.kept_figures(district=district)
    assert counted == [{}, {"district": "saiss"}]
