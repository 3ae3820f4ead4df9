"""Are the rules of a party kept: its least size, the quota of its association, an adult for its minors?"""

from functools import partial
from typing import Any

import pytest

from engage.database import db, new_id
from engage.errors import Conflict, Invalid
from engage.registrations import services
from engage.registrations.models import Registration
from engage.registrations.queries import get_registration
from engage.seminars import services as seminars
from engage.transaction import transaction
from tests.factories import (
    make_account,
    make_association,
    make_manager,
    make_officer,
    make_registration,
    make_seminar,
)
from tests.registrations.test_services import seats

pytestmark = pytest.mark.usefixtures("app")


class TestLeast:
    def test_a_party_below_it_is_told_the_figures(self, store: str) -> None:
        seminar = make_seminar(min_party_size=3)
        with pytest.raises(Conflict, match="party-too-small") as refused:
            make_registration(seminar, party_size=2)
        assert refused.value.figures == {"least": 3, "asked": 2}
        assert make_registration(seminar, party_size=3).status == "confirmed"

    def test_nor_may_it_become_smaller(self) -> None:
        person, seminar = make_account(), make_seminar(min_party_size=3)
        made = make_registration(seminar, by=person, party_size=4)
        with pytest.raises(Conflict, match="party-too-small"), transaction():
            services.change_registration(person, made.id, party_size=2)
        assert seats(seminar) == (4, 0)

    def test_an_offer_below_it_is_never_made(self) -> None:
        seminar, first, waits = make_seminar(capacity=6, min_party_size=3), make_account(), make_account()
        held = make_registration(seminar, by=first, party_size=6)
        waiting = make_registration(seminar, by=waits, party_size=4)
        with transaction():
            services.change_registration(first, held.id, party_size=4)
        assert get_registration(waits, waiting.id).offered_seats is None
        with transaction():
            services.change_registration(first, held.id, party_size=3)
        assert get_registration(waits, waiting.id).offered_seats == 3

    def test_nor_accepted(self) -> None:
        seminar, first, waits = make_seminar(capacity=6, min_party_size=2), make_account(), make_account()
        held = make_registration(seminar, by=first, party_size=6)
        waiting = make_registration(seminar, by=waits, party_size=4)
        with transaction():
            services.change_registration(first, held.id, party_size=3)
        with pytest.raises(Conflict, match="party-too-small"), transaction():
            services.accept_offer(waits, waiting.id, party_size=1)

    def test_an_offer_ends_when_the_least_rises_above_it(self) -> None:
        officer, first, waits = make_officer("saiss"), make_account(), make_account()
        seminar = make_seminar(capacity=6, min_party_size=2)
        held = make_registration(seminar, by=first, party_size=6)
        waiting = make_registration(seminar, by=waits, party_size=4)
        with transaction():
            services.change_registration(first, held.id, party_size=4)
        assert get_registration(waits, waiting.id).offered_seats == 2
        with transaction():
            seminars.edit_seminar(officer, seminar.id, min_party_size=3)
        assert get_registration(waits, waiting.id).offered_seats is None

    def test_approval_asks_for_it(self) -> None:
        officer, seminar = make_officer("saiss"), make_seminar(approval_required=True)
        asked = make_registration(seminar, party_size=2)
        with transaction():
            seminars.edit_seminar(officer, seminar.id, min_party_size=3)
        with pytest.raises(Conflict, match="party-too-small"), transaction():
            services.approve_registration(officer, asked.id)

    @pytest.mark.parametrize("seats", [{"min_party_size": 9, "max_party_size": 8}, {"min_party_size": 41}])
    def test_it_fits_into_the_largest_party_and_the_seats(self, seats: dict[str, int]) -> None:
        with pytest.raises(Invalid) as refused:
            make_seminar(**{"capacity": 40, "max_party_size": 40, **seats})
        assert list(refused.value.errors) == ["min_party_size"]


class TestQuota:
    def make(self, **details: Any) -> Any:
        association = make_association()
        return make_seminar(association_quota=10, **details), association, make_manager(association)

    def test_a_series_has_one_quota(self, store: str) -> None:
        series = new_id()
        first, association, manager = self.make(series_id=series)
        second, other = make_seminar(association_quota=10, series_id=series), make_seminar(association_quota=10)
        make_registration(first, by=manager, association_id=association.id, party_size=6)
        with pytest.raises(Conflict, match="quota-reached") as refused, transaction():
            services.register(manager, second.id, association_id=association.id, party_size=5)
        assert refused.value.figures["held"] == 6
        make_registration(second, by=manager, association_id=association.id, party_size=4)
        make_registration(other, by=manager, association_id=association.id, party_size=10)

    def test_what_is_sent_twice_is_registered_already(self) -> None:
        seminar, association, manager = self.make()
        make_registration(seminar, by=manager, association_id=association.id, party_size=6)
        with pytest.raises(Conflict, match="already-registered"), transaction():
            services.register(manager, seminar.id, association_id=association.id, party_size=6)

    def test_an_association_gets_no_more_than_its_quota(self, store: str) -> None:
        seminar, association, manager = self.make()
        with pytest.raises(Conflict, match="quota-reached") as refused:
            make_registration(seminar, by=manager, association_id=association.id, party_size=11)
        assert refused.value.figures == {"most": 10, "held": 0}
        made = make_registration(seminar, by=manager, association_id=association.id, party_size=10)
        with pytest.raises(Conflict, match="quota-reached"), transaction():
            services.change_registration(manager, made.id, party_size=11)
        assert seats(seminar) == (10, 0)

    def test_places_on_the_waiting_list_count(self) -> None:
        seminar, association, manager = self.make(capacity=12)
        make_registration(seminar, party_size=10)
        waiting = make_registration(seminar, by=manager, association_id=association.id, party_size=10)
        assert waiting.status == "waitlisted"
        with pytest.raises(Conflict, match="quota-reached"), transaction():
            services.change_registration(manager, waiting.id, party_size=11)

    def test_it_is_of_each_association_and_of_no_citizen(self) -> None:
        seminar, association, manager = self.make()
        make_registration(seminar, by=manager, association_id=association.id, party_size=10)
        other = make_association("Association Annahda")
        make_registration(seminar, by=make_manager(other), association_id=other.id, party_size=10)
        make_registration(seminar, by=manager, party_size=9)
        assert seats(seminar) == (29, 0)

    def test_what_was_given_up_does_not_count(self) -> None:
        seminar, association, manager = self.make()
        made = make_registration(seminar, by=manager, association_id=association.id, party_size=10)
        with transaction():
            services.cancel_registration(manager, made.id)
        again = make_registration(seminar, by=manager, association_id=association.id, party_size=10)
        assert again.status == "confirmed"

    def test_approval_asks_for_it(self) -> None:
        seminar, association, manager = self.make(approval_required=True)
        asked = make_registration(seminar, by=manager, association_id=association.id, party_size=10)
        officer = make_officer("saiss")
        with transaction():
            seminars.edit_seminar(officer, seminar.id, association_quota=9)
        with pytest.raises(Conflict, match="quota-reached"), transaction():
            services.approve_registration(officer, asked.id)


class TestMinors:
    def make(self, **party: Any) -> Registration:
        association = make_association()
        return make_registration(make_seminar(), by=make_manager(association), association_id=association.id, **party)

    def test_they_come_with_an_adult(self) -> None:
        with pytest.raises(Invalid) as refused:
            self.make(party_size=12, headcounts={"primary": 12})
        assert list(refused.value.errors) == ["headcounts"]

    def test_the_first_who_is_named_answers_for_them(self) -> None:
        named = [{"name": "Hind Lahlou"}, {"name": "Samira Tazi"}]
        made = self.make(party_size=12, headcounts={"primary": 10, "adults": 2}, attendees=named)
        assert get_registration(make_officer("saiss"), made.id).answers_for_minors == "Hind Lahlou"

    def test_else_the_one_who_registers(self) -> None:
        made = self.make(party_size=12, headcounts={"primary": 10, "adults": 2})
        assert get_registration(make_officer("saiss"), made.id).answers_for_minors == "Omar Fassi"

    def test_adults_answer_for_themselves(self) -> None:
        made = self.make(party_size=2, headcounts={"adults": 2})
        assert get_registration(make_officer("saiss"), made.id).answers_for_minors is None


class TestManyAtOnce:
    def test_in_the_order_in_which_they_came(self, store: str) -> None:
        officer, seminar = make_officer("saiss"), make_seminar(capacity=5, approval_required=True)
        first, second, third = (make_registration(seminar, party_size=size) for size in (3, 3, 1))
        asked = [(one.id, one.version) for one in (third, second, first)]
        with transaction():
            decided = services.approve_registrations(officer, seminar.id, asked)
        assert [(one.registration.id, one.status) for one in decided] == [
            (first.id, "confirmed"),
            (second.id, "waitlisted"),
            (third.id, "waitlisted"),
        ]
        assert seats(seminar) == (3, 2)

    def test_what_cannot_be_approved_is_told_and_stays(self) -> None:
        officer = make_officer("saiss")
        seminar = make_seminar(capacity=5, approval_required=True, waiting_list="none")
        fits, too_many, seen_older = (make_registration(seminar, party_size=size) for size in (3, 3, 1))
        asked = [(fits.id, 1), (too_many.id, 1), (seen_older.id, 7)]
        with transaction():
            decided = services.approve_registrations(officer, seminar.id, asked)
        assert [one.refusal.type if one.refusal else None for one in decided] == [
            None,
            "seats-exhausted",
            "stale-version",
        ]
        assert seats(seminar) == (3, 0)
        db.session.rollback()
        assert db.session.get_one(Registration, too_many.id).status == "requested"

    def test_each_who_is_declined_reads_why(self) -> None:
        officer, seminar = make_officer("saiss"), make_seminar(approval_required=True)
        made = [make_registration(seminar) for _ in range(2)]
        with transaction():
            decided = services.decline_registrations(officer, seminar.id, [(one.id, None) for one in made], "Pas ici.")
        assert [one.status for one in decided] == ["declined", "declined"]
        assert get_registration(officer, made[0].id).reason == "Pas ici."

    def test_those_of_another_seminar_are_none_of_these(self) -> None:
        officer, seminar = make_officer("saiss"), make_seminar(approval_required=True)
        own, other = make_registration(seminar), make_registration(make_seminar(approval_required=True))
        asked: Any = [(own.id, None), (other.id, None)]
        for decide in (services.approve_registrations, partial(services.decline_registrations, reason="Pas ici.")):
            with pytest.raises(Invalid) as refused, transaction():
                decide(officer, seminar.id, asked)
            assert list(refused.value.errors) == ["ids"]
        assert get_registration(officer, own.id).status == "requested"


class TestSeeing:
    @pytest.mark.parametrize("approval_required", [True, False])
    def test_whoever_asked_goes_on_seeing_the_seminar(self, store: str, *, approval_required: bool) -> None:
        officer, seminar = make_officer("saiss"), make_seminar(approval_required=approval_required)
        person = make_account()
        asked = make_registration(seminar, by=person)
        with pytest.raises(Invalid) as refused, transaction():
            seminars.edit_seminar(officer, seminar.id, visibility="invited")
        assert list(refused.value.errors) == ["visibility"]
        with transaction():
            services.cancel_registration(person, asked.id)
        with transaction():
            assert seminars.edit_seminar(officer, seminar.id, visibility="invited")
