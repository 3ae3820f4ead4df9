"""Does an officer find, share out and work through what waits, and does nobody else learn of it?"""

from dataclasses import replace
from typing import Any

import pytest

from engage.access.actor import VISITOR
from engage.database import db
from engage.errors import NotAllowed, NotFound
from engage.feedback import queries, services
from engage.feedback.models.threads import Thread
from engage.feedback.queries.history import ACTIONS
from tests.clients import Client
from tests.conftest import FrozenClock
from tests.factories import (
    make_account,
    make_administrator,
    make_auditor,
    make_communication_officer,
    make_district,
    make_officer,
    make_photo,
    make_supervisor,
    make_thread,
)


def _actions(viewer: Any, thread: Thread) -> list[str]:
    return [step.action for step in queries.list_history(viewer, queries.get_thread(viewer, thread.id)).items]


# --- what waits -------------------------------------------------------------------------------------------------------


def test_the_queue_is_narrowed_down(app: Any, store: str) -> None:
    make_district("agdal")
    officer = make_officer("saiss", "agdal")
    one = make_thread("Bruit rue Atlas", category="noise")
    two = make_thread("Vitesse", district="agdal")
    services.acknowledge_thread(officer, two.id)
    asked: list[tuple[dict[str, Any], Thread]] = [
        ({"q": "atlas"}, one),
        ({"category": "noise"}, one),
        ({"district": "agdal"}, two),
        ({"status": "acknowledged"}, two),
        ({"age": "0-2", "status": "new"}, one),
    ]
    for filters, thread in asked:
        assert [found.id for found in queries.list_queue(officer, **filters).items] == [thread.id], filters
    assert not queries.list_queue(officer, age="3-15").items


def test_what_is_due_today_is_counted_until_midnight(app: Any, frozen_clock: FrozenClock, store: str) -> None:
    officer = make_officer()
    make_thread()  # due on Wednesday, 23:59:59
    assert (queries.count_queue(officer).today, queries.count_queue(officer).late) == (0, 0)
    frozen_clock.move(days=2)
    counts = queries.count_queue(officer)
    assert (counts.waiting, counts.today, counts.late) == (1, 1, 0)
    assert len(queries.list_queue(officer, which="today").items) == 1
    frozen_clock.move(days=1)
    assert (queries.count_queue(officer).today, queries.count_queue(officer).late) == (0, 1)


def test_many_are_acknowledged_at_once(app: Any) -> None:
    officer, threads = make_officer(), [make_thread() for _ in range(3)]
    services.acknowledge_thread(officer, threads[0].id)
    assert services.acknowledge_threads(officer, [thread.id for thread in threads] * 2) == 2
    assert {thread.status for thread in threads} == {"acknowledged"}


def test_of_another_district_none_is_acknowledged(app: Any) -> None:
    make_district("agdal")
    private = make_thread(district="agdal", visibility="private")
    with pytest.raises(NotFound):
        services.acknowledge_threads(make_officer(), [private.id])
    public = make_thread(district="agdal")
    for someone in (make_officer(), make_account(), make_administrator(), make_communication_officer()):
        with pytest.raises(NotAllowed):
            services.acknowledge_threads(someone, [public.id])


# --- one after the other ----------------------------------------------------------------------------------------------


def test_one_goes_on_from_where_a_thread_stood_before_it_moved(
    client: Client, sign_in: Any, frozen_clock: FrozenClock
) -> None:
    first = make_thread("Premier")
    frozen_clock.move(days=1)
    second, third = make_thread("Deuxième"), make_thread("Troisième")
    sign_in(client, make_officer())
    shown = client.get(f"/feedback/{first.id}?which=unassigned")
    acted = client.post(_address(shown.text, f"/feedback/{first.id}/acknowledge?"))
    assert acted.location.startswith(f"/feedback/{first.id}?which=unassigned&place=")
    onward = client.get(_address(client.get(acted.location).text, "/feedback/queue/next?"))
    assert onward.location == f"/feedback/{min(second.id, third.id)}?which=unassigned"


def test_after_the_last_one_comes_the_queue(client: Client, sign_in: Any) -> None:
    thread = make_thread()
    sign_in(client, make_officer())
    shown = client.get(f"/feedback/{thread.id}").text
    last = client.get(_address(shown, "/feedback/queue/next?") + "&lang=en")
    assert last.location == "/feedback/queue"
    assert "That was the last one." in client.get("/feedback/queue?lang=en").text


def _address(text: str, begins: str) -> str:
    return next(part for part in text.split('"') if part.startswith(begins)).replace("&amp;", "&")


def test_a_place_that_makes_no_sense_is_the_beginning(client: Client, sign_in: Any) -> None:
    thread = make_thread()
    sign_in(client, make_officer())
    assert client.get("/feedback/queue/next?place=zzz&which=zzz").location == f"/feedback/{thread.id}"


def test_bulk_steps_come_back_to_the_same_list(client: Client, sign_in: Any) -> None:
    thread = make_thread("Bruit", category="noise")
    sign_in(client, make_officer())
    address = "/feedback/queue/acknowledge?category=noise&which=unassigned&cursor=x&other=1"
    refused = client.post("/feedback/queue/acknowledge", data={})
    assert refused.status_code == 422
    assert client.post(address, data={"ids": str(thread.id)}).location == "/feedback/queue"  # a cursor that is none
    address = "/feedback/queue/acknowledge?category=noise&which=unassigned&other=1"
    back = client.post(f"{address}&lang=en", data={"ids": str(thread.id)})
    assert back.location == "/feedback/queue?which=unassigned&category=noise"
    assert "They were acknowledged already." in client.get("/feedback/queue?lang=en").text


def test_the_desk_tells_what_waits(client: Client, sign_in: Any, frozen_clock: FrozenClock) -> None:
    make_thread()
    make_thread(receipt_hash=b"of nobody")
    make_thread(district="agdal")
    sign_in(client, make_officer())
    frozen_clock.move(days=7)
    text = client.get("/desk?lang=en").text
    for words in ("2 threads are late", "2 threads are with nobody", "1 thread has words to look at"):
        assert words in text
    assert "due today" not in text


# --- what became of it ------------------------------------------------------------------------------------------------


def test_those_in_charge_read_what_became_of_a_thread(app: Any, store: str) -> None:
    author, officer = make_account("Salma Bennani"), make_officer()
    thread = make_thread(by=author)
    services.acknowledge_thread(officer, thread.id)
    services.assign_thread(officer, thread.id, account_id=officer.account_id)
    services.add_comment(make_account("Driss"), thread.id, body="Moi aussi.")
    found = queries.list_history(officer, queries.get_thread(officer, thread.id))
    told = [(step.action, step.by, step.name) for step in found.items]
    assert ("thread.opened", "author", None) in told
    assert ("thread.acknowledged", "officer", officer.display_name) in told
    assert ("thread.commented", "resident", None) in told
    given = next(step for step in found.items if step.action == "thread.assigned")
    assert given.after == {"assigned_to": str(officer.id)}
    assert all(step.words for step in found.items)


def test_what_joined_threads_and_took_them_apart_has_words(app: Any) -> None:
    target, officer = make_thread(), make_officer()
    joined = make_thread(receipt_hash=b"of nobody", category="noise")
    services.publish_thread(officer, joined.id)
    services.merge_thread(officer, joined.id, into=target.reference)
    services.reopen_thread(replace(VISITOR, opened_thread=joined.id), joined.id, reason="Une autre rue.")
    steps = queries.list_history(officer, queries.get_thread(officer, joined.id)).items
    told = {step.action: step.by for step in steps}
    assert (told["thread.merged"], told["thread.unmerged"]) == ("officer", "author")
    assert set(told) <= set(ACTIONS)


def test_photographs_of_residents_name_nobody_in_the_history(app: Any) -> None:
    thread, officer, resident = make_thread(receipt_hash=b"of nobody"), make_officer(), make_account("Driss Tazi")
    photo_id = make_photo(thread)
    services.publish_thread(officer, thread.id)
    post_id = services.add_comment(resident, thread.id, body="Moi aussi.")
    commented = make_photo(thread, resident, post_id=post_id)
    change = services.prepare_change(resident, commented, alt="Le trou")
    services.change_photo(resident, commented, 1, change=change)
    cover = services.prepare_change(officer, photo_id, rectangles=[{"x": 1, "y": 1, "width": 9, "height": 9}])
    services.change_photo(officer, photo_id, 1, change=cover)
    steps = queries.list_history(officer, queries.get_thread(officer, thread.id)).items
    assert {(step.action, step.by, step.name) for step in steps if step.action.startswith("photo")} == {
        ("photo.added", "author", None),
        ("photo.added", "resident", None),
        ("photo.changed", "resident", None),
        ("photo.covered", "officer", officer.display_name),
    }
    assert {step.action for step in steps} <= set(ACTIONS)


def test_when_an_author_reads_is_in_no_history(app: Any) -> None:
    thread = make_thread(receipt_hash=b"of nobody")
    opened = services.open_receipt(VISITOR, receipt_hash=b"of nobody")
    services.end_receipt(replace(VISITOR, opened_thread=thread.id), token=opened.token)
    assert _actions(make_officer(), thread) == ["thread.opened"]


def test_who_supports_and_follows_is_in_no_history(app: Any) -> None:
    thread, reader = make_thread(), make_account()
    services.support_thread(reader, thread.id)
    services.follow_thread(reader, thread.id)
    services.withdraw_support(reader, thread.id)
    services.unfollow_thread(reader, thread.id)
    assert _actions(make_officer(), thread) == ["thread.opened"]


def test_what_an_author_does_by_receipt_is_the_authors(app: Any) -> None:
    thread = make_thread(receipt_hash=b"of nobody")
    services.add_comment(replace(VISITOR, opened_thread=thread.id), thread.id, body="Encore.")
    officer = make_officer()
    steps = queries.list_history(officer, queries.get_thread(officer, thread.id)).items
    assert [(step.by, step.name) for step in steps] == [("author", None), ("author", None)]


def test_nobody_else_reads_a_history(app: Any, client: Client, sign_in: Any) -> None:
    make_district("agdal")
    author = make_account()
    thread = make_thread(by=author)
    others = (VISITOR, author, replace(VISITOR, opened_thread=thread.id), make_officer("agdal"), make_administrator())
    for someone in (*others, make_auditor(), make_communication_officer()):
        with pytest.raises(NotFound):
            queries.list_history(someone, queries.get_thread(someone, thread.id))
    assert client.get(f"/api/v1/threads/{thread.id}/history").status_code == 404
    sign_in(client, author)
    assert client.get(f"/feedback/{thread.id}/history").status_code == 404
    assert "/history" not in client.get(f"/feedback/{thread.id}").text


def test_a_long_history_is_read_page_by_page(client: Client, sign_in: Any, frozen_clock: FrozenClock) -> None:
    thread, officer = make_thread(), make_officer()
    for number in range(30):
        frozen_clock.move(minutes=1)
        services.add_note(officer, thread.id, body=f"{number}")
    db.session.commit()
    view = queries.get_thread(officer, thread.id)
    first = queries.list_history(officer, view)
    assert len(first.items) == 20 and first.next_key
    sign_in(client, officer)
    text = client.get(f"/feedback/{thread.id}/history?lang=en").text
    rest = client.get(_address(text, f"/feedback/{thread.id}/history?lang=en&amp;cursor=")).text
    assert text.count("Internal note") == 20 and rest.count("Internal note") == 10 and "Written" in rest


def test_a_program_reads_history_figures_and_districts(client: Client, token: Any) -> None:
    thread = make_thread()
    client.carry(token(make_supervisor()))
    step = client.get(f"/api/v1/threads/{thread.id}/history").get_json()["items"][0]
    assert (step["action"], step["by"], step["before"]) == ("thread.opened", "author", {})
    found = client.get("/api/v1/threads/districts?period=year").get_json()
    assert found["rows"][0]["district"] == "saiss"
    assert found["rows"][0]["first_reply"] == {"number": 0, "median": None, "high": None}
    assert found["total"]["open_by_age"] == {"0-2": 1, "3-15": 0, "16-30": 0, "over-30": 0}
    assert client.get("/api/v1/threads/districts?period=decade").status_code == 422
    assert client.get("/api/v1/threads/figures").get_json()["total"]["opened"] == 0


def test_a_bulk_step_of_a_program_counts(client: Client, token: Any) -> None:
    threads, officer = [make_thread(), make_thread()], make_officer()
    ids = [str(thread.id) for thread in threads]
    client.carry(token(officer))
    done = client.post("/api/v1/threads/queue/acknowledge", json={"ids": ids})
    assert (done.status_code, done.get_json()) == (200, {"number": 2})
    given = client.post("/api/v1/threads/queue/assign", json={"ids": ids, "account_id": str(officer.id)})
    assert given.get_json() == {"number": 2}
    assert client.post("/api/v1/threads/queue/acknowledge", json={"ids": []}).status_code == 422


# --- pages and sheets of figures --------------------------------------------------------------------------------------


def test_figures_on_pages_and_sheets_tell_the_same(client: Client, sign_in: Any, frozen_clock: FrozenClock) -> None:
    for _ in range(7):
        make_thread()
    make_thread(district="agdal", category="noise")
    frozen_clock.move(days=1)
    text = client.get("/feedback/figures?lang=en").text
    sheet = client.get("/feedback/figures.csv?lang=en").text
    assert "All together,,8,0,0,0,8," in sheet
    assert "District,Agdal,,0,0,0,," in sheet.replace("agdal", "Agdal")
    assert "not told" in text
    sign_in(client, make_supervisor())
    assert "8" in client.get("/feedback/districts?lang=en").text
    assert ",8,8," in client.get("/feedback/districts.csv?lang=en").text.splitlines()[-1]


def test_figures_take_as_many_statements_for_one_thread_as_for_many(
    client: Client, sign_in: Any, count_statements: Any, frozen_clock: FrozenClock, store: str
) -> None:
    for _ in range(8):
        make_thread()
    frozen_clock.move(days=1)
    supervisor = make_supervisor()
    client.get("/feedback/figures")
    with count_statements() as statements:
        assert client.get("/feedback/figures").status_code == 200
    assert len(statements) <= 2, statements
    sign_in(client, supervisor)
    for path in ("/feedback/districts", "/feedback/districts.csv"):
        with count_statements() as statements:
            assert client.get(path).status_code == 200
        assert len(statements) <= 4, statements


def test_the_history_names_no_resident_and_has_words_for_each_step(app: Any, store: str) -> None:
    driss, author, officer = make_account("Driss"), make_account("Salma"), make_officer()
    thread, target = make_thread(by=author), make_thread()
    post_id = services.add_comment(driss, thread.id, body="Moi aussi.")
    db.session.commit()
    photo_id = make_photo(thread, driss, post_id=post_id)
    change = services.prepare_change(driss, photo_id, alt="La rue")
    services.change_photo(driss, photo_id, 1, change=change)
    db.session.commit()
    face = {"x": 1.0, "y": 1.0, "width": 5.0, "height": 5.0}
    change = services.prepare_change(officer, photo_id, rectangles=[face])
    services.change_photo(officer, photo_id, 2, change=change)
    services.merge_thread(officer, thread.id, into=target.reference)
    services.reopen_thread(author, thread.id, reason="C’est une autre rue.")
    steps = queries.list_history(officer, queries.get_thread(officer, thread.id)).items
    told = {step.action: (step.by, step.name) for step in steps}
    assert told["photo.added"] == told["photo.changed"] == ("resident", None)
    assert told["photo.covered"] == told["thread.merged"] == ("officer", officer.display_name)
    assert told["thread.unmerged"] == ("author", None)
    assert "Changed" not in {step.words for step in steps}


def test_who_was_forgotten_has_no_name_in_the_history(app: Any, frozen_clock: FrozenClock) -> None:
    author, officer = make_account("Salma"), make_supervisor()
    thread = make_thread(by=author)
    services.add_reply(officer, thread.id, body="C’est fait.")
    services.answer_thread(officer, thread.id)
    services.close_thread(author, thread.id)
    frozen_clock.move(days=731)
    services.forget_authors(officer)
    db.session.expire_all()
    steps = queries.list_history(officer, queries.get_thread(officer, thread.id)).items
    assert {step.name for step in steps} == {None, officer.display_name}
    assert next(step for step in steps if step.action == "thread.opened").by == "author"


def test_when_an_author_looks_is_in_no_history(app: Any) -> None:
    thread = make_thread(receipt_hash=b"of nobody")
    services.open_receipt(VISITOR, receipt_hash=b"of nobody")
    assert _actions(make_officer(), thread) == ["thread.opened"]
