"""Does the catalogue say what is chosen, and does the page of a seminar keep the meeting address for those who come?"""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from engage.access.actor import Actor
from engage.places import services as places
from engage.seminars import services
from engage.transaction import transaction
from tests.clients import Client
from tests.factories import make_account, make_officer, make_registration, make_seminar, make_supervisor

Opening = Callable[[Actor], Client]

MEETING = "https://meet.example/fes"


@pytest.fixture
def online() -> Any:
    return make_seminar("Rencontre en ligne", online_url=MEETING, approval_required=True)


def test_everything_that_is_chosen_has_a_chip_that_takes_it_away(client: Client) -> None:
    make_seminar()
    chosen = "district=saiss&theme=cyber&audience=parents&language=ar&starts_from=2026-11-24&starts_to=2027-01-01&q=x"
    shown = client.get(f"/?{chosen}&open=true&lang=fr").text
    assert shown.count("chip-remove") == 8
    assert 'href="/?district=saiss&amp;audience=' in shown  # without the theme
    assert "chip-remove" not in client.get("/?lang=fr").text


def test_dates_in_the_wrong_order_are_told_at_the_field(client: Client) -> None:
    make_seminar()
    shown = client.get("/?starts_from=2026-12-20&starts_to=2026-12-01&lang=en").text
    assert 'id="starts_to-error"' in shown
    assert shown.count("The first date comes after the last.") == 2  # there, and where the list would be
    assert 'value="2026-12-20"' in shown and 'value="2026-12-01"' in shown
    assert 'id="starts_to-error"' not in client.get("/?starts_from=2026-12-01&lang=en").text


@pytest.mark.parametrize(
    ("chosen", "advice", "other"),
    [
        ("q=zzzz", "Try other words", "Widen the dates"),
        ("starts_from=2040-01-01", "Widen the dates", "Try other words"),
        ("theme=drugs", "Take away a filter", "Widen the dates"),
        ("district=agdal", "Choose all districts", "Take away a filter"),
    ],
)
def test_advice_is_about_what_was_asked(client: Client, chosen: str, advice: str, other: str) -> None:
    make_seminar()
    shown = client.get(f"/?{chosen}&lang=en").text
    assert advice in shown
    assert other not in shown


def test_the_meeting_address_is_for_those_who_hold_a_seat(browser_of: Opening, client: Client, online: Any) -> None:
    asking, officer = make_account(), make_officer("saiss")
    asked = make_registration(online, by=asking)
    for reader in (client, browser_of(make_account()), browser_of(asking)):
        shown = reader.get(f"/seminars/{online.id}?lang=en").text
        assert MEETING not in shown
        assert "We send you the link" in shown
    assert MEETING not in client.get(f"/seminars/{online.id}/calendar.ics").text
    assert MEETING in browser_of(officer).get(f"/seminars/{online.id}").text
    browser_of(officer).post(f"/registrations/{asked.id}/approve")
    assert MEETING in browser_of(asking).get(f"/seminars/{online.id}").text


def test_a_cancelled_seminar_offers_no_seats_and_no_calendar(client: Client) -> None:
    seminar = make_seminar()
    assert "calendar.ics" in client.get(f"/seminars/{seminar.id}").text
    with transaction():
        services.cancel_seminar(Actor.system(), seminar.id, "La salle est fermée.")
    shown = client.get(f"/seminars/{seminar.id}").text
    assert "calendar.ics" not in shown
    assert 'class="seats' not in shown
    assert shown.index("La salle est fermée.") < shown.index('class="split')


@pytest.mark.parametrize(
    ("locale", "words"), [("ar", "مقاطعة سايس"), ("fr", "Arrondissement Saiss"), ("en", "Saiss district")]
)
def test_a_place_says_what_its_district_is(client: Client, locale: str, words: str) -> None:
    seminar = make_seminar()
    assert words in client.get(f"/seminars/{seminar.id}?lang={locale}").text


def test_the_name_of_a_commune_says_so_already(client: Client) -> None:
    with transaction():
        places.import_district(Actor.system(), code="mechouar", name={"fr": "Méchouar Fès Jdid"}, kind="commune")
    seminar = make_seminar(district="mechouar")
    shown = client.get(f"/seminars/{seminar.id}?lang=fr").text
    assert "Méchouar Fès Jdid" in shown
    assert "Arrondissement" not in shown


def test_two_days_are_both_said(browser_of: Opening) -> None:
    seminar = make_seminar(lasts=timedelta(hours=22))
    person = make_account()
    registration = make_registration(seminar, by=person)
    for address in (f"/seminars/{seminar.id}", f"/registrations/{registration.id}"):
        shown = browser_of(person).get(f"{address}?lang=en").text
        assert f"{seminar.local_start:%A} {seminar.local_start.day}" in shown
        assert f"{seminar.local_end:%A} {seminar.local_end.day}" in shown


def test_whoever_may_not_plan_is_told_for_whom_the_page_is(browser_of: Opening) -> None:
    told = "This page is for those who run seminars."
    assert told in browser_of(make_account()).get("/seminars/new?lang=en").text
    assert told not in browser_of(make_officer("saiss")).get("/districts?lang=en").text
    assert browser_of(make_supervisor()).get("/districts?lang=en").status_code == 200
