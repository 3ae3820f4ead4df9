"""What if the server's clock is set back an hour while people wait? Turns and deadlines stand as they were given."""

from uuid import UUID

import pytest

from engage.access.actor import Actor
from engage.errors import Conflict
from engage.registrations import services
from engage.registrations.queries import get_registration
from engage.seminars.queries import get_seminar
from engage.transaction import transaction
from tests import stores
from tests.conftest import FrozenClock
from tests.factories import make_account, make_registration, make_seminar

pytestmark = [stores.on_both, pytest.mark.usefixtures("app")]


def test_what_was_registered_in_the_future_can_be_given_up(frozen_clock: FrozenClock) -> None:
    person, seminar = make_account(), make_seminar(capacity=5, max_party_size=5)
    one = make_registration(seminar, by=person, party_size=5)
    frozen_clock.move(hours=-1)
    with transaction():
        assert services.cancel_registration(person, one.id).status == "cancelled"
    assert get_seminar(person, seminar.id).seats_free == 5
    assert make_registration(seminar, by=person, party_size=5).status == "confirmed"


def test_who_came_first_stays_first(frozen_clock: FrozenClock) -> None:
    holder, first, second = (make_account() for _ in "123")
    seminar = make_seminar(capacity=4, max_party_size=4)
    held = make_registration(seminar, by=holder, party_size=4)
    waiting = make_registration(seminar, by=first, party_size=4)
    frozen_clock.move(hours=-1)
    later = make_registration(seminar, by=second, party_size=4)
    with transaction():
        services.cancel_registration(holder, held.id)
    assert get_registration(first, waiting.id).status == "confirmed"
    assert get_registration(second, later.id).waiting_position == 1


@pytest.fixture
def head(frozen_clock: FrozenClock) -> tuple[Actor, UUID]:
    """The first of the list, who is offered two seats of five since an hour that is still to come."""
    person, seminar = make_account(), make_seminar(capacity=10, max_party_size=10)
    make_registration(seminar, party_size=8)
    waiting = make_registration(seminar, by=person, party_size=5)
    until = get_registration(person, waiting.id).offer_expires_at
    frozen_clock.move(hours=-1)
    assert get_registration(person, waiting.id).offer_expires_at == until is not None
    return person, waiting.id


def test_an_offer_can_be_accepted_until_the_instant_that_was_promised(
    head: tuple[Actor, UUID], frozen_clock: FrozenClock
) -> None:
    person, waiting = head
    frozen_clock.move(hours=48, minutes=59)
    with transaction():
        accepted = services.accept_offer(person, waiting)
    assert (accepted.status, accepted.party_size) == ("confirmed", 2)


def test_and_no_longer(head: tuple[Actor, UUID], frozen_clock: FrozenClock) -> None:
    person, waiting = head
    frozen_clock.move(hours=49)
    for answer in (services.accept_offer, services.decline_offer):
        with pytest.raises(Conflict, match="offer-ended"), transaction():
            answer(person, waiting)
