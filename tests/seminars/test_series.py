"""Do seminars that repeat keep their hour on the wall, change together where that is meant, and all of them or none?"""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from engage import clock
from engage.access.actor import Actor, Grant
from engage.access.permissions import Role
from engage.audit.models import AuditEntry
from engage.database import db, new_id
from engage.errors import Conflict, DomainError, Invalid, NotAllowed, NotFound, Stale
from engage.outbox.models import Message
from engage.places.models import Venue
from engage.seminars import services
from engage.seminars.models import MAX_DATES, Seminar
from engage.seminars.queries import SeminarView, get_own_plan, get_series
from engage.seminars.services import many
from engage.transaction import transaction
from tests import stores
from tests.factories import (
    count_rows,
    make_account,
    make_officer,
    make_registration,
    make_seminar,
    make_supervisor,
    make_venue,
)

pytestmark = pytest.mark.usefixtures("app")

ALL_SEEING = Actor(new_id(), grants=(Grant(Role.SUPERVISOR),))
ZONE = "Africa/Casablanca"
START = datetime(2026, 12, 3, 15)
WEEKS = [date(2026, 12, 3), date(2026, 12, 10), date(2026, 12, 17)]


def fields_of(venue: Venue, **details: Any) -> dict[str, Any]:
    plain = {"title": {"fr": "Bon usage d’Internet"}, "theme": "cyber", "audiences": ["parents"], "languages": ["ar"]}
    seats = {"capacity": 40, "max_party_size": 20, "approval_required": False, "waiting_list": "strict"}
    times = {"local_start": START, "local_end": START + timedelta(hours=2)}
    return {**plain, **seats, **times, "venue_id": venue.id, "visibility": "public", **details}


def plan(
    by: Actor | None = None, *, dates: Iterable[date] | None = WEEKS, until: date | None = None, **details: Any
) -> UUID:
    fields = fields_of(details.pop("venue", None) or make_venue(), **details)
    with transaction():
        return services.plan_series(by or Actor.system(), dates=dates, until=until, **fields)


def members(series_id: UUID) -> list[SeminarView]:
    db.session.rollback()
    return list(get_series(ALL_SEEING, series_id))


def published(series_id: UUID) -> list[SeminarView]:
    with transaction():
        services.publish_series(Actor.system(), series_id)
    return members(series_id)


def edit(one: SeminarView, scope: str, by: Actor | None = None, **changes: Any) -> int:
    with transaction():
        return services.edit_series(by or Actor.system(), one.id, one.version, scope, **changes)


def seats(series_id: UUID) -> list[int]:
    return [one.capacity for one in members(series_id)]


def runners(series_id: UUID) -> list[set[UUID]]:
    return [{who.id for who in get_own_plan(ALL_SEEING, one.id).officers} for one in members(series_id)]


class TestPlanning:
    def test_there_is_a_draft_on_each_day(self, store: str) -> None:
        officer = make_officer("saiss")
        found = members(plan(officer))
        assert [one.local_start for one in found] == [datetime.combine(day, time(15)) for day in WEEKS]
        assert {one.status for one in found} == {"draft"}
        assert len({one.reference for one in found}) == len({one.id for one in found}) == 3
        assert count_rows(AuditEntry, AuditEntry.action == "seminar.planned") == 3

    def test_every_week_until_a_day(self) -> None:
        assert [one.local_start.date() for one in members(plan(dates=None, until=date(2026, 12, 23)))] == WEEKS

    @settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25)
    @given(
        first=st.dates(date(2026, 1, 1), date(2026, 12, 31)),
        weeks=st.integers(0, 40),
        hour=st.times(time(4), time(21)).map(lambda hour: hour.replace(second=0, microsecond=0)),
    )
    @pytest.mark.usefixtures("app")
    def test_weekly_seminars_keep_their_hour_on_the_wall(self, first: date, weeks: int, hour: time) -> None:
        """Across 2026-02-15, 2026-03-22 and 2026-09-20, when the clocks of Morocco changed."""
        start = datetime.combine(first, hour)
        times = {"local_start": start, "local_end": start + timedelta(hours=2)}
        found = members(plan(dates=None, until=first + timedelta(weeks=weeks), **times))
        assert [one.local_start for one in found] == [start + timedelta(weeks=week) for week in range(weeks + 1)]
        assert all(clock.local(one.starts_at, ZONE).time() == hour for one in found)
        assert all(one.local_end - one.local_start == timedelta(hours=2) for one in found)

    @pytest.mark.parametrize("change", [date(2026, 2, 15), date(2026, 3, 22), date(2026, 9, 20)])
    def test_a_change_of_the_clocks_moves_nobody(self, change: date) -> None:
        before, after = members(plan(dates=[change - timedelta(days=3), change + timedelta(days=4)]))
        assert after.starts_at - before.starts_at != timedelta(weeks=1)
        assert after.local_start - before.local_start == timedelta(weeks=1)

    def test_an_hour_that_one_of_the_days_skips_is_refused_with_its_date(self) -> None:
        start = datetime(2026, 3, 8, 2, 30)
        times = {"local_start": start, "local_end": start + timedelta(hours=2)}
        with pytest.raises(Invalid) as refused:
            plan(dates=None, until=date(2026, 4, 5), **times)
        assert "22 مارس 2026" in refused.value.errors["starts_at"][0]
        assert count_rows(Seminar) == 0

    def test_registration_opens_and_closes_as_long_before_each(self) -> None:
        closes = clock.instant(datetime(2026, 12, 2, 18), ZONE)
        found = members(plan(registration_closes_at=closes))
        assert [one.registration_closes_at for one in found] == [closes + timedelta(weeks=week) for week in range(3)]

    def test_a_program_says_instants(self) -> None:
        instants = {"starts_at": clock.instant(START, ZONE), "ends_at": clock.instant(START + timedelta(hours=3), ZONE)}
        fields = fields_of(make_venue(), **instants)
        del fields["local_start"], fields["local_end"]
        with transaction():
            series_id = services.plan_series(Actor.system(), dates=WEEKS, **fields)
        assert {(one.local_start.hour, one.local_end.hour) for one in members(series_id)} == {(15, 18)}

    @pytest.mark.parametrize(
        ("days", "field"),
        [
            ({"dates": []}, "dates"),
            ({"dates": [WEEKS[0], WEEKS[0]]}, "dates"),
            ({"dates": [START.date() + timedelta(days=day) for day in range(MAX_DATES + 1)]}, "dates"),
            ({"dates": None, "until": date(2026, 12, 2)}, "weekly.until"),
            ({"dates": None, "until": START.date() + timedelta(weeks=MAX_DATES)}, "weekly.until"),
        ],
    )
    def test_days_that_cannot_be(self, days: dict[str, Any], field: str) -> None:
        with pytest.raises(Invalid) as refused:
            plan(**days)
        assert set(refused.value.errors) == {field}

    def test_as_many_as_there_may_be(self) -> None:
        plan(dates=None, until=START.date() + timedelta(weeks=MAX_DATES - 1))
        assert count_rows(Seminar) == MAX_DATES

    def test_elsewhere_nobody_plans(self) -> None:
        with pytest.raises(NotAllowed):
            plan(make_officer("agdal"))


class TestEditing:
    @pytest.mark.parametrize(
        ("scope", "expected"), [("one", [40, 30, 40]), ("following", [40, 30, 30]), ("all", [30, 30, 30])]
    )
    def test_the_scope_says_which(self, store: str, scope: str, expected: list[int]) -> None:
        series_id = plan()
        assert edit(members(series_id)[1], scope, capacity=30) == expected.count(30)
        assert seats(series_id) == expected

    def test_only_what_really_changed_is_carried_over(self) -> None:
        series_id = plan()
        first, second, third = members(series_id)
        edit(third, "one", title={"fr": "Séance de clôture"}, max_party_size=5)
        same = {name: getattr(second, name) for name in ("title", "max_party_size", "theme", "audiences", "languages")}
        edit(second, "all", **same, capacity=30)
        found = members(series_id)
        assert [one.title["fr"] for one in found] == [first.title["fr"], first.title["fr"], "Séance de clôture"]
        assert [one.max_party_size for one in found] == [20, 20, 5]
        assert [one.capacity for one in found] == [30, 30, 30]

    def test_the_rules_of_a_party_are_carried_over(self) -> None:
        series_id = plan()
        edit(members(series_id)[0], "all", min_party_size=3, association_quota=12)
        assert {(one.min_party_size, one.association_quota) for one in members(series_id)} == {(3, 12)}

    def test_who_runs_it_is_carried_over(self) -> None:
        first, second = make_officer("saiss"), make_officer("saiss")
        series_id = plan(officers=[first.id])
        edit(members(series_id)[1], "following", officers=[second.id])
        assert runners(series_id) == [{first.id}, {second.id}, {second.id}]
        edit(members(series_id)[1], "all", officers=[second.id], capacity=30)
        assert runners(series_id) == [{first.id}, {second.id}, {second.id}]

    def test_hours_are_carried_over_and_days_are_not(self) -> None:
        series_id = plan()
        second = members(series_id)[1]
        friday = datetime(2026, 12, 11, 16, 30)
        edit(second, "all", local_start=friday, local_end=friday + timedelta(hours=1))
        found = members(series_id)
        assert [one.local_start.date() for one in found] == [WEEKS[0], friday.date(), WEEKS[2]]
        assert {(one.local_start.time(), one.local_end.time()) for one in found} == {(time(16, 30), time(17, 30))}

    def test_registration_closes_as_long_before_each(self) -> None:
        series_id = plan()
        closes = clock.instant(datetime(2026, 12, 9, 12), ZONE)
        edit(members(series_id)[1], "all", registration_closes_at=closes)
        week = timedelta(weeks=1)
        assert [one.registration_closes_at for one in members(series_id)] == [closes - week, closes, closes + week]

    def test_times_of_registration_that_nobody_touched_stay(self) -> None:
        closes = clock.instant(datetime(2026, 12, 2, 18), ZONE)
        series_id = plan(registration_closes_at=closes)
        second = members(series_id)[1]
        later = datetime(2026, 12, 11, 15)
        edit(second, "all", local_start=later, local_end=later + timedelta(hours=2), capacity=30)
        assert [one.registration_closes_at for one in members(series_id)] == [
            closes + timedelta(weeks=week) for week in range(3)
        ]

    def test_a_venue_brings_its_district(self) -> None:
        series_id, venue = plan(), make_venue(district="agdal")
        edit(members(series_id)[0], "all", venue_id=venue.id, district=None)
        assert {(one.venue_id, one.district) for one in members(series_id)} == {(venue.id, "agdal")}

    def test_what_began_or_was_called_off_stays(self, frozen_clock) -> None:
        series_id = plan()
        first, second, third = members(series_id)
        with transaction():
            services.cancel_seminar(Actor.system(), third.id, "Travaux")
        frozen_clock.set(first.starts_at)
        edit(second, "all", capacity=30)
        assert seats(series_id) == [40, 30, 40]

    def test_one_refused_and_none_is_changed(self, store: str) -> None:
        series_id = plan()
        first, _second, third = published(series_id)
        make_registration(db.session.get_one(Seminar, third.id), party_size=7)
        with pytest.raises(Invalid) as refused:
            edit(first, "all", capacity=6, max_party_size=5)
        assert "17 دجنبر 2026" in refused.value.errors["capacity"][0] and "7" in refused.value.errors["capacity"][0]
        assert seats(series_id) == [40, 40, 40]

    def test_everyone_of_those_that_moved_is_told(self) -> None:
        series_id = plan()
        for one in published(series_id):
            make_registration(db.session.get_one(Seminar, one.id))
        second = members(series_id)[1]
        edit(second, "following", local_start=second.local_start + timedelta(hours=1))
        assert count_rows(Message, Message.kind == "seminar_moved") == 2

    def test_an_old_version_is_refused(self) -> None:
        series_id = plan()
        second = members(series_id)[1]
        edit(second, "one", capacity=35)
        with pytest.raises(Stale):
            edit(second, "all", capacity=30)
        assert seats(series_id) == [40, 35, 40]

    def test_a_seminar_alone_is_its_own_series(self) -> None:
        seminar = make_seminar(published=False)
        with transaction():
            assert services.edit_series(Actor.system(), seminar.id, 1, "all", capacity=30) == 1

    def test_those_of_another_district_are_not_of_ones_series(self) -> None:
        series_id = plan()
        edit(members(series_id)[2], "one", venue_id=make_venue(district="agdal").id)
        edit(members(series_id)[0], "all", by=make_officer("saiss"), capacity=30)
        assert seats(series_id) == [30, 30, 40]


class TestMoving:
    def move(self, series_id: UUID, by: Actor | None = None, **how: Any) -> int:
        with transaction():
            return services.move_series(by or Actor.system(), series_id, **how)

    def test_by_days_to_other_hours_in_another_place(self, store: str) -> None:
        series_id, venue = plan(), make_venue()
        assert self.move(series_id, days=1, start_clock=time(10), venue_id=venue.id) == 3
        found = members(series_id)
        assert [one.local_start for one in found] == [
            datetime.combine(day, time(10)) + timedelta(days=1) for day in WEEKS
        ]
        assert {one.local_end - one.local_start for one in found} == {timedelta(hours=2)}
        assert {one.venue_id for one in found} == {venue.id}

    @pytest.mark.parametrize(("days", "order"), [(7, [2, 1, 0]), (-7, [0, 1, 2])])
    def test_none_comes_to_where_the_next_one_still_is(self, days: int, order: list[int]) -> None:
        series_id = plan()
        ids = [str(one.id) for one in members(series_id)]
        self.move(series_id, days=days)
        moved = select(AuditEntry.subject_id).where(AuditEntry.action == "seminar.edited").order_by(AuditEntry.id)
        assert db.session.scalars(moved).all() == [ids[place] for place in order]

    def test_to_another_end(self) -> None:
        series_id = plan()
        self.move(series_id, end_clock=time(18))
        assert {(one.local_start.hour, one.local_end.hour) for one in members(series_id)} == {(15, 18)}

    def test_from_one_of_them_on(self) -> None:
        series_id = plan()
        assert self.move(series_id, from_id=members(series_id)[1].id, days=-1) == 2
        expected = [WEEKS[0], WEEKS[1] - timedelta(days=1), WEEKS[2] - timedelta(days=1)]
        assert [one.local_start.date() for one in members(series_id)] == expected

    def test_everyone_registered_is_told(self) -> None:
        series_id = plan()
        for one in published(series_id)[1:]:
            make_registration(db.session.get_one(Seminar, one.id))
        self.move(series_id, days=7)
        assert count_rows(Message, Message.kind == "seminar_moved") == 2

    def test_a_day_on_which_the_hour_is_skipped_is_named_and_none_moves(self, frozen_clock) -> None:
        start = datetime(2026, 3, 7, 2, 30)
        frozen_clock.set(clock.instant(datetime(2026, 3, 1), ZONE))
        times = {"local_start": start, "local_end": start + timedelta(hours=2)}
        series_id = plan(dates=None, until=date(2026, 3, 21), **times)
        before = members(series_id)
        with pytest.raises(Invalid) as refused:
            self.move(series_id, days=1)
        assert "21 مارس 2026" in refused.value.errors["starts_at"][0]  # the day it is on so far
        assert members(series_id) == before

    def test_a_seminar_of_another_series_is_no_beginning(self) -> None:
        series_id, other = plan(), plan()
        with pytest.raises(Invalid) as refused:
            self.move(series_id, from_id=members(other)[0].id, days=1)
        assert set(refused.value.errors) == {"from_id"}

    def test_when_nothing_is_to_come_nothing_moves(self, frozen_clock) -> None:
        series_id = plan()
        frozen_clock.set(clock.instant(datetime(2027, 1, 1), ZONE))
        with pytest.raises(Conflict, match="wrong-state"):
            self.move(series_id, days=1)


class TestSteps:
    def test_all_drafts_are_published(self, store: str) -> None:
        series_id = plan()
        with transaction():
            services.publish_seminar(Actor.system(), members(series_id)[0].id)
            assert services.publish_series(Actor.system(), series_id) == 2
        assert {one.status for one in members(series_id)} == {"published"}

    def test_what_remains_is_called_off_for_one_reason(self, store: str) -> None:
        series_id = plan()
        for one in published(series_id):
            make_registration(db.session.get_one(Seminar, one.id))
        with transaction():
            from_id = members(series_id)[1].id
            assert services.cancel_series(Actor.system(), series_id, "Travaux", from_id) == 2
        found = members(series_id)
        assert [one.status for one in found] == ["published", "cancelled", "cancelled"]
        assert [one.cancel_reason for one in found] == [None, "Travaux", "Travaux"]
        assert count_rows(Message, Message.kind == "seminar_cancelled") == 2

    def test_selected_drafts_are_published_all_or_none(self, store: str) -> None:
        venue = make_venue()
        ids = [make_seminar(f"{n}", venue=venue, published=False).id for n in range(3)]
        held = make_seminar("Déjà publiée", venue=venue)
        with pytest.raises(Conflict) as refused, transaction():
            services.publish_seminars(make_officer("saiss"), [*ids, held.id])
        assert refused.value.type == "one-refused" and "Déjà publiée" in refused.value.figures["which"]
        assert count_rows(Seminar, Seminar.status == "published") == 1
        with transaction():
            assert services.publish_seminars(make_officer("saiss"), [*ids, *ids]) == 3
        assert count_rows(Seminar, Seminar.status == "published") == 4

    @pytest.mark.parametrize(
        "step",
        [
            services.publish_series,
            lambda actor, series_id: services.move_series(actor, series_id, days=1),
            lambda actor, series_id: services.cancel_series(actor, series_id, "Travaux"),
        ],
    )
    @pytest.mark.parametrize(("is_public", "refusal"), [(False, NotFound), (True, NotAllowed)])
    def test_the_series_of_another_district(self, step: Any, is_public: bool, refusal: type[DomainError]) -> None:
        series_id = plan()
        if is_public:
            published(series_id)
        before = members(series_id)
        for other in (make_officer("agdal"), make_account()):
            with pytest.raises(refusal), transaction():
                step(other, series_id)
        assert members(series_id) == before

    def test_drafts_of_others_do_not_exist(self) -> None:
        mine, theirs = make_seminar(published=False).id, make_seminar(published=False, district="agdal").id
        with pytest.raises(NotFound), transaction():
            services.publish_seminars(make_officer("saiss"), [mine, theirs])
        assert count_rows(Seminar, Seminar.status == "published") == 0

    def test_a_series_shows_each_what_they_may_see(self) -> None:
        series_id = plan()
        with transaction():
            services.publish_seminar(Actor.system(), members(series_id)[0].id)
        assert len(get_series(make_supervisor(), series_id)) == 3
        assert len(get_series(make_account(), series_id)) == 1

    def test_the_trail_says_of_which_series(self) -> None:
        series_id = plan()
        said = db.session.scalars(select(AuditEntry.after).where(AuditEntry.action == "seminar.planned")).all()
        assert {after["series_id"] for after in said} == {str(series_id)}


class TestLocks:
    """Whoever takes several rows takes them in one order: two who change the same ones do not wait for each other."""

    def test_chosen_drafts(self, monkeypatch: pytest.MonkeyPatch) -> None:
        venue, taken = make_venue(), []
        ids = [make_seminar(f"{n}", venue=venue, published=False).id for n in range(4)]
        locked = many.lock_seminar
        monkeypatch.setattr(many, "lock_seminar", lambda actor, one: taken.append(one) or locked(actor, one))
        with transaction():
            services.publish_seminars(Actor.system(), [ids[2], ids[0], ids[3], ids[1]])
        assert taken == sorted(ids)

    def test_a_series(self, pg_app: Any) -> None:
        series_id = plan()
        with stores.statements_on(db.engine) as statements, transaction():
            services.move_series(Actor.system(), series_id, days=7)
        [first, *_others] = [sent for sent in statements if " FOR " in sent]
        assert "ORDER BY seminars.id FOR NO KEY UPDATE" in " ".join(first.split())
