"""Do those who keep districts and venues find their pages, and are their words safe in a refused form?"""

from collections.abc import Callable
from typing import Any

import pytest

from engage.access.actor import VISITOR, Actor
from engage.places import services
from engage.places.queries import district_names, get_venue, list_venues
from engage.transaction import transaction
from tests.clients import Client
from tests.factories import make_account, make_district, make_officer, make_supervisor, make_venue

Opening = Callable[[Actor], Client]

TYPED = {
    "name.fr": "École Annour",
    "district": "saiss",
    "kind": "primary_school",
    "capacity": "٧٠",
    "step_free_access?": "1",
    "step_free_access": "1",
    "latitude": "34,033",
    "longitude": "-4,983",
}


@pytest.mark.parametrize("path", ["/venues", "/venues/new", "/districts", "/districts/saiss/edit"])
def test_pages_are_for_those_who_keep_places(browser_of: Opening, client: Client, path: str) -> None:
    make_venue(district="saiss")
    assert browser_of(make_supervisor("saiss")).get(path).status_code == 200
    assert browser_of(make_officer("saiss")).get(path).status_code == 403
    assert client.get(path).status_code == 401


def test_the_list_costs_little_and_finds(browser_of: Opening, count_statements: Any) -> None:
    make_venue(district="saiss", name={"fr": "Maison Al Qods"})
    make_venue(district="agdal", name={"fr": "École Annour"})
    browser = browser_of(make_supervisor())
    with count_statements() as statements:
        shown = browser.get("/venues?district=agdal&q=&lang=fr").text
    assert len(statements) <= 4
    assert "École Annour" in shown
    assert "Maison Al Qods" not in shown
    assert "Maison Al Qods" in browser.get("/venues?q=maison").text
    assert 'class="empty"' in browser.get("/venues?q=zzz").text


def test_a_venue_is_added_from_a_form_once(browser_of: Opening) -> None:
    make_district("saiss")
    browser = browser_of(make_supervisor())
    for _ in range(2):
        assert browser.post("/venues/new", data={**TYPED, "form_key": "once"}).status_code == 303
    [venue] = list_venues(VISITOR).items
    assert (venue.capacity, venue.latitude, venue.longitude, venue.step_free_access) == (70, 34.033, -4.983, True)


def test_a_refused_form_keeps_its_words(browser_of: Opening) -> None:
    make_district("saiss")
    refused = browser_of(make_supervisor()).post("/venues/new", data={**TYPED, "capacity": "many"})
    assert refused.status_code == 422
    assert 'value="many"' in refused.text
    assert "École Annour" in refused.text


def test_districts_offered_are_the_own_ones(browser_of: Opening) -> None:
    venue = make_venue(district="agdal")
    make_district("saiss")
    browser = browser_of(make_supervisor("saiss"))
    form = browser.get("/venues/new").text
    assert 'value="saiss"' in form
    assert 'value="agdal"' not in form
    assert browser.get(f"/venues/{venue.id}/edit").status_code == 403
    assert browser.post(f"/venues/{venue.id}/edit", data={**TYPED, "version": "1"}).status_code == 403
    assert browser.get("/districts/agdal/edit").status_code == 403
    assert browser.get("/districts/nowhere/edit").status_code == 404


def test_an_empty_field_empties(browser_of: Opening) -> None:
    venue = make_venue(address="Rue 3", latitude=34.0, longitude=-5.0)
    browser = browser_of(make_supervisor())
    assert 'value="Rue 3"' in browser.get(f"/venues/{venue.id}/edit").text
    data = {**TYPED, "address": "", "latitude": "", "longitude": "", "version": "1"}
    assert browser.post(f"/venues/{venue.id}/edit", data=data).status_code == 303
    seen = get_venue(VISITOR, venue.id)
    assert (seen.address, seen.latitude, seen.longitude, seen.version) == (None, None, None, 2)


def test_two_who_edit_at_once_do_not_overwrite_each_other(browser_of: Opening) -> None:
    venue = make_venue(capacity=100)
    with transaction():
        services.edit_venue(Actor.system(), venue.id, capacity=120)
    browser = browser_of(make_supervisor())
    refused = browser.post(f"/venues/{venue.id}/edit", data={**TYPED, "version": "1"})
    assert refused.status_code == 412
    assert "École Annour" in refused.text  # what was typed
    assert "120" in refused.text  # what stands now
    assert 'name="version" value="2"' in refused.text
    assert get_venue(VISITOR, venue.id).capacity == 120
    assert browser.post(f"/venues/{venue.id}/edit", data={**TYPED, "version": ""}).status_code == 422


def test_a_district_is_renamed(browser_of: Opening) -> None:
    make_district("saiss")
    browser = browser_of(make_supervisor("saiss"))
    data = {"name.ar": "سايس", "name.fr": "Saïs", "name.en": "", "version": "1"}
    assert browser.post("/districts/saiss/edit", data=data).status_code == 303
    assert district_names()["saiss"] == {"ar": "سايس", "fr": "Saïs"}
    assert browser.post("/districts/saiss/edit", data=data).status_code == 412
    assert browser.post("/districts/saiss/edit", data={"version": "2"}).status_code == 422


def test_citizens_do_not_write(browser_of: Opening) -> None:
    make_district("saiss")
    assert browser_of(make_account()).post("/venues/new", data=TYPED).status_code == 403
