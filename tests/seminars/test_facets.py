"""Does the number beside a choice say what choosing it shows, to this very viewer?"""

from datetime import datetime
from typing import Any

import pytest

from engage.seminars.models import Audience, SpokenLanguage, Theme
from engage.seminars.queries import count_facets, counting, list_seminars
from tests.clients import Client
from tests.factories import make_account, make_officer, make_registration, make_seminar, make_venue

pytestmark = pytest.mark.usefixtures("app")

CHOICES = {
    "district": ["saiss", "agdal"],
    "theme": [theme.value for theme in Theme],
    "audience": [audience.value for audience in Audience],
    "language": [language.value for language in SpokenLanguage],
    "open": ["true"],
}


@pytest.fixture
def city() -> None:
    saiss, agdal = make_venue(), make_venue(district="agdal")
    make_seminar("A", venue=saiss, theme="cyber", audiences=["parents"], languages=["ar"])
    make_seminar("B", venue=saiss, theme="drugs", audiences=["parents", "students"], languages=["ar", "fr"])
    make_seminar("C", venue=agdal, theme="cyber", audiences=["students"], languages=["fr"])
    make_seminar("Rare", venue=agdal, theme="cyber", published=False)
    make_seminar("D", venue=agdal, theme="drugs", visibility="associations")
    make_seminar("E", venue=saiss, local_start=datetime(2026, 10, 1, 10))
    make_registration(make_seminar("Full", venue=agdal, theme="drugs", capacity=1))


@pytest.mark.parametrize(
    "chosen",
    [
        {},
        {"district": "saiss"},
        {"district": "saiss", "theme": "cyber"},
        {"audience": "students", "language": "fr"},
        {"open": True, "theme": "drugs", "district": "agdal"},
        {"q": "agdal"},
        {"q": "zzzz"},
        {"district": "nowhere"},
        {"starts_from": datetime.fromisoformat("2026-09-01T00:00:00+00:00")},
    ],
)
def test_every_number_is_what_the_choice_shows(store: str, city: None, chosen: dict[str, Any]) -> None:
    for viewer in (make_account(), make_officer("agdal")):
        facets = count_facets(viewer, **chosen)
        assert facets.total == len(list_seminars(viewer, **chosen).items)
        for name, values in CHOICES.items():
            shown = {value: len(list_seminars(viewer, **{**chosen, name: value}).items) for value in values}
            assert getattr(facets, name) == shown, name


def test_a_code_with_capitals_counts_too(store: str) -> None:
    make_seminar("Nord", venue=make_venue(district="Fes-Nord"))
    assert count_facets(make_account(), district="Fes-Nord").total == 1


def test_who_asks_for_too_many_is_told_at_least(city: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(counting, "MAX_COUNTED", 2)
    facets = count_facets(make_account())
    assert (facets.total, facets.is_cut) == (2, True)


def test_programs_get_the_same_numbers_for_the_same_filters(city: None, client: Client) -> None:
    facets = client.get("/api/v1/seminars/facets?district=saiss&q=mason").json  # maison
    assert facets["total"] == 2
    assert facets["theme"] | {"cyber": 1, "drugs": 1, "road_safety": 0} == facets["theme"]
    assert client.get("/api/v1/seminars?q=mason").json["searched"] == {"mason": ["maison"]}
    assert client.get("/api/v1/seminars?q=mason&exact=true").json["items"] == []


def test_the_page_says_how_many(city: None, client: Client) -> None:
    shown = client.get("/?lang=en&district=saiss").text
    assert "2 seminars found" in shown
    assert "Agdal (2)" in shown and "Tamazight (0)" in shown
    assert "1 seminar found" in client.get("/?lang=en&district=saiss&theme=drugs").text
