"""Who is promoted, and in which order, when seats come free in many places at once?"""

import itertools
import uuid

import pytest

from tests import stores
from tests.concurrency.books import Books, check_books
from tests.concurrency.installation import Installation, Person, at_once

pytestmark = [stores.on_both, pytest.mark.xdist_group("concurrency")]

HOLDERS = 12


Places = list[tuple[Person, str]]


def filled(served: Installation, policy: str) -> tuple[uuid.UUID, Places, Places]:
    """A full seminar: who holds its seats, and who waits for them in the order of coming."""
    seminar_id = served.seminar(capacity=2 * HOLDERS, max_party_size=5, waiting_list=policy)
    holders, waiting = served.citizens(HOLDERS), served.citizens(2 * HOLDERS)
    held = [(person, person.register(seminar_id, 2).body["id"]) for person in holders]
    sizes = itertools.cycle([3, 1, 5, 2, 4])
    answers = [person.register(seminar_id, size) for person, size in zip(waiting, sizes, strict=False)]
    assert {answer.body["status"] for answer in answers} == {"waitlisted"}
    return seminar_id, held, list(zip(waiting, [answer.body["id"] for answer in answers], strict=True))


def promoted(books: Books) -> list[str]:
    return [entry.subject_id for entry in books.entries if entry.action == "registration.promoted"]


@pytest.mark.parametrize("policy", ["strict", "fill"])
def test_seats_given_back_twice_at_once_are_freed_once_and_passed_on(served: Installation, policy: str) -> None:
    seminar_id, held, waiting = filled(served, policy)
    queue = [key for _, key in waiting]
    given_up = held[: HOLDERS - 2]
    answers = at_once([lambda p=p, key=key: p.cancel(key) for p, key in given_up for _twice in "12"])
    pairs = zip(answers[::2], answers[1::2], strict=True)
    assert {tuple(sorted(answer.status for answer in pair)) for pair in pairs} == {(200, 409)}
    assert {answer.type for answer in answers if answer.status == 409} == {"wrong-state"}

    books = check_books(served, seminar_id)  # with `fill`: whoever waits still does not fit
    lucky = promoted(books)
    assert books.actions()["registration.cancelled"] == len(given_up)
    assert lucky
    if policy == "strict":
        assert lucky == queue[: len(lucky)]
    else:
        assert [str(row.id) for row in books.waiting] == [key for key in queue if key not in lucky]


def test_those_who_wait_may_leave_while_their_turn_comes(served: Installation) -> None:
    """Whoever leaves just then is promoted first or not at all, and the seats go on to the next."""
    seminar_id, held, waiting = filled(served, "strict")
    queue, leaving = [key for _, key in waiting], waiting[1::3]
    answers = at_once([lambda p=p, key=key: p.cancel(key) for p, key in [*held, *leaving]])
    assert {answer.status for answer in answers} == {200}

    books = check_books(served, seminar_id)
    left = {entry.subject_id: entry.at for entry in books.entries if entry.action == "registration.cancelled"}
    assert set(left) == {key for _, key in [*held, *leaving]}
    for before, after in itertools.pairwise(promoted(books)):
        between = queue[queue.index(before) + 1 : queue.index(after)]
        assert all(key in left for key in between), "someone who stayed was passed over"


def test_a_change_and_a_cancellation_at_once_are_one_after_the_other(served: Installation) -> None:
    """The change comes first and its seats are freed too, or it hears that there is nothing left to change."""
    seminar_id, held, _waiting = filled(served, "strict")
    changing = [lambda p=p, key=key: p.patch(f"/registrations/{key}", {"party_size": 1}, 1) for p, key in held]
    leaving = [lambda p=p, key=key: p.cancel(key) for p, key in held]
    answers = at_once([call for pair in zip(changing, leaving, strict=True) for call in pair])
    assert {answer.status for answer in answers[1::2]} == {200}
    assert {(answer.status, answer.type) for answer in answers[::2]} <= {
        (200, ""),
        (409, "wrong-state"),
        (412, "stale-version"),
    }
    books = check_books(served, seminar_id)
    assert books.actions()["registration.changed"] == sum(answer.status == 200 for answer in answers[::2])
    assert {str(row.id) for row in books.standing}.isdisjoint(key for _, key in held)
