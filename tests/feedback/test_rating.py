"""Is the author of a closed thread asked once, and is what they answer counted and never shown by person?"""

import re
import uuid
from datetime import date
from typing import Any

import pytest
from flask import Flask

from engage.access.actor import VISITOR, Actor
from engage.audit.models import AuditEntry
from engage.database import db
from engage.errors import Conflict, Invalid, NotAllowed, NotFound, NotSignedIn
from engage.feedback import queries, services
from engage.feedback.ballots import rating_token, seal, unseal
from engage.feedback.models.satisfaction import Ballot, Tally
from engage.feedback.models.threads import Thread
from engage.outbox.models import Message
from engage.settings import current_settings
from tests.clients import Client
from tests.conftest import FrozenClock
from tests.factories import count_rows, make_account, make_officer, make_supervisor, make_thread

PERIOD = {"since": date(2026, 11, 1), "until": date(2026, 11, 30)}


def _closed(**details: Any) -> tuple[Thread, Actor]:
    """A thread that was closed just now, and its author."""
    author = details.pop("by", None) or make_account()
    thread = make_thread(by=author, **details)
    _close(thread)
    return thread, author


def _close(thread: Thread) -> None:
    boss = make_supervisor()
    services.answer_thread(boss, thread.id, body="C’est fait.")
    services.close_thread(boss, thread.id)
    db.session.commit()


def _numbers() -> dict[tuple[str, str, str], int]:
    rows = db.session.query(Tally.district, Tally.question, Tally.answer, Tally.number)
    return {tuple(row[:3]): row[3] for row in rows if row[3]}


def _letters() -> list[Message]:
    return db.session.query(Message).filter_by(kind="thread_rating").all()


def _token(thread: Thread) -> str:
    return rating_token(current_settings().secret_key, thread.id)


def test_the_author_is_asked_once(app: Flask, store: str) -> None:
    thread, author = _closed()
    assert [letter.address for letter in _letters()] == [author.email]
    services.reopen_thread(author, thread.id, reason="Rien n’a changé.")
    _close(thread)
    assert len(_letters()) == 1
    assert count_rows(Ballot) == 1


def test_who_left_no_address_is_asked_on_the_page(app: Flask, client: Client) -> None:
    thread = make_thread(receipt_hash=b"hash")
    services.publish_thread(make_supervisor(), thread.id)
    _close(thread)
    assert not _letters()
    services.rate_thread(Actor(opened_thread=thread.id), thread.id, solved="yes")
    assert _numbers() == {("saiss", "solved", "yes"): 1}


def test_declined_and_referred_threads_ask_nobody(app: Flask) -> None:
    services.decline_thread(make_supervisor(), make_thread().id, reason="Ce n’est pas à nous.")
    assert not _letters()
    assert not count_rows(Ballot)


def test_an_answer_counts_once_and_can_be_changed(app: Flask, store: str, frozen_clock: FrozenClock) -> None:
    thread, author = _closed()
    services.rate_thread(author, thread.id, solved="yes")
    services.rate_thread(author, thread.id, solved="yes")
    services.rate_thread(author, thread.id, treated="well")
    services.rate_by_link(VISITOR, _token(thread), solved="no")
    assert _numbers() == {("saiss", "solved", "no"): 1, ("saiss", "treated", "well"): 1}
    frozen_clock.move(days=14)
    services.rate_thread(author, thread.id, solved="partly")
    frozen_clock.move(days=1)
    with pytest.raises(Conflict):
        services.rate_thread(author, thread.id, solved="no")
    assert _numbers() == {("saiss", "solved", "partly"): 1, ("saiss", "treated", "well"): 1}


def test_an_answer_goes_with_the_thread_and_counts_once(app: Flask, frozen_clock: FrozenClock, store: str) -> None:
    make_officer("zouagha")
    thread, author = _closed()
    services.rate_thread(author, thread.id, solved="yes")
    services.reopen_thread(author, thread.id, reason="Toujours pas.")
    services.transfer_thread(make_supervisor(), thread.id, district="zouagha", reason="À eux.")
    frozen_clock.move(days=10)
    _close(thread)
    services.rate_thread(author, thread.id, solved="no", treated="badly")
    assert _numbers() == {("zouagha", "solved", "no"): 1, ("zouagha", "treated", "badly"): 1}
    assert {row.month for row in db.session.query(Tally).filter_by(number=1)} == {date(2026, 12, 1)}


def test_what_was_said_is_wiped_and_never_counted_again(app: Flask, frozen_clock: FrozenClock, store: str) -> None:
    thread, author = _closed()
    services.rate_thread(author, thread.id, solved="yes")
    services.reopen_thread(author, thread.id, reason="Toujours pas.")
    frozen_clock.move(days=14)
    assert services.close_ballots(Actor.system()) == 0
    frozen_clock.move(days=1)
    assert services.close_ballots(Actor.system()) == 1
    assert services.close_ballots(Actor.system()) == 0
    _close(thread)
    with pytest.raises(Conflict):
        services.rate_thread(author, thread.id, solved="no")
    assert _numbers() == {("saiss", "solved", "yes"): 1}
    assert queries.said_by_author(author, queries.get_thread(author, thread.id)) == {}


def test_only_the_author_answers_and_only_when_it_is_closed(app: Flask) -> None:
    thread, author = _closed()
    with pytest.raises(NotAllowed):
        services.rate_thread(make_officer(), thread.id, solved="yes")
    with pytest.raises(NotSignedIn):
        services.rate_thread(VISITOR, thread.id, solved="yes")
    with pytest.raises(Invalid):
        services.rate_thread(author, thread.id)
    services.reopen_thread(author, thread.id, reason="Toujours pas.")
    with pytest.raises(Conflict):
        services.rate_thread(author, thread.id, solved="yes")
    with pytest.raises(Conflict):
        services.rate_thread(author, make_thread(by=author).id, solved="yes")


def test_nothing_that_is_kept_says_who_said_what(app: Flask, store: str) -> None:
    thread, author = _closed()
    before = count_rows(AuditEntry)
    services.rate_thread(author, thread.id, solved="no", treated="badly")
    assert count_rows(AuditEntry) == before
    [ballot] = db.session.query(Ballot)
    kept = bytes(ballot.key_hash) + bytes(ballot.sealed)
    for said in (thread.id.bytes, thread.id.hex.encode(), b"no", b"badly", b"saiss"):
        assert said not in kept
    assert {column.name for column in Ballot.__table__.columns} == {"key_hash", "until_on", "sealed"}


def test_a_sealed_ballot_is_as_long_whatever_it_says_and_never_alike() -> None:
    thread_id = uuid.uuid4()
    said = {"solved": "partly", "district": "d" * 60, "category": "c" * 20, "month": "2026-11-01", "treated": "fairly"}
    assert len(seal("key", thread_id, said)) == len(seal("key", thread_id, {}))
    assert seal("key", thread_id, said) != seal("key", thread_id, said)
    assert unseal("key", thread_id, seal("key", thread_id, said)) == said


def test_who_was_silent_may_answer_when_it_is_closed_again(app: Flask, frozen_clock: FrozenClock, store: str) -> None:
    thread, author = _closed()
    frozen_clock.move(days=20)
    assert services.close_ballots(Actor.system()) == 0
    services.reopen_thread(author, thread.id, reason="Toujours pas.")
    _close(thread)
    services.rate_thread(author, thread.id, solved="partly")
    assert _numbers() == {("saiss", "solved", "partly"): 1}
    assert len(_letters()) == 1


# --- in numbers -------------------------------------------------------------------------------------------------------


def _say(district: str, *solved: str) -> None:
    for answer in solved:
        thread, author = _closed(district=district, visibility="private")
        services.rate_thread(author, thread.id, solved=answer)


def test_numbers_by_district_tell_no_few(app: Flask, store: str) -> None:
    _say("saiss", *["yes"] * 6, *["no"] * 5, "partly")
    _say("agdal", *["yes"] * 4)
    told = queries.satisfaction(VISITOR, districts=None, **PERIOD)
    assert told["saiss"].solved.in_all == 12
    assert told["saiss"].solved.by_answer == {"yes": 6, "partly": None, "no": None}
    assert told["saiss"].treated.in_all == 0
    assert told["agdal"].solved.in_all is None
    assert set(told["agdal"].solved.by_answer.values()) == {None}
    assert queries.satisfaction(make_supervisor(), districts=None, **PERIOD) == told


def test_numbers_are_of_some_districts_in_some_months(app: Flask, frozen_clock: FrozenClock) -> None:
    _say("saiss", *["yes"] * 5)
    frozen_clock.move(days=10)
    _say("agdal", *["no"] * 5)
    assert set(queries.satisfaction(VISITOR, districts=["saiss"], **PERIOD)) == {"saiss"}
    assert set(queries.satisfaction(VISITOR, districts=[], **PERIOD)) == set()
    later = queries.satisfaction(VISITOR, districts=None, since=date(2026, 12, 24), until=date(2026, 12, 31))
    assert set(later) == {"agdal"}


# --- on pages ---------------------------------------------------------------------------------------------------------


def test_the_letter_has_a_link_for_each_answer_and_opening_one_changes_nothing(client: Client, store: str) -> None:
    thread, _author = _closed(visibility="private")
    address = f"/feedback/ratings/{_token(thread)}"
    shown = client.get(f"{address}?solved=no&lang=fr").text
    assert not _numbers()
    assert re.search(r'data-send="solved"', shown)
    assert re.search(r'value="no"[^>]*data-chosen', shown)
    assert thread.reference in shown
    assert thread.subject not in shown
    answer = client.post(address, data={"solved": "no"})
    assert (answer.status_code, answer.location) == (303, address)
    assert _numbers() == {("saiss", "solved", "no"): 1}
    assert "data-send" not in client.get(f"{address}?solved=yes").text  # an answer that is there changes by hand alone
    assert "data-send" in client.get(f"{address}?treated=well").text
    client.post(address, data={"solved": "yes"})
    assert _numbers() == {("saiss", "solved", "yes"): 1}


def test_a_link_that_we_did_not_make_answers_for_nothing(client: Client) -> None:
    thread, _author = _closed()
    other = make_thread()
    for token in ("x", _token(thread)[:-1], other.id.hex + _token(thread)[32:], _token(thread) + "x"):
        assert client.get(f"/feedback/ratings/{token}").status_code == 404
        assert client.post(f"/feedback/ratings/{token}", data={"solved": "yes"}).status_code == 404
    assert client.get(f"/feedback/ratings/{_token(other)}").status_code == 200  # nothing is asked there yet
    assert client.post(f"/feedback/ratings/{_token(other)}", data={"solved": "yes"}).status_code == 409
    assert client.post(f"/feedback/ratings/{_token(thread)}", data={"solved": "maybe"}).status_code == 422
    assert client.post(f"/feedback/ratings/{_token(thread)}").status_code == 422


def test_the_author_answers_on_the_page_and_nobody_else_sees_the_questions(
    browser_of: Any, client: Client, frozen_clock: FrozenClock
) -> None:
    thread, author = _closed()
    address, own = f"/feedback/{thread.id}?lang=fr", browser_of(author)
    assert 'name="solved"' in own.get(address).text
    for other in (client, browser_of(make_officer()), browser_of(make_account())):
        assert 'name="solved"' not in other.get(address).text
    assert own.post(f"/feedback/{thread.id}/rate", data={"solved": "partly"}).status_code == 303
    assert re.search(r'value="partly"\s*aria-pressed="true"', own.get(address).text)
    frozen_clock.move(days=15)
    assert 'name="solved"' not in own.get(address).text


def test_a_program_answers_for_the_author(program_of: Any, client: Client) -> None:
    thread, author = _closed()
    path = f"/api/v1/threads/{thread.id}/rate"
    assert program_of(author).post(path, json={"solved": "yes", "treated": "fairly"}).status_code == 204
    assert program_of(make_account()).post(path, json={"solved": "yes"}).status_code == 403
    assert client.post(path, json={"solved": "yes"}).status_code == 401
    assert _numbers() == {("saiss", "solved", "yes"): 1, ("saiss", "treated", "fairly"): 1}


def test_officers_see_no_ballot_of_a_private_thread(app: Flask) -> None:
    thread, author = _closed(visibility="private")
    services.rate_thread(author, thread.id, solved="no")
    assert queries.said_by_author(author, queries.get_thread(author, thread.id)) == {"solved": "no"}
    for someone in (make_officer("saiss"), make_supervisor()):
        with pytest.raises(NotFound):
            queries.said_by_author(someone, queries.get_thread(someone, thread.id))
    with pytest.raises(NotFound):
        services.rate_thread(make_officer("zouagha"), thread.id, solved="yes")
    with pytest.raises(NotAllowed):
        services.rate_thread(make_officer("saiss"), thread.id, solved="yes")
