"""Do search engines find every public page in every language, and no other?"""

from datetime import timedelta
from xml.etree import ElementTree as ET

import pytest

from engage.outreach import queries
from engage.partners.models import AssociationStatus
from tests.clients import Client
from tests.factories import LOCAL_START, make_association, make_seminar

NOT_VERIFIED = [status for status in AssociationStatus if status != AssociationStatus.VERIFIED]

MAP = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}


OTHERS = ["/sitemaps/pages.xml", "/sitemaps/associations.xml"]


def addresses(client: Client, address: str) -> list[str]:
    root = ET.fromstring(client.get(address).data)
    return [str(found.text).split(":8000")[-1] for found in root.iterfind(".//s:loc", MAP)]


def test_an_index_of_months_leads_to_every_public_seminar(client: Client, store: str) -> None:
    near, far = make_seminar(), make_seminar(local_start=LOCAL_START + timedelta(days=62))
    make_seminar(published=False, local_start=LOCAL_START + timedelta(days=400))
    make_seminar(visibility="associations")
    found = addresses(client, "/sitemap.xml")
    others, months = found[:2], found[2:]
    assert others == OTHERS
    assert months == ["/sitemaps/2027-02.xml", "/sitemaps/2027-01.xml", "/sitemaps/2026-12.xml"]
    found = [address for month in months for address in addresses(client, month)]
    assert found == [f"/seminars/{one.id}?lang={lang}" for one in (far, near) for lang in ("ar", "fr", "en")]


def test_every_address_names_its_other_languages_and_its_last_change(client: Client) -> None:
    seminar = make_seminar()
    root = ET.fromstring(client.get("/sitemaps/2026-12.xml").data)
    for url in root.findall("s:url", MAP):
        links = {link.get("hreflang"): str(link.get("href")) for link in url.findall("x:link", MAP)}
        assert set(links) == {"ar", "fr", "en", "x-default"}
        assert links["fr"].endswith(f"/seminars/{seminar.id}?lang=fr")
        assert url.findtext("s:lastmod", namespaces=MAP) == seminar.updated_at.isoformat(timespec="seconds")


def test_the_other_pages_are_there_for_visitors(client: Client) -> None:
    found = addresses(client, "/sitemaps/pages.xml")
    assert "/?lang=ar" in found
    assert {client.get(address).status_code for address in found} == {200}


def test_the_map_of_partners_leads_to_the_verified_ones(client: Client, store: str) -> None:
    partner = make_association()
    for status in NOT_VERIFIED:
        make_association(status=status)
    found = addresses(client, "/sitemaps/associations.xml")
    assert found == [f"/associations/{partner.id}?lang={lang}" for lang in ("ar", "fr", "en")]
    assert {client.get(address).status_code for address in found} == {200}


def test_an_empty_city_has_no_months(client: Client) -> None:
    assert addresses(client, "/sitemap.xml") == OTHERS
    assert addresses(client, "/sitemaps/2026-12.xml") == []


@pytest.mark.parametrize(
    ("month", "status"),
    [("2026-13", 404), ("0-01", 404), ("2026-1", 404), ("99999-01", 404), ("9998-12", 200), ("1-01", 200)],
)
def test_months_that_are_none(client: Client, month: str, status: int, store: str) -> None:
    assert client.get(f"/sitemaps/{month}.xml").status_code == status


def test_a_map_never_holds_more_than_it_may() -> None:
    assert max(queries.MOST_IN_MONTH, queries.MOST_PARTNERS) * 3 <= 50_000


def test_robots_are_told_where_the_map_is_and_what_is_nobodys_business(client: Client) -> None:
    lines = client.get("/robots.txt").text.splitlines()
    assert lines[0] == "User-agent: *"
    assert {"/registrations", "/filters", "/imports", "/invited/"} <= {
        line.removeprefix("Disallow: ") for line in lines
    }
    assert any(line.startswith("Sitemap: http") and line.endswith("/sitemap.xml") for line in lines)
    forbidden = [line.removeprefix("Disallow: ") for line in lines if line.startswith("Disallow")]
    assert {"/imports", "/filters", "/invited/", "/seminar-templates", "/holidays"} <= set(forbidden)
    public = [address for page in ("/sitemaps/pages.xml",) for address in addresses(client, page)]
    assert not [address for address in [*public, "/seminars/1"] if address.startswith(tuple(forbidden))]
