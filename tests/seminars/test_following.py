"""Do seminars follow what they stand on: the place that changes, the legal time that changes?"""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, update

from engage.access.actor import Actor
from engage.database import db
from engage.errors import Invalid
from engage.outbox.models import Message
from engage.places import services as places
from engage.registrations import services as registrations
from engage.seminars import services
from engage.seminars.models import Booking, Seminar
from engage.seminars.queries import list_misdated, list_seminars
from engage.transaction import transaction
from tests.factories import (
    LOCAL_START,
    make_account,
    make_officer,
    make_registration,
    make_seminar,
    make_supervisor,
    make_venue,
)

pytestmark = pytest.mark.usefixtures("app")

HOUR = timedelta(hours=1)


def found_by(words: str) -> list[object]:
    return [seminar.id for seminar in list_seminars(make_officer(), q=words).items]


def test_a_venue_stays_large_enough_for_what_is_planned_there(store: str, frozen_clock: Any) -> None:
    venue, supervisor = make_venue(capacity=120), make_supervisor()
    seminar = make_seminar(venue=venue, capacity=80)
    with pytest.raises(Invalid) as refused, transaction():
        places.edit_venue(supervisor, venue.id, capacity=79)
    assert "80" in str(refused.value.errors["capacity"])
    with transaction():
        places.edit_venue(supervisor, venue.id, capacity=80)
    frozen_clock.set(seminar.ends_at + HOUR)  # what is over stands in no one's way
    with transaction():
        places.edit_venue(supervisor, venue.id, capacity=10)


def test_a_place_with_a_new_name_is_found_by_it(store: str) -> None:
    seminar, elsewhere = make_seminar(), make_seminar(venue=make_venue(name={"fr": "Salle Atlas"}))
    assert found_by("mimosas") == [] and found_by("karia") == []
    with transaction():
        places.edit_venue(make_supervisor(), seminar.venue_id, name={"fr": "Maison des Mimosas"})
    assert found_by("mimosas") == [seminar.id]
    assert found_by("qods") == [seminar.id]  # people remember
    with transaction():
        places.edit_district(make_supervisor(), "saiss", name={"fr": "Saiss Karia"})
    assert set(found_by("karia")) == {seminar.id, elsewhere.id}
    with transaction():
        services.edit_seminar(make_officer(), seminar.id, title={"fr": "Autre titre"})
    assert found_by("qods") == []


@pytest.mark.postgres
def test_nobody_waits_while_a_place_is_given_another_name(pg_app: Flask) -> None:
    seminar, officer, person = make_seminar(), make_officer(), make_account()

    def register_and_edit() -> str:
        with pg_app.app_context(), transaction():
            services.edit_seminar(officer, seminar.id, capacity=39)
            return registrations.register(person, seminar.id).status

    with ThreadPoolExecutor(1) as pool, transaction():
        places.edit_district(make_supervisor(), "saiss", name={"fr": "Saiss Karia"})
        assert pool.submit(register_and_edit).result(timeout=3) == "confirmed"


def derived_by_old_rules(seminar: Seminar) -> None:
    """As if it had been planned while Morocco was an hour ahead."""
    with transaction():
        old = {"starts_at": seminar.starts_at - HOUR, "ends_at": seminar.ends_at - HOUR}
        db.session.execute(update(Seminar).where(Seminar.id == seminar.id).values(old))
        db.session.execute(update(Booking).where(Booking.seminar_id == seminar.id).values(old))


def test_two_that_touch_follow_new_zone_rules_one_by_one(store: str) -> None:
    venue = make_venue()
    both = [make_seminar(venue=venue, local_start=LOCAL_START + hours * HOUR) for hours in (0, 2)]
    right = [seminar.starts_at for seminar in both]
    for seminar in both:
        derived_by_old_rules(seminar)
    for seminar in both:
        with transaction():
            services.derive_again(Actor.system(), seminar.id)
    assert [seminar.starts_at for seminar in both] == right
    assert db.session.scalars(select(Booking.starts_at).order_by(Booking.starts_at)).all() == right


def test_new_zone_rules_move_the_instant_and_nobody_s_hour(store: str) -> None:
    seminar = make_seminar()
    wall, right, sequence = seminar.local_start, seminar.starts_at, seminar.calendar_sequence
    closes = right - timedelta(days=1)
    with transaction():
        services.edit_seminar(make_officer(), seminar.id, registration_closes_at=closes - HOUR)
    make_registration(seminar, party_size=2)
    derived_by_old_rules(seminar)
    assert list_misdated(Actor.system()) == [seminar.id]
    with transaction():
        services.derive_again(Actor.system(), seminar.id)
    assert (seminar.local_start, seminar.starts_at) == (wall, right)
    assert seminar.registration_closes_at == closes
    assert seminar.calendar_sequence == sequence + 1
    assert list_misdated(Actor.system()) == []
    told = db.session.scalars(select(Message).where(Message.kind == "seminar_same_hour")).one()
    assert told.payload["seminar"]["sequence"] == sequence + 1
    assert told.payload["seminar"]["starts_at"] == right.isoformat()


def test_who_holds_no_seat_has_no_calendar_to_put_right() -> None:
    seminar = make_seminar(capacity=2)
    make_registration(seminar, party_size=2)
    make_registration(seminar, party_size=1)
    derived_by_old_rules(seminar)
    with transaction():
        services.derive_again(Actor.system(), seminar.id)
    kinds = list(db.session.scalars(select(Message.kind).order_by(Message.id)))
    assert kinds == ["registration_confirmed", "registration_waitlisted", "seminar_same_hour"]


def test_the_daily_command_derives_again_what_is_to_come(app: Flask) -> None:
    for seminar in (make_seminar(), make_seminar(published=False)):
        derived_by_old_rules(seminar)
    assert "Brought after new zone rules: 2 seminars" in app.test_cli_runner().invoke(args=["daily"]).output
    assert "Brought after new zone rules: 0 seminars" in app.test_cli_runner().invoke(args=["daily"]).output


def test_what_is_over_keeps_its_instant(frozen_clock: Any) -> None:
    seminar = make_seminar()
    derived_by_old_rules(seminar)
    frozen_clock.set(seminar.ends_at + HOUR)
    assert list_misdated(Actor.system()) == []


def test_a_move_that_changes_nothing_tells_nobody() -> None:
    seminar = make_seminar()
    make_registration(seminar)
    version = seminar.version
    times = {"starts_at": seminar.starts_at, "ends_at": seminar.ends_at}
    with transaction():
        assert not services.edit_seminar(make_officer(), seminar.id, **times)
    assert seminar.version == version
    assert list(db.session.scalars(select(Message.kind))) == ["registration_confirmed"]


def test_what_is_right_already_is_left_alone() -> None:
    seminar = make_seminar()
    make_registration(seminar)
    version = seminar.version
    with transaction():
        services.derive_again(Actor.system(), seminar.id)
    assert seminar.version == version
    assert list(db.session.scalars(select(Message.kind))) == ["registration_confirmed"]


def test_times_of_registration_under_other_rules_stay() -> None:
    seminar = make_seminar()
    summer = datetime(2026, 6, 1, 8, tzinfo=UTC)  # Morocco was an hour ahead then, by the old rules and by the new
    with transaction():
        services.edit_seminar(make_officer(), seminar.id, registration_opens_at=summer)
    derived_by_old_rules(seminar)
    with transaction():
        services.derive_again(Actor.system(), seminar.id)
    assert seminar.registration_opens_at == summer
