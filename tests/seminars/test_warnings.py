"""Of which days are planners warned, and is nobody kept from planning on them?"""

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest

from engage.access.actor import Actor
from engage.seminars.queries import get_plan
from tests.clients import Client
from tests.factories import make_account, make_holiday, make_officer, make_seminar, make_supervisor

pytestmark = pytest.mark.usefixtures("app")

THURSDAY, SATURDAY = datetime(2026, 12, 10, 15), datetime(2026, 12, 12, 15)
PUPILS, ADULTS = ["primary_school", "parents"], ["parents", "students", "general_public"]


def warned(start: datetime, audiences: list[str], lasts: timedelta = timedelta(hours=2)) -> list[str]:
    seminar = make_seminar(local_start=start, audiences=audiences, lasts=lasts)
    return [one.type for one in get_plan(make_supervisor(), seminar.id).warnings]


@pytest.mark.parametrize(("kind", "for_pupils", "for_adults"), [("public", 1, 1), ("school", 1, 0)])
def test_of_holidays(kind: str, for_pupils: int, for_adults: int, store: str) -> None:
    make_holiday(THURSDAY.date() - timedelta(days=3), days=5, kind=kind)
    assert warned(THURSDAY, PUPILS) == [f"{kind}_holiday"] * for_pupils
    assert warned(THURSDAY, ADULTS) == [f"{kind}_holiday"] * for_adults


@pytest.mark.parametrize("day", [date(2026, 12, 9), date(2026, 12, 11)])
def test_not_of_the_days_around_one(day: date, store: str) -> None:
    make_holiday(day)
    assert warned(THURSDAY, PUPILS) == []
    assert warned(THURSDAY - timedelta(days=2), ADULTS, lasts=timedelta(days=4)) == ["public_holiday"]


def test_of_weekends_where_it_is_for_pupils() -> None:
    assert warned(SATURDAY, PUPILS) == ["weekend"]
    assert warned(SATURDAY, ADULTS) == []
    assert warned(THURSDAY, PUPILS, lasts=timedelta(days=2)) == ["weekend"]


def test_programs_of_planners_alone_are_told(program_of: Callable[[Actor], Client]) -> None:
    make_holiday(SATURDAY.date(), name={"fr": "Fête du Trône"})
    seminar = make_seminar(local_start=SATURDAY, audiences=PUPILS)
    path = f"/api/v1/seminars/{seminar.id}/warnings"
    found = program_of(make_officer()).get(path, headers={"Accept-Language": "en"}).get_json()["items"]
    assert [one["type"] for one in found] == ["public_holiday", "weekend"]
    assert "Fête du Trône" in found[0]["detail"]
    assert program_of(make_account()).get(path).status_code == 403


def test_pages_of_planners_alone_say_so(client: Client, browser_of: Callable[[Actor], Client]) -> None:
    make_holiday(THURSDAY.date(), name={"fr": "Fête du Trône"})
    draft, published = make_seminar(published=False), make_seminar()
    browser = browser_of(make_officer())
    for path in (f"/seminars/{draft.id}", f"/seminars/{draft.id}/publish", f"/seminars/{published.id}"):
        assert "Fête du Trône" in browser.get(path).text
    assert "Fête du Trône" not in client.get(f"/seminars/{published.id}").text
