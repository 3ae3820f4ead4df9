"""Do threads live as they are drawn, and does everyone see what they may and nothing else?"""

import uuid
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from engage import create_app
from engage.access.actor import VISITOR, Actor
from engage.audit.models import AuditEntry
from engage.database import db
from engage.errors import Conflict, Invalid, NotAllowed, NotFound, NotSignedIn, Stale
from engage.feedback import queries, services
from engage.feedback.models.threads import Follow, Note, Post, PostEdit, Support, Thread
from engage.outbox.models import Message
from engage.settings import EXTENSION
from tests.conftest import FrozenClock
from tests.factories import (
    count_rows,
    make_account,
    make_administrator,
    make_auditor,
    make_communication_officer,
    make_district,
    make_holiday,
    make_officer,
    make_seminar,
    make_supervisor,
    make_thread,
)

WORDS = "secretword"


def _strangers(**details: Any) -> tuple[Thread, Actor]:
    thread = make_thread(receipt_hash=uuid.uuid4().bytes, **details)
    return thread, replace(VISITOR, opened_thread=thread.id)


def _status(thread: Thread) -> str:
    db.session.flush()
    return db.session.get_one(Thread, thread.id).status


def _letters() -> list[tuple[str, str]]:
    return [(one.kind, one.address) for one in db.session.query(Message).order_by(Message.id)]


# --- opening ----------------------------------------------------------------------------------------------------------


def test_a_public_thread_of_an_account_is_read_by_everyone(app: Any, store: str) -> None:
    thread = make_thread()
    seen = queries.get_thread(VISITOR, thread.id)
    assert (seen.status, seen.is_held_back, seen.body) == ("new", False, "Les voitures passent très vite à la sortie.")
    assert [one.id for one in queries.list_threads(VISITOR).items] == [thread.id]


def test_the_name_is_shown_only_if_the_author_says_so(app: Any) -> None:
    quiet, open_ = make_thread(), make_thread(show_name=True)
    assert queries.get_thread(VISITOR, quiet.id).author_name is None
    assert queries.get_thread(VISITOR, open_.id).author_name == "Salma Bennani"
    stranger, by_receipt = _strangers(author_name="Fatima Zahra")
    assert queries.get_thread(by_receipt, stranger.id).author_name is None


def test_a_private_thread_is_seen_by_its_author_and_the_officers_of_the_district(app: Any, store: str) -> None:
    author = make_account()
    thread = make_thread(WORDS, by=author, visibility="private")
    by_receipt = replace(VISITOR, opened_thread=thread.id)
    for someone in (author, by_receipt, make_officer("saiss"), make_supervisor(), make_supervisor("saiss")):
        assert queries.get_thread(someone, thread.id).subject == WORDS
    others = (make_account(), make_officer("zouagha"), make_supervisor("zouagha"), make_administrator())
    for someone in (VISITOR, *others, make_auditor(), make_communication_officer()):
        with pytest.raises(NotFound):
            queries.get_thread(someone, thread.id)
        assert not queries.list_threads(someone).items
        assert not queries.list_threads(someone, q=WORDS).items
        assert not queries.list_threads(someone, district="saiss", category="traffic", status="new").items


@pytest.mark.parametrize(
    ("category", "visibility"), [("traffic", "public"), ("drugs", "private"), ("police", "private")]
)
def test_each_category_has_its_usual_visibility(app: Any, category: str, visibility: str) -> None:
    assert make_thread(category=category).visibility == visibility
    assert make_thread(category=category, visibility="public").visibility == "public"


def test_private_is_private_whatever_else_is_said_of_it(app: Any) -> None:
    thread = make_thread(visibility="private")
    thread.published_at = thread.created_at
    db.session.commit()
    with pytest.raises(NotFound):
        queries.get_thread(VISITOR, thread.id)
    assert not queries.list_threads(VISITOR).items


def test_words_of_strangers_wait_for_a_look(app: Any, store: str) -> None:
    thread, by_receipt = _strangers(subject=WORDS)
    officer = make_officer()
    with pytest.raises(NotFound):
        queries.get_thread(VISITOR, thread.id)
    assert not queries.list_threads(make_account(), q=WORDS).items
    assert queries.get_thread(by_receipt, thread.id).is_held_back
    assert queries.count_queue(officer).unseen == 1
    assert [one.id for one in queries.list_queue(officer, which="unseen").items] == [thread.id]
    services.publish_thread(officer, thread.id)
    assert [one.id for one in queries.list_threads(VISITOR, q=WORDS).items] == [thread.id]
    assert queries.count_queue(officer).unseen == 0
    with pytest.raises(Conflict):
        services.publish_thread(officer, thread.id)


def test_a_city_may_trust_strangers_in_a_category(app: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    trusting = replace(app.extensions[EXTENSION], trusted_categories=frozenset({"traffic"}))
    monkeypatch.setitem(app.extensions, EXTENSION, trusting)
    thread, _ = _strangers()
    assert queries.get_thread(VISITOR, thread.id)
    other, _ = _strangers(category="noise")
    with pytest.raises(NotFound):
        queries.get_thread(VISITOR, other.id)


def test_a_city_trusts_no_category_that_is_not_there(app: Any) -> None:
    with pytest.raises(SystemExit, match="ENGAGE_TRUSTED_CATEGORIES is wrong: unknown is weather"):
        create_app(replace(app.extensions[EXTENSION], trusted_categories=frozenset({"weather"})))


def test_a_visitor_needs_a_receipt_to_write(app: Any) -> None:
    with pytest.raises(NotSignedIn):
        services.open_thread(VISITOR, subject="Bruit", body="La nuit.", category="noise")


def test_a_thread_may_be_about_a_seminar_that_its_author_sees(app: Any) -> None:
    seminar, draft = make_seminar(district="agdal"), make_seminar(published=False)
    assert make_thread(district=None, seminar_id=seminar.id).district == "agdal"
    with pytest.raises(Invalid):
        make_thread(seminar_id=draft.id)


def test_what_has_no_district_is_for_those_who_serve_all(app: Any, store: str) -> None:
    thread = make_thread(district=None, visibility="private")
    with pytest.raises(NotFound):
        queries.get_thread(make_officer("saiss", "agdal"), thread.id)
    services.transfer_thread(make_supervisor(), thread.id, district=make_district("saiss").code, reason="À Saiss.")
    assert queries.get_thread(make_officer("saiss"), thread.id)


# --- deadlines --------------------------------------------------------------------------------------------------------


def test_deadlines_are_in_working_days(app: Any, frozen_clock: FrozenClock) -> None:
    make_holiday(date(2026, 11, 26))
    frozen_clock.set(datetime(2026, 11, 25, 18, tzinfo=UTC))  # a Wednesday; Thursday is off
    thread = make_thread()
    assert thread.acknowledge_due_at == datetime(2026, 11, 30, 23, 59, 59, tzinfo=UTC)
    assert thread.answer_due_at == datetime(2026, 12, 17, 23, 59, 59, tzinfo=UTC)


def test_school_breaks_are_working_days(app: Any, frozen_clock: FrozenClock) -> None:
    make_holiday(date(2026, 11, 24), days=5, kind="school")
    assert make_thread().acknowledge_due_at == datetime(2026, 11, 25, 23, 59, 59, tzinfo=UTC)


def test_the_queue_goes_by_the_next_deadline(app: Any, frozen_clock: FrozenClock, store: str) -> None:
    officer = make_officer()
    first, second = make_thread(), make_thread()
    services.acknowledge_thread(officer, first.id)
    assert [one.id for one in queries.list_queue(officer).items] == [second.id, first.id]
    assert queries.count_queue(officer).late == 0
    frozen_clock.move(days=4)
    assert [one.id for one in queries.list_queue(officer, which="late").items] == [second.id]
    assert queries.get_thread(VISITOR, second.id).is_late
    page = queries.list_queue(officer, limit=1)
    assert page.next_key
    after = (datetime.fromisoformat(page.next_key[0]), uuid.UUID(page.next_key[1]))
    assert [one.id for one in queries.list_queue(officer, cursor=after).items] == [first.id]


def test_counts_hold_no_thread_of_another_district(app: Any) -> None:
    make_thread(visibility="private")
    counts = queries.count_queue(make_officer("zouagha"))
    assert (counts.waiting, counts.unassigned, counts.late, counts.unseen) == (0, 0, 0, 0)


# --- the steps --------------------------------------------------------------------------------------------------------


def test_a_thread_lives_as_drawn(app: Any, store: str) -> None:
    author, officer = make_account(), make_officer()
    thread = make_thread(by=author)
    services.acknowledge_thread(officer, thread.id)
    assert _status(thread) == "acknowledged"
    services.assign_thread(officer, thread.id, account_id=officer.account_id)
    assert _status(thread) == "in_progress"
    services.add_reply(officer, thread.id, body="Une patrouille est prévue.")
    services.answer_thread(officer, thread.id)
    assert _status(thread) == "answered"
    services.close_thread(officer, thread.id)
    assert _status(thread) == "closed"
    services.reopen_thread(author, thread.id, reason="Rien n’a changé.")
    assert (_status(thread), thread.reopened_count) == ("in_progress", 1)
    assert queries.list_posts(VISITOR, queries.get_thread(VISITOR, thread.id)).items[-1].body == "Rien n’a changé."
    kinds = ["thread_moved", "thread_moved", "thread_replied", "thread_moved", "thread_rating"]
    assert _letters() == [(kind, author.email) for kind in kinds]


def test_a_first_reply_acknowledges(app: Any) -> None:
    thread = make_thread()
    services.add_reply(make_officer(), thread.id, body="Nous y allons.")
    assert _status(thread) == "in_progress"
    assert thread.acknowledged_at is not None


def test_work_begins_when_a_thread_that_somebody_has_is_acknowledged(app: Any) -> None:
    thread, officer = make_thread(), make_officer()
    services.assign_thread(officer, thread.id, account_id=officer.account_id)
    assert _status(thread) == "new"
    services.acknowledge_thread(officer, thread.id)
    assert _status(thread) == "in_progress"


STEPS: dict[str, tuple[Callable[[Actor, Thread], Any], set[str]]] = {
    "acknowledge": (lambda actor, thread: services.acknowledge_thread(actor, thread.id), {"new"}),
    "assign": (
        lambda actor, thread: services.assign_thread(actor, thread.id, account_id=actor.account_id),
        {"new", "acknowledged", "in_progress"},
    ),
    "transfer": (
        lambda actor, thread: services.transfer_thread(actor, thread.id, district="agdal", reason="Agdal"),
        {"new", "acknowledged", "in_progress"},
    ),
    "answer": (lambda actor, thread: services.answer_thread(actor, thread.id), {"in_progress"}),
    "close": (lambda actor, thread: services.close_thread(actor, thread.id), {"answered"}),
    "refer": (
        lambda actor, thread: services.refer_thread(
            actor, thread.id, authority="Commune de Fès", reference="12/2026", on=date(2026, 11, 23)
        ),
        {"new", "acknowledged", "in_progress"},
    ),
    "decline": (
        lambda actor, thread: services.decline_thread(actor, thread.id, reason="Hors sujet."),
        {"new", "acknowledged", "in_progress"},
    ),
}
STATES = ["new", "acknowledged", "in_progress", "answered", "closed", "referred", "declined"]


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("step", STEPS)
def test_only_what_is_drawn_is_possible(app: Any, step: str, state: str) -> None:
    make_district("agdal")
    thread = make_thread()
    thread.status = state
    db.session.commit()
    take, allowed = STEPS[step]
    if state in allowed:
        take(make_supervisor(), thread)
        return
    with pytest.raises(Conflict):
        take(make_supervisor(), thread)


@pytest.mark.parametrize("step", STEPS)
def test_who_may_take_a_step(app: Any, step: str) -> None:
    make_district("agdal")
    take, allowed = STEPS[step]
    author = make_account()
    thread = make_thread(by=author)
    thread.status = min(allowed)
    db.session.commit()
    for someone in (make_officer("zouagha"), make_administrator(), make_auditor(), make_account()):
        with pytest.raises(NotAllowed):
            take(someone, thread)
    if step in {"refer", "decline"}:
        with pytest.raises(NotAllowed):
            take(make_officer("saiss"), thread)
    if step != "close":
        with pytest.raises(NotAllowed):
            take(author, thread)
    take(make_supervisor("saiss", "agdal"), thread)


def test_of_what_is_private_a_step_of_others_is_not_found(app: Any) -> None:
    thread = make_thread(visibility="private")
    for take, _ in STEPS.values():
        with pytest.raises(NotFound):
            take(make_officer("zouagha"), thread)


def test_only_the_author_reopens_and_within_thirty_days(app: Any, frozen_clock: FrozenClock) -> None:
    thread, author = _strangers(visibility="public")
    officer = make_officer()
    services.answer_thread(officer, thread.id, body="C’est fait.")
    services.close_thread(officer, thread.id)
    with pytest.raises(NotAllowed):
        services.reopen_thread(officer, thread.id, reason="Non.")
    frozen_clock.move(days=30)
    services.reopen_thread(author, thread.id, reason="Pas du tout.")
    services.answer_thread(officer, thread.id, body="Si.")
    services.close_thread(author, thread.id)
    frozen_clock.move(days=30, seconds=1)
    with pytest.raises(Conflict) as refused:
        services.reopen_thread(author, thread.id, reason="Non.")
    assert refused.value.type == "reopen-too-late"


def test_an_officer_of_the_district_is_assigned_and_nobody_else(app: Any) -> None:
    thread, officer = make_thread(), make_officer("saiss")
    for other in (make_officer("zouagha"), make_account()):
        with pytest.raises(Invalid):
            services.assign_thread(officer, thread.id, account_id=other.account_id)
    services.assign_threads(officer, [thread.id, make_thread().id], account_id=officer.account_id)
    assert queries.count_queue(officer).mine == 2


def test_who_gave_a_private_thread_away_sees_it_no_longer(app: Any) -> None:
    thread, officer = make_thread(visibility="private"), make_officer("saiss")
    services.assign_thread(officer, thread.id, account_id=officer.account_id)
    other = make_officer("zouagha")
    services.transfer_thread(officer, thread.id, district="zouagha", reason="C’est à Zouagha.")
    with pytest.raises(NotFound):
        queries.get_thread(officer, thread.id)
    seen = queries.get_thread(other, thread.id)
    assert seen.assigned_to is None
    assert [note.body for note in queries.list_notes(other, seen).items] == ["C’est à Zouagha."]


def test_a_decline_is_explained_to_the_author_alone(app: Any) -> None:
    author = make_account()
    thread = make_thread(by=author)
    services.decline_thread(make_supervisor(), thread.id, reason=WORDS)
    assert queries.get_thread(author, thread.id).decline_reason == WORDS
    assert queries.get_thread(VISITOR, thread.id).decline_reason is None


def test_the_trail_has_no_words_and_no_names(app: Any) -> None:
    author, supervisor = make_account(WORDS), make_supervisor()
    thread = make_thread(WORDS, by=author, body=WORDS, place=WORDS)
    services.add_comment(author, thread.id, body=WORDS, show_name=True)
    services.add_note(supervisor, thread.id, body=WORDS)
    services.add_reply(supervisor, thread.id, body=WORDS)
    services.edit_post(author, queries.get_thread(author, thread.id).post_id, body=WORDS + "!")
    services.decline_thread(supervisor, thread.id, reason=WORDS)
    trail = [one for one in db.session.query(AuditEntry) if one.action.startswith(("thread.", "post."))]
    assert len(trail) >= 7
    assert not [one.action for one in trail if WORDS in f"{one.before}{one.after}"]


# --- what is said -----------------------------------------------------------------------------------------------------


def test_a_note_comes_out_of_no_query_for_others(app: Any, store: str) -> None:
    author, officer = make_account(), make_officer()
    thread = make_thread(by=author)
    services.add_note(officer, thread.id, body=WORDS)
    assert count_rows(Note) == 1
    for someone in (VISITOR, author, make_account(), make_officer("zouagha"), officer):
        seen = queries.get_thread(someone, thread.id)
        assert not queries.list_posts(someone, seen).items
        assert not queries.list_threads(someone, q=WORDS).items
        if someone is not officer:
            with pytest.raises(NotFound):
                queries.list_notes(someone, seen)
    assert not _letters()


def test_only_officers_of_the_district_reply_and_note(app: Any) -> None:
    author = make_account()
    thread = make_thread(by=author)
    for someone in (author, make_officer("zouagha"), make_administrator()):
        for add in (services.add_reply, services.add_note):
            with pytest.raises(NotAllowed):
                add(someone, thread.id, body="Bonjour")
    with pytest.raises(NotSignedIn):
        services.add_comment(VISITOR, thread.id, body="Bonjour")


def test_what_is_hidden_is_left_out_for_others_also_in_search(app: Any, store: str) -> None:
    author, other = make_account(), make_account()
    thread = make_thread(WORDS, by=author)
    services.add_comment(other, thread.id, body="À cacher")
    db.session.query(Post).update({"hidden_at": datetime(2026, 11, 23, tzinfo=UTC), "hidden_reason": "nom"})
    db.session.commit()
    seen = queries.get_thread(VISITOR, thread.id)
    assert seen.body is None
    assert not queries.list_posts(VISITOR, seen).items
    assert not queries.list_threads(VISITOR, q=WORDS).items
    assert [one.body for one in queries.list_posts(other, queries.get_thread(other, thread.id)).items] == ["À cacher"]
    assert queries.get_thread(author, thread.id).body
    officer = make_officer()
    assert len(queries.list_posts(officer, queries.get_thread(officer, thread.id)).items) == 1
    comment = db.session.query(Post.id).filter_by(kind="comment").scalar()
    with pytest.raises(NotFound):
        queries.get_post(VISITOR, comment)
    with pytest.raises(NotFound):
        services.edit_post(make_account(), comment, body="Encore")
    with pytest.raises(Conflict):
        services.edit_post(other, comment, body="Encore")


def test_comments_of_a_stranger_wait_too(app: Any) -> None:
    thread, author = _strangers()
    officer = make_officer()
    services.publish_thread(officer, thread.id)
    services.add_comment(author, thread.id, body=WORDS)
    assert not queries.list_posts(VISITOR, queries.get_thread(VISITOR, thread.id)).items
    assert len(queries.list_posts(author, queries.get_thread(author, thread.id)).items) == 1
    assert queries.count_queue(officer).unseen == 1
    services.publish_thread(officer, thread.id)
    assert [one.body for one in queries.list_posts(VISITOR, queries.get_thread(VISITOR, thread.id)).items] == [WORDS]


def test_edits_keep_what_was_there_and_are_found_by_their_words(app: Any, store: str) -> None:
    author = make_account()
    thread = make_thread(by=author, body="Une phrase avec coquillage")
    post = queries.get_post(author, queries.get_thread(author, thread.id).post_id)
    with pytest.raises(Stale):
        services.edit_post(author, post.id, 7, body="Autre")
    services.edit_post(author, post.id, 1, body="Une phrase avec tournesol")
    assert [one.body for one in queries.list_edits(author, post).items] == ["Une phrase avec coquillage"]
    assert not queries.list_threads(VISITOR, q="coquillage").items
    assert queries.list_threads(VISITOR, q="tournesol").items
    with pytest.raises(NotFound):
        queries.list_edits(VISITOR, queries.get_post(VISITOR, post.id))
    with pytest.raises(NotAllowed):
        services.edit_post(make_officer(), post.id, body="Mieux")
    assert count_rows(PostEdit) == 1


def test_what_a_stranger_edits_waits_for_another_look(app: Any) -> None:
    thread, author = _strangers()
    services.publish_thread(make_officer(), thread.id)
    services.edit_post(author, queries.get_thread(author, thread.id).post_id, body="Tout autre chose")
    with pytest.raises(NotFound):
        queries.get_thread(VISITOR, thread.id)


def test_a_receipt_does_all_that_an_account_does(app: Any) -> None:
    thread, author = _strangers(contact_email="kamal@example.org")
    officer = make_officer()
    services.add_comment(author, thread.id, body="Encore hier.")
    services.edit_post(author, queries.get_thread(author, thread.id).post_id, body="Chaque soir.")
    services.answer_thread(officer, thread.id, body="C’est fait.")
    services.reopen_thread(author, thread.id, reason="Toujours là.")
    services.answer_thread(officer, thread.id, body="Maintenant oui.")
    services.close_thread(author, thread.id)
    kinds = {"thread_replied", "thread_moved", "thread_rating"}
    assert set(_letters()) == {(kind, "kamal@example.org") for kind in kinds}
    services.change_contact(author, thread.id, contact_email=None)
    assert queries.get_own_contact(author, queries.get_thread(author, thread.id)) is None


def test_a_receipt_opens_its_thread_alone(app: Any) -> None:
    first, author = _strangers(visibility="private")
    second, _ = _strangers(visibility="private")
    assert queries.get_thread(author, first.id)
    with pytest.raises(NotFound):
        queries.get_thread(author, second.id)
    assert not queries.list_threads(author).items
    published = make_thread()
    for take in (services.add_comment, services.add_reply, services.add_note):
        with pytest.raises(NotAllowed):
            take(author, published.id, body="Bonjour")


# --- support, follow --------------------------------------------------------------------------------------------------


def test_support_counts_once_a_person(app: Any, store: str) -> None:
    thread, person = make_thread(), make_account()
    for _ in range(2):
        services.support_thread(person, thread.id)
        db.session.expire_all()
    services.support_thread(make_account(), thread.id)
    assert queries.get_thread(VISITOR, thread.id).support_count == 2
    for _ in range(2):
        services.withdraw_support(person, thread.id)
    assert queries.get_thread(VISITOR, thread.id).support_count == 1


def test_visitors_do_not_support_and_nobody_the_own_or_what_is_private(app: Any) -> None:
    author = make_account()
    thread, private = make_thread(by=author), make_thread(by=author, visibility="private")
    with pytest.raises(NotSignedIn):
        services.support_thread(VISITOR, thread.id)
    for someone, which in ((author, thread), (make_officer(), private)):
        for tie in (services.support_thread, services.follow_thread):
            with pytest.raises(Conflict):
                tie(someone, which.id)


def test_followers_hear_of_official_replies(app: Any) -> None:
    author, follower, gone = make_account(), make_account(), make_account()
    thread, officer = make_thread(by=author), make_officer()
    for person in (follower, gone):
        services.follow_thread(person, thread.id)
    services.unfollow_thread(gone, thread.id)
    services.add_comment(gone, thread.id, body="Moi aussi.")
    services.add_reply(officer, thread.id, body=WORDS)
    assert sorted(_letters()) == [("thread_followed", follower.email), ("thread_replied", author.email)]
    assert not [one for one in db.session.query(Message) if WORDS in str(one.payload)]


# --- what is left -----------------------------------------------------------------------------------------------------


def test_two_years_after_its_end_a_thread_has_no_author(app: Any, frozen_clock: FrozenClock, store: str) -> None:
    named, officer = make_account(), make_supervisor()
    ended = [
        make_thread(by=named, show_name=True),
        _strangers(contact_email="kamal@example.org", author_name="Kamal")[0],
    ]
    going_on = make_thread(by=named)
    for thread in ended:
        services.edit_post(
            named if thread.author_id else replace(VISITOR, opened_thread=thread.id),
            db.session.query(Post.id).filter_by(thread_id=thread.id).scalar(),
            body="Autrement.",
        )
        services.decline_thread(officer, thread.id, reason="Hors sujet.")
    neighbour = make_account("Driss")
    services.add_comment(neighbour, ended[0].id, body="Moi aussi.", show_name=True)
    services.support_thread(neighbour, ended[0].id)
    services.follow_thread(neighbour, ended[0].id)
    frozen_clock.move(days=730)
    assert services.forget_authors(officer) == 0
    frozen_clock.move(seconds=1)
    assert services.forget_authors(officer) == 2
    db.session.expire_all()
    for thread in ended:
        who = (thread.author_id, thread.author_name, thread.contact_email, thread.contact_phone, thread.receipt_hash)
        assert set(who) == {None}
    assert set(db.session.query(Post.author_id, Post.author_name).filter(Post.thread_id != going_on.id)) == {
        (None, None)
    }
    assert {row.by for row in db.session.query(PostEdit)} == {None}
    assert (count_rows(Support), count_rows(Follow), ended[0].support_count) == (0, 0, 1)
    assert going_on.author_id == named.id
    assert services.forget_authors(officer) == 0
