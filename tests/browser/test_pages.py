"""Does every page work for everyone: in both scripts, in the light and in the dark, on a telephone and on a desk?"""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page
from werkzeug.routing import Rule

from tests.architecture.source import ROOT
from tests.browser.stage import PAGES, Seen, Stage, set_stage

DIRECTIONS = {"ar": "rtl", "fr": "ltr"}
NARROW = (390, 320)
A4_WIDTH = 718  # 210 mm less the margins of a browser, at 96 pixels an inch
ROSTER = next(seen for seen in PAGES if seen.name == "roster")
# What answers no page of ours: the way on to another page, words for machines, and the description of the API.
NO_PAGE = {
    "registrations.roster_sheet",
    "feedback.districts_sheet",
    "feedback.figures_sheet",
    "feedback.next_in_queue",
    "desk.export",
    "outreach.partners",
    "agreements.printed",
    "registrations.slip",  # speaks the language of whoever takes it home, not of whoever looks
    "imports.problems",
    "partners.paper_file",
    "imports.example",
    "partners.renewal_paper",
    "feedback.photo_file",
    "feedback.photo_thumbnail",
    "feedback.photo_covered",
    "desk.start",
    "seminars.to_catalogue",
    "seminars.calendar",
    "registrations.association_calendar",
    "registrations.own_calendar",
    "outreach.embedded",  # test_outreach.py looks at it
    "outreach.calendar",
    "outreach.news",
    "outreach.seminar",
    "outreach.site",
    "outreach.robots",
    "outreach.index",
    "outreach.month",
    "outreach.pages",
    "open311.discover",
    "open311.list_requests",
    "open311.list_services",
    "open311.list_updates",
    "open311.show_request",
    "open311.show_service",
    "open311.show_token",
    "health.alive",
    "health.ready",
    "docs.api",
    "static",
}
_ICONS = "[...document.querySelectorAll('svg.icon use')].map(one => one.getAttribute('href').split('#')[1])"
SPRITE = set(re.findall(r'id="([a-z-]+)"', (ROOT / "engage/static/icons.svg").read_text()))


@pytest.fixture(scope="module")
def stage(site) -> Stage:
    return set_stage(site.app)


@pytest.mark.parametrize("seen", PAGES, ids=lambda seen: seen.name)
@pytest.mark.parametrize("locale", DIRECTIONS)
def test_page(
    look: Callable[..., Page], axe: Callable[[Page], list[str]], stage: Stage, seen: Seen, locale: str
) -> None:
    page = look(stage.address(seen), viewer=seen.viewer, locale=locale)
    assert status_of(page) == seen.status
    assert page.evaluate("[document.documentElement.lang, document.dir]") == [locale, DIRECTIONS[locale]]
    assert axe(page) == []
    assert set(page.evaluate(_ICONS)) <= SPRITE
    page.emulate_media(color_scheme="dark")
    for width in NARROW:
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") <= width, f"scrolls sideways at {width} px"
    assert axe(page) == []


@pytest.mark.parametrize("locale", DIRECTIONS)
@pytest.mark.parametrize("name", ["registration", "delegation", "seminar-registered", "delegations"])
def test_on_a_telephone_the_keys_go_down_as_the_eyes_do(
    look: Callable[..., Page], stage: Stage, name: str, locale: str
) -> None:
    [seen] = [seen for seen in PAGES if seen.name == name]
    page = look(stage.address(seen), viewer=seen.viewer, locale=locale)
    page.set_viewport_size({"width": NARROW[0], "height": 800})
    rows = page.evaluate(
        """() => [...document.querySelectorAll('main :is(a[href], button, input:not([type=hidden]), textarea)')]
            .filter(one => one.offsetParent && one.checkVisibility()).map(one => one.getBoundingClientRect())
            .map(box => Math.round((box.top + box.bottom) / 2))"""
    )
    assert len(rows) >= 2
    assert rows == sorted(rows)
    tops = page.evaluate(
        "[...document.querySelectorAll('.split .notice, .split aside')].map(one => one.getBoundingClientRect().top)"
    )
    assert tops == sorted(tops)


@pytest.mark.parametrize("locale", DIRECTIONS)
def test_the_calendar_is_a_grid_on_a_desk_and_a_list_on_a_telephone(
    look: Callable[..., Page], stage: Stage, locale: str
) -> None:
    page = look(f"/calendar?month={stage.rows['month']}", locale=locale)
    page.set_viewport_size({"width": 1280, "height": 900})
    assert page.locator(".calendar th:visible").count() == 7
    first, second = (page.locator(".calendar tr:nth-child(2) td").nth(i).bounding_box() for i in (0, 1))
    assert first and second and first["y"] == second["y"]
    assert (first["x"] > second["x"]) == (locale == "ar")  # Monday is where reading begins
    page.set_viewport_size({"width": 390, "height": 800})
    days = page.locator(".calendar td:visible")
    boxes = [box for box in (days.nth(i).bounding_box() for i in range(days.count())) if box]
    assert len(boxes) > 2 and all(box["width"] > 300 for box in boxes)
    assert [box["y"] for box in boxes] == sorted(box["y"] for box in boxes)


def test_every_address_is_on_the_list(site, stage: Stage) -> None:
    """A page that somebody adds must come onto the list, or nobody looks at it."""
    shown = {endpoint_of(site.app, stage.address(seen)) for seen in PAGES if seen.status != 404}
    assert {rule.endpoint for rule in site.app.url_map.iter_rules() if is_page(rule)} - NO_PAGE == shown


def test_the_roster_on_paper(look: Callable[..., Page], stage: Stage) -> None:
    """A list to tick at the door: no buttons, and no column past the edge of an A4 page."""
    page = look(stage.address(ROSTER), viewer="officer", locale="fr")
    page.set_viewport_size({"width": A4_WIDTH, "height": 1000})
    page.emulate_media(media="print")
    assert page.get_by_role("columnheader", name="Présents").is_visible()
    assert page.locator(".roster .tick:visible").count() == page.locator(".roster tbody tr").count() > 2
    assert not page.locator(".roster").get_by_role("link", name="Annuler").first.is_visible()
    assert page.locator(".roster").get_by_text("06 61 23 45 67").first.is_visible()
    box = page.locator(".roster").bounding_box()
    assert box is not None and box["width"] <= A4_WIDTH
    page.emulate_media(media="screen")


def test_what_is_tried_again_is_in_reach(look: Callable[..., Page]) -> None:
    page = look("/messages", viewer="admin", locale="fr")
    for width in (390, 768, 990, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        box = page.get_by_role("button", name="Réessayer").first.bounding_box()
        assert box is not None and box["x"] >= 0 and box["x"] + box["width"] <= width


def test_the_description_of_the_api_breaks_no_rule(open_page: Callable[..., Page]) -> None:
    page = open_page("/api/docs")
    page.wait_for_selector(".opblock")


def status_of(page: Page) -> int:
    return page.evaluate("performance.getEntriesByType('navigation')[0].responseStatus")


def endpoint_of(app, address: str) -> str:
    return app.url_map.bind("localhost").match(address.partition("?")[0], "GET")[0]


def is_page(rule: Rule) -> bool:
    return "GET" in (rule.methods or ()) and not rule.rule.startswith("/api/v1")
