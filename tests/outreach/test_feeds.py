"""Do calendar programs and feed readers learn of what is announced, and of nothing else?"""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from flask import Flask
from icalendar import Calendar

from engage.outreach import queries
from engage.seminars import services
from engage.seminars.models import Audience, Theme
from engage.transaction import transaction
from tests.clients import Client
from tests.conftest import FrozenClock
from tests.factories import LOCAL_START, make_account, make_officer, make_seminar

ATOM = {"a": "http://www.w3.org/2005/Atom"}


def calendar_at(client: Client, address: str = "/feeds/seminars.ics") -> Any:
    return Calendar.from_ical(client.get(address).data)


def titles(client: Client, address: str = "/feeds/seminars.ics") -> set[str]:
    return {str(event["SUMMARY"]) for event in calendar_at(client, address).events}


def feed_at(client: Client, address: str = "/feeds/seminars.atom?lang=fr") -> ET.Element:
    return ET.fromstring(client.get(address).data)


def text(element: ET.Element, path: str) -> str:
    found = element.findtext(path, namespaces=ATOM)
    assert found is not None, path
    return found


def test_a_calendar_to_subscribe_to(client: Client, store: str) -> None:
    seminar = make_seminar("Harcèlement")
    calendar = calendar_at(client, "/feeds/seminars.ics?lang=fr&district=saiss")
    assert calendar["METHOD"] == "PUBLISH"
    assert calendar["REFRESH-INTERVAL"].dt == timedelta(hours=1)
    assert str(calendar["NAME"]) == str(calendar["X-WR-CALNAME"])
    [event] = calendar.events
    [downloaded] = Calendar.from_ical(client.get(f"/seminars/{seminar.id}/calendar.ics").data).events
    assert (event["UID"], event["SEQUENCE"]) == (downloaded["UID"], downloaded["SEQUENCE"])


def test_the_names_of_a_calendar_say_what_it_holds(client: Client) -> None:
    make_seminar()
    calendar = calendar_at(client, "/feeds/seminars.ics?lang=fr&district=saiss&theme=cyber")
    names = str(calendar["NAME"]).split(" · ")
    assert names[1] == "Saiss"
    assert len(names) == 3


def test_what_the_public_may_not_see_is_in_no_feed(client: Client, browser_of: Callable[..., Client]) -> None:
    make_seminar("Publique")
    for visibility in ("associations", "invited"):
        make_seminar(visibility, visibility=visibility)
    make_seminar("Brouillon", published=False)
    for browser in (client, browser_of(make_officer("saiss"))):
        assert titles(browser) == {"Publique"}
        assert [text(entry, "a:title") for entry in feed_at(browser).findall("a:entry", ATOM)] == ["Publique"]


def test_a_draft_that_was_cancelled_was_never_announced(client: Client) -> None:
    seminar = make_seminar("Brouillon", published=False)
    with transaction():
        services.cancel_seminar(make_officer("saiss"), seminar.id, "Salle fermée")
    assert titles(client) == set()


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("district=agdal", {"Agdal"}),
        ("theme=drugs", {"Drogues"}),
        ("audience=students", {"Étudiants"}),
        ("language=zgh", {"Tamazight"}),
        ("district=agdal&theme=drugs", set()),
        ("theme=nonsense&district=agdal", {"Agdal"}),  # a wrong filter is left out
        ("district=nowhere", set()),
        ("q=" + "x" * 3000, {"Agdal", "Drogues", "Étudiants", "Tamazight"}),
    ],
)
def test_filters(client: Client, store: str, question: str, found: set[str]) -> None:
    make_seminar("Agdal", district="agdal")
    make_seminar("Drogues", theme=Theme.DRUGS)
    make_seminar("Étudiants", audiences=[Audience.STUDENTS])
    make_seminar("Tamazight", languages=["zgh"])
    assert titles(client, f"/feeds/seminars.ics?{question}") == found


def test_a_cancelled_seminar_is_told_and_what_is_long_over_is_forgotten(
    client: Client, frozen_clock: FrozenClock
) -> None:
    seminar = make_seminar()
    with transaction():
        services.cancel_seminar(make_officer("saiss"), seminar.id, "Salle fermée")
    assert [event["STATUS"] for event in calendar_at(client).events] == ["CANCELLED"]
    frozen_clock.set(LOCAL_START.replace(tzinfo=UTC) + timedelta(days=29))
    assert [event["STATUS"] for event in calendar_at(client).events] == ["CANCELLED"]
    assert feed_at(client).findall("a:entry", ATOM) == []
    frozen_clock.move(days=2)
    assert calendar_at(client).events == []


def test_many_seminars_are_cut_the_far_ones_first(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queries, "MOST_COMING", 2)
    for day in (3, 1, 2):
        make_seminar(f"{day}", local_start=LOCAL_START + timedelta(days=day))
    assert titles(client) == {"1", "2"}


def test_whoever_has_it_already_is_told_so(client: Client) -> None:
    make_seminar()
    for address in ("/feeds/seminars.ics", "/feeds/seminars.atom", "/embed/seminars"):
        first = client.get(address)
        assert "public" in first.headers["Cache-Control"]
        assert "Set-Cookie" not in first.headers
        again = client.get(address, headers={"If-None-Match": first.headers["ETag"]})
        assert (again.status_code, again.data) == (304, b"")
    make_seminar("Nouvelle")
    assert client.get(address, headers={"If-None-Match": first.headers["ETag"]}).status_code == 200


def test_a_feed_speaks_the_language_of_its_address_and_leaves_no_cookie(
    client: Client, browser_of: Callable[..., Client]
) -> None:
    with transaction():
        make_seminar().title = {"ar": "ندوة", "fr": "Séance"}
    for browser in (client, browser_of(make_account(locale="en"))):
        for lang, title in (("fr", "Séance"), ("ar", "ندوة"), ("nonsense", "ندوة")):
            address = f"/feeds/seminars.ics?lang={lang}"
            answer = browser.get(address, headers={"Accept-Language": "en"})
            assert titles(browser, address) == {title}
            assert answer.headers["Content-Language"] == (lang if lang == "fr" else "ar")
            assert "Set-Cookie" not in answer.headers


def test_a_feed_of_news_has_what_rfc_4287_wants(client: Client, frozen_clock: FrozenClock, store: str) -> None:
    first = make_seminar("Première")
    frozen_clock.move(hours=1)
    summary, later = {"fr": "Pour les <parents> & les autres"}, LOCAL_START + timedelta(days=1)
    second = make_seminar("Seconde <&> ]]>", summary=summary, local_start=later)
    feed = feed_at(client, "/feeds/seminars.atom?theme=cyber&lang=fr")
    assert feed.get("{http://www.w3.org/XML/1998/namespace}lang") == "fr"
    for name in ("a:id", "a:title", "a:author/a:name"):
        assert text(feed, name)
    links = {link.get("rel"): link.attrib for link in feed.findall("a:link", ATOM)}
    assert links["self"]["href"].endswith("/feeds/seminars.atom?theme=cyber&lang=fr")
    assert links["alternate"]["hreflang"] == "fr"
    entries = feed.findall("a:entry", ATOM)
    assert [text(entry, "a:id") for entry in entries] == [f"urn:uuid:{one.id}" for one in (second, first)]
    assert text(entries[0], "a:title") == "Seconde <&> ]]>"
    assert "Pour les <parents> & les autres" in text(entries[0], "a:summary")
    for element in [feed, *entries]:
        assert datetime.fromisoformat(text(element, "a:updated")).tzinfo
    assert datetime.fromisoformat(text(feed, "a:updated")) == second.updated_at
    alternate = entries[0].find("a:link", ATOM)
    assert alternate is not None and str(alternate.get("href")).endswith(f"/seminars/{second.id}?lang=fr")


def test_an_empty_feed_is_a_feed(client: Client) -> None:
    feed = feed_at(client)
    assert datetime.fromisoformat(text(feed, "a:updated")).tzinfo
    assert calendar_at(client)["VERSION"] == "2.0"


def test_what_is_kept_for_a_crowd_is_kept_apart_by_language_and_filters(make_app: Callable[..., Flask]) -> None:
    app = make_app(list_seconds=60)
    with app.app_context():
        with transaction():
            make_seminar().title = {"ar": "ندوة", "fr": "Séance"}
        client = app.test_client()
        for question, found in (("lang=fr", {"Séance"}), ("lang=ar", {"ندوة"}), ("lang=fr&district=agdal", set())):
            assert titles(client, f"/feeds/seminars.ics?{question}") == found
        make_seminar("Nouvelle")
        assert titles(client, "/feeds/seminars.ics?lang=fr&unknown=1") == {"Séance"}
        assert len(feed_at(client).findall("a:entry", ATOM)) == 2  # another feed


def test_a_feed_repeats_nothing_that_it_was_not_made_of(client: Client) -> None:
    feed = feed_at(client, "/feeds/seminars.atom?theme=&district=saiss&lang=fr&who=me")
    assert text(feed, "a:id").endswith("/feeds/seminars.atom?district=saiss&lang=fr")


def test_the_catalogue_names_its_feeds_with_its_filters(client: Client) -> None:
    make_seminar()
    shown = client.get("/?district=saiss&lang=fr").text
    assert 'type="application/atom+xml"' in shown
    assert "/feeds/seminars.ics?district=saiss&amp;lang=fr" in shown
    assert "webcal://" in shown
