"""Do those who keep the places keep the holidays too, without overwriting each other, and does everyone see them?"""

from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy import select

from engage.access.actor import Actor
from engage.audit.models import AuditEntry
from engage.database import db
from engage.errors import Invalid, NotAllowed, Stale
from engage.holidays import services
from engage.holidays.models import Holiday
from engage.holidays.queries import list_holidays, list_holidays_between
from engage.transaction import transaction
from tests.clients import Client
from tests.factories import count_rows, make_administrator, make_holiday, make_officer, make_supervisor

pytestmark = pytest.mark.usefixtures("app")

BREAK = {"kind": "school", "name": {"fr": "Vacances"}, "starts_on": "2026-12-06", "ends_on": "2026-12-13"}
FORM = {"kind": "school", "name.fr": "Vacances", "starts_on": "2026-12-06", "ends_on": "2026-12-13"}

Opening = Callable[[Actor], Client]


def test_a_span_sees_those_that_touch_it(store: str) -> None:
    week = make_holiday(date(2026, 12, 6), days=8)
    longest = make_holiday(date(2026, 12, 6), days=120)
    seen = [one.id for one in list_holidays_between(Actor.system(), date(2026, 12, 13), date(2026, 12, 20))]
    assert seen == sorted([week.id, longest.id])
    assert [one.id for one in list_holidays_between(Actor.system(), date(2026, 12, 14), date(2026, 12, 20))] == [
        longest.id
    ]
    assert list_holidays_between(Actor.system(), date(2026, 11, 1), date(2026, 12, 5)) == []
    assert len(list_holidays_between(Actor.system(), date(2027, 4, 4), date(2027, 4, 4))) == 1
    assert list_holidays_between(Actor.system(), date(2027, 4, 5), date(2027, 4, 5)) == []


def test_a_school_year_begins_in_september() -> None:
    for day in (date(2026, 8, 31), date(2026, 9, 1), date(2027, 8, 31), date(2027, 9, 1)):
        make_holiday(day)
    found = list_holidays(Actor.system(), year=2026)
    assert [one.starts_on for one in found.items] == [date(2026, 9, 1), date(2027, 8, 31)]


@pytest.mark.parametrize("changes", [{"ends_on": date(2026, 11, 17)}, {"ends_on": date(2027, 3, 18)}])
def test_days_that_cannot_be_are_refused(changes: dict[str, date], store: str) -> None:
    holiday = make_holiday()
    with pytest.raises(Invalid) as refusal, transaction():
        services.edit_holiday(Actor.system(), holiday.id, **changes)
    assert set(refusal.value.errors) == {"ends_on"}
    with pytest.raises(Invalid), transaction():
        services.add_holiday(Actor.system(), kind="public", name={"fr": "?"}, starts_on=date(2026, 11, 18), **changes)
    assert count_rows(Holiday) == 1


def test_two_who_edit_at_once_do_not_overwrite_each_other() -> None:
    holiday, keeper = make_holiday(), make_administrator()
    with transaction():
        assert services.edit_holiday(keeper, holiday.id, 1, ends_on=date(2026, 11, 19))
        assert not services.edit_holiday(keeper, holiday.id, 2, ends_on=date(2026, 11, 19))
    with pytest.raises(Stale), transaction():
        services.edit_holiday(keeper, holiday.id, 1, kind="school")
    with pytest.raises(Stale), transaction():
        services.delete_holiday(keeper, holiday.id, 1)
    with pytest.raises(NotAllowed), transaction():
        services.delete_holiday(make_officer(), holiday.id)


def test_the_trail_keeps_what_was_deleted() -> None:
    holiday = make_holiday()
    with transaction():
        services.delete_holiday(make_supervisor(), holiday.id, 1)
    entries = db.session.scalars(select(AuditEntry).where(AuditEntry.action.startswith("holiday"))).all()
    assert [entry.action for entry in entries] == ["holiday.added", "holiday.deleted"]
    assert entries[1].before is not None and entries[1].before["starts_on"] == "2026-11-18"


def test_programs_keep_them(client: Client, program_of: Opening) -> None:
    program = program_of(make_supervisor())
    made = program.post("/api/v1/holidays", json=BREAK)
    assert made.status_code == 201
    assert {**made.get_json(), **BREAK} == made.get_json()
    assert client.get("/api/v1/holidays?year=2026").get_json()["items"] == [made.get_json()]
    path = f"/api/v1/holidays/{made.get_json()['id']}"
    tag = {"If-Match": made.headers["ETag"]}
    assert program.patch(path, json={"ends_on": "2026-12-12"}).status_code == 428
    assert program.patch(path, json={"ends_on": "2026-12-12"}, headers=tag).get_json()["version"] == 2
    assert program.patch(path, json={"ends_on": "2026-12-14"}, headers=tag).status_code == 412
    assert program.delete(path).status_code == 204
    assert program.delete(path).status_code == 404


def test_lists_go_on_where_they_stopped(client: Client) -> None:
    made = [str(make_holiday().id) for _ in range(3)]
    first = client.get("/api/v1/holidays?limit=2").get_json()
    second = client.get(first["next"]).get_json()
    assert [one["id"] for one in first["items"] + second["items"]] == sorted(made)


def test_pages_keep_them(browser_of: Opening) -> None:
    browser = browser_of(make_administrator())
    wrong = browser.post("/holidays/new?lang=fr", data={**FORM, "ends_on": "2026-12-01", "form_key": "one"})
    assert wrong.status_code == 422 and "Vacances" in wrong.text and 'id="ends_on-error"' in wrong.text
    made = browser.post("/holidays/new", data={**FORM, "form_key": "two"})
    assert made.headers["Location"] == "/holidays?year=2026"
    holiday = db.session.scalars(select(Holiday)).one()
    assert "Vacances" in browser.get("/holidays?year=2026").text
    saved = browser.post(f"/holidays/{holiday.id}/edit", data={**FORM, "name.ar": "عطلة", "version": 1})
    assert saved.status_code == 303
    late = browser.post(f"/holidays/{holiday.id}/edit", data={**FORM, "kind": "public", "version": 1})
    assert late.status_code == 412
    assert browser.get(f"/holidays/{holiday.id}/delete").status_code == 200
    assert browser.post(f"/holidays/{holiday.id}/delete", data={"version": 2}).status_code == 303
    assert count_rows(Holiday) == 0


def test_whoever_keeps_none_sees_no_page(browser_of: Opening, client: Client) -> None:
    assert browser_of(make_officer()).get("/holidays").status_code == 403
    assert client.get("/holidays").status_code == 401
