"""Does everyone find the partners, on the list and on the map, and read of each what is public and nothing else?"""

import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from engage.access.actor import Actor
from engage.database import new_id
from engage.partners.models import AssociationStatus
from engage.partners.queries import list_memberships
from engage.registrations.queries import Count, Figures
from engage.transaction import transaction
from engage.web import lists
from tests.clients import Client
from tests.factories import make_account, make_association, make_district, make_manager, make_member, make_supervisor

pytestmark = pytest.mark.usefixtures("app")

Opening = Callable[[Actor], Client]

NOT_VERIFIED = [status for status in AssociationStatus if status != AssociationStatus.VERIFIED]
CENTRES = {"saiss": (34.005, -4.985), "agdal": (34.035, -5.006)}


def in_two_languages(association: Any) -> Any:
    with transaction():
        association.name = {"ar": "جمعية الأمل", "fr": "Association Al Amal"}
    return association


def districts_with_centres() -> None:
    with transaction():
        for code, (latitude, longitude) in CENTRES.items():
            district = make_district(code)
            district.latitude, district.longitude = latitude, longitude


def test_the_list_holds_the_verified_ones_with_what_they_do(client: Client) -> None:
    make_district("saiss")
    association = make_association("Association Al Amal", fields=["youth"])
    for status in NOT_VERIFIED:
        make_association("Association Cachée", status=status)
    shown = client.get("/associations?lang=en").text
    assert f'href="/associations/{association.id}"' in shown
    assert "Youth" in shown
    assert "Saiss" in shown
    assert "Cachée" not in shown
    assert 'class="empty"' in client.get("/associations?q=zzz").text


def test_the_list_is_narrowed_by_district_and_field(client: Client) -> None:
    for code in ("saiss", "agdal"):
        make_district(code)
    make_association("Association Al Amal", districts=("saiss", "agdal"), fields=["youth"])
    make_association("Association Al Wafae", districts=("agdal",), fields=["women"])
    shown = client.get("/associations?lang=fr&district=saiss&field=youth").text
    assert "Association Al Amal" in shown
    assert "Association Al Wafae" not in shown
    assert '<option value="saiss" selected>' in shown
    assert '<option value="youth" selected>' in shown


def test_the_map_says_how_many_there_are_and_leads_to_them(client: Client, store: str) -> None:
    districts_with_centres()
    make_association(districts=("saiss", "agdal"))
    make_association("Al Wafae", districts=("agdal",))
    make_association("Cachée", districts=("agdal",), status=AssociationStatus.SUSPENDED)
    page = client.get("/associations?lang=fr&district=agdal").text
    drawn = page.partition('<svg class="city-map"')[2].partition("</svg>")[0]
    numbers = re.findall(r'href="/associations\?district=(\w+)".*?<text class="n"[^>]*>(\d+)<', drawn, re.DOTALL)
    assert dict(numbers) == {"agdal": "2", "saiss": "1"}
    assert drawn.count('aria-current="true"') == 1
    table = page.partition('class="table mb-0"')[2].partition("</table>")[0]
    assert re.findall(r'<td class="n">(\d+)</td>', table) == ["2", "1"]


def test_a_city_without_points_has_the_table_alone(client: Client) -> None:
    make_district("saiss")
    page = client.get("/associations").text
    assert "city-map" not in page
    assert "district=saiss" in page


def test_the_page_of_one_says_what_is_public(client: Client) -> None:
    make_district("saiss")
    association = in_two_languages(make_association(phone="+212535631935", email="president@example.org"))
    shown = client.get(f"/associations/{association.id}?lang=fr").text
    assert all(word in shown for word in ("جمعية الأمل", "Association Al Amal", "Saiss"))
    assert not any(word in shown for word in ("0535", "+212", "president@", association.receipt_number, "Hind"))


def test_machines_read_the_same(client: Client, browser_of: Opening) -> None:
    make_district("saiss")
    association = in_two_languages(make_association())
    address = f"/associations/{association.id}?lang=fr"
    shown = client.get(address).text
    found = json.loads(re.findall(r'<script type="application/ld\+json">(.*?)</script>', shown, re.DOTALL)[0])
    assert found["@type"] == "NGO"
    assert (found["name"], found["alternateName"]) == ("Association Al Amal", ["جمعية الأمل"])
    assert found["areaServed"] == ["Saiss"]
    assert f'hreflang="ar" href="{found["@id"]}?lang=ar"' in shown
    assert "ld+json" not in browser_of(make_account()).get(address).text


@pytest.mark.parametrize("status", NOT_VERIFIED)
def test_one_that_is_not_verified_is_seen_by_its_own(browser_of: Opening, status: str, client: Client) -> None:
    association = make_association(status=status)
    for path in (f"/associations/{association.id}", f"/api/v1/associations/{association.id}/figures"):
        assert client.get(path).status_code == 404
        assert browser_of(make_account()).get(path).status_code == 404
    own = f"/associations/{association.id}"
    assert {browser_of(one).get(own).status_code for one in (make_member(association), make_supervisor())} == {200}


def test_its_own_people_find_their_way(browser_of: Opening) -> None:
    association = make_association()
    address, desk = f"/associations/{association.id}", f'href="/associations/{association.id}/desk"'
    assert desk in browser_of(make_manager(association)).get(address).text
    assert desk not in browser_of(make_manager(make_association("Autre"))).get(address).text
    assert browser_of(make_account()).get(f"/associations/{new_id()}").status_code == 404


def test_a_few_people_are_not_told(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    few = Figures(Count(2, None), {2026: Count(2, None)}, {"cyber": Count(2, None)})
    monkeypatch.setattr("engage.desk.pages.partners.get_public_figures", lambda *_: few)
    monkeypatch.setattr("engage.desk.api.get_public_figures", lambda *_: few)
    association = make_association()
    shown = client.get(f"/associations/{association.id}?lang=en").text
    assert "fewer than 5 people" in shown
    assert shown.count("not told") >= 2
    told = client.get(f"/api/v1/associations/{association.id}/figures").get_json()
    assert told["total"] == {"seminars": 2, "people": None}
    assert told["by_school_year"] == {"2026": {"seminars": 2, "people": None}}


@pytest.fixture
def kept_app(make_app: Callable[..., Flask]) -> Any:
    made = make_app(list_seconds=2)
    with made.app_context():
        yield made


def test_one_that_is_suspended_is_gone_at_once(kept_app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """For visitors after the two seconds of decision 0011, for everyone else with the next request."""
    moment = [1000.0]
    monkeypatch.setattr(lists.time, "monotonic", lambda: moment[0])
    association, visitor = make_association("Association Al Amal"), kept_app.test_client()
    address = f"/associations/{association.id}"
    assert "Al Amal" in visitor.get("/associations").text
    assert visitor.get(address).status_code == 200
    with transaction():
        association.status = AssociationStatus.SUSPENDED
    moment[0] += 2
    assert "Al Amal" not in visitor.get("/associations").text
    assert visitor.get(address).status_code == 404
    assert list_memberships(make_member(association))[0].status == "suspended"
