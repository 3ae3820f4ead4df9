"""Does another city need other settings only: its numbers to call, its telephones, its maps?"""

from collections.abc import Callable

from flask import Flask

from engage.text import parse_phone, show_phone
from engage.web.input import Phone
from tests.factories import make_seminar, make_venue


def test_the_numbers_to_call_are_the_city_s(make_app: Callable[..., Flask]) -> None:
    app = make_app(emergency_number="112", ambulance_number="144", gendarmerie_number=None)
    shown = app.test_client().get("/").get_data(as_text=True)
    assert 'href="tel:112"' in shown and 'href="tel:144"' in shown
    assert "177" not in shown and "tel:15" not in shown and "tel:19" not in shown


def test_telephones_are_read_and_shown_as_the_country_does(make_app: Callable[..., Flask]) -> None:
    with make_app(country="FR").app_context():
        assert Phone().deserialize("06 12 34 56 78") == "+33612345678"
    assert parse_phone("0612345678", "MA") == "+212612345678"
    assert show_phone("+33612345678", "FR") == "06 12 34 56 78"
    assert show_phone("+212612345678", "FR") == "+212 6 12 34 56 78"


def test_the_map_is_the_one_that_was_set(make_app: Callable[..., Flask]) -> None:
    app = make_app(map_url="https://maps.example/?q={latitude},{longitude}")
    with app.app_context():
        seminar_id = make_seminar(venue=make_venue(latitude=34.05, longitude=-4.99)).id
    shown = app.test_client().get(f"/seminars/{seminar_id}").get_data(as_text=True)
    assert 'href="https://maps.example/?q=34.05,-4.99"' in shown


def test_people_are_told_whom_to_ask(make_app: Callable[..., Flask]) -> None:
    asked = {"contact_email": "contact@city.example", "contact_phone": "+212535123456"}
    client = make_app(**asked).test_client()
    for path in ("/", "/privacy?lang=fr"):
        shown = client.get(path).get_data(as_text=True)
        assert 'href="mailto:contact@city.example"' in shown and 'href="tel:+212535123456"' in shown
    assert "mailto:" not in make_app().test_client().get("/privacy").get_data(as_text=True)


def test_every_public_page_shows_the_number_to_call(make_app: Callable[..., Flask]) -> None:
    client = make_app(emergency_number="112").test_client()
    for path in ("/", "/sign-in", "/sign-up", "/reset", "/privacy", "/associations", "/api/docs", "/nowhere"):
        assert 'href="tel:112"' in client.get(path).get_data(as_text=True), path
