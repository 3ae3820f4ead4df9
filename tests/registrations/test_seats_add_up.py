"""Whatever people do in whatever order, do the seats taken stay the sum of the parties that hold them?"""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from engage.access.actor import Actor
from engage.database import db
from engage.errors import DomainError
from engage.registrations import services
from engage.registrations.models import Registration
from engage.seminars import services as seminars
from engage.seminars.models import Seminar
from engage.transaction import transaction
from tests.conftest import NOW
from tests.factories import make_account, make_officer, make_seminar
from tests.registrations.test_services import seats

STEP = st.tuples(
    st.sampled_from(["register", "change", "cancel", "capacity", "accept", "decline", "later"]),
    st.integers(0, 5),
    st.integers(1, 9),
)


@pytest.mark.usefixtures("app")
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(STEP, max_size=25), policy=st.sampled_from(["none", "strict", "fill"]))
def test_after_every_step(frozen_clock: Any, steps: list[tuple[str, int, int]], policy: str) -> None:
    frozen_clock.set(NOW)
    officer = make_officer()
    seminar = make_seminar(capacity=9, max_party_size=1, waiting_list=policy)
    with transaction():
        seminars.edit_seminar(officer, seminar.id, max_party_size=9)
    people = [make_account() for _ in range(6)]
    made: dict[int, object] = {}
    for step, who, number in steps:
        try:
            with transaction():
                if step == "register":
                    made[who] = services.register(people[who], seminar.id, party_size=number).id
                elif step == "capacity":
                    seminars.edit_seminar(officer, seminar.id, capacity=number + 8)
                elif step == "later":
                    frozen_clock.move(hours=number)
                    services.promote_waiting(officer, seminar.id)
                elif who in made and step == "accept":
                    services.accept_offer(people[who], made[who], party_size=number)
                elif who in made and step == "decline":
                    services.decline_offer(people[who], made[who])
                elif who in made and step == "change":
                    services.change_registration(people[who], made[who], party_size=number)
                elif who in made:
                    services.cancel_registration(people[who], made[who])
        except DomainError:
            pass
        taken, waiting = seats(seminar)
        assert taken >= 0
        assert policy != "none" or waiting == 0
        assert_nothing_is_left_to_pass_on(officer, seminar)


def assert_nothing_is_left_to_pass_on(officer: Actor, seminar: Seminar) -> None:
    """What every step leaves behind: registering builds on it, and asks nobody again where one more comes to wait."""
    before = as_it_stands(seminar)
    with transaction():
        services.promote_waiting(officer, seminar.id)
    assert as_it_stands(seminar) == before


def as_it_stands(seminar: Seminar) -> list[Any]:
    rows = [
        *db.session.execute(select(*Seminar.__table__.columns).where(Seminar.id == seminar.id)),
        *db.session.execute(select(*Registration.__table__.columns).where(Registration.seminar_id == seminar.id)),
    ]
    return sorted(rows, key=str)
