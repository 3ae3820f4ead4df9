"""Is a venue or an officer at one place at a time, unless somebody says why not, and what do planners learn of it?"""

import uuid
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from engage.access.actor import Actor
from engage.audit.models import AuditEntry
from engage.database import db, new_id
from engage.errors import Conflict, Invalid
from engage.places.models import Venue
from engage.seminars import services
from engage.seminars.models import Assignment, Booking, Seminar
from engage.seminars.queries import get_plan
from engage.transaction import abandon, transaction
from tests.clients import Client
from tests.factories import (
    LOCAL_START,
    count_rows,
    make_account,
    make_officer,
    make_seminar,
    make_supervisor,
    make_venue,
)

pytestmark = pytest.mark.usefixtures("app")

HOUR = timedelta(hours=1)
WHY = "Deux salles dans la même maison."


@pytest.fixture
def venue() -> Venue:
    return make_venue()


def refused(**details: Any) -> dict[str, list[str]]:
    """What is said about a plan that is refused."""
    with pytest.raises(Invalid) as refusal:
        make_seminar(**details)
    abandon()
    return dict(refusal.value.errors)


def edit(seminar: Seminar, by: Actor | None = None, **changes: Any) -> bool:
    with transaction():
        return services.edit_seminar(by or Actor.system(), seminar.id, **changes)


@pytest.mark.parametrize(
    ("starts", "lasts"),
    [(timedelta(), 2 * HOUR), (-HOUR, 2 * HOUR), (HOUR, 2 * HOUR), (HOUR / 2, HOUR), (-HOUR, 5 * HOUR)],
)
@pytest.mark.parametrize("published", [True, False])
def test_a_venue_that_is_taken_is_refused(
    venue: Venue, starts: timedelta, lasts: timedelta, published: bool, store: str
) -> None:
    make_seminar("Cyber", venue=venue, published=published, local_start=LOCAL_START)
    errors = refused(venue=venue, local_start=LOCAL_START + starts, lasts=lasts, by=make_supervisor())
    assert "Cyber" in errors["venue_id"][0] and "15:00" in errors["venue_id"][0]
    assert set(errors) == {"venue_id", "force_reason"}
    assert count_rows(Seminar) == count_rows(Booking) == 1


def test_touching_ends_and_other_venues_are_no_clash(venue: Venue, store: str) -> None:
    for starts in (timedelta(), 2 * HOUR, -2 * HOUR):
        make_seminar(venue=venue, local_start=LOCAL_START + starts)
    make_seminar(local_start=LOCAL_START)
    make_seminar(online_url="https://visio.example/1", local_start=LOCAL_START)
    make_seminar(online_url="https://visio.example/1", local_start=LOCAL_START)
    assert count_rows(Booking) == 4


def test_a_longer_seminar_of_days_ago_is_seen(venue: Venue) -> None:
    make_seminar(venue=venue, local_start=LOCAL_START - timedelta(days=6), lasts=timedelta(days=6, hours=1))
    assert "venue_id" in refused(venue=venue, local_start=LOCAL_START)


def test_a_reason_forces_it_and_is_kept(venue: Venue, store: str) -> None:
    first = make_seminar(venue=venue, local_start=LOCAL_START)
    second = make_seminar(venue=venue, local_start=LOCAL_START, force_reason=WHY)
    assert (first.force_reason, second.force_reason) == (None, WHY)
    planned = db.session.scalars(select(AuditEntry).where(AuditEntry.subject_id == str(second.id))).first()
    assert planned is not None and planned.after is not None and planned.after["force_reason"] == WHY
    make_seminar(venue=venue, local_start=LOCAL_START + 2 * HOUR, force_reason=WHY)
    assert count_rows(Seminar, Seminar.force_reason.is_not(None)) == 1  # kept only where it was needed


def test_online_only_the_own_officers_can_clash(venue: Venue, store: str) -> None:
    make_seminar(venue=venue, local_start=LOCAL_START, officers=[make_officer().id])
    online = {"online_url": "https://visio.example/1", "local_start": LOCAL_START}
    assert make_seminar(**online, officers=[make_officer().id], force_reason=WHY).force_reason is None


def test_what_was_forced_is_in_the_way_of_those_who_come_later(venue: Venue, store: str) -> None:
    make_seminar(venue=venue, local_start=LOCAL_START)
    make_seminar(venue=venue, local_start=LOCAL_START + HOUR, force_reason=WHY)
    assert "venue_id" in refused(venue=venue, local_start=LOCAL_START + 2 * HOUR)


def test_a_move_into_another_is_refused_and_other_changes_are_not(venue: Venue, store: str) -> None:
    make_seminar(venue=venue, local_start=LOCAL_START)
    forced = make_seminar(venue=venue, local_start=LOCAL_START, force_reason=WHY)
    assert edit(forced, capacity=30)
    assert edit(forced, officers=[make_officer().id])
    assert forced.force_reason == WHY
    with pytest.raises(Invalid):
        edit(forced, local_end=LOCAL_START + 3 * HOUR)
    assert edit(forced, local_start=LOCAL_START + 2 * HOUR, local_end=LOCAL_START + 4 * HOUR)
    assert forced.force_reason is None
    assert not edit(forced, capacity=30)
    assert db.session.scalars(select(Booking.is_forced)).all() == [False, False, False]


def test_only_what_clashes_is_forced(venue: Venue, store: str) -> None:
    officer = make_officer()
    make_seminar(venue=venue, local_start=LOCAL_START)
    make_seminar(venue=venue, local_start=LOCAL_START, officers=[officer.id], force_reason=WHY)
    forced = db.session.execute(select(Booking.venue_id, Booking.account_id).where(Booking.is_forced)).all()
    assert forced == [(venue.id, None)]


def test_called_off_or_thrown_away_it_gives_back_what_it_held(venue: Venue, store: str) -> None:
    officer = make_officer()
    called_off = make_seminar(venue=venue, local_start=LOCAL_START, officers=[officer.id])
    with transaction():
        services.cancel_seminar(Actor.system(), called_off.id, "Travaux")
    draft = make_seminar(venue=venue, local_start=LOCAL_START, officers=[officer.id], published=False)
    with transaction():
        services.delete_draft(Actor.system(), draft.id)
    make_seminar(venue=venue, local_start=LOCAL_START, officers=[officer.id])
    assert count_rows(Booking) == 2
    assert count_rows(Assignment, Assignment.seminar_id == called_off.id) == 1  # who was to run it is still known


def test_the_store_itself_refuses(venue: Venue, store: str) -> None:
    """Whatever a service overlooked: for a venue, for an officer, and on a change."""
    officer = make_officer()
    seminar = make_seminar(venue=venue, local_start=LOCAL_START, officers=[officer.id])
    later = make_seminar(venue=venue, local_start=LOCAL_START + 2 * HOUR)
    times = {"starts_at": seminar.starts_at + HOUR, "ends_at": seminar.ends_at - HOUR / 2}
    ids = {"venue-taken": {"venue_id": venue.id}, "officer-taken": {"account_id": officer.id}}
    for type_, subject in ids.items():
        with pytest.raises(Conflict) as refusal, transaction():
            db.session.add(Booking(id=new_id(), seminar_id=later.id, is_forced=False, **subject, **times))
        assert refusal.value.type == type_
        with transaction():
            db.session.add(Booking(id=new_id(), seminar_id=later.id, is_forced=True, **subject, **times))
    with pytest.raises(Conflict), transaction():
        db.session.execute(update(Booking).where(Booking.is_forced).values(is_forced=False))


# --- officers ---------------------------------------------------------------------------------------------------------


def test_an_officer_is_at_one_place_at_a_time(store: str) -> None:
    officer = make_officer(display_name="Samira Benjelloun")
    make_seminar("Cyber", local_start=LOCAL_START, officers=[officer.id])
    errors = refused(local_start=LOCAL_START + HOUR, officers=[officer.id])
    assert set(errors) == {"officers", "force_reason"}
    assert errors["officers"][0].startswith("Samira Benjelloun: ") and "Cyber" in errors["officers"][0]
    make_seminar(local_start=LOCAL_START + 2 * HOUR, officers=[officer.id])


def test_a_seminar_that_one_may_not_see_is_not_named() -> None:
    officer = make_officer("saiss", "agdal")
    make_seminar("Secret", district="agdal", local_start=LOCAL_START, officers=[officer.id], published=False)
    errors = refused(local_start=LOCAL_START, officers=[officer.id], by=make_officer("saiss"))
    assert "Secret" not in errors["officers"][0] and "15" not in errors["officers"][0]


@pytest.mark.parametrize("make", [make_account, lambda: make_officer("agdal"), lambda: make_supervisor("agdal")])
def test_only_planners_of_the_district_run_a_seminar(make: Callable[[], Actor]) -> None:
    assert set(refused(officers=[make().id])) == {"officers"}
    assert set(refused(officers=[uuid.uuid4()])) == {"officers"}
    make_seminar(officers=[make_officer("saiss").id, make_supervisor().id, make_supervisor("saiss").id])


def test_officers_come_and_go_and_the_trail_knows_their_ids() -> None:
    first, second = make_officer(), make_officer()
    seminar = make_seminar(officers=[first.id, first.id])
    version = seminar.version
    assert edit(seminar, officers=[second.id])
    assert not edit(seminar, officers=[second.id])
    assert seminar.version == version + 1
    assert [one.id for one in get_plan(first, seminar.id).officers] == [second.id]
    assigned = select(AuditEntry).where(AuditEntry.action == "seminar.officers_assigned").order_by(AuditEntry.id)
    entry = db.session.scalars(assigned).all()[-1]
    assert (entry.before, entry.after) == ({"officers": [str(first.id)]}, {"officers": [str(second.id)]})


def test_who_runs_it_is_nobody_else_s_concern(client: Client, program_of: Callable[[Actor], Client]) -> None:
    officer = make_officer(display_name="Samira Benjelloun")
    seminar = make_seminar(officers=[officer.id], local_start=datetime(2026, 12, 12, 10))
    assert "Samira" not in client.get(f"/seminars/{seminar.id}").text
    assert "Samira" not in client.get(f"/api/v1/seminars/{seminar.id}").text
    assert get_plan(make_account(), seminar.id).officers == ()
    assert get_plan(make_officer("agdal"), seminar.id).officers == ()
    shown = program_of(officer).get(f"/api/v1/seminars/{seminar.id}/officers")
    assert shown.get_json() == {
        "officers": [{"id": str(officer.id), "display_name": "Samira Benjelloun"}],
        "force_reason": None,
    }
    assert program_of(make_officer("agdal")).get(f"/api/v1/seminars/{seminar.id}/officers").status_code == 403


# --- programs and pages -----------------------------------------------------------------------------------------------


def test_a_program_learns_where_it_clashes_and_may_say_why(venue: Venue, program_of: Callable[[Actor], Client]) -> None:
    officer = make_officer()
    make_seminar(venue=venue, local_start=LOCAL_START)
    seminar = make_seminar(venue=venue, local_start=LOCAL_START + 3 * HOUR)
    program, path = program_of(officer), f"/api/v1/seminars/{seminar.id}"
    times = {"starts_at": "2026-12-10T16:00:00Z", "ends_at": "2026-12-10T18:00:00Z"}
    refusal = program.post(f"{path}/move", json=times)
    assert (refusal.status_code, set(refusal.get_json()["errors"])) == (422, {"venue_id", "force_reason"})
    assert program.post(f"{path}/move", json={**times, "force_reason": WHY}).status_code == 200
    etag = program.get(path).headers["ETag"]
    put = {"officers": [str(officer.id)]}
    assert program.put(f"{path}/officers", json=put).status_code == 428
    assert program.put(f"{path}/officers", json=put, headers={"If-Match": '"1"'}).status_code == 412
    kept = program.put(f"{path}/officers", json=put, headers={"If-Match": etag})
    assert kept.get_json()["force_reason"] == WHY
    assert kept.headers["ETag"] == program.get(path).headers["ETag"] != etag


def test_a_page_keeps_the_words_and_asks_why(venue: Venue, browser_of: Callable[[Actor], Client]) -> None:
    officer = make_officer()
    make_seminar("Cyber", venue=venue, local_start=LOCAL_START)
    form = {"title.fr": "Sécurité routière", "theme": "road_safety", "audiences": ["parents"], "languages": ["ar"]}
    form |= {"capacity": "40", "max_party_size": "20", "waiting_list": "strict", "visibility": "public"}
    form |= {"day": "2026-12-10", "start_clock": "16:00", "end_clock": "17:30", "venue_id": str(venue.id)}
    form |= {"officers": ["", str(officer.id)], "form_key": "one"}
    browser = browser_of(officer)
    refusal = browser.post("/seminars/new?lang=fr", data=form)
    assert refusal.status_code == 422
    assert "Sécurité routière" in refusal.text and "Cyber" in refusal.text
    assert 'id="force_reason-error"' in refusal.text
    kept = browser.post("/seminars/new?lang=fr", data={**form, "force_reason": WHY, "form_key": "two"})
    assert kept.status_code == 303
    shown = browser.get(kept.headers["Location"]).text
    assert WHY in shown and officer.display_name in shown
    edited = browser.get(f"{kept.headers['Location']}/edit").text
    assert f'value="{officer.id}" checked' in edited.replace("\n", " ").replace("  ", " ")
