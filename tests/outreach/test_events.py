"""What do search engines and shared links read of a seminar?"""

import json
import re
from collections.abc import Callable
from typing import Any

from engage.database import db
from engage.places.models import Venue
from engage.seminars import services
from engage.transaction import transaction
from tests.clients import Client
from tests.factories import make_account, make_officer, make_registration, make_seminar, make_venue

BLOCK = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)


def event_at(client: Client, seminar: Any, lang: str = "fr") -> dict[str, Any]:
    [block] = BLOCK.findall(client.get(f"/seminars/{seminar.id}?lang={lang}").text)
    event: dict[str, Any] = json.loads(block)
    return event


def test_an_event_with_the_clock_of_its_place(client: Client) -> None:
    venue = make_venue()
    with transaction():
        db.session.get_one(Venue, venue.id).latitude = 34.01
        db.session.get_one(Venue, venue.id).longitude = -4.99
    seminar = make_seminar("Harcèlement", venue=venue, capacity=40)
    event = event_at(client, seminar)
    assert event["@type"] == "Event"
    assert event["name"] == "Harcèlement"
    assert event["startDate"] == seminar.local_start.isoformat() + "+00:00"
    assert event["location"]["@type"] == "Place"
    assert event["location"]["address"]["addressCountry"] == "MA"
    assert event["location"]["geo"] == {"@type": "GeoCoordinates", "latitude": 34.01, "longitude": -4.99}
    assert event["eventAttendanceMode"].endswith("/OfflineEventAttendanceMode")
    assert event["eventStatus"].endswith("/EventScheduled")
    assert event["maximumAttendeeCapacity"] == 40
    assert event["isAccessibleForFree"] is True
    assert (event["offers"]["price"], event["offers"]["priceCurrency"]) == (0, "MAD")
    assert event["offers"]["availability"].endswith("/InStock")
    assert event["image"][0].endswith(f"/seminars/{seminar.id}/share.fr.png")


def test_the_hour_is_that_of_the_wall_also_elsewhere(client: Client) -> None:
    seminar = make_seminar(timezone="Europe/Paris")
    assert event_at(client, seminar)["startDate"] == seminar.local_start.isoformat() + "+01:00"


def test_a_full_and_a_cancelled_seminar(client: Client) -> None:
    seminar = make_seminar(capacity=2)
    make_registration(seminar, party_size=2)
    assert event_at(client, seminar)["offers"]["availability"].endswith("/SoldOut")
    with transaction():
        services.cancel_seminar(make_officer("saiss"), seminar.id, "Salle fermée")
    assert event_at(client, seminar)["eventStatus"].endswith("/EventCancelled")


def test_where_to_join_is_for_those_who_come(client: Client) -> None:
    seminar = make_seminar(district="agdal", online_url="https://visio.example/s/secret")
    assert "visio.example" not in client.get(f"/seminars/{seminar.id}").text
    event = event_at(client, seminar)
    assert event["location"]["@type"] == "VirtualLocation"
    assert event["eventAttendanceMode"].endswith("/OnlineEventAttendanceMode")


def test_a_title_cannot_end_the_block(client: Client) -> None:
    title = "</script><script>alert(1)</script><!-- &amp; '\""
    seminar = make_seminar(title)
    assert event_at(client, seminar)["name"] == title
    assert "<script>alert" not in client.get(f"/seminars/{seminar.id}").text


def test_nothing_is_said_to_machines_about_what_is_not_public(browser_of: Callable[..., Client]) -> None:
    officer = browser_of(make_officer("saiss"))
    for hidden in (make_seminar(published=False), make_seminar(visibility="associations")):
        shown = officer.get(f"/seminars/{hidden.id}").text
        assert "ld+json" not in shown
        assert "og:title" not in shown


def test_a_page_names_itself_and_its_languages(client: Client) -> None:
    seminar = make_seminar('Les "jeunes" & <nous>')
    for path in (f"/seminars/{seminar.id}", "/", "/associations", "/privacy", "/embed"):
        shown = client.get(f"{path}?lang=fr").text
        base = re.search(r'<link rel="canonical"\s+href="(http[^"]+)\?lang=fr"', shown)
        assert base and base[1].endswith(path), path
        assert set(re.findall(r'hreflang="(ar|fr|en|x-default)"\s+href="http', shown)) == {
            "ar",
            "fr",
            "en",
            "x-default",
        }
        picture = re.search(r'property="og:image"\s+content="http://[^/]+(/[^"]+)"', shown)
        assert picture
        assert client.get(picture[1]).mimetype == "image/png"
        assert 'property="og:locale:alternate" content="ar_MA"' in re.sub(r"\s+", " ", shown)


def test_filters_do_not_make_other_pages_of_the_catalogue(client: Client) -> None:
    shown = client.get("/?lang=fr&district=saiss&evil=%22%3E%3Cscript%3E").text
    assert re.search(r'rel="canonical"\s+href="http://[^/]+/\?lang=fr"', shown)


def test_whoever_is_signed_in_sees_the_page_as_before(browser_of: Callable[..., Client]) -> None:
    assert browser_of(make_account()).get(f"/seminars/{make_seminar().id}").status_code == 200
