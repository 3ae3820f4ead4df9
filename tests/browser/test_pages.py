"""Does every page work for everyone: in both scripts, in the light and in the dark, on a telephone and on a desk?"""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page
from werkzeug.routing import Rule

from tests.browser.stage import PAGES, Seen, Stage, set_stage

DIRECTIONS = {"ar": "rtl", "fr": "ltr"}
NARROW = (390, 320)
# What answers no page of ours: the way on to another page, words for machines, and the description of the API.
NO_PAGE = {
    "desk.start",
    "seminars.to_catalogue",
    "seminars.calendar",
    "health.alive",
    "health.ready",
    "docs.api",
    "static",
}


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
            .filter(one => one.offsetParent).map(one => one.getBoundingClientRect())
            .map(box => Math.round((box.top + box.bottom) / 2))"""
    )
    assert len(rows) >= 2
    assert rows == sorted(rows)
    tops = page.evaluate(
        "[...document.querySelectorAll('.split .notice, .split aside')].map(one => one.getBoundingClientRect().top)"
    )
    assert tops == sorted(tops)


def test_every_address_is_on_the_list(site, stage: Stage) -> None:
    """A page that somebody adds must come onto the list, or nobody looks at it."""
    shown = {endpoint_of(site.app, stage.address(seen)) for seen in PAGES if seen.status != 404}
    assert {rule.endpoint for rule in site.app.url_map.iter_rules() if is_page(rule)} - NO_PAGE == shown


def test_the_description_of_the_api_breaks_no_rule(open_page: Callable[..., Page]) -> None:
    page = open_page("/api/docs")
    page.wait_for_selector(".opblock")


def status_of(page: Page) -> int:
    return page.evaluate("performance.getEntriesByType('navigation')[0].responseStatus")


def endpoint_of(app, address: str) -> str:
    return app.url_map.bind("localhost").match(address.partition("?")[0], "GET")[0]


def is_page(rule: Rule) -> bool:
    return "GET" in (rule.methods or ()) and not rule.rule.startswith("/api/v1")
