"""What if an officer changes a seminar while people register for it?"""

import itertools
import uuid
from collections.abc import Callable, Iterable
from datetime import timedelta

import pytest

from engage.registrations import notifications as told
from tests import stores
from tests.concurrency.books import check_books
from tests.concurrency.installation import Answer, Installation, Person, at_once, in_weeks

pytestmark = [stores.on_both, pytest.mark.xdist_group("concurrency")]

CLIENTS = 16


def registering(people: list[Person], seminar_id: uuid.UUID, sizes: Iterable[int]) -> list[Callable[[], Answer]]:
    return [lambda p=person, n=size: p.register(seminar_id, n) for person, size in zip(people, sizes, strict=False)]


def in_weeks_utc(weeks: int, hours: int) -> str:
    """Fez is on UTC."""
    return (in_weeks(weeks) + timedelta(hours=hours)).isoformat() + "Z"


def test_everybody_hears_of_a_move_or_registers_after_it(served: Installation) -> None:
    name = {"ar": "قاعة الحرية", "fr": "Salle de la Liberté"}
    officer, people, venue_id = served.officer(), served.citizens(2 * CLIENTS), served.venue(name=name)
    seminar_id = served.seminar(capacity=200)
    move = {"starts_at": in_weeks_utc(4, 0), "ends_at": in_weeks_utc(4, 1), "venue_id": str(venue_id)}
    calls = registering(people, seminar_id, itertools.cycle([1, 2, 3]))
    calls.insert(CLIENTS, lambda: officer.post(f"/seminars/{seminar_id}/move", move))
    statuses = [answer.status for answer in at_once(calls)]
    assert statuses == [201] * CLIENTS + [200] + [201] * CLIENTS

    books = check_books(served, seminar_id)
    assert len(books.standing) == 2 * CLIENTS
    for row in books.standing:
        *before, last = books.messages[str(row.id)]
        assert (last.kind, len(before)) in {(told.SEMINAR_MOVED, 1), (told.CONFIRMED, 0)}
        there = last.payload["seminar"]
        assert (there["local_start"], there["venue_name"]) == (in_weeks(4).isoformat(), name)


def test_nobody_stays_registered_when_it_is_called_off(served: Installation) -> None:
    officer, people = served.officer(), served.citizens(2 * CLIENTS)
    seminar_id = served.seminar(capacity=30, max_party_size=5, waiting_list="strict")
    calls = registering(people, seminar_id, itertools.cycle([1, 2, 3]))
    calls.insert(CLIENTS, lambda: officer.post(f"/seminars/{seminar_id}/cancel", {"reason": "Travaux"}))
    answers = at_once(calls)
    assert answers.pop(CLIENTS).status == 200
    refusals = {(answer.status, answer.type) for answer in answers if answer.status != 201}
    assert refusals <= {(409, "registration-closed")}

    books = check_books(served, seminar_id)
    assert (books.standing, books.seminar.seats_taken, books.seminar.waiting_count) == ([], 0, 0)
    made = [answer.body["id"] for answer in answers if answer.status == 201]
    assert sorted(books.messages) == sorted(made)
    assert {books.messages[key][-1].kind for key in made} <= {told.SEMINAR_CANCELLED}


def test_the_capacity_is_never_set_below_the_seats_taken(served: Installation) -> None:
    officer, people = served.officer(), served.citizens(2 * CLIENTS)
    seminar_id = served.seminar(capacity=60, max_party_size=5, waiting_list="none")
    version = officer.get(f"/seminars/{seminar_id}").body["version"]
    lowered = [lambda n=n: officer.patch(f"/seminars/{seminar_id}", {"capacity": n}, version) for n in (50, 40, 30, 20)]
    calls = registering(people, seminar_id, itertools.cycle([1, 4, 2, 5, 3]))
    for place, call in zip((28, 20, 12, 4), lowered, strict=True):
        calls.insert(place, call)
    answers = at_once(calls)

    edits = [answer for answer in answers if "capacity" in answer.body or answer.type not in {"", "seats-exhausted"}]
    assert len(edits) == len(lowered)
    assert {answer.status for answer in edits} <= {200, 412, 422}
    assert {answer.status for answer in answers if answer not in edits} <= {201, 409}
    books = check_books(served, seminar_id)
    accepted = [answer.body["capacity"] for answer in edits if answer.status == 200]
    assert books.seminar.capacity == (accepted or [60])[-1]
    assert books.actions()["seminar.edited"] == len(accepted) <= 1
    assert books.actions()["registration.made"] == sum(answer.status == 201 for answer in answers)


def test_people_who_wait_get_the_seats_that_an_officer_adds(served: Installation) -> None:
    """While the capacity grows step by step, some give up and others come."""
    officer, people, late = served.officer(), served.citizens(CLIENTS), served.citizens(CLIENTS // 2)
    seminar_id = served.seminar(capacity=5, max_party_size=5, waiting_list="strict")
    made = [call().body["id"] for call in registering(people, seminar_id, itertools.cycle([4, 1, 3, 2]))]

    def grow() -> list[int]:
        statuses = []
        for capacity in range(8, 30, 3):
            version = officer.get(f"/seminars/{seminar_id}").body["version"]
            statuses.append(officer.patch(f"/seminars/{seminar_id}", {"capacity": capacity}, version).status)
        return statuses

    giving_up = [lambda p=p, key=key: p.cancel(key).status for p, key in list(zip(people, made, strict=True))[1::3]]
    coming = [lambda call=call: call().status for call in registering(late, seminar_id, itertools.cycle([2, 5]))]
    grown, *others = at_once([grow, *giving_up, *coming])
    assert set(grown) == {200}
    assert others == [200] * len(giving_up) + [201] * len(coming)
    books = check_books(served, seminar_id)
    assert books.actions()["registration.promoted"] > 0


def test_the_capacity_is_lowered_while_twenty_wait_and_others_leave(served: Installation) -> None:
    """Whichever comes first: no party is left waiting that could never be served, and none is seated that does not fit."""
    officer, holders, waiting = served.officer(), served.citizens(CLIENTS), served.citizens(20)
    seminar_id = served.seminar(capacity=2 * CLIENTS, max_party_size=8, waiting_list="strict")
    held = [person.register(seminar_id, 2).body["id"] for person in holders]
    sizes = itertools.cycle([3, 8, 1, 5])
    assert {call().body["status"] for call in registering(waiting, seminar_id, sizes)} == {"waitlisted"}

    def lower(capacity: int) -> Answer:
        version = officer.get(f"/seminars/{seminar_id}").body["version"]
        return officer.patch(f"/seminars/{seminar_id}", {"capacity": capacity}, version)

    leaving = [lambda p=p, key=key: p.cancel(key) for p, key in list(zip(holders, held, strict=True))[::2]]
    lowering = [lambda n=n: lower(n) for n in (2 * CLIENTS - 2, CLIENTS, 7)]
    *left, first, second, third = at_once([*leaving, *lowering])
    assert {answer.status for answer in left} == {200}
    assert {answer.status for answer in (first, second)} <= {200, 412, 422}
    assert third.status in {412, 422}  # more are seated, or a party of eight waits
    books = check_books(served, seminar_id)
    assert all(row.party_size <= books.seminar.capacity for row in books.waiting)


def test_of_two_officers_who_save_at_once_one_is_told(served: Installation) -> None:
    officers, seminar_id = [served.officer() for _ in range(2)], served.seminar()
    version = officers[0].get(f"/seminars/{seminar_id}").body["version"]
    titles = [{"fr": "La rue à nous tous"}, {"fr": "La rue, mode d’emploi"}]
    saving = [
        lambda o=o, title=title: o.patch(f"/seminars/{seminar_id}", {"title": title}, version)
        for o, title in zip(officers, titles, strict=True)
    ]
    answers = at_once(saving)
    assert sorted(answer.status for answer in answers) == [200, 412]
    kept = next(title for title, answer in zip(titles, answers, strict=True) if answer.status == 200)
    assert officers[0].get(f"/seminars/{seminar_id}").body["title"] == kept


def test_two_officers_approve_the_same_requests_and_each_is_seated_once(served: Installation) -> None:
    officers, people = [served.officer() for _ in range(4)], served.citizens(CLIENTS)
    seminar_id = served.seminar(capacity=10, max_party_size=5, waiting_list="strict", approval_required=True)
    asked = [person.register(seminar_id, 2).body["id"] for person in people]
    path = f"/seminars/{seminar_id}/registrations/approve"
    answers = at_once([lambda o=officer: o.post(path, {"ids": asked}) for officer in officers])
    assert {answer.status for answer in answers} == {200}
    decided = [one for answer in answers for one in answer.body["items"] if one["refusal"] is None]
    assert sorted(one["id"] for one in decided) == sorted(asked), "somebody was approved twice, or not at all"

    books = check_books(served, seminar_id)
    assert (books.seminar.seats_taken, books.seminar.waiting_count) == (10, CLIENTS - 5)
