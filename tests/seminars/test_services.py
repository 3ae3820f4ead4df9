"""Does a seminar live as domain.md §5 draws it, at the hour that was promised, in the hands of those who may?"""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from engage.audit.models import AuditEntry
from engage.database import db
from engage.errors import Conflict, Invalid, NotAllowed, NotFound, Stale
from engage.outbox.models import Message
from engage.seminars import services
from engage.seminars.models import Seminar
from engage.seminars.queries import get_seminar, list_seminars
from engage.transaction import transaction
from tests.factories import (
    count_rows,
    make_account,
    make_association,
    make_district,
    make_member,
    make_officer,
    make_registration,
    make_seminar,
    make_supervisor,
    make_venue,
)

pytestmark = pytest.mark.usefixtures("app")

STEPS = {
    "publish": lambda officer, seminar: services.publish_seminar(officer, seminar.id),
    "hold": lambda officer, seminar: services.hold_seminar(officer, seminar.id),
    "cancel": lambda officer, seminar: services.cancel_seminar(officer, seminar.id, "Travaux"),
    "delete": lambda officer, seminar: services.delete_draft(officer, seminar.id),
    "edit": lambda officer, seminar: services.edit_seminar(officer, seminar.id, capacity=30),
}
ALLOWED = {
    "draft": {"publish", "cancel", "delete", "edit"},
    "published": {"hold", "cancel", "edit"},
    "held": set(),
    "cancelled": set(),
}


@pytest.mark.parametrize("status", ALLOWED)
@pytest.mark.parametrize("step", STEPS)
def test_only_drawn_transitions_are_possible(status: str, step: str, frozen_clock) -> None:
    officer, seminar = make_officer(), make_seminar(published=status != "draft")
    frozen_clock.set(seminar.ends_at)
    with transaction():
        if status == "held":
            services.hold_seminar(officer, seminar.id)
        elif status == "cancelled":
            services.cancel_seminar(officer, seminar.id, "Travaux")
    if step in ALLOWED[status]:
        with transaction():
            STEPS[step](officer, seminar)
        return
    with pytest.raises(Conflict, match="wrong-state"), transaction():
        STEPS[step](officer, seminar)


def test_it_did_not_take_place_before_it_began() -> None:
    officer, seminar = make_officer(), make_seminar()
    with pytest.raises(Conflict, match="not-yet"), transaction():
        services.hold_seminar(officer, seminar.id)


def test_the_wall_clock_is_promised_and_the_instant_derived(store: str) -> None:
    seminar = make_seminar(local_start=datetime(2026, 12, 10, 15))
    assert seminar.starts_at.isoformat() == "2026-12-10T15:00:00+00:00"  # Morocco is at UTC+0 since 2026-09-20
    in_summer_of_old_rules = make_seminar(local_start=datetime(2026, 6, 10, 15))
    assert in_summer_of_old_rules.starts_at.isoformat() == "2026-06-10T14:00:00+00:00"


def test_an_hour_that_does_not_exist_is_refused_in_its_field() -> None:
    with pytest.raises(Invalid) as refused:
        make_seminar(local_start=datetime(2026, 3, 22, 2, 30))
    assert "starts_at" in refused.value.errors


def test_a_capacity_below_the_seats_taken_is_refused_with_their_number(store: str) -> None:
    officer, seminar = make_officer(), make_seminar(capacity=10)
    make_registration(seminar, party_size=7)
    with pytest.raises(Invalid) as refused, transaction():
        services.edit_seminar(officer, seminar.id, capacity=6, max_party_size=5)
    assert "7" in refused.value.errors["capacity"][0]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"capacity": 500}, "capacity"),
        ({"local_end": datetime(2026, 12, 10, 15)}, "ends_at"),
        ({"local_end": datetime(2026, 12, 20, 15)}, "ends_at"),
        ({"district": "nowhere"}, "venue_id"),
        ({"venue_id": None}, "venue_id"),
        ({"registration_closes_at": datetime.fromisoformat("2027-01-01T00:00:00+00:00")}, "registration_closes_at"),
        ({"registration_opens_at": datetime.fromisoformat("2027-01-01T00:00:00+00:00")}, "registration_opens_at"),
    ],
)
def test_what_cannot_be_is_refused_in_its_own_field(changes: dict, field: str) -> None:
    officer, seminar = make_officer(), make_seminar(capacity=40)
    with pytest.raises(Invalid) as refused, transaction():
        services.edit_seminar(officer, seminar.id, **changes)
    assert field in refused.value.errors


def test_two_officers_who_save_at_once_do_not_overwrite_each_other() -> None:
    officer, seminar = make_officer(), make_seminar()
    version = seminar.version
    with transaction():
        services.edit_seminar(officer, seminar.id, version, capacity=35)
    with pytest.raises(Stale), transaction():
        services.edit_seminar(officer, seminar.id, version, capacity=36)


def test_registering_is_no_edit() -> None:
    seminar = make_seminar()
    before = seminar.version
    make_registration(seminar)
    db.session.rollback()
    assert db.session.get_one(Seminar, seminar.id).version == before


class TestVisibility:
    def test_a_draft_is_its_districts_officers_alone(self) -> None:
        draft = make_seminar(published=False)
        assert get_seminar(make_officer("saiss"), draft.id)
        assert get_seminar(make_supervisor(), draft.id)
        for other in (make_account(), make_officer("agdal")):
            with pytest.raises(NotFound):
                get_seminar(other, draft.id)
            assert list_seminars(other).items == []

    def test_others_do_not_learn_that_a_draft_exists_by_trying_to_change_it(self) -> None:
        draft, published = make_seminar(published=False), make_seminar()
        other = make_officer("agdal")
        with pytest.raises(NotFound), transaction():
            services.publish_seminar(other, draft.id)
        with pytest.raises(NotAllowed), transaction():
            services.edit_seminar(other, published.id, capacity=5)

    def test_seminars_for_associations_are_seen_by_verified_ones(self) -> None:
        seminar = make_seminar(visibility="associations")
        assert get_seminar(make_member(make_association()), seminar.id)
        for other in (make_account(), make_member(make_association(status="suspended"))):
            with pytest.raises(NotFound):
                get_seminar(other, seminar.id)

    def test_a_cancelled_draft_was_never_public(self) -> None:
        officer, draft = make_officer(), make_seminar(published=False)
        with transaction():
            services.cancel_seminar(officer, draft.id, "Travaux")
        with pytest.raises(NotFound):
            get_seminar(make_account(), draft.id)

    def test_planning_elsewhere_is_refused(self) -> None:
        with pytest.raises(NotAllowed):
            make_seminar(venue=make_venue(district="agdal"), by=make_officer("saiss"))


class TestFinding:
    def found(self, **filters: object) -> list[str]:
        return [seminar.title["fr"] for seminar in list_seminars(make_account(), **filters).items]

    @pytest.mark.parametrize("asked", ["Sécurité", "securite", "SECURITE ROUTIERE", "sécu", "routières"])
    def test_french_as_people_type_it(self, asked: str) -> None:
        make_seminar("Sécurité routière")
        make_seminar("Bon usage du numérique")
        assert self.found(q=asked) == ["Sécurité routière"]

    @pytest.mark.parametrize("asked", ["السلامة", "سلامه", "السَّلامة الطرقية", "الطرقيه", "سلامة"])
    def test_arabic_as_people_type_it(self, asked: str) -> None:
        make_seminar(title="A", published=True, summary={"ar": "السلامة الطرقية"})
        make_seminar("B")
        assert self.found(q=asked) == ["A"]

    def test_by_the_name_of_the_place(self) -> None:
        make_seminar("A", venue=make_venue(name={"fr": "Lycée Ibn Hazm"}))
        make_seminar("B")
        assert self.found(q="ibn hazm") == ["A"]

    def test_open_leaves_out_what_is_full_closed_or_queued_for(self) -> None:
        make_seminar("open")
        make_registration(make_seminar("full", capacity=1))
        queued = make_seminar("queued", capacity=3)
        make_registration(queued, party_size=2)
        make_registration(queued, party_size=2)
        make_seminar("over", local_start=datetime(2026, 11, 23, 8), lasts=timedelta(hours=8))
        assert self.found(open=True) == ["open"]

    def test_the_past_is_found_when_it_is_asked_for(self) -> None:
        make_seminar("past", local_start=datetime(2026, 10, 1, 10))
        assert self.found() == []
        assert self.found(starts_from=datetime.fromisoformat("2026-09-01T00:00:00+00:00")) == ["past"]

    def test_pages_follow_each_other_without_gap_or_repeat(self, store: str) -> None:
        venue = make_venue()
        wanted = [make_seminar(f"{n}", venue=venue).id for n in range(7)]  # all at the same hour
        viewer, seen, cursor = make_account(), [], None
        while True:
            page = list_seminars(viewer, limit=3, cursor=cursor)
            seen += [seminar.id for seminar in page.items]
            if page.next_key is None:
                break
            cursor = (page.items[-1].starts_at, page.items[-1].id)
        assert sorted(seen) == sorted(wanted) and len(seen) == 7

    def test_by_audience_and_language(self, store: str) -> None:
        make_seminar("parents", audiences=["parents"], languages=["ar"])
        make_seminar("pupils", audiences=["primary_school", "middle_school"], languages=["ar", "fr"])
        assert self.found(audience="middle_school") == ["pupils"]
        assert self.found(language="fr") == ["pupils"]


def test_a_deleted_draft_leaves_only_its_trail() -> None:
    officer, draft = make_officer(), make_seminar(published=False)
    with transaction():
        services.delete_draft(officer, draft.id)
    assert count_rows(Seminar) == 0
    actions = db.session.scalars(
        select(AuditEntry.action).where(AuditEntry.subject_id == str(draft.id)).order_by(AuditEntry.id)
    ).all()
    assert actions[-1] == "seminar.deleted"


def test_what_is_still_to_come_cannot_be_moved_into_the_past() -> None:
    officer, seminar = make_officer(), make_seminar()
    past = {"local_start": datetime(2026, 10, 1, 10), "local_end": datetime(2026, 10, 1, 12)}
    with pytest.raises(Invalid) as refused, transaction():
        services.edit_seminar(officer, seminar.id, **past)
    assert "starts_at" in refused.value.errors


def test_moved_ahead_of_its_closing_time_registration_closes_when_it_begins() -> None:
    officer, seminar = (
        make_officer(),
        make_seminar(registration_closes_at=datetime.fromisoformat("2026-12-09T00:00:00+00:00")),
    )
    earlier = {"local_start": datetime(2026, 12, 5, 10), "local_end": datetime(2026, 12, 5, 12)}
    with transaction():
        services.edit_seminar(officer, seminar.id, **earlier)
    assert get_seminar(officer, seminar.id).registration_closes_at is None


def test_an_hour_that_exists_twice_is_the_first_and_stays_it() -> None:
    officer = make_officer()
    twice = {"local_start": datetime(2027, 10, 31, 2, 30), "lasts": timedelta(hours=2)}
    seminar = make_seminar(timezone="Europe/Paris", **twice)
    before = seminar.starts_at
    assert before.isoformat() == "2027-10-31T00:30:00+00:00"
    with transaction():
        services.edit_seminar(officer, seminar.id, title={"fr": "Autrement"})
    assert get_seminar(officer, seminar.id).starts_at == before


def test_who_says_the_second_of_two_equal_hours_does_not_get_the_first() -> None:
    second = datetime.fromisoformat("2027-10-31T01:30:00+00:00")  # 02:30 in Paris, for the second time
    with pytest.raises(Invalid) as refused:
        make_seminar(timezone="Europe/Paris", starts_at=second, ends_at=second + timedelta(hours=2))
    assert set(refused.value.errors) == {"starts_at"}


def test_registration_is_over_when_the_seminar_begins() -> None:
    seminar = make_seminar(published=False)
    with pytest.raises(Invalid) as refused, transaction():
        services.edit_seminar(
            make_officer(), seminar.id, registration_closes_at=seminar.starts_at + timedelta(minutes=1)
        )
    assert set(refused.value.errors) == {"registration_closes_at"}


@pytest.mark.parametrize("approval_required", [False, True])
def test_whoever_is_registered_or_asked_goes_on_seeing_the_seminar(approval_required: bool) -> None:
    officer, seminar = make_officer(), make_seminar(visibility="associations", approval_required=approval_required)
    with transaction():
        services.edit_seminar(officer, seminar.id, visibility="public")
    make_registration(seminar)
    for narrower in ("associations", "invited"):
        with pytest.raises(Invalid) as refused, transaction():
            services.edit_seminar(officer, seminar.id, visibility=narrower)
        assert set(refused.value.errors) == {"visibility"}


def test_a_clock_on_a_wall_shows_no_seconds() -> None:
    starts_at = datetime.fromisoformat("2026-12-10T09:00:30+00:00")
    seminar = make_seminar(starts_at=starts_at, ends_at=starts_at + timedelta(hours=1))
    assert seminar.starts_at.isoformat() == "2026-12-10T09:00:00+00:00"


def test_a_zone_alone_that_is_changed_is_told_with_the_old_time() -> None:
    seminar = make_seminar(local_start=datetime(2027, 7, 5, 15))
    make_registration(seminar)
    with transaction():
        services.edit_seminar(make_officer(), seminar.id, timezone="Europe/Paris")
    moved = db.session.scalars(select(Message).where(Message.kind == "seminar_moved")).one()
    assert moved.payload["before"]["timezone"] == "Africa/Casablanca"


@pytest.mark.parametrize("typed", ["harcèlem", "numériq", "السل", "القد", "سلام", "القدس", "أڭد", "Qods"])
def test_words_that_are_still_being_typed_are_found(store: str, typed: str) -> None:
    make_district("agdal", name={"ar": "أكدال", "fr": "Agdal"})
    seminar = make_seminar(venue=make_venue(district="agdal"), summary={"ar": "السلامة الطرقية"})
    with transaction():
        services.edit_seminar(make_supervisor(), seminar.id, title={"fr": "Le harcèlement numérique"})
    assert [one.id for one in list_seminars(make_account(), q=typed).items] == [seminar.id]


def test_a_long_description_leaves_the_place_to_be_found() -> None:
    seminar = make_seminar(description={"fr": " ".join(f"mot{number}" for number in range(900))})
    assert [one.id for one in list_seminars(make_account(), q="Maison Qods Saiss").items] == [seminar.id]


@pytest.mark.parametrize("signs", ["!!!", "%_", "؟", "-"])
def test_signs_alone_find_nothing(signs: str) -> None:
    make_seminar()
    assert list_seminars(make_account(), q=signs).items == []
