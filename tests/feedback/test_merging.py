"""Are threads about the same matter found, treated together, taken apart again, and kept from each other's authors?"""

import io
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select, update

from engage.access.actor import VISITOR, Actor
from engage.database import db
from engage.errors import Conflict, Invalid, NotAllowed, NotFound, NotSignedIn
from engage.feedback import queries, services
from engage.feedback.models.threads import Follow, Post, Support, Thread
from engage.outbox.models import Message
from engage.transaction import transaction
from tests.clients import Client
from tests.conftest import FrozenClock
from tests.factories import (
    count_rows,
    make_account,
    make_administrator,
    make_district,
    make_officer,
    make_supervisor,
    make_thread,
)
from tests.files.made import picture

pytestmark = pytest.mark.usefixtures("app")

HOLE = "Grand trou dans la chaussée rue des Oliviers"
SAME = "Chaussée trouée, rue des oliviers"


def _two(**details: Any) -> tuple[Thread, Thread]:
    return make_thread(SAME, **details), make_thread(HOLE, **details)


def _merged(**details: Any) -> tuple[Thread, Thread, Actor]:
    thread, target = _two(**details)
    officer = make_officer()
    with transaction():
        services.merge_thread(officer, thread.id, into=target.reference)
    return thread, target, officer


# --- finding ----------------------------------------------------------------------------------------------------------


def _similar(subject: str = SAME, **asked: Any) -> list[str]:
    return [one.subject for one in queries.list_similar(VISITOR, subject=subject, category="traffic", **asked)]


def test_what_is_like_it_is_found_before_it_is_written(store: str, frozen_clock: FrozenClock) -> None:
    make_thread(HOLE)
    make_thread("Vitesse devant l’école")
    make_thread(HOLE, category="noise")
    make_thread("حفرة كبيرة في شارع الزيتون")
    assert _similar() == _similar(district="saiss") == [HOLE]
    assert _similar("الحفرة الكبيرة بشارع الزيتون") == ["حفرة كبيرة في شارع الزيتون"]
    assert _similar(district="agdal") == _similar("Trou noir") == _similar("dans avec pour") == []
    frozen_clock.move(days=91)
    assert _similar() == []


def test_what_is_known_to_be_far_is_another_matter(store: str) -> None:
    make_thread(HOLE, latitude=34.0200, longitude=-5.0000)
    assert _similar(latitude=34.0220, longitude=-5.0010) == [HOLE]
    assert _similar(latitude=34.0300, longitude=-5.0000) == _similar(latitude=34.02, longitude=-5.01) == []
    assert _similar() == [HOLE]
    assert _similar("Une autre chaussée", latitude=34.0201, longitude=-5.0000) == [HOLE]  # near, and one word


def test_suggestions_tell_of_nothing_that_others_may_not_know(store: str) -> None:
    author = make_account()
    make_thread(HOLE, by=author, visibility="private")
    make_thread(HOLE, receipt_hash=b"x")
    hidden, officer = make_thread(HOLE, by=author), make_officer()
    post = queries.get_thread(author, hidden.id).post_id
    db.session.execute(update(Post).where(Post.id == post).values(hidden_at=hidden.created_at))
    for someone in (VISITOR, author, officer, make_supervisor()):
        assert not queries.list_similar(someone, subject=SAME, category="traffic")


def test_officers_are_shown_what_may_be_joined(store: str) -> None:
    public, other = _two()
    make_thread(HOLE, district="zouagha")
    make_thread(HOLE, visibility="private")
    private = make_thread(HOLE, visibility="private")
    officer = make_officer()
    alike, merged = queries.list_alike(officer, queries.get_thread(officer, public.id))
    assert ([one.id for one in alike], merged) == ([other.id], [])
    alike, _ = queries.list_alike(officer, queries.get_thread(officer, private.id))
    assert len(alike) == 1
    assert alike[0].visibility == "private"
    for someone in (VISITOR, make_account(), make_officer("zouagha"), make_administrator()):
        assert queries.list_alike(someone, queries.get_thread(someone, public.id)) == ([], [])


# --- merging ----------------------------------------------------------------------------------------------------------


def test_merged_it_stands_where_the_other_stands(store: str) -> None:
    thread, target, officer = _merged()
    services.acknowledge_thread(officer, target.id)
    services.add_reply(officer, target.id, body="Les travaux commencent lundi.")
    services.answer_thread(officer, target.id)
    shown = queries.get_thread(VISITOR, thread.id)
    assert (shown.status, shown.is_merged, shown.merged_into) == ("answered", True, target.id)
    assert shown.answered_at
    assert not shown.is_late
    services.close_thread(officer, target.id)
    assert queries.get_thread(VISITOR, thread.id).closed_at


def _told(thread: Thread) -> list[str]:
    """What whoever wrote it was told of where it stands."""
    found = select(Message).where(Message.subject_id == str(thread.id), Message.kind == "thread_moved")
    return [letter.payload["status"] for letter in db.session.scalars(found.order_by(Message.id))]


def test_whoever_wrote_it_is_told_of_each_step_and_asked_nothing(app: Flask) -> None:
    thread, target, officer = _merged()
    authors = [replace(VISITOR, id=one.author_id) for one in (thread, target)]
    services.add_reply(officer, target.id, body="Lundi.")
    services.answer_thread(officer, target.id)
    services.close_thread(officer, target.id)
    services.reopen_thread(authors[1], target.id, reason="Encore.")
    services.answer_thread(officer, target.id)
    services.close_thread(authors[1], target.id)
    told = ["merged", "answered", "closed", "in_progress", "answered", "closed"]
    assert _told(thread) == told
    assert not queries.get_thread(authors[0], thread.id).is_asked
    assert queries.get_thread(authors[1], target.id).is_asked


def test_it_can_be_taken_apart_although_the_other_ended_long_ago(frozen_clock: FrozenClock) -> None:
    target, officer = make_thread(HOLE), make_officer()
    services.add_reply(officer, target.id, body="C’est fait.")
    services.answer_thread(officer, target.id)
    services.close_thread(officer, target.id)
    frozen_clock.move(days=40)
    author = make_account()
    thread = make_thread(SAME, by=author)
    services.merge_thread(officer, thread.id, into=target.reference)
    services.reopen_thread(author, thread.id, reason="C’est une autre rue.")
    assert queries.get_thread(author, thread.id).status == "in_progress"


def test_taken_apart_from_what_nobody_acknowledged_it_is_acknowledged(store: str) -> None:
    thread, target, officer = _merged()
    services.unmerge_thread(officer, thread.id)
    assert queries.get_thread(officer, thread.id).acknowledged_at
    assert queries.get_thread(officer, target.id).acknowledged_at is None


def test_what_was_joined_meanwhile_does_not_stop_a_bulk_step() -> None:
    thread, target, officer = _merged()
    assert services.acknowledge_threads(officer, [thread.id, target.id]) == 1


def test_lists_and_counts_leave_it_out_and_its_author_keeps_it(store: str) -> None:
    thread, target, officer = _merged()
    author = replace(VISITOR, id=thread.author_id)
    assert [one.id for one in queries.list_threads(VISITOR).items] == [target.id]
    assert [one.id for one in queries.list_threads(author).items] == [target.id]
    assert [one.id for one in queries.list_queue(officer).items] == [target.id]
    counts = queries.count_queue(officer)
    assert (counts.waiting, counts.unassigned) == (1, 1)
    assert [one.id for one in queries.list_own_threads(author).items] == [thread.id]


def test_a_search_for_its_words_finds_the_other(store: str) -> None:
    thread, target, officer = _merged()
    assert [one.id for one in queries.list_threads(VISITOR, q="trouée oliviers").items] == [target.id]
    assert [one.id for one in queries.list_threads(VISITOR, q=thread.reference).items] == [target.id]
    services.unmerge_thread(officer, thread.id)
    assert [one.id for one in queries.list_threads(VISITOR, q="trouée").items] == [thread.id]


def test_a_search_finds_what_both_have_together(store: str) -> None:
    _thread, target, officer = _merged()
    third = make_thread("Dangereux")
    services.merge_thread(officer, third.id, into=target.reference)
    make_thread("Dangereux")  # has not the other words
    told = [words.split()[0] for words in (SAME, HOLE)] + ["dangereux"]
    for q in (" ".join(told), " ".join(reversed(told)), "dangereux " + told[0]):
        assert [one.id for one in queries.list_threads(VISITOR, q=q).items] == [target.id], q
    assert not queries.list_threads(VISITOR, q=f"{told[0]} parapluie").items


def test_nobody_finds_a_private_thread_by_the_words_of_another(store: str) -> None:
    thread, target, _officer = _merged(visibility="private")
    author = replace(VISITOR, id=target.author_id)
    assert not queries.list_threads(author, q=thread.reference).items
    assert not queries.list_threads(author, q="trouée").items


def test_each_supporter_counts_once_and_comes_back(store: str) -> None:
    thread, target = _two()
    both, one = make_account(), make_account()
    officer, target_author = make_officer(), replace(VISITOR, id=target.author_id)
    with transaction():
        for who, where in ((both, thread), (both, target), (one, thread), (target_author, thread)):
            services.support_thread(who, where.id)
            services.follow_thread(who, where.id)
        services.merge_thread(officer, thread.id, into=str(target.id))
    assert queries.get_thread(VISITOR, target.id).support_count == 2
    followers = set(db.session.scalars(select(Follow.account_id).where(Follow.thread_id == target.id)))
    assert followers == {both.id, one.id, thread.author_id}
    services.unmerge_thread(officer, thread.id)
    assert queries.get_thread(VISITOR, target.id).support_count == 1
    assert queries.get_thread(VISITOR, thread.id).support_count == 3
    assert count_rows(Support, Support.thread_id == target.id) == 1
    assert list(db.session.scalars(select(Follow.account_id).where(Follow.thread_id == target.id))) == [both.id]


def test_taken_apart_it_goes_on_by_itself(store: str) -> None:
    thread, target, officer = _merged()
    services.add_reply(officer, target.id, body="C’est fait.")
    services.answer_thread(officer, target.id)
    services.unmerge_thread(officer, thread.id)
    shown = queries.get_thread(VISITOR, thread.id)
    assert (shown.status, shown.answered_at, shown.is_merged) == ("acknowledged", None, False)
    assert {one.id for one in queries.list_queue(officer).items} == {thread.id}
    assert queries.get_thread(VISITOR, target.id).status == "answered"
    with pytest.raises(Conflict):
        services.unmerge_thread(officer, thread.id)
    services.close_thread(officer, target.id)
    assert queries.get_thread(VISITOR, thread.id).status == "acknowledged"


def test_nothing_of_a_private_thread_is_shown_to_the_author_of_the_other(store: str, browser_of: Any) -> None:
    thread, target, officer = _merged(visibility="private", district="saiss")
    author = make_account()
    thread.author_id = author.id
    db.session.commit()
    services.add_reply(officer, target.id, body="Monsieur Tazi a été entendu.")
    services.decline_thread(make_supervisor(), target.id, reason="Monsieur Tazi a retiré sa plainte.")
    db.session.commit()
    shown = queries.get_thread(author, thread.id)
    assert (shown.is_merged, shown.merged_into, shown.status, shown.decline_reason) == (True, None, "declined", None)
    assert queries.find_target(author, shown) is None
    with pytest.raises(NotFound):
        queries.get_thread(author, target.id)
    page = browser_of(author).get(f"/feedback/{thread.id}?lang=fr").text
    for words in (target.reference, str(target.id), HOLE, "Tazi"):
        assert words not in page
    letters = db.session.query(Message).filter(Message.subject_id == str(thread.id)).all()
    assert letters
    assert not [one for one in letters if target.reference in str(one.payload) or "Tazi" in str(one.payload)]
    assert count_rows(Follow) == 0


def test_what_moves_moves_together() -> None:
    make_district("zouagha")
    thread, target, officer = _merged(visibility="private")
    services.transfer_thread(officer, target.id, district="zouagha", reason="C’est là-bas.")
    assert queries.get_thread(make_officer("zouagha"), thread.id).is_merged


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({}, {"visibility": "private"}),
        ({"visibility": "private"}, {}),
        ({}, {"district": "zouagha"}),
        ({"visibility": "private"}, {"visibility": "private", "district": "zouagha"}),
        ({}, {"receipt_hash": b"x"}),
    ],
)
def test_only_like_goes_with_like(one: dict[str, Any], other: dict[str, Any]) -> None:
    thread, target = make_thread(**one), make_thread(**other)
    with pytest.raises(Invalid):
        services.merge_thread(make_supervisor(), thread.id, into=target.reference)


def test_there_are_no_chains() -> None:
    thread, target, officer = _merged()
    third = make_thread()
    for into in (thread.reference, third.reference[:-1], "nothing", str(third.id)):
        with pytest.raises(Invalid):
            services.merge_thread(officer, third.id, into=into)
    with pytest.raises(Conflict, match="others-merged"):
        services.merge_thread(officer, target.id, into=third.reference)
    with pytest.raises(Conflict, match="wrong-state"):
        services.merge_thread(officer, thread.id, into=third.reference)


def test_only_those_in_charge_merge() -> None:
    thread, target = _two()
    author = replace(VISITOR, id=thread.author_id)
    for someone in (author, make_officer("zouagha"), make_administrator()):
        with pytest.raises(NotAllowed):
            services.merge_thread(someone, thread.id, into=target.reference)
    with pytest.raises(NotSignedIn):
        services.merge_thread(VISITOR, thread.id, into=target.reference)


def test_no_step_is_taken_with_what_was_merged() -> None:
    thread, _target, officer = _merged()
    steps: list[Callable[[], object]] = [
        lambda: services.acknowledge_thread(officer, thread.id),
        lambda: services.assign_thread(officer, thread.id, account_id=officer.account_id),
        lambda: services.decline_thread(make_supervisor(), thread.id, reason="Non."),
        lambda: services.answer_thread(officer, thread.id, body="Oui."),
        lambda: services.support_thread(make_account(), thread.id),
    ]
    for step in steps:
        with pytest.raises(Conflict, match="thread-merged"):
            step()
    assert services.add_comment(make_account(), thread.id, body="Ici aussi.")
    services.add_reply(officer, thread.id, body="Voyez l’autre fil.")
    assert queries.get_thread(officer, thread.id).status == "new"  # as the other is


def test_an_author_by_receipt_says_that_it_is_not_the_same() -> None:
    thread, target = make_thread(SAME, receipt_hash=b"x", contact_email="a@example.org"), make_thread(HOLE)
    by_receipt, officer = replace(VISITOR, opened_thread=thread.id), make_officer()
    services.publish_thread(officer, thread.id)
    services.merge_thread(officer, thread.id, into=target.reference)
    services.add_reply(officer, target.id, body="Lundi.")
    kinds = select(Message.kind).where(Message.subject_id == str(thread.id), Message.address == "a@example.org")
    assert sorted(db.session.scalars(kinds)) == ["thread_moved", "thread_replied"]
    services.reopen_thread(by_receipt, thread.id, reason="C’est une autre rue.")
    shown = queries.get_thread(officer, thread.id)
    assert (shown.is_merged, shown.status) == (False, "in_progress")


# --- through the door -------------------------------------------------------------------------------------------------


def test_officers_join_and_take_apart_on_pages(client: Client, sign_in: Any) -> None:
    thread, target = _two()
    sign_in(client, make_officer())
    address = f"/feedback/{thread.id}"
    assert target.reference in client.get(address).text
    wrong = client.post(f"{address}/merge?lang=en", data={"into": "F-0"})
    assert (wrong.status_code, 'value="F-0"' in wrong.text, 'href="#into"' in wrong.text) == (422, True, True)
    assert client.post(f"{address}/merge", data={"into": target.reference}).location == address
    assert f"/feedback/{target.id}" in client.get(address).text
    assert thread.reference in client.get(f"/feedback/{target.id}").text
    assert client.post(f"{address}/unmerge").location == address
    assert db.session.scalar(select(func.count()).where(Thread.merged_into.is_not(None))) == 0


def test_the_api_merges_and_suggests(program_of: Any, client: Client, app: Flask) -> None:
    thread, target = _two()
    program = program_of(make_officer())
    address = f"/api/v1/threads/{thread.id}"
    found = client.get("/api/v1/threads/similar", query_string={"subject": SAME, "category": "traffic"}).get_json()
    assert {one["id"] for one in found["items"]} == {str(thread.id), str(target.id)}
    assert [one["id"] for one in program.get(f"{address}/similar").get_json()["items"]] == [str(target.id)]
    answer = program.post(f"{address}/merge", json={"into": str(target.id)})
    assert (answer.status_code, answer.get_json()["merged_into"]) == (200, str(target.id))
    assert client.get(address).get_json()["is_merged"] is True
    assert program.post(f"{address}/acknowledge").get_json()["type"] == "/problems/thread-merged"
    assert program.post(f"{address}/unmerge").get_json()["is_merged"] is False


def test_who_writes_about_the_same_is_asked_first_and_keeps_every_word(client: Client) -> None:
    target = make_thread(HOLE)
    sent = {"subject": SAME, "body": "Ma roue y est restée.", "category": "traffic", "visibility": "public"}
    asked = client.post("/feedback/new?lang=en", data=sent)
    assert asked.status_code == 409
    for words in (f"/feedback/{target.id}", "Ma roue y est restée.", SAME, 'name="is_new"'):
        assert words in asked.text
    assert count_rows(Thread) == 1
    assert client.post("/feedback/new", data=sent | {"visibility": "private"}).status_code == 201
    photo = {"photos": (io.BytesIO(picture()), "a.jpg")}
    assert client.post("/feedback/new", data=sent | photo).status_code == 201
    assert client.post("/feedback/new", data=sent | {"is_new": "1"}).status_code == 201
    assert client.post("/feedback/new", data=sent | {"subject": "Trop de bruit"}).status_code == 201


def test_who_sends_a_form_twice_is_not_asked_whether_it_is_the_own_thread(client: Client, sign_in: Any) -> None:
    sign_in(client, make_account())
    sent = {"subject": SAME, "body": "Ma roue y est restée.", "category": "traffic", "visibility": "public"}
    answers = [client.post("/feedback/new", data=sent | {"form_key": "one"}) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [303, 303]
    assert count_rows(Thread) == 1


def test_a_position_that_was_taken_out_makes_nothing_alike(app: Flask, store: str) -> None:
    spot = {"latitude": 34.0331, "longitude": -5.0003}
    hidden = make_thread("Bagarre", place="12, rue des Oliviers", **spot)
    asked = {"subject": "Bagarre dimanche", "category": "traffic"}
    assert [one.id for one in queries.list_similar(VISITOR, **asked, **spot)] == [hidden.id]
    seen = queries.get_thread(VISITOR, hidden.id)
    services.redact_post(make_officer(), seen.post_id, body=str(seen.body), place="█, rue des Oliviers")
    far = {"latitude": 34.2, "longitude": -5.2}
    assert queries.list_similar(VISITOR, **asked, **spot) == queries.list_similar(VISITOR, **asked, **far) == []
