"""Does the calendar show what this person may see, on the right day, in a month and in a week?"""

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest

from engage.access.actor import Actor
from engage.seminars import services
from engage.seminars.pages import timetable
from engage.transaction import transaction
from tests.clients import Client
from tests.factories import make_holiday, make_officer, make_seminar, make_venue

pytestmark = pytest.mark.usefixtures("app")


def cell(html: str, day: str) -> str:
    """What stands in the cell of a day (said in words)."""
    return next(part for part in re.findall(r"<td.*?</td>", html, re.DOTALL) if day in part)


def test_a_month_has_whole_weeks_from_monday_to_sunday(client: Client) -> None:
    make_seminar("Cyber", local_start=datetime(2026, 12, 10, 9, 30))
    make_seminar("Avant", local_start=datetime(2026, 11, 30, 23))
    make_seminar("Après", local_start=datetime(2027, 1, 1, 0))
    html = client.get("/calendar?month=2026-12&lang=fr").text
    assert html.count("<td") == 35
    assert "Cyber" in cell(html, "jeudi 10 décembre 2026".capitalize())
    assert "Avant" not in html and "Après" not in html
    assert re.findall(r'<th scope="col">(\w+)</th>', html)[0] == "Lundi"


def test_a_week_of_iso(client: Client) -> None:
    make_seminar("Cyber", local_start=datetime(2026, 12, 6, 9))
    html = client.get("/calendar?week=2026-W49&lang=fr").text
    assert html.count("<td") == 7
    assert "Cyber" in cell(html, "Dimanche 6 décembre 2026")
    assert "week=2026-W48" in html and "week=2026-W50" in html and "month=2026-11" in html


def test_holidays_stand_in_words(client: Client) -> None:
    make_holiday(date(2026, 12, 9), days=3)
    html = client.get("/calendar?month=2026-12&lang=fr").text
    for day in (9, 10, 11):
        assert "Fête de l’indépendance" in cell(html, f"{day} décembre 2026")
    assert "Fête" not in cell(html, "12 décembre 2026") + cell(html, " 8 décembre 2026")


def test_everyone_sees_what_is_theirs_to_see(client: Client, browser_of: Callable[[Actor], Client]) -> None:
    venue = make_venue()
    make_seminar("Publique", venue=venue)
    make_seminar("Projet", venue=venue, published=False)
    make_seminar("Invités", venue=venue, visibility="invited")
    off = make_seminar("Annulée", venue=venue)
    with transaction():
        services.cancel_seminar(Actor.system(), off.id, "Travaux")
    seen = client.get("/calendar?month=2026-12").text
    assert [word in seen for word in ("Publique", "Projet", "Invités", "Annulée")] == [True, False, False, True]
    own = browser_of(make_officer()).get("/calendar?month=2026-12").text
    assert all(word in own for word in ("Publique", "Projet", "Invités", "Annulée"))
    assert "Projet" not in browser_of(make_officer("agdal")).get("/calendar?month=2026-12").text


def test_filters_stay_in_the_links(client: Client) -> None:
    make_seminar("Ici", district="saiss", theme="drugs")
    make_seminar("Ailleurs", district="agdal", theme="drugs")
    make_seminar("Autre", district="saiss", theme="cyber")
    html = client.get("/calendar?month=2026-12&district=saiss&theme=drugs").text
    assert "Ici" in html and "Ailleurs" not in html and "Autre" not in html
    links = re.findall(r'href="(/calendar\?[^"]*(?:month|week)=[^"]*)"', html)
    assert len(links) >= 4
    assert all("district=saiss" in link and "theme=drugs" in link for link in links)


@pytest.mark.parametrize(
    "query",
    ["", "month=2026-13", "week=2027-W53", "month=x&week=y", "theme=x&district=zzz", "month=20٢٧-12", "week=20٢٧-W0٢"],
)
def test_a_link_with_a_typo_still_shows_a_calendar(client: Client, query: str) -> None:
    html = client.get(f"/calendar?{query}&lang=fr").text
    assert "23 novembre 2026" in html


@pytest.mark.parametrize("day", [date(2000, 1, 3) + timedelta(days=days) for days in range(0, 36500, 997)])
def test_every_day_of_a_month_or_week_is_in_it_once(day: date) -> None:
    year, week, _ = day.isocalendar()
    for sent in ({"month": f"{day:%Y-%m}"}, {"week": f"{year}-W{week:02}"}):
        first, last = timetable._week(sent) if "week" in sent else timetable._month(sent)
        days = [one for row in timetable._days(first, last, []) for one in row]
        assert [one.date for one in days].count(day) == 1
        assert sum(not one.is_outside for one in days) == (last - first).days + 1
        assert days[0].date.weekday() == 0 and len(days) % 7 == 0


def test_what_does_not_fit_goes_on_in_the_list(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timetable, "MOST", 2)
    venue = make_venue()
    for title in ("Un", "Deux", "Trois"):
        make_seminar(title, venue=venue)
    html = client.get("/calendar?month=2026-12").text
    assert "Deux" in html and "Trois" not in html
    assert "/?starts_from=2026-12-12" in html


def test_the_way_to_it_is_short(client: Client, browser_of: Callable[[Actor], Client]) -> None:
    assert 'href="/calendar"' in client.get("/").text
    assert "/calendar?month=2026-11" in browser_of(make_officer()).get("/desk").text
