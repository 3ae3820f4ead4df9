"""What do the police promise, who reads it, and what becomes of it?"""

import uuid
from datetime import date
from typing import Any

import pytest
from flask import Flask
from sqlalchemy.exc import IntegrityError

from engage.access.actor import VISITOR, Actor
from engage.agreements import services as agreements
from engage.audit.models import AuditEntry
from engage.commitments import queries, services
from engage.commitments.models import Commitment
from engage.database import db
from engage.errors import Conflict, Invalid, NotAllowed, NotFound, NotSignedIn, Stale
from engage.feedback import services as feedback
from engage.feedback.models.threads import Post, Thread
from engage.outbox.models import Message
from engage.transaction import transaction
from tests.conftest import FrozenClock
from tests.factories import (
    make_account,
    make_agreement,
    make_communication_officer,
    make_district,
    make_officer,
    make_seminar,
    make_supervisor,
    make_thread,
)

DAY = date(2026, 12, 1)  # a week and a day from now
WORDS = "Repeindre le passage piéton"


def _promised(thread: Thread, by: Actor | None = None, **changes: Any) -> Commitment:
    """What an officer promises in a reply in a thread."""
    officer = by or make_supervisor()
    said = {"body": "Nous y allons.", "promise": WORDS, "promise_by": DAY, **changes}
    post_id = feedback.add_reply(officer, thread.id, **said)
    db.session.commit()
    return db.session.query(Commitment).filter_by(post_id=post_id).one()


def _at_seminar(by: Actor | None = None, **details: Any) -> Commitment:
    seminar = make_seminar(**details)
    made = services.promise_at_seminar(by or make_officer(), seminar.id, what=WORDS, due_on=DAY)
    db.session.commit()
    return db.session.get_one(Commitment, made)


def _public() -> list[uuid.UUID]:
    """What everyone reads, by each of the ways to read it."""
    listed = {one.id for one in queries.list_commitments(VISITOR).items}
    rows = [one.id for one in db.session.query(Commitment)]
    alone = {one for one in rows if _sees(VISITOR, one)}
    of_threads = {
        one.id for thread in db.session.query(Thread) for one in queries.list_of_thread(make_account(), thread.id)
    }
    with_thread = {one.id for one in db.session.query(Commitment).filter(Commitment.thread_id.is_not(None))}
    in_all, by_district = queries.count_by_district(VISITOR)
    assert listed == alone
    assert listed & with_thread == of_threads
    assert in_all.open + in_all.done + in_all.withdrawn == len(listed)
    assert sum(kept.open for kept in by_district.values()) == in_all.open
    return sorted(listed)


def _sees(viewer: Actor, commitment_id: uuid.UUID) -> bool:
    try:
        return bool(queries.get_commitment(viewer, commitment_id))
    except NotFound:
        return False


def _letters(kind: str) -> list[str]:
    return sorted(row.address for row in db.session.query(Message).filter_by(kind=kind))


# --- making one -------------------------------------------------------------------------------------------------------


def test_an_official_reply_promises_something_by_a_day(app: Flask, store: str) -> None:
    officer = make_officer()
    made = _promised(make_thread(), officer)
    shown = queries.get_commitment(VISITOR, made.id)
    assert (shown.what, shown.due_on, shown.state, shown.source) == ({"fr": WORDS}, DAY, "open", "thread")
    assert (shown.districts, shown.category, shown.theme, shown.is_late) == (["saiss"], "traffic", None, False)
    assert made.owner_id == officer.id
    assert shown.owner_id is None
    assert queries.get_commitment(officer, made.id).owner_id == officer.id


def test_words_are_in_the_language_of_their_letters(app: Flask) -> None:
    assert _promised(make_thread(), promise="إعادة صباغة ممر الراجلين").what.keys() == {"ar"}
    assert _promised(make_thread()).what.keys() == {"fr"}  # the page is in Arabic


@pytest.mark.parametrize("promised", [{"promise": WORDS}, {"promise_by": DAY}])
def test_half_a_promise_is_none(app: Flask, promised: dict[str, Any]) -> None:
    thread = make_thread()
    with pytest.raises(Invalid):
        feedback.add_reply(make_supervisor(), thread.id, body="Oui.", **promised)


def test_a_day_that_has_passed_is_no_promise(app: Flask) -> None:
    with pytest.raises(Invalid) as refused:
        _promised(make_thread(), promise_by=date(2026, 11, 22))
    assert refused.value.errors.keys() == {"promise_by"}
    assert _promised(make_thread(), promise_by=date(2026, 11, 23))


def test_a_last_reply_promises_too_but_not_without_words(app: Flask) -> None:
    thread, boss = make_thread(), make_supervisor()
    with pytest.raises(Invalid):
        feedback.answer_thread(boss, thread.id, promise=WORDS, promise_by=DAY)
    feedback.answer_thread(boss, thread.id, body="Voilà.", promise=WORDS, promise_by=DAY)
    assert len(queries.list_of_thread(VISITOR, thread.id)) == 1


def test_a_seminar_brings_commitments(app: Flask, store: str) -> None:
    made = _at_seminar()
    shown = queries.get_commitment(VISITOR, made.id)
    assert (shown.source, shown.theme, shown.category, shown.districts) == ("seminar", "cyber", None, ["saiss"])
    seminar_id = made.seminar_id
    assert seminar_id
    for someone, refusal in (
        (make_officer("zouagha"), NotAllowed),
        (make_account(), NotAllowed),
        (VISITOR, NotSignedIn),
    ):
        with pytest.raises(refusal):
            services.promise_at_seminar(someone, seminar_id, what=WORDS, due_on=DAY)
    with pytest.raises(Conflict):
        _at_seminar(published=False)


def test_the_store_knows_of_one_source_alone(app: Flask, store: str) -> None:
    made = _promised(make_thread())
    made.seminar_id = make_seminar().id
    with pytest.raises(IntegrityError):
        db.session.flush()


# --- who reads it -----------------------------------------------------------------------------------------------------


def test_it_is_as_public_as_its_thread_at_this_very_moment(app: Flask, store: str) -> None:
    thread = make_thread()
    made = _promised(thread)
    assert _public() == [made.id]
    opening = db.session.query(Post).filter_by(thread_id=thread.id, kind="opening").one()
    opening.hidden_at = thread.created_at
    db.session.commit()
    assert _public() == []
    opening.hidden_at = None
    thread.visibility = "private"
    db.session.commit()
    assert _public() == []
    thread.visibility, thread.published_at = "public", None
    db.session.commit()
    assert _public() == []


def test_it_goes_with_the_reply_in_which_it_stands(app: Flask, store: str) -> None:
    author = make_account()
    made = _promised(make_thread(by=author, visibility="private"))
    assert _sees(author, made.id)
    db.session.get_one(Post, made.post_id).hidden_at = made.created_at
    db.session.commit()
    assert not _sees(author, made.id)
    assert _sees(make_officer(), made.id)
    other = _promised(make_thread())
    assert _public() == [other.id]  # that another reply is hidden changes nothing
    db.session.get_one(Post, other.post_id).hidden_at = made.created_at
    db.session.commit()
    assert _public() == []


def test_what_is_private_is_for_its_author_and_those_in_charge(app: Flask, store: str) -> None:
    author = make_account()
    made = _promised(make_thread(by=author, visibility="private"))
    thread_id = made.thread_id
    assert _public() == []
    for someone in (author, Actor(opened_thread=thread_id), make_officer("saiss"), make_supervisor()):
        assert _sees(someone, made.id)
    for someone in (VISITOR, make_account(), make_officer("zouagha"), make_communication_officer()):
        assert not _sees(someone, made.id)
        assert not queries.list_commitments(someone, thread_id=thread_id).items
        with pytest.raises(NotFound):
            services.withdraw_commitment(someone, made.id, reason="Non.")
    assert [one.id for one in queries.list_commitments(make_officer("saiss")).items] == [made.id]
    assert not queries.list_commitments(make_officer("saiss"), all_see=True).items


def test_it_is_as_public_as_its_seminar(app: Flask, store: str) -> None:
    made = _at_seminar(visibility="invited")
    assert _public() == []
    assert _sees(make_officer(), made.id)
    assert not _sees(make_officer("zouagha"), made.id)
    shown = _at_seminar()
    assert _public() == [shown.id]


def test_what_the_police_owe_under_an_agreement_stands_beside_them(app: Flask, store: str) -> None:
    make_district("agdal")
    agreement = make_agreement(districts=["saiss", "agdal"])
    make_agreement(status="proposed")
    [one] = queries.list_commitments(VISITOR).items
    assert (one.source, one.reference, one.what) == ("agreement", agreement.reference, {"fr": "Tenir six séances."})
    assert queries.get_commitment(VISITOR, one.id) == one
    assert (sorted(one.districts), one.in_charge) == (["agdal", "saiss"], False)
    assert queries.list_commitments(VISITOR, district="agdal").items
    assert not queries.list_commitments(VISITOR, theme="cyber").items
    in_all, by_district = queries.count_by_district(VISITOR)
    assert (in_all.open, {code: kept.open for code, kept in by_district.items()}) == (1, {"agdal": 1, "saiss": 1})
    with pytest.raises(NotFound):  # it is kept where it was agreed
        services.withdraw_commitment(make_supervisor(), one.id, reason="Non.")


def test_under_what_a_side_ended_nothing_is_owed_any_more(app: Flask) -> None:
    agreement = make_agreement()
    assert queries.list_commitments(VISITOR).items
    with transaction():
        agreements.terminate_agreement(make_supervisor(), agreement.id, "Fin")
    assert not queries.list_commitments(VISITOR).items


# --- what becomes of it -----------------------------------------------------------------------------------------------


def test_it_is_done_with_evidence(app: Flask, store: str) -> None:
    officer = make_officer()
    made = _promised(make_thread(), officer)
    services.complete_commitment(officer, made.id, evidence="C’est repeint.", evidence_url="https://example.org/x")
    shown = queries.get_commitment(VISITOR, made.id)
    assert (shown.state, shown.evidence, shown.evidence_url) == ("done", "C’est repeint.", "https://example.org/x")
    for step in (services.complete_commitment, services.withdraw_commitment, services.move_commitment):
        more: dict[str, Any] = {"evidence": "x"} if step is services.complete_commitment else {"reason": "x"}
        more |= {"due_on": date(2026, 12, 8)} if step is services.move_commitment else {}
        with pytest.raises(Conflict):
            step(officer, made.id, **more)


def test_it_is_withdrawn_with_a_reason_that_is_shown(app: Flask, store: str) -> None:
    officer = make_officer()
    made = _promised(make_thread(), officer)
    services.withdraw_commitment(officer, made.id, made.version, reason="La commune le fait.")
    assert queries.get_commitment(VISITOR, made.id).reason == "La commune le fait."
    trail = [entry for entry in db.session.query(AuditEntry) if entry.subject_id == str(made.id)]
    assert sorted(entry.action for entry in trail) == ["commitment.made", "commitment.withdrawn"]
    assert "commune" not in str([entry.after for entry in trail])


def test_another_day_keeps_those_before(app: Flask, frozen_clock: FrozenClock, store: str) -> None:
    officer = make_officer()
    made = _promised(make_thread(), officer)
    with pytest.raises(Invalid):
        services.move_commitment(officer, made.id, due_on=DAY, reason="Pareil.")
    with pytest.raises(Invalid):
        services.move_commitment(officer, made.id, due_on=date(2026, 11, 22), reason="Hier.")
    services.move_commitment(officer, made.id, due_on=date(2026, 12, 8), reason="Il a plu.")
    services.move_commitment(officer, made.id, due_on=date(2026, 12, 15), reason="Encore.")
    shown = queries.get_commitment(VISITOR, made.id)
    assert (shown.due_on, shown.first_due_on, shown.is_moved) == (date(2026, 12, 15), DAY, True)
    moves = queries.list_moves(VISITOR, shown)
    assert [(move.due_on, move.reason) for move in moves] == [(DAY, "Il a plu."), (date(2026, 12, 8), "Encore.")]


def test_a_lost_update_is_refused(app: Flask) -> None:
    officer = make_officer()
    made = _promised(make_thread(), officer)
    services.move_commitment(officer, made.id, 1, due_on=date(2026, 12, 8), reason="Il a plu.")
    with pytest.raises(Stale):
        services.withdraw_commitment(officer, made.id, 1, reason="Non.")


def test_others_see_it_and_may_not_touch_it(app: Flask) -> None:
    made = _promised(make_thread())
    for someone in (make_account(), make_officer("zouagha")):
        with pytest.raises(NotAllowed):
            services.complete_commitment(someone, made.id, evidence="Fait.")
    with pytest.raises(NotSignedIn):
        services.complete_commitment(VISITOR, made.id, evidence="Fait.")


def test_another_officer_of_the_district_keeps_it(app: Flask) -> None:
    officer, colleague, other = make_officer(), make_officer(), make_officer("zouagha")
    made = _promised(make_thread(), officer)
    services.assign_commitment(officer, made.id, owner_id=colleague.account_id)
    assert [one.id for one in queries.list_in_charge(colleague, which="mine").items] == [made.id]
    assert not queries.list_in_charge(officer, which="mine").items
    with pytest.raises(Invalid):
        services.assign_commitment(officer, made.id, owner_id=other.account_id)


def test_it_goes_with_its_thread_to_another_district(app: Flask, store: str) -> None:
    officer, other = make_officer("saiss"), make_officer("zouagha")
    thread = make_thread(visibility="private")
    made = _promised(thread, officer)
    feedback.transfer_thread(officer, thread.id, district="zouagha", reason="À eux.")
    db.session.commit()
    assert not _sees(officer, made.id)
    assert (made.district, made.owner_id) == ("zouagha", None)
    assert [one.id for one in queries.list_in_charge(other).items] == [made.id]
    assert not queries.list_in_charge(officer).items


def test_what_was_promised_in_a_joined_thread_goes_along(app: Flask, store: str) -> None:
    officer, other = make_officer("saiss"), make_officer("zouagha")
    thread, target = make_thread(visibility="private"), make_thread(visibility="private")
    made = _promised(thread, officer)
    feedback.merge_thread(officer, thread.id, into=target.reference)
    feedback.transfer_thread(officer, target.id, district="zouagha", reason="À eux.")
    db.session.commit()
    assert not queries.list_in_charge(officer).items
    assert [one.id for one in queries.list_in_charge(other).items] == [made.id]


def test_a_promise_waits_with_the_reply_in_which_it_stands(app: Flask, store: str) -> None:
    officer = make_supervisor()
    made = _promised(make_thread(), officer)
    feedback.redact_post(officer, made.post_id, body="Nous y █.")
    feedback.edit_post(officer, made.post_id, body="Nous y allons avec Bennani.")
    db.session.commit()
    assert not _public()
    assert _sees(officer, made.id)
    feedback.release_post(officer, made.post_id)
    db.session.commit()
    assert _public() == [made.id]


# --- the list ---------------------------------------------------------------------------------------------------------


def test_late_is_what_the_clock_says(app: Flask, frozen_clock: FrozenClock, store: str) -> None:
    officer = make_officer()
    made, done = _promised(make_thread(), officer), _promised(make_thread(), officer)
    services.complete_commitment(officer, done.id, evidence="Fait.")
    frozen_clock.move(days=8)
    assert not queries.list_commitments(VISITOR, state="late").items  # it is the day itself
    frozen_clock.move(days=1)
    for state, found in (("late", [made.id]), ("open", [made.id]), ("done", [done.id]), ("withdrawn", [])):
        assert [one.id for one in queries.list_commitments(VISITOR, state=state).items] == found
    assert [one.id for one in queries.list_in_charge(officer, which="late").items] == [made.id]
    in_all, _ = queries.count_by_district(VISITOR)
    assert (in_all.done, in_all.open, in_all.late, in_all.withdrawn) == (1, 1, 1, 0)


def test_filters_of_the_list(app: Flask, store: str) -> None:
    noise, seminar = _promised(make_thread(category="noise", district="agdal")), _at_seminar()
    asked: list[tuple[dict[str, Any], Commitment]] = [
        ({"category": "noise"}, noise),
        ({"district": "agdal"}, noise),
        ({"thread_id": noise.thread_id}, noise),
        ({"theme": "cyber"}, seminar),
        ({"seminar_id": seminar.seminar_id}, seminar),
    ]
    for filters, found in asked:
        assert [one.id for one in queries.list_commitments(VISITOR, **filters).items] == [found.id]
    assert queries.count_by_district(VISITOR, category="noise")[0].open == 1


@pytest.mark.parametrize("state", [None, "open"])
def test_pages_go_on_where_the_last_ended(app: Flask, store: str, state: str | None) -> None:
    make_agreement()
    for day in (DAY, DAY, date(2027, 1, 5), date(2027, 7, 1)):
        _promised(make_thread(), promise_by=day)
    whole = [one.id for one in queries.list_commitments(VISITOR, state=state).items]
    assert len(whole) == 5
    found, cursor = [], None
    while True:
        page = queries.list_commitments(VISITOR, state=state, limit=2, cursor=cursor)
        found += [one.id for one in page.items]
        if page.next_key is None:
            break
        cursor = (date.fromisoformat(page.next_key[0]), uuid.UUID(page.next_key[1]))
    assert found == whole
    days = [queries.get_commitment(VISITOR, one).due_on for one in whole]
    assert days == sorted(days, reverse=state is None)


# --- who is told ------------------------------------------------------------------------------------------------------


def test_the_author_and_followers_hear_what_became_of_it(app: Flask, store: str) -> None:
    officer, author, follower = make_officer(), make_account(), make_account()
    thread = make_thread(by=author)
    feedback.follow_thread(follower, thread.id)
    made = _promised(thread, officer)
    assert not _letters("commitment_changed")
    services.move_commitment(officer, made.id, due_on=date(2026, 12, 8), reason="Il a plu.")
    services.complete_commitment(officer, made.id, evidence="Fait.")
    assert _letters("commitment_changed") == sorted([author.email, follower.email] * 2)
    assert "pluie" not in str([row.payload for row in db.session.query(Message)])


def test_followers_hear_nothing_of_a_thread_that_is_hidden(app: Flask) -> None:
    officer, author, follower = make_officer(), make_account(), make_account()
    thread = make_thread(by=author)
    feedback.follow_thread(follower, thread.id)
    made = _promised(thread, officer)
    db.session.query(Post).filter_by(thread_id=thread.id, kind="opening").one().hidden_at = thread.created_at
    services.withdraw_commitment(officer, made.id, reason="Non.")
    assert _letters("commitment_changed") == [author.email]


def test_the_owner_is_reminded_and_of_what_is_late_the_supervisor_too(
    app: Flask, frozen_clock: FrozenClock, store: str
) -> None:
    officer, boss = make_officer(), make_supervisor("saiss")
    make_supervisor("zouagha")
    _promised(make_thread(), officer)
    told = []
    for _ in range(24):
        services.remind_owners(Actor.system())
        services.remind_owners(Actor.system())
        db.session.commit()
        told.append(len(_letters("commitment_due")))
        frozen_clock.move(days=1)
    news = [day for day in range(1, 24) if told[day] > told[day - 1]]
    assert news == [1, 8, 15, 22]  # a week before, on the day, and every week after it
    assert told[-1] == 6
    assert _letters("commitment_due") == sorted([officer.email] * 4 + [boss.email] * 2)


def test_days_without_the_job_are_made_up_for_once(app: Flask, frozen_clock: FrozenClock) -> None:
    _promised(make_thread(), make_officer())
    frozen_clock.move(days=20)
    assert [services.remind_owners(Actor.system()) for _ in range(2)] == [1, 0]


def test_nobody_is_reminded_of_what_ended_or_moved(app: Flask, frozen_clock: FrozenClock) -> None:
    officer = make_officer()
    done, moved = _promised(make_thread(), officer), _promised(make_thread(), officer)
    services.complete_commitment(officer, done.id, evidence="Fait.")
    services.move_commitment(officer, moved.id, due_on=date(2027, 3, 1), reason="Il a plu.")
    frozen_clock.move(days=30)
    assert services.remind_owners(Actor.system()) == 0


def test_what_nobody_has_is_told_to_supervisors(app: Flask, frozen_clock: FrozenClock) -> None:
    officer, boss = make_officer("saiss"), make_supervisor("zouagha")
    make_district("zouagha")
    thread = make_thread()
    _promised(thread, officer)
    feedback.transfer_thread(officer, thread.id, district="zouagha", reason="À eux.")
    frozen_clock.move(days=8)
    services.remind_owners(Actor.system())
    assert _letters("commitment_due") == [boss.email]
