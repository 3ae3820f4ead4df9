"""Do registrations keep what they promise: seats, places in the waiting list, messages, and nothing about minors?"""

import pytest
from sqlalchemy import delete, func, select, update

from engage.access.actor import Actor
from engage.audit.models import AuditEntry
from engage.database import db
from engage.errors import Conflict, DomainError, Invalid, NotAllowed, NotFound, Stale
from engage.outbox.models import Message
from engage.partners.models import Association, Membership
from engage.registrations import services
from engage.registrations.models import HOLDING_SEATS, Registration
from engage.registrations.queries import get_registration, list_own
from engage.seminars import services as seminars
from engage.seminars.models import Seminar
from engage.seminars.queries import get_seminar, list_seminars
from engage.transaction import transaction
from tests.factories import (
    count_rows,
    make_account,
    make_association,
    make_manager,
    make_member,
    make_officer,
    make_registration,
    make_seminar,
)

pytestmark = pytest.mark.usefixtures("app")


def seats(seminar: Seminar) -> tuple[int, int]:
    """Seats taken and parties waiting, after checking that both are what the registrations say."""
    db.session.rollback()
    row = db.session.execute(select(Seminar.seats_taken, Seminar.waiting_count).where(Seminar.id == seminar.id)).one()
    held = select(func.coalesce(func.sum(Registration.party_size), 0)).where(
        Registration.seminar_id == seminar.id, Registration.status.in_(HOLDING_SEATS)
    )
    waiting = select(func.count()).where(Registration.seminar_id == seminar.id, Registration.status == "waitlisted")
    assert tuple(row) == (db.session.scalar(held), db.session.scalar(waiting))
    return row[0], row[1]


def status_of(registration: Registration, viewer: Actor | None = None) -> str:
    db.session.rollback()
    return db.session.scalar(select(Registration.status).where(Registration.id == registration.id)) or ""


def cancel(registration: Registration, by: Actor) -> None:
    with transaction():
        services.cancel_registration(by, registration.id)


def kinds() -> list[str]:
    return list(db.session.scalars(select(Message.kind).order_by(Message.created_at, Message.id)))


class TestRegistering:
    def test_a_citizen_and_companions_get_their_seats(self, store: str) -> None:
        seminar = make_seminar(capacity=10)
        made = make_registration(seminar, party_size=4)
        assert made.status == "confirmed"
        assert seats(seminar) == (4, 0)

    def test_the_code_has_no_look_alike_letters(self) -> None:
        code = make_registration(make_seminar()).code
        assert len(code) == 9 and not set(code) & set("01OILAEU")

    def test_one_registration_a_citizen_and_seminar(self, store: str) -> None:
        seminar, person = make_seminar(), make_account()
        make_registration(seminar, by=person, party_size=2)
        with pytest.raises(Conflict, match="already-registered"):
            make_registration(seminar, by=person)
        assert seats(seminar) == (2, 0)

    def test_one_registration_an_association_and_seminar(self, store: str) -> None:
        seminar, association = make_seminar(), make_association()
        first, second = make_manager(association), make_manager(association)
        make_registration(seminar, by=first, party_size=5, association_id=association.id)
        with pytest.raises(Conflict, match="already-registered"):
            make_registration(seminar, by=second, party_size=5, association_id=association.id)

    def test_a_manager_may_also_come_as_a_citizen(self) -> None:
        seminar, association = make_seminar(), make_association()
        manager = make_manager(association)
        make_registration(seminar, by=manager, party_size=5, association_id=association.id)
        make_registration(seminar, by=manager)
        assert seats(seminar) == (6, 0)

    def test_who_is_in_already_hears_that_and_not_that_the_seats_are_gone(self) -> None:
        seminar, person = make_seminar(capacity=2, waiting_list="none"), make_account()
        make_registration(seminar, by=person, party_size=2)
        with pytest.raises(Conflict, match="already-registered"):
            make_registration(seminar, by=person)

    def test_without_a_waiting_list_full_is_full(self, store: str) -> None:
        seminar = make_seminar(capacity=3, waiting_list="none")
        make_registration(seminar, party_size=2)
        with pytest.raises(Conflict, match="seats-exhausted"):
            make_registration(seminar, party_size=2)
        assert seats(seminar) == (2, 0)

    def test_a_party_above_the_limit_is_refused_with_both_numbers(self) -> None:
        seminar = make_seminar(max_party_size=5)
        with pytest.raises(Conflict, match="party-too-large") as refused:
            make_registration(seminar, party_size=6)
        assert refused.value.figures == {"most": 5, "asked": 6}

    def test_a_citizen_brings_no_more_companions_than_the_setting_says(self) -> None:
        seminar = make_seminar(max_party_size=30)
        with pytest.raises(Conflict, match="party-too-large"):
            make_registration(seminar, party_size=11)
        make_registration(seminar, party_size=10)

    def test_drafts_do_not_exist_for_others(self) -> None:
        draft = make_seminar(published=False)
        with pytest.raises(NotFound):
            make_registration(draft)

    def test_nobody_registers_once_it_began(self, frozen_clock) -> None:
        seminar = make_seminar()
        frozen_clock.set(seminar.starts_at)
        with pytest.raises(Conflict, match="registration-closed"):
            make_registration(seminar)

    def test_nobody_registers_before_it_opens_or_after_it_closes(self, frozen_clock) -> None:
        start = make_seminar().starts_at
        opens, closes = start.replace(day=1), start.replace(day=5)
        seminar = make_seminar(registration_opens_at=opens, registration_closes_at=closes)
        for moment in (opens.replace(hour=0), closes):
            frozen_clock.set(moment)
            with pytest.raises(Conflict, match="registration-closed"):
                make_registration(seminar)
        frozen_clock.set(opens)
        make_registration(seminar)


class TestDelegations:
    def test_only_a_manager_binds_the_association(self) -> None:
        seminar, association = make_seminar(), make_association()
        with pytest.raises(NotAllowed):
            make_registration(seminar, by=make_member(association), association_id=association.id)
        with pytest.raises(NotFound):
            make_registration(seminar, by=make_account(), association_id=association.id)

    @pytest.mark.parametrize("status", ["applied", "refused", "suspended", "dissolved"])
    def test_only_verified_associations_register(self, status: str) -> None:
        association = make_association(status=status)
        with pytest.raises(Conflict, match="association-not-verified"):
            make_registration(make_seminar(), by=make_manager(association), association_id=association.id)

    def test_headcounts_must_add_up(self) -> None:
        association = make_association()
        with pytest.raises(Invalid) as refused:
            make_registration(
                make_seminar(),
                by=make_manager(association),
                association_id=association.id,
                party_size=10,
                headcounts={"primary": 7, "adults": 2},
            )
        assert "headcounts" in refused.value.errors

    def test_where_pupils_come_nobody_is_named_without_a_count(self) -> None:
        manager = make_manager(association := make_association())
        seminar = make_seminar(audiences=["primary_school"])
        names = [{"name": f"Enfant {number}"} for number in range(14)]
        with pytest.raises(Invalid) as refused:
            make_registration(seminar, by=manager, association_id=association.id, party_size=14, attendees=names)
        assert set(refused.value.errors) == {"headcounts"}
        counted = {"headcounts": {"primary": 13, "adults": 1}, "attendees": names[:1]}
        made = make_registration(seminar, by=manager, association_id=association.id, party_size=14, **counted)
        with pytest.raises(Invalid), transaction():
            services.change_registration(manager, made.id, headcounts={}, attendees=names)

    def test_minors_are_counted_and_never_named(self) -> None:
        association = make_association()
        party = {"party_size": 10, "headcounts": {"primary": 9, "adults": 1}}
        names = [{"name": "Nadia El Amrani"}, {"name": "Somebody else"}]
        with pytest.raises(Invalid) as refused:
            make_registration(
                make_seminar(), by=make_manager(association), association_id=association.id, attendees=names, **party
            )
        assert "attendees" in refused.value.errors

    def test_a_party_counted_without_adults_names_nobody(self) -> None:
        association = make_association()
        party = {"party_size": 3, "headcounts": {"primary": 3}, "attendees": [{"name": "A child"}]}
        with pytest.raises(Invalid) as refused:
            make_registration(make_seminar(), by=make_manager(association), association_id=association.id, **party)
        assert "headcounts" in refused.value.errors

    def test_a_suspended_association_takes_no_more_seats(self) -> None:
        association = make_association()
        manager = make_manager(association)
        made = make_registration(make_seminar(), by=manager, association_id=association.id, party_size=3)
        with transaction():
            db.session.execute(update(Association).values(status="suspended"))
        with pytest.raises(Conflict, match="association-not-verified"), transaction():
            services.change_registration(manager, made.id, party_size=6)
        with transaction():
            services.change_registration(manager, made.id, party_size=2)

    def test_who_left_the_association_no_longer_reads_its_delegations(self) -> None:
        association = make_association()
        manager = make_manager(association)
        make_registration(make_seminar(), by=manager, association_id=association.id, party_size=3)
        assert len(list_own(manager).items) == 1
        with transaction():
            db.session.execute(delete(Membership))
        assert list_own(manager).items == []

    def test_citizens_cannot_take_seats_meant_for_associations(self) -> None:
        seminar, association = make_seminar(visibility="associations"), make_association()
        manager = make_manager(association)
        with pytest.raises(NotFound):
            make_registration(seminar)
        with pytest.raises(Conflict, match="associations-only"):
            make_registration(seminar, by=manager)
        make_registration(seminar, by=manager, association_id=association.id, party_size=3)


class TestWaitingList:
    def test_strict_lets_nobody_past_the_head(self, store: str) -> None:
        seminar = make_seminar(capacity=6)
        first, second, third = (make_registration(seminar, party_size=size) for size in (4, 4, 2))
        assert [r.status for r in (first, second, third)] == ["confirmed", "waitlisted", "waitlisted"]
        assert seats(seminar) == (4, 2)

    def test_fill_lets_a_smaller_party_take_what_the_head_cannot(self, store: str) -> None:
        seminar = make_seminar(capacity=6, waiting_list="fill")
        assert [make_registration(seminar, party_size=size).status for size in (4, 4, 2)] == [
            "confirmed",
            "waitlisted",
            "confirmed",
        ]

    def test_seats_that_come_free_go_to_the_head_in_the_same_transaction(self, store: str) -> None:
        seminar, person = make_seminar(capacity=6), make_account()
        first = make_registration(seminar, by=person, party_size=4)
        second, third = make_registration(seminar, party_size=4), make_registration(seminar, party_size=2)
        cancel(first, person)
        assert [status_of(r) for r in (first, second, third)] == ["cancelled", "confirmed", "confirmed"]
        assert seats(seminar) == (6, 0)

    @pytest.mark.parametrize(("policy", "small"), [("strict", "waitlisted"), ("fill", "confirmed")])
    def test_promotion_overtakes_only_where_the_seminar_says_so(self, policy: str, small: str) -> None:
        seminar, person = make_seminar(capacity=6, waiting_list=policy), make_account()
        make_registration(seminar, party_size=4)
        leaving = make_registration(seminar, by=person, party_size=2)
        large, little = make_registration(seminar, party_size=4), make_registration(seminar, party_size=2)
        cancel(leaving, person)
        assert [status_of(large), status_of(little)] == ["waitlisted", small]

    def test_of_equal_parties_the_first_to_come_is_served(self, frozen_clock) -> None:
        seminar, person = make_seminar(capacity=2), make_account()
        leaving = make_registration(seminar, by=person, party_size=2)
        earlier = make_registration(seminar, party_size=2)
        frozen_clock.move(hours=-2)  # a clock set back changes nobody's turn
        later = make_registration(seminar, party_size=2)
        cancel(leaving, person)
        assert [status_of(earlier), status_of(later)] == ["confirmed", "waitlisted"]

    def test_fill_looks_beyond_the_first_who_fit(self) -> None:
        seminar, person = make_seminar(capacity=5, waiting_list="fill"), make_account()
        leaving = make_registration(seminar, by=person, party_size=5)
        sizes = (2, 2, 3, 3, 3, 3, 1)
        waiting = [make_registration(seminar, party_size=size) for size in sizes]
        cancel(leaving, person)
        expected = ["confirmed", "confirmed", *["waitlisted"] * 4, "confirmed"]
        assert [status_of(r) for r in waiting] == expected
        assert seats(seminar) == (5, 4)

    def test_the_place_in_the_list_is_shown(self) -> None:
        seminar, person = make_seminar(capacity=1), make_account()
        make_registration(seminar)
        ahead = make_account()
        leaving, mine = make_registration(seminar, by=ahead), make_registration(seminar, by=person)
        assert get_registration(person, mine.id).waiting_position == 2
        cancel(leaving, ahead)
        assert get_registration(person, mine.id).waiting_position == 1

    def test_a_raised_capacity_goes_to_those_who_wait(self) -> None:
        officer, seminar = make_officer(), make_seminar(capacity=2, max_party_size=2)
        make_registration(seminar, party_size=2)
        waiting = make_registration(seminar, party_size=2)
        with transaction():
            seminars.edit_seminar(officer, seminar.id, capacity=4)
        assert status_of(waiting) == "confirmed"
        assert seats(seminar) == (4, 0)

    def test_the_capacity_stays_above_every_party_that_waits(self) -> None:
        officer, seminar = make_officer(), make_seminar(capacity=10)
        make_registration(seminar, party_size=2)
        make_registration(seminar, party_size=9)
        with pytest.raises(Invalid) as refused, transaction():
            seminars.edit_seminar(officer, seminar.id, capacity=8)
        assert "9" in refused.value.errors["capacity"][0]

    @pytest.mark.parametrize("policy", ["none", "strict"])
    def test_while_somebody_waits_nothing_is_open(self, policy: str) -> None:
        officer, seminar = make_officer(), make_seminar(capacity=6)
        make_registration(seminar, party_size=4)
        make_registration(seminar, party_size=4)
        with transaction():
            seminars.edit_seminar(officer, seminar.id, waiting_list=policy)
        shown = get_seminar(officer, seminar.id)
        assert (shown.seats_free, shown.registration) == (2, "full" if policy == "none" else "waiting")
        assert list_seminars(officer, open=True).items == []

    def test_nobody_is_promoted_once_it_began(self, frozen_clock) -> None:
        seminar, person = make_seminar(capacity=1), make_account()
        leaving, waiting = make_registration(seminar, by=person), make_registration(seminar)
        frozen_clock.set(seminar.starts_at)
        cancel(leaving, person)
        assert status_of(waiting) == "waitlisted"


class TestChanging:
    def test_a_smaller_party_frees_seats_for_those_who_wait(self, store: str) -> None:
        seminar, person = make_seminar(capacity=4), make_account()
        mine = make_registration(seminar, by=person, party_size=4)
        waiting = make_registration(seminar, party_size=2)
        with transaction():
            services.change_registration(person, mine.id, party_size=2)
        assert status_of(waiting) == "confirmed"
        assert seats(seminar) == (4, 0)

    def test_a_larger_party_needs_free_seats(self) -> None:
        seminar, person = make_seminar(capacity=6), make_account()
        make_registration(seminar, party_size=2)
        mine = make_registration(seminar, by=person, party_size=2)
        with transaction():
            services.change_registration(person, mine.id, party_size=4)
        with pytest.raises(Conflict, match="seats-exhausted"), transaction():
            services.change_registration(person, mine.id, party_size=5)
        assert seats(seminar) == (6, 0)

    def test_growing_overtakes_nobody(self) -> None:
        seminar, person = make_seminar(capacity=6), make_account()
        mine = make_registration(seminar, by=person, party_size=3)
        make_registration(seminar, party_size=4)
        with pytest.raises(Conflict, match="seats-exhausted"), transaction():
            services.change_registration(person, mine.id, party_size=4)

    def test_who_waits_may_ask_for_less_and_get_it(self) -> None:
        seminar, person = make_seminar(capacity=6), make_account()
        make_registration(seminar, party_size=4)
        mine = make_registration(seminar, by=person, party_size=4)
        with transaction():
            services.change_registration(person, mine.id, party_size=2)
        assert status_of(mine) == "confirmed"
        assert seats(seminar) == (6, 0)

    def test_an_old_version_is_refused(self) -> None:
        person = make_account()
        mine = make_registration(make_seminar(), by=person)
        with transaction():
            services.change_registration(person, mine.id, 1, party_size=2)
        with pytest.raises(Stale), transaction():
            services.change_registration(person, mine.id, 1, party_size=3)

    def test_others_registrations_do_not_exist(self) -> None:
        mine = make_registration(make_seminar())
        for stranger in (make_account(), make_officer("agdal")):
            with pytest.raises(NotFound), transaction():
                services.change_registration(stranger, mine.id, party_size=2)

    def test_members_see_a_delegation_and_managers_change_it(self) -> None:
        association = make_association()
        manager, member = make_manager(association), make_member(association)
        made = make_registration(make_seminar(), by=manager, association_id=association.id, party_size=5)
        assert get_registration(member, made.id).party_size == 5
        with pytest.raises(NotAllowed), transaction():
            services.change_registration(member, made.id, party_size=4)


class TestCancelling:
    def test_twice_frees_once(self, store: str) -> None:
        seminar, person = make_seminar(capacity=10), make_account()
        mine = make_registration(seminar, by=person, party_size=3)
        make_registration(seminar, party_size=2)
        cancel(mine, person)
        with pytest.raises(Conflict, match="wrong-state"):
            cancel(mine, person)
        assert seats(seminar) == (2, 0)

    def test_a_cancelled_registration_may_be_made_again_and_history_stays(self, store: str) -> None:
        seminar, person = make_seminar(), make_account()
        cancel(make_registration(seminar, by=person), person)
        make_registration(seminar, by=person)
        assert count_rows(Registration) == 2

    def test_an_officer_says_why(self) -> None:
        officer, mine = make_officer("saiss"), make_registration(make_seminar())
        with pytest.raises(Invalid), transaction():
            services.cancel_registration(officer, mine.id)
        with transaction():
            services.cancel_registration(officer, mine.id, reason="Doublon")
        assert kinds()[-1] == "registration_cancelled_by_officer"

    def test_leaving_the_waiting_list_lets_the_next_one_in(self) -> None:
        seminar, person = make_seminar(capacity=6), make_account()
        make_registration(seminar, party_size=4)
        head = make_registration(seminar, by=person, party_size=4)
        behind = make_registration(seminar, party_size=2)
        cancel(head, person)
        assert status_of(behind) == "confirmed"


class TestApproval:
    def test_a_request_holds_no_seat_until_it_is_approved(self) -> None:
        officer, seminar = make_officer(), make_seminar(capacity=4, approval_required=True)
        request = make_registration(seminar, party_size=3)
        assert (request.status, seats(seminar)) == ("requested", (0, 0))
        with transaction():
            services.approve_registration(officer, request.id)
        assert (status_of(request), seats(seminar)) == ("confirmed", (3, 0))

    def test_approved_without_room_waits(self) -> None:
        officer, seminar = make_officer(), make_seminar(capacity=4, approval_required=True)
        requests = [make_registration(seminar, party_size=3) for _ in range(2)]
        for request in requests:
            with transaction():
                services.approve_registration(officer, request.id)
        assert [status_of(request) for request in requests] == ["confirmed", "waitlisted"]

    def test_what_is_approved_is_what_was_seen(self) -> None:
        officer, seminar, person = make_officer(), make_seminar(approval_required=True), make_account()
        request = make_registration(seminar, by=person, party_size=1)
        seen = request.version
        with transaction():
            services.change_registration(person, request.id, party_size=9)
        with pytest.raises(Stale), transaction():
            services.approve_registration(officer, request.id, seen)

    def test_what_the_seminar_can_no_longer_take_is_not_approved(self) -> None:
        officer, seminar = make_officer(), make_seminar(capacity=50, max_party_size=50, approval_required=True)
        manager = make_manager(association := make_association())
        request = make_registration(seminar, by=manager, association_id=association.id, party_size=45)
        with transaction():
            seminars.edit_seminar(officer, seminar.id, capacity=40)
        with pytest.raises(Conflict, match="party-too-large"), transaction():
            services.approve_registration(officer, request.id)
        with transaction():
            seminars.edit_seminar(officer, seminar.id, title={"fr": "Autre titre"})  # and nothing is held up

    def test_an_association_that_was_suspended_meanwhile_gets_no_seats(self) -> None:
        officer, seminar = make_officer(), make_seminar(approval_required=True)
        manager = make_manager(association := make_association())
        request = make_registration(seminar, by=manager, association_id=association.id)
        association.status = "suspended"
        db.session.commit()
        with pytest.raises(Conflict, match="association-not-verified"), transaction():
            services.approve_registration(officer, request.id)

    def test_no_request_for_what_is_full_and_has_no_waiting_list(self) -> None:
        officer, seminar = make_officer(), make_seminar(capacity=1, approval_required=True, waiting_list="none")
        request = make_registration(seminar)
        with transaction():
            services.approve_registration(officer, request.id)
        with pytest.raises(Conflict, match="seats-exhausted"):
            make_registration(seminar)

    def test_declined_is_told_with_the_reason_and_only_from_requested(self) -> None:
        officer, seminar = make_officer(), make_seminar(approval_required=True)
        request = make_registration(seminar)
        with transaction():
            services.decline_registration(officer, request.id, "Réservé aux élèves")
        assert kinds() == ["registration_requested", "registration_declined"]
        with pytest.raises(Conflict, match="wrong-state"), transaction():
            services.approve_registration(officer, request.id)

    def test_more_people_than_approved_need_another_approval(self) -> None:
        officer, seminar, person = make_officer(), make_seminar(approval_required=True), make_account()
        request = make_registration(seminar, by=person, party_size=1)
        with transaction():
            services.approve_registration(officer, request.id)
        with pytest.raises(Conflict, match="wrong-state"), transaction():
            services.change_registration(person, request.id, party_size=5)

    def test_nothing_is_decided_after_the_seminar(self, frozen_clock) -> None:
        officer, seminar = make_officer(), make_seminar(approval_required=True)
        request = make_registration(seminar)
        frozen_clock.set(seminar.ends_at)
        with pytest.raises(Conflict, match="registration-closed"), transaction():
            services.approve_registration(officer, request.id)

    def test_officers_of_other_districts_do_not_decide(self) -> None:
        request = make_registration(make_seminar(approval_required=True))
        with pytest.raises(NotFound), transaction():
            services.approve_registration(make_officer("agdal"), request.id)


class TestTold:
    def test_each_step_owes_one_message(self) -> None:
        seminar, person = make_seminar(capacity=2), make_account()
        leaving = make_registration(seminar, by=person, party_size=2)
        make_registration(seminar, party_size=2)
        cancel(leaving, person)
        assert sorted(kinds()) == [
            "registration_cancelled",
            "registration_confirmed",
            "registration_promoted",
            "registration_waitlisted",
        ]

    def test_the_message_and_its_fact_are_kept_or_lost_together(self, store: str) -> None:
        seminar, person = make_seminar(), make_account()
        with pytest.raises(RuntimeError), transaction():
            services.register(person, seminar.id)
            raise RuntimeError("the power went out")
        assert (count_rows(Registration), count_rows(Message), seats(seminar)) == (0, 0, (0, 0))

    def test_a_move_is_told_to_all_who_hold_or_await_a_seat(self) -> None:
        officer, seminar = make_officer(), make_seminar(capacity=2, max_party_size=2)
        gone = make_account()
        cancel(make_registration(seminar, by=gone), gone)
        make_registration(seminar, party_size=2)
        make_registration(seminar, party_size=2)
        later = seminar.local_start.replace(hour=17), seminar.local_end.replace(hour=19)
        with transaction():
            seminars.edit_seminar(officer, seminar.id, local_start=later[0], local_end=later[1])
        moved = list(db.session.scalars(select(Message).where(Message.kind == "seminar_moved")))
        assert len(moved) == 2
        assert moved[0].payload["before"]["local_start"] == "2026-12-10T15:00:00"
        assert moved[0].payload["seminar"]["local_start"] == "2026-12-10T17:00:00"

    def test_the_calendar_entry_of_one_who_comes_back_is_newer_than_its_cancellation(self) -> None:
        seminar, person = make_seminar(), make_account()
        cancel(make_registration(seminar, by=person), person)
        make_registration(seminar, by=person)
        revisions = [
            message.payload["seminar"]["sequence"]
            for message in db.session.scalars(select(Message).order_by(Message.id))
        ]
        assert revisions == [0, 1, 2]

    def test_a_cancelled_seminar_ends_its_registrations_and_tells_everyone(self) -> None:
        officer, seminar = make_officer(), make_seminar(capacity=2)
        parties = [make_registration(seminar, party_size=2) for _ in range(2)]
        with transaction():
            seminars.cancel_seminar(officer, seminar.id, "Travaux")
        assert [status_of(party) for party in parties] == ["cancelled"] * 2
        assert kinds().count("seminar_cancelled") == 2
        assert seats(seminar) == (0, 0)


class TestTheStoreItself:
    def test_refuses_more_seats_than_the_capacity(self, store: str) -> None:
        seminar = make_seminar(capacity=5)
        with pytest.raises(Conflict, match="seats-exhausted"), transaction():
            db.session.execute(update(Seminar).where(Seminar.id == seminar.id).values(seats_taken=6))

    def test_refuses_a_capacity_below_the_seats_taken(self, store: str) -> None:
        seminar = make_seminar(capacity=5)
        make_registration(seminar, party_size=4)
        with pytest.raises(DomainError), transaction():
            db.session.execute(update(Seminar).where(Seminar.id == seminar.id).values(capacity=3))


def test_a_year_after_the_seminar_only_numbers_are_left(store: str, frozen_clock) -> None:
    association = make_association()
    told = {"contact_phone": "+212612345678", "note": "Wheelchair", "attendees": [{"name": "Nadia El Amrani"}]}
    made = make_registration(
        make_seminar(), by=make_manager(association), association_id=association.id, party_size=3, **told
    )
    make_registration(make_seminar())
    frozen_clock.move(days=300)
    assert services.forget_details(Actor.system()) == 0
    frozen_clock.move(days=100)
    assert services.forget_details(Actor.system()) == 1
    left = db.session.get_one(Registration, made.id, populate_existing=True)
    assert (left.party_size, left.contact_phone, left.note, left.attendees) == (3, None, None, [])
    assert services.forget_details(Actor.system()) == 0


def test_what_people_wrote_stays_out_of_the_trail() -> None:
    officer, mine = make_officer("saiss"), make_registration(make_seminar())
    with transaction():
        services.cancel_registration(officer, mine.id, reason="Mme Bennani est hospitalisée")
    trail = db.session.scalars(select(AuditEntry).where(AuditEntry.subject_id == str(mine.id))).all()
    assert "Bennani" not in str([(entry.before, entry.after) for entry in trail])


def test_every_step_is_in_the_audit_trail(store: str) -> None:
    seminar, person = make_seminar(), make_account()
    mine = make_registration(seminar, by=person, party_size=2)
    with transaction():
        services.change_registration(person, mine.id, party_size=3)
    cancel(mine, person)
    trail = db.session.scalars(
        select(AuditEntry).where(AuditEntry.subject_id == str(mine.id)).order_by(AuditEntry.at, AuditEntry.id)
    ).all()
    assert [entry.action for entry in trail] == [
        "registration.made",
        "registration.changed",
        "registration.cancelled",
    ]
    assert {entry.actor_id for entry in trail} == {person.id}
    assert (trail[1].before, trail[1].after) == ({"party_size": 2}, {"party_size": 3, "fields": ["party_size"]})
    assert trail[2].before == {"status": "confirmed"} and trail[2].after["status"] == "cancelled"
