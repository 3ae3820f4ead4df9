"""Is the head of the waiting list offered what is free, and do seats that nobody wants go on (domain.md §6.3)?"""

from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from engage import clock
from engage.access.actor import Actor
from engage.audit.models import AuditEntry
from engage.database import db
from engage.errors import Conflict, Invalid, NotAllowed, NotFound
from engage.outbox.models import Message
from engage.registrations import services
from engage.registrations.models import Registration
from engage.registrations.queries import RegistrationView, get_registration, list_with_lapsed_offers
from engage.registrations.services.seating import offer_deadline
from engage.seminars import services as seminars
from engage.seminars.models import Seminar, registration_state
from engage.seminars.queries import get_seminar, list_seminars
from engage.transaction import transaction
from tests.factories import (
    make_account,
    make_association,
    make_manager,
    make_member,
    make_officer,
    make_registration,
    make_seminar,
)
from tests.registrations.test_services import seats

pytestmark = pytest.mark.usefixtures("app")


class Queue:
    """A full seminar of six seats, held by a 4 and a 2, and parties that wait in this order."""

    def __init__(self, *sizes: int, policy: str = "strict") -> None:
        self.seminar = make_seminar(capacity=6, max_party_size=6, waiting_list=policy)
        self.four, self.two = make_account(), make_account()
        self.held_by_four = make_registration(self.seminar, by=self.four, party_size=4).id
        self.held_by_two = make_registration(self.seminar, by=self.two, party_size=2).id
        self.people = [make_account() for _ in sizes]
        self.ids = [
            make_registration(self.seminar, by=person, party_size=size).id
            for person, size in zip(self.people, sizes, strict=True)
        ]

    def free_two(self) -> None:
        with transaction():
            services.cancel_registration(self.two, self.held_by_two)

    def free_four(self) -> None:
        with transaction():
            services.cancel_registration(self.four, self.held_by_four)

    def see(self, number: int) -> RegistrationView:
        db.session.rollback()
        return get_registration(self.people[number], self.ids[number])

    def offers(self) -> list[int | None]:
        return [self.see(number).offered_seats for number in range(len(self.ids))]

    def statuses(self) -> list[str]:
        return [self.see(number).status for number in range(len(self.ids))]

    def accept(self, number: int, **sent: Any) -> RegistrationView:
        with transaction():
            return services.accept_offer(self.people[number], self.ids[number], **sent)

    def decline(self, number: int) -> None:
        with transaction():
            services.decline_offer(self.people[number], self.ids[number])

    def let_time_pass(self, frozen_clock: Any) -> None:
        frozen_clock.set(clock.now() + timedelta(hours=49))
        for seminar_id in list_with_lapsed_offers(Actor.system()):
            with transaction():
                services.promote_waiting(Actor.system(), seminar_id)


def told(person: Actor) -> list[str]:
    return list(db.session.scalars(select(Message.kind).where(Message.address == person.email).order_by(Message.id)))


@pytest.mark.parametrize("policy", ["strict", "fill"])
def test_the_head_may_come_with_fewer(store: str, policy: str) -> None:
    queue = Queue(5, 4, policy=policy)
    queue.free_two()
    assert queue.offers() == [2, None] and queue.statuses() == ["waitlisted", "waitlisted"]
    assert queue.see(0).has_offer and not queue.see(1).has_offer
    assert told(queue.people[0]) == ["registration_waitlisted", "seats_offered"]
    assert queue.accept(0).status == "confirmed"
    assert (queue.see(0).party_size, queue.offers()) == (2, [None, None])
    assert seats(queue.seminar) == (6, 1)
    assert told(queue.people[0])[-1] == "registration_promoted"


def test_an_offer_is_not_made_twice(store: str) -> None:
    queue = Queue(5)
    queue.free_two()
    with transaction():
        seminars.edit_seminar(make_officer(), queue.seminar.id, title={"fr": "Autre titre"})
    assert told(queue.people[0]) == ["registration_waitlisted", "seats_offered"]


def test_more_seats_are_a_better_offer() -> None:
    queue = Queue(6)
    queue.free_two()
    with transaction():
        services.change_registration(queue.four, queue.held_by_four, party_size=3)
    assert queue.offers() == [3]
    assert told(queue.people[0]) == ["registration_waitlisted", "seats_offered", "seats_offered"]


def test_with_fewer_still_and_the_rest_goes_on(store: str) -> None:
    queue = Queue(5, 1)
    queue.free_two()
    queue.accept(0, party_size=1)
    assert queue.statuses() == ["confirmed", "confirmed"]
    assert seats(queue.seminar) == (6, 0)


def test_no_more_than_was_offered() -> None:
    queue = Queue(5)
    queue.free_two()
    with pytest.raises(Conflict, match="party-too-large") as refused:
        queue.accept(0, party_size=3)
    assert refused.value.figures == {"most": 2, "asked": 3}


def test_whoever_was_offered_nothing_can_accept_nothing() -> None:
    queue = Queue(5, 4)
    queue.free_two()
    for answer in (queue.accept, queue.decline):
        with pytest.raises(Conflict, match="offer-ended"):
            answer(1)


def test_who_says_no_waits_on_and_the_next_is_served(store: str) -> None:
    queue = Queue(5, 2, 1)
    queue.free_two()
    assert queue.statuses() == ["waitlisted"] * 3  # strict: nobody passes while the head may still want them
    queue.decline(0)
    assert queue.statuses() == ["waitlisted", "confirmed", "waitlisted"]
    assert queue.see(0).waiting_position == 1
    queue.free_four()  # four of five: more than was let go
    assert queue.offers() == [4, None, None]


def test_silence_is_a_no_after_the_deadline(store: str, frozen_clock: Any) -> None:
    queue = Queue(5, 3, 2)
    queue.free_two()
    queue.let_time_pass(frozen_clock)
    assert queue.offers() == [None, 2, None]
    assert told(queue.people[0])[-1] == "offer_lapsed" and told(queue.people[1])[-1] == "seats_offered"
    queue.let_time_pass(frozen_clock)
    assert queue.statuses() == ["waitlisted", "waitlisted", "confirmed"]
    assert list_with_lapsed_offers(Actor.system()) == []


def test_too_late_is_too_late(frozen_clock: Any) -> None:
    queue = Queue(5)
    queue.free_two()
    frozen_clock.set(queue.see(0).offer_expires_at)
    with pytest.raises(Conflict, match="offer-ended"):
        queue.accept(0)


def test_who_comes_later_may_have_what_nobody_in_line_wants() -> None:
    queue = Queue(5)
    queue.free_two()
    assert make_registration(queue.seminar, party_size=2).status == "waitlisted"  # the head is still being asked
    queue = Queue(5)
    queue.free_two()
    queue.decline(0)
    assert make_registration(queue.seminar, party_size=2).status == "confirmed"


@pytest.mark.parametrize("free", [4, 1])
def test_the_head_is_offered_on_arrival_what_is_free(store: str, free: int) -> None:
    seminar = make_seminar(capacity=10, max_party_size=9)
    make_registration(seminar, party_size=10 - free)
    assert make_registration(seminar, party_size=8).offered_seats == free


@pytest.mark.parametrize(("policy", "size"), [("strict", 5), ("strict", 2), ("fill", 6)])
def test_one_more_in_line_changes_nothing_for_the_others(store: str, policy: str, size: int) -> None:
    queue = Queue(5, policy=policy)
    queue.free_two()
    before, newcomer = queue.see(0), make_account()
    with transaction():
        made = services.register(newcomer, queue.seminar.id, party_size=size)
    assert (made.status, made.waiting_position, made.offered_seats) == ("waitlisted", 2, None)
    assert made == get_registration(newcomer, made.id)  # what is answered need not be read again
    assert queue.see(0) == before and seats(queue.seminar) == (4, 2)
    assert get_seminar(newcomer, queue.seminar.id).queue_comes_first == (policy == "strict")


def test_what_the_catalogue_says_is_what_happens(store: str) -> None:
    queue = Queue(5)
    queue.free_two()
    state = registration_state(get_seminar(queue.four, queue.seminar.id), clock.now())
    assert state == "waiting" and list_seminars(queue.four, open=True).items == []
    queue.decline(0)
    state = registration_state(get_seminar(queue.four, queue.seminar.id), clock.now())
    assert state == "open" and len(list_seminars(queue.four, open=True).items) == 1


def test_one_seminar_that_fails_holds_up_no_message(app: Flask, frozen_clock: Any, monkeypatch: Any) -> None:
    queue = Queue(5)
    queue.free_two()
    frozen_clock.move(hours=49)
    monkeypatch.setattr(services, "promote_waiting", lambda actor, seminar_id: 1 / 0)
    assert " sent" in app.test_cli_runner().invoke(args=["deliver"]).output
    assert not db.session.scalars(select(Message.id).where(Message.status == "owed")).all()


def test_seats_are_offered_to_one_at_a_time(store: str) -> None:
    queue = Queue(5, 4)
    queue.free_two()
    queue.decline(0)
    assert queue.offers() == [None, 2]
    with transaction():
        services.change_registration(queue.four, queue.held_by_four, party_size=3)
    assert queue.offers() == [None, 2]  # three are free now, but two of them are promised
    queue.decline(1)
    assert queue.offers() == [3, None]


def test_an_offer_of_fewer_than_may_come_now_ends_and_counts_as_no_refusal(store: str) -> None:
    queue = Queue(5, 4)
    queue.free_two()
    queue.decline(0)
    with transaction():
        services.change_registration(queue.four, queue.held_by_four, party_size=3)
    assert queue.offers() == [None, 2]
    with transaction():
        seminars.edit_seminar(make_officer("saiss"), queue.seminar.id, min_party_size=3)
    assert queue.offers() == [3, None]
    assert told(queue.people[1])[-1] == "offer_lapsed"
    queue.decline(0)
    assert queue.offers() == [None, 3]


def test_an_offer_of_fewer_than_may_come_now_ends_also_where_more_are_free(store: str) -> None:
    queue = Queue(5, 4)
    queue.free_two()
    queue.decline(0)
    assert queue.offers() == [None, 2]
    with transaction():
        seminars.edit_seminar(make_officer("saiss"), queue.seminar.id, min_party_size=3, capacity=7)
    assert queue.offers() == [3, None]
    assert told(queue.people[1])[-1] == "offer_lapsed"


def test_with_fill_an_offer_holds_no_seats(store: str) -> None:
    queue = Queue(5, policy="fill")
    queue.free_two()
    assert make_registration(queue.seminar, party_size=1).status == "confirmed"
    assert queue.accept(0).party_size == 1
    queue = Queue(5, policy="fill")
    queue.free_two()
    assert make_registration(queue.seminar, party_size=2).status == "confirmed"
    with pytest.raises(Conflict, match="offer-ended"):
        queue.accept(0)


def test_asking_for_less_needs_no_offer() -> None:
    queue = Queue(5)
    queue.free_two()
    with transaction():
        services.change_registration(queue.people[0], queue.ids[0], party_size=2)
    assert (queue.statuses(), queue.offers()) == (["confirmed"], [None])


def test_asking_for_another_number_wins_no_time(frozen_clock: Any) -> None:
    queue = Queue(5)
    queue.free_two()
    until = queue.see(0).offer_expires_at
    frozen_clock.move(hours=5)
    with transaction():
        services.change_registration(queue.people[0], queue.ids[0], party_size=4)
    assert queue.see(0).offer_expires_at == until


def test_growing_in_the_list_costs_the_place(store: str) -> None:
    queue = Queue(1, 1)
    with transaction():
        services.change_registration(queue.people[0], queue.ids[0], party_size=4)
    assert [queue.see(number).waiting_position for number in (0, 1)] == [2, 1]
    queue.free_two()
    assert queue.statuses() == ["waitlisted", "confirmed"] and queue.offers() == [1, None]


def test_growing_gives_an_offer_up() -> None:
    queue = Queue(4, 3)
    queue.free_two()
    with transaction():
        services.change_registration(queue.people[0], queue.ids[0], party_size=5)
    assert queue.offers() == [None, 2]


def test_leaving_the_list_passes_the_offer_on() -> None:
    queue = Queue(5, 4)
    queue.free_two()
    with transaction():
        services.cancel_registration(queue.people[0], queue.ids[0])
    assert queue.offers() == [None, 2]


def test_a_cancelled_seminar_offers_nothing(frozen_clock: Any) -> None:
    queue = Queue(5)
    queue.free_two()
    with transaction():
        seminars.cancel_seminar(make_officer(), queue.seminar.id, "Travaux")
    assert (queue.statuses(), queue.offers()) == (["cancelled"], [None])


def test_counts_that_no_longer_add_up_are_said_anew() -> None:
    association = make_association()
    manager = make_manager(association)
    seminar = make_seminar(capacity=6, max_party_size=6)
    holder = make_account()
    held = make_registration(seminar, by=holder, party_size=6)
    counts = {"primary": 3, "adults": 2}
    details = {"party_size": 5, "headcounts": counts, "attendees": [{"name": "Omar"}, {"name": "Hind"}]}
    waiting = make_registration(seminar, by=manager, association_id=association.id, **details)
    with transaction():
        services.change_registration(holder, held.id, party_size=2)
    with pytest.raises(Invalid), transaction():
        services.accept_offer(manager, waiting.id, headcounts={"primary": 1})
    with transaction():
        accepted = services.accept_offer(manager, waiting.id)
    assert (accepted.party_size, accepted.headcounts) == (4, {})
    trail = select(AuditEntry).where(AuditEntry.action == "registration.offer_accepted")
    assert db.session.scalars(trail).one().before["headcounts"] == counts


def test_only_those_who_may_bind_answer() -> None:
    association = make_association()
    manager, member = make_manager(association), make_member(association)
    seminar = make_seminar(capacity=2, max_party_size=2)
    holder = make_account()
    held = make_registration(seminar, by=holder, party_size=2)
    waiting = make_registration(seminar, by=manager, association_id=association.id, party_size=2)
    with transaction():
        services.change_registration(holder, held.id, party_size=1)
    for person, refusal in ((member, NotAllowed), (make_officer(), NotAllowed), (holder, NotFound)):
        with pytest.raises(refusal), transaction():
            services.accept_offer(person, waiting.id)


@pytest.mark.parametrize(("left", "answer_within"), [(timedelta(days=30), 48), (timedelta(days=2), 12)])
def test_the_nearer_the_day_the_sooner_the_answer(left: timedelta, answer_within: int) -> None:
    now = datetime(2026, 11, 23, 9)
    assert offer_deadline(now, now + left) == now + timedelta(hours=answer_within)


def test_the_command_that_delivers_ends_offers(app: Flask, frozen_clock: Any) -> None:
    queue = Queue(5, 2)
    queue.free_two()
    frozen_clock.move(hours=49)
    app.test_cli_runner().invoke(args=["deliver"])
    assert queue.statuses() == ["waitlisted", "confirmed"]
    assert told(queue.people[0])[-1] == "offer_lapsed"


def test_a_seminar_that_began_offers_no_more(frozen_clock: Any) -> None:
    queue = Queue(5)
    queue.free_two()
    frozen_clock.set(db.session.get_one(Seminar, queue.seminar.id).starts_at)
    assert list_with_lapsed_offers(Actor.system()) == []


def test_answering_by_api_and_by_page(browser_of: Any, program_of: Any) -> None:
    queue = Queue(5, 4)
    queue.free_two()
    path = f"/registrations/{queue.ids[0]}"
    program, browser = program_of(queue.people[0]), browser_of(queue.people[1])
    seen = program.get(f"/api/v1{path}").json
    assert seen["offered_seats"] == 2 and seen["offer_expires_at"]
    assert program.post(f"/api/v1{path}/decline-offer", json={}).json["status"] == "waitlisted"
    path = f"/registrations/{queue.ids[1]}"
    assert "2 places" in browser.get(f"{path}?lang=fr").text
    assert browser.post(f"{path}/accept-offer", data={"party_size": "9"}).status_code == 303
    assert db.session.get_one(Registration, queue.ids[1]).status == "waitlisted"
    browser.post(f"{path}/accept-offer", data={"party_size": "1"})
    db.session.rollback()
    assert db.session.get_one(Registration, queue.ids[1]).status == "confirmed"
    assert db.session.get_one(Registration, queue.ids[1]).party_size == 1


# --- when things change while somebody thinks ---------------------------------------------------------------------------


def test_seats_that_others_took_were_not_let_go(store: str, frozen_clock: Any) -> None:
    queue = Queue(5, 4, policy="fill")
    queue.free_two()
    newcomer = make_account()
    taken = make_registration(queue.seminar, by=newcomer, party_size=2)
    assert queue.offers() == [None, None] and told(queue.people[0])[-1] == "offer_lapsed"
    queue.let_time_pass(frozen_clock)
    with transaction():
        services.cancel_registration(newcomer, taken.id)
    assert queue.offers() == [2, None]  # the head again


def test_an_offer_shrinks_with_the_seats(store: str) -> None:
    queue = Queue(5, policy="fill")
    queue.free_two()
    make_registration(queue.seminar, party_size=1)
    assert queue.offers() == [1] and told(queue.people[0])[-1] == "seats_offered"
    assert queue.accept(0).party_size == 1


def test_fewer_seats_in_the_room_are_no_refusal() -> None:
    queue = Queue(5, 4)
    queue.free_two()
    for capacity in (5, 6):
        with transaction():
            seminars.edit_seminar(make_officer(), queue.seminar.id, capacity=capacity)
    assert queue.offers() == [2, None]


def test_saying_yes_twice_is_saying_it_once() -> None:
    queue = Queue(5)
    queue.free_two()
    assert queue.accept(0).version == queue.accept(0).version
    assert told(queue.people[0]).count("registration_promoted") == 1
    assert seats(queue.seminar) == (6, 0)


def test_a_double_click_is_told_no_untruth(browser_of: Any) -> None:
    queue = Queue(5)
    queue.free_two()
    browser, path = browser_of(queue.people[0]), f"/registrations/{queue.ids[0]}"
    for _ in range(2):
        browser.post(f"{path}/accept-offer?lang=en", data={"party_size": "2"})
    assert "It lapsed" not in browser.get(f"{path}?lang=en").text


def test_where_pupils_come_an_offer_names_none_of_them() -> None:
    manager = make_manager(association := make_association())
    seminar = make_seminar(capacity=6, max_party_size=6, audiences=["primary_school"])
    holder = make_account()
    held = make_registration(seminar, by=holder, party_size=6)
    counts = {"headcounts": {"primary": 3, "adults": 2}, "attendees": [{"name": "Omar"}]}
    waiting = make_registration(seminar, by=manager, association_id=association.id, party_size=5, **counts)
    with transaction():
        services.change_registration(holder, held.id, party_size=2)
    names = [{"name": f"Enfant {number}"} for number in range(4)]
    for sent in ({}, {"attendees": names}):
        with pytest.raises(Invalid) as refused, transaction():
            services.accept_offer(manager, waiting.id, **sent)
        assert set(refused.value.errors) == {"headcounts"}
    with transaction():
        accepted = services.accept_offer(manager, waiting.id, headcounts={"primary": 3, "adults": 1})
    assert (accepted.party_size, accepted.attendees) == (4, [{"name": "Omar"}])


def test_asking_for_what_is_offered_is_saying_yes() -> None:
    queue = Queue(5, 4)
    queue.free_two()
    queue.decline(0)
    with transaction():
        services.change_registration(
            queue.four, queue.held_by_four, party_size=3
        )  # a third seat, for the first in line
    with transaction():
        services.change_registration(queue.people[1], queue.ids[1], party_size=2)
    assert queue.statuses() == ["waitlisted", "confirmed"] and queue.see(1).party_size == 2
    assert told(queue.people[1])[-1] == "registration_promoted"


def test_an_offer_that_is_over_holds_nobody_up(frozen_clock: Any) -> None:
    queue = Queue(5)
    queue.free_two()
    frozen_clock.move(hours=49)
    newcomer = make_account()
    assert make_registration(queue.seminar, by=newcomer, party_size=2).status == "confirmed"
    assert told(newcomer) == ["registration_confirmed"]


def test_fewer_adults_come_with_fewer_seats_on_the_page(browser_of: Any) -> None:
    manager = make_manager(association := make_association())
    seminar, holder = make_seminar(capacity=6, max_party_size=6), make_account()
    held = make_registration(seminar, by=holder, party_size=6)
    adults = [{"name": "Omar"}, {"name": "Hind"}, {"name": "Nadia", "phone": "+212661234567"}]
    waiting = make_registration(seminar, by=manager, association_id=association.id, party_size=5, attendees=adults)
    with transaction():
        services.change_registration(holder, held.id, party_size=4)
    browser, path = browser_of(manager), f"/registrations/{waiting.id}"
    assert browser.get(path).text.count('name="adults"') == 4  # one of them says that the question was asked
    browser.post(f"{path}/accept-offer", data={"party_size": "2", "adults": ["", "0", "2"]})
    accepted = get_registration(manager, waiting.id)
    assert (accepted.status, accepted.party_size) == ("confirmed", 2)
    assert accepted.attendees == [adults[0], adults[2]]
