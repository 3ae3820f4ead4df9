"""Are public words hidden, appealed against, restored and redacted so that nothing is lost and nothing leaks?"""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from engage.access.actor import VISITOR, Actor
from engage.audit.models import AuditEntry
from engage.commitments.queries import list_of_thread
from engage.database import db
from engage.errors import Conflict, Invalid, NotAllowed, NotFound, Stale
from engage.feedback import queries, services
from engage.feedback.models.moderation import Hiding, Report
from engage.feedback.models.threads import Post, PostEdit, Thread
from engage.outbox.models import Message
from tests.conftest import FrozenClock
from tests.factories import (
    count_rows,
    make_account,
    make_administrator,
    make_auditor,
    make_communication_officer,
    make_district,
    make_officer,
    make_supervisor,
    make_thread,
)

WORDS = "Karim Alaoui, 06 12 34 56 78"
MARKED = "█, █"


def _post_of(thread: Thread) -> Any:
    return db.session.query(Post.id).filter_by(thread_id=thread.id, kind="opening").scalar()


def _letters() -> list[tuple[str, str]]:
    return [(one.kind, one.address) for one in db.session.query(Message) if one.kind.startswith("post_")]


def _strangers(**details: Any) -> tuple[Thread, Actor]:
    """The thread of a visitor, and the visitor who holds its receipt."""
    thread = make_thread(receipt_hash=b"receipt", **details)
    return thread, replace(VISITOR, opened_thread=thread.id)


# --- hiding -----------------------------------------------------------------------------------------------------------


def test_what_is_hidden_is_gone_for_others_and_the_thread_stays_with_the_ground(app: Any, store: str) -> None:
    thread = make_thread("Le cas Karim", by=make_account(), body=WORDS, place="Chez Karim", show_name=True)
    services.hide_post(make_officer(), _post_of(thread), ground="person", reason="Il est nommé : Karim.")
    for someone in (VISITOR, make_account(), make_officer("zouagha"), make_administrator(), make_auditor()):
        seen = queries.get_thread(someone, thread.id)
        assert (seen.hidden_ground, seen.status) == ("person", "new")
        assert "Karim" not in repr(seen)
        assert "Salma" not in repr(seen)
        assert not queries.list_threads(someone, q="Karim").items
        assert not queries.list_threads(someone).items
        with pytest.raises(NotFound):
            queries.get_post(someone, _post_of(thread))
    for someone in (make_officer(), make_communication_officer()):
        assert queries.get_thread(someone, thread.id).body == WORDS
    assert not queries.list_threads(make_officer(), all_see=True).items


def test_whoever_wrote_it_is_told_why(app: Any) -> None:
    author, other, officer = make_account(), make_account(), make_officer()
    thread = make_thread(by=author)
    comment = services.add_comment(other, thread.id, body=WORDS)
    services.hide_post(officer, comment, ground="insult", reason="Le dernier mot.")
    services.hide_post(officer, _post_of(thread))
    stranger = _strangers(contact_email="kamal@example.org")[0]
    services.hide_post(officer, _post_of(stranger))
    told = ["kamal@example.org", author.email, other.email]
    assert sorted(_letters()) == sorted(("post_hidden", address) for address in told)
    payloads = [one.payload for one in db.session.query(Message) if one.address == other.email]
    assert [(one["ground"], one["reason"]) for one in payloads] == [("insult", "Le dernier mot.")]
    assert WORDS not in repr(payloads)
    assert queries.get_post(other, comment).hidden_reason == "Le dernier mot."


def test_restored_all_is_as_before(app: Any, store: str) -> None:
    thread, officer = make_thread("Chaussée glissante", body=WORDS), make_officer()
    before = queries.get_thread(VISITOR, thread.id)
    services.hide_post(officer, _post_of(thread), reason="Doute.")
    services.restore_post(officer, _post_of(thread), reason="Pardon.")
    assert queries.get_thread(VISITOR, thread.id) == before
    assert queries.list_threads(VISITOR, q="glissante").items
    assert [kind for kind, _ in _letters()] == ["post_hidden", "post_restored"]
    assert db.session.query(Hiding).one().reason == "Doute."
    with pytest.raises(Conflict):
        services.restore_post(officer, _post_of(thread))


STEPS: dict[str, Callable[[Actor, Any], Any]] = {
    "hide": services.hide_post,
    "restore": services.restore_post,
    "uphold": lambda actor, post: services.uphold_hiding(actor, post, reason="Non."),
    "dismiss": services.dismiss_reports,
    "release": services.release_post,
    "redact": lambda actor, post: services.redact_post(actor, post, body="█"),
}


@pytest.mark.parametrize("step", STEPS)
def test_who_moderates(app: Any, step: str) -> None:
    """Officers of the district, supervisors, the communication cell; of public words alone."""
    make_district("zouagha")
    author = make_account()
    public, private = (make_thread(by=author, visibility=visibility) for visibility in ("public", "private"))
    for someone in (author, make_account(), make_officer("zouagha"), make_administrator(), make_auditor()):
        with pytest.raises(NotAllowed):
            STEPS[step](someone, _post_of(public))
    for someone in (make_communication_officer(), make_officer("zouagha"), make_administrator()):
        with pytest.raises(NotFound):
            STEPS[step](someone, _post_of(private))
    for someone in (make_officer(), make_supervisor()):
        with pytest.raises(NotAllowed):
            STEPS[step](someone, _post_of(private))
    with pytest.raises(NotFound):
        STEPS[step](make_supervisor(), private.id)


def test_the_cell_sees_what_is_public_and_waits_and_nothing_private(app: Any) -> None:
    cell = make_communication_officer()
    waiting, private = _strangers()[0], make_thread(visibility="private")
    assert queries.get_thread(cell, waiting.id).body
    assert not queries.get_thread(cell, waiting.id).in_charge
    with pytest.raises(NotFound):
        queries.get_thread(cell, private.id)
    services.release_post(cell, _post_of(waiting))
    assert queries.get_thread(VISITOR, waiting.id)
    with pytest.raises(NotFound):
        queries.list_notes(cell, queries.get_thread(cell, waiting.id))


# --- appeals ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("is_stranger", [False, True])
def test_an_appeal_is_decided_by_another_moderator(app: Any, is_stranger: bool, store: str) -> None:
    author = make_account()
    thread, author = _strangers() if is_stranger else (make_thread(by=author), author)
    post, hider, other = _post_of(thread), make_officer(), make_communication_officer()
    services.hide_post(hider, post)
    with pytest.raises(NotAllowed):
        services.appeal_hiding(other, post, appeal="Non")
    services.appeal_hiding(author, post, appeal="Je n’ai nommé personne.")
    with pytest.raises(Conflict) as refused:
        services.appeal_hiding(author, post, appeal="Encore")
    assert refused.value.type == "already-appealed"
    for decide in (STEPS["restore"], STEPS["uphold"]):
        with pytest.raises(Conflict) as refused:
            decide(hider, post)
        assert refused.value.type == "own-decision"
    services.uphold_hiding(other, post, reason="La plaque suffit.")
    hiding = queries.find_hiding(author, queries.get_post(author, post))
    assert hiding is not None
    assert (hiding.decision, hiding.appeal) == ("La plaque suffit.", "Je n’ai nommé personne.")
    with pytest.raises(Conflict):
        services.appeal_hiding(author, post, appeal="Encore")
    services.restore_post(hider, post)
    services.hide_post(other, post)
    services.appeal_hiding(author, post, appeal="De nouveau")
    services.restore_post(hider, post)


def test_nobody_decides_the_own_appeal(app: Any) -> None:
    """An officer who wrote it is no judge of it."""
    officer, hider = make_officer(), make_supervisor()
    thread = make_thread(by=officer)
    services.hide_post(hider, _post_of(thread))
    services.appeal_hiding(officer, _post_of(thread), appeal="Si.")
    with pytest.raises(Conflict):
        services.restore_post(officer, _post_of(thread))


def test_there_is_nothing_to_appeal_or_uphold_where_nothing_is_hidden(app: Any) -> None:
    author, officer = make_account(), make_officer()
    post = _post_of(make_thread(by=author))
    with pytest.raises(Conflict):
        services.appeal_hiding(author, post, appeal="Pourquoi ?")
    services.hide_post(officer, post)
    with pytest.raises(Conflict):
        services.hide_post(officer, post)
    with pytest.raises(Conflict):
        services.uphold_hiding(make_supervisor(), post, reason="Personne n’a demandé.")
    assert queries.find_hiding(author, queries.get_post(author, post)) is not None
    with pytest.raises(NotFound):
        queries.find_hiding(officer, queries.get_post(officer, post))


# --- reports ----------------------------------------------------------------------------------------------------------


def test_a_report_counts_once_a_person_and_says_nobody(app: Any, store: str) -> None:
    author, reader = make_account(), make_account()
    thread = make_thread(by=author)
    post = _post_of(thread)
    for someone, network in ((reader, ""), (reader, ""), (VISITOR, "192.0.2.1"), (VISITOR, "192.0.2.1")):
        services.report_post(someone, post, ground="insult", reason="Regardez.", network=network)
    assert count_rows(Report) == 2
    services.report_post(VISITOR, post, network="192.0.2.2")
    assert queries.count_cases(make_officer()).reported == 1
    assert len(queries.get_case(make_officer(), post).reports) == 3
    kept = repr([list(row) for row in db.session.execute(Report.__table__.select())])
    assert str(reader.id) not in kept
    assert reader.account_id.hex not in kept
    assert "192.0.2" not in kept
    services.dismiss_reports(make_officer(), post, reason="Rien à redire.")
    services.report_post(reader, post)
    assert queries.count_cases(make_officer()).reported == 0
    services.edit_post(author, post, body="Autrement.")
    services.report_post(reader, post)
    assert queries.count_cases(make_officer()).reported == 1


def test_nobody_reports_the_own_the_hidden_or_the_private(app: Any) -> None:
    author, officer = make_account(), make_officer()
    thread, private = make_thread(by=author), make_thread(by=author, visibility="private")
    for someone, post in ((author, _post_of(thread)), (officer, _post_of(private))):
        with pytest.raises(Conflict):
            services.report_post(someone, post)
    with pytest.raises(NotFound):
        services.report_post(make_account(), _post_of(private))
    services.hide_post(officer, _post_of(thread))
    with pytest.raises(NotFound):
        services.report_post(make_account(), _post_of(thread))
    with pytest.raises(Conflict):
        services.dismiss_reports(officer, _post_of(thread))


def test_hidden_or_redacted_words_have_no_open_report(app: Any) -> None:
    officer = make_officer()
    posts = [_post_of(make_thread(body=WORDS)) for _ in range(2)]
    for post in posts:
        services.report_post(VISITOR, post, network="192.0.2.1")
    services.hide_post(officer, posts[0])
    services.redact_post(officer, posts[1], body=MARKED)
    assert queries.count_cases(officer).waiting == 0
    assert {one.outcome for one in db.session.query(Report)} == {"hidden", "redacted"}


# --- what waits for moderators ----------------------------------------------------------------------------------------


def test_what_waits_is_listed_oldest_first_once_and_counted(app: Any, frozen_clock: FrozenClock, store: str) -> None:
    officer, author = make_officer(), make_account()
    appealed, reported = make_thread(by=author), make_thread()
    services.watch_word(make_supervisor(), word="Tricheur")
    services.hide_post(make_supervisor(), _post_of(appealed))
    frozen_clock.move(hours=1)
    watched = make_thread(body="C’est un tricheur")
    services.report_post(officer, _post_of(watched))
    frozen_clock.move(hours=1)
    services.report_post(VISITOR, _post_of(reported), network="192.0.2.1")
    frozen_clock.move(hours=1)
    services.appeal_hiding(author, _post_of(appealed), appeal="Si.")
    frozen_clock.move(hours=1)
    unseen = _strangers()[0]
    make_thread(visibility="private")
    order = [watched.id, reported.id, appealed.id, unseen.id]
    assert [one.thread_id for one in queries.list_cases(officer).items] == order
    counts = queries.count_cases(officer)
    assert (counts.waiting, counts.unseen, counts.watched, counts.reported, counts.appealed) == (4, 2, 1, 2, 1)
    for which, ids in {
        "unseen": [watched.id, unseen.id],
        "watched": [watched.id],
        "reported": [watched.id, reported.id],
        "appealed": [appealed.id],
    }.items():
        assert [one.thread_id for one in queries.list_cases(officer, which=which).items] == ids
    assert queries.count_cases(make_communication_officer()) == counts
    for someone in (make_officer("zouagha"), make_account(), make_administrator()):
        assert not queries.list_cases(someone).items
        assert queries.count_cases(someone).waiting == 0


def test_what_is_hidden_waits_for_no_look_until_it_is_restored(app: Any, store: str) -> None:
    officer, (thread, _author) = make_officer(), _strangers()
    services.hide_post(officer, _post_of(thread))
    assert (queries.count_cases(officer).waiting, queries.count_queue(officer).unseen) == (0, 0)
    services.restore_post(officer, _post_of(thread))
    assert (queries.count_cases(officer).unseen, queries.count_queue(officer).unseen) == (1, 1)


def test_the_queue_goes_on_by_cursor(app: Any) -> None:
    officer = make_officer()
    made = [make_thread(receipt_hash=bytes([n])).id for n in range(5)]
    seen, cursor = [], None
    while True:
        page = queries.list_cases(officer, cursor=cursor, limit=2)
        seen += [one.thread_id for one in page.items]
        if page.next_key is None:
            break
        last = page.items[-1]
        assert last.since is not None
        cursor = (last.since, last.id)
    assert seen == made


# --- redaction --------------------------------------------------------------------------------------------------------


def test_others_read_what_is_left_and_find_it_by_nothing_else(app: Any, store: str) -> None:
    author, officer = make_account(), make_officer()
    thread = make_thread("Karim Alaoui encore", by=author, body=f"{WORDS}\nDevant l’école.", place="Chez Karim Alaoui")
    services.redact_post(officer, _post_of(thread), body=f"{MARKED}\nDevant l’école.")
    for someone in (VISITOR, make_account(), make_officer("zouagha")):
        seen = queries.get_thread(someone, thread.id)
        assert (seen.subject, seen.body) == ("█████ encore", "█████, █████\nDevant l’école.")
        assert (seen.place, seen.public_body, seen.public_subject) == ("Chez █████", None, None)
        shown = [seen, queries.get_post(someone, seen.post_id), *queries.list_threads(someone).items]
        assert "Karim" not in repr(shown)
        assert "56 78" not in repr(shown)
        assert not queries.list_threads(someone, q="Alaoui").items
        assert queries.list_threads(someone, q="école").items
    for someone in (author, officer, make_communication_officer()):
        seen = queries.get_thread(someone, thread.id)
        assert (seen.subject, seen.public_subject) == ("Karim Alaoui encore", "█████ encore")
        assert WORDS in (seen.body or "")
        assert queries.get_post(someone, seen.post_id).public_body == "█████, █████\nDevant l’école."
        assert not queries.list_threads(someone, q="Alaoui").items
    assert "Karim" not in repr(queries.list_threads(officer, all_see=True).items)


def test_a_comment_is_redacted_for_all_but_whoever_wrote_it_and_moderators(app: Any) -> None:
    author, other, officer = make_account(), make_account(), make_officer()
    thread = make_thread(by=author)
    comment = services.add_comment(other, thread.id, body=WORDS)
    services.redact_post(officer, comment, body=MARKED)
    bodies = {
        someone.id: queries.list_posts(someone, queries.get_thread(someone, thread.id)).items[0].body
        for someone in (VISITOR, author, other, officer)
    }
    assert bodies == {None: "█████, █████", author.id: "█████, █████", other.id: WORDS, officer.id: WORDS}
    with pytest.raises(NotFound):
        queries.list_edits(author, queries.get_post(author, comment))


@pytest.mark.parametrize("sent", ["Karim", "Karim Alaoui, 06 12 34 56 78!", "█, 07", "Un autre █", "█ a menti"])
def test_nothing_is_put_into_anybodys_mouth(app: Any, sent: str) -> None:
    post = _post_of(make_thread(body=WORDS))
    with pytest.raises(Invalid) as refused:
        services.redact_post(make_officer(), post, body=sent)
    assert list(refused.value.errors) == ["body"]
    with pytest.raises(Invalid) as refused:
        services.redact_post(make_officer(), post, body=WORDS, subject="Autre █")
    assert list(refused.value.errors) == ["subject"]
    assert db.session.query(Post.public_body).scalar() is None


def test_what_is_taken_out_of_a_reply_does_not_stay_in_its_promise(app: Any, store: str) -> None:
    thread, officer = make_thread(), make_officer()
    promised: dict[str, Any] = {"promise": "Parler à M. Tazi.", "promise_by": date(2026, 12, 1)}
    reply = services.add_reply(officer, thread.id, body="Nous verrons M. Tazi, rue Atlas.", **promised)
    with pytest.raises(Invalid) as refused:
        services.redact_post(officer, reply, body="Nous verrons M. █, rue Atlas.")
    assert list(refused.value.errors) == ["body"]
    services.redact_post(officer, reply, body="Nous verrons M. Tazi, █.")
    services.hide_post(officer, reply)
    assert not list_of_thread(VISITOR, thread.id)


def test_nobody_shows_the_own_words_again_that_somebody_else_hid(app: Any) -> None:
    thread, officer, moderator = make_thread(), make_officer(), make_communication_officer()
    post = services.add_comment(officer, thread.id, body="Allez donc.")
    services.hide_post(moderator, post)
    with pytest.raises(Conflict) as refused:
        services.restore_post(officer, post)
    assert refused.value.type == "own-decision"
    services.restore_post(moderator, post)
    services.hide_post(officer, post)
    services.restore_post(officer, post)


def test_a_place_of_which_something_was_taken_out_is_on_no_map(app: Any, store: str) -> None:
    thread = make_thread(place="Chez Tazi, rue Atlas", latitude=34.03, longitude=-5.01)
    moderator, body = make_communication_officer(), "Les voitures passent très vite à la sortie."
    services.redact_post(moderator, _post_of(thread), body="Les voitures █")
    assert queries.get_thread(VISITOR, thread.id).latitude == 34.03
    services.redact_post(moderator, _post_of(thread), body=body, place="Chez █, rue Atlas")
    assert queries.get_thread(VISITOR, thread.id).location["latitude"] is None
    assert queries.get_thread(moderator, thread.id).latitude == 34.03


def test_a_redaction_is_of_the_words_that_were_read(app: Any) -> None:
    author = make_account()
    post = _post_of(make_thread(by=author, body=WORDS))
    services.edit_post(author, post, body="Rien.")
    with pytest.raises(Stale):
        services.redact_post(make_officer(), post, 1, body=MARKED)
    services.redact_post(make_officer(), post, 2, body="█")


def test_a_redaction_is_undone_by_the_whole_text_and_the_subject_stays(app: Any, store: str) -> None:
    thread = make_thread("Karim Alaoui", body=WORDS)
    services.redact_post(make_officer(), _post_of(thread), body=MARKED)
    services.redact_post(make_officer(), _post_of(thread), body=WORDS)
    seen = queries.get_thread(VISITOR, thread.id)
    assert (seen.subject, seen.body) == ("█████", "█████, 06 12 34 56 78")
    services.redact_post(make_officer(), _post_of(thread), body=WORDS, subject="Karim Alaoui")
    seen = queries.get_thread(VISITOR, thread.id)
    assert (seen.subject, seen.body) == ("Karim Alaoui", WORDS)
    assert queries.list_threads(VISITOR, q="Alaoui").items


@pytest.mark.parametrize("kind", ["opening", "comment"])
def test_redacted_words_that_are_changed_wait_and_never_show(app: Any, kind: str, store: str) -> None:
    author, officer = make_account(), make_officer()
    thread = make_thread(by=author, body=WORDS if kind == "opening" else "Devant l’école.")
    post = _post_of(thread) if kind == "opening" else services.add_comment(author, thread.id, body=WORDS)
    services.redact_post(officer, post, body=MARKED)
    services.edit_post(author, post, body="Alaoui (0612345678) rit. 06 12 34 56 78. Fin.")
    with pytest.raises(NotFound):
        queries.get_post(VISITOR, post)
    assert not queries.list_threads(VISITOR, q="Alaoui").items
    assert queries.count_cases(officer).unseen == 1
    services.release_post(officer, post)
    seen = queries.get_post(VISITOR, post).body
    assert "Alaoui" not in seen
    assert "34" not in seen
    assert "Fin." in seen
    assert queries.get_post(author, post).body.startswith("Alaoui")
    assert count_rows(PostEdit) == 1


def test_a_name_that_was_taken_out_of_the_subject_does_not_come_back_with_the_body(app: Any) -> None:
    author, officer = make_account(), make_officer()
    thread = make_thread("Le cas Karim", by=author, body="Il crie.")
    services.redact_post(officer, _post_of(thread), body="Il crie.", subject="Le cas █")
    services.edit_post(author, _post_of(thread), body="Karim crie.")
    with pytest.raises(NotFound):
        queries.get_thread(VISITOR, thread.id)
    services.release_post(officer, _post_of(thread))
    assert queries.get_thread(VISITOR, thread.id).body == "█████ crie."


def test_who_redacts_what_waits_has_looked(app: Any) -> None:
    thread = _strangers(body=WORDS)[0]
    services.redact_post(make_officer(), _post_of(thread), body=MARKED)
    assert queries.get_thread(VISITOR, thread.id).body == "█████, █████"
    assert queries.count_cases(make_officer()).waiting == 0


# --- watched words ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("word", "text"),
    [
        ("Tricheur", "Ce TRICHEUR, encore"),
        ("tricheur", "des tricheurs"),
        ("bandit", "des bandits"),
        ("bandits", "un bandit"),
        ("voyou", "ces voyous"),
        ("idiots", "quel idiot"),
        ("vole", "il vo\u200dle"),
        ("السارق", "هذا سارق"),
        ("غشاش", "الغشّاش هناك"),
        ("أحمق", "احمق"),
    ],
)
def test_watched_words_wait_whoever_writes_them(app: Any, word: str, text: str, store: str) -> None:
    services.watch_word(make_communication_officer(), word=word)
    long = " ".join(f"mot{n}" for n in range(600)) + " " + text
    thread = make_thread(body=long)
    with pytest.raises(NotFound):
        queries.get_thread(VISITOR, thread.id)
    assert queries.get_case(make_officer(), _post_of(thread)).watched == word
    services.release_post(make_officer(), _post_of(thread))
    person = make_account()
    comment = services.add_comment(person, thread.id, body=text)
    assert [one.id for one in queries.list_posts(VISITOR, queries.get_thread(VISITOR, thread.id)).items] == []
    services.release_post(make_supervisor(), comment)
    services.edit_post(person, comment, body="Rien de tel")
    assert queries.get_post(VISITOR, comment)
    services.edit_post(person, comment, body=f"Si: {text}")
    with pytest.raises(NotFound):
        queries.get_post(VISITOR, comment)


@pytest.mark.parametrize("where", ["subject", "place", "name"])
def test_a_watched_word_is_seen_wherever_others_would_read_it(app: Any, where: str) -> None:
    services.watch_word(make_supervisor(), word="tricheur")
    by = make_account("Le Tricheur") if where == "name" else make_account()
    words = (
        {"subject": "Un tricheur"} if where == "subject" else {"place": "Chez le tricheur"} if where == "place" else {}
    )
    thread = make_thread(**words, by=by, show_name=where == "name")
    with pytest.raises(NotFound):
        queries.get_thread(VISITOR, thread.id)


def test_the_police_and_what_is_private_are_not_watched(app: Any) -> None:
    services.watch_word(make_supervisor(), word="tricheur")
    officer = make_officer()
    thread, private = make_thread(), make_thread(body="tricheur", visibility="private")
    reply = services.add_reply(officer, thread.id, body="Le tricheur est connu.")
    services.edit_post(officer, reply, body="Ce tricheur est connu.")
    assert queries.get_post(VISITOR, reply)
    assert queries.count_cases(make_supervisor()).waiting == 0
    assert not queries.get_post(make_officer(), _post_of(private)).is_unseen


def test_who_says_which_words_are_watched(app: Any) -> None:
    for someone in (make_officer(), make_account(), make_administrator(), VISITOR):
        with pytest.raises(NotAllowed):
            services.watch_word(someone, word="tricheur")
        with pytest.raises(NotFound):
            queries.list_watched_words(someone)
    cell = make_communication_officer()
    word = services.watch_word(cell, word="tricheur").id
    with pytest.raises(NotAllowed):
        services.unwatch_word(make_officer(), word)
    for wrong in ("deux mots", "!"):
        with pytest.raises(Invalid):
            services.watch_word(cell, word=wrong)
    assert [one.word for one in queries.list_watched_words(cell).items] == ["tricheur"]
    services.unwatch_word(cell, word)
    with pytest.raises(NotFound):
        services.unwatch_word(cell, word)
    assert queries.get_thread(VISITOR, make_thread(body="tricheur").id)


def test_the_same_word_in_another_form_is_known(app: Any, store: str) -> None:
    cell = make_communication_officer()
    services.watch_word(cell, word="Tricheur")
    with pytest.raises(Conflict) as refused:
        services.watch_word(cell, word="tricheurs")
    assert refused.value.type == "word-known"


# --- the trail --------------------------------------------------------------------------------------------------------


def test_the_trail_of_moderation_has_no_words(app: Any) -> None:
    author, officer, other = make_account(WORDS), make_officer(), make_supervisor()
    post = _post_of(make_thread(WORDS, by=author, body=WORDS))
    services.report_post(make_account(), post, reason=WORDS)
    services.dismiss_reports(officer, post, reason=WORDS)
    services.redact_post(officer, post, body=MARKED)
    services.hide_post(officer, post, ground="person", reason=WORDS)
    services.appeal_hiding(author, post, appeal=WORDS)
    services.uphold_hiding(other, post, reason=WORDS)
    services.restore_post(officer, post, reason=WORDS)
    services.watch_word(other, word="Karim")
    trail = [one for one in db.session.query(AuditEntry) if one.action.startswith(("post.", "word."))]
    assert [one.action for one in trail] == [
        "post.reported",
        "post.reports_dismissed",
        "post.redacted",
        "post.hidden",
        "post.appealed",
        "post.hiding_upheld",
        "post.restored",
        "word.watched",
    ]
    assert not [one for one in trail if "Karim" in f"{one.before}{one.after}"]


def test_moderation_stands_in_the_history_of_the_thread_and_no_reporter_in_the_trail(app: Any, store: str) -> None:
    writer, officer, other = make_account(), make_officer(), make_supervisor()
    thread = make_thread()
    post = services.add_comment(writer, thread.id, body=WORDS)
    services.report_post(make_account(), post, reason="x")
    services.hide_post(officer, post, ground="insult")
    services.appeal_hiding(writer, post, appeal="x")
    services.restore_post(other, post)
    steps = queries.list_history(officer, queries.get_thread(officer, thread.id)).items
    told = {step.action: (step.by, step.name) for step in steps if step.action.startswith("post.")}
    assert told == {
        "post.hidden": ("officer", officer.display_name),
        "post.appealed": ("resident", None),
        "post.restored": ("officer", other.display_name),
    }
    reported = db.session.query(AuditEntry).filter_by(action="post.reported").one()
    assert reported.actor_id is None
