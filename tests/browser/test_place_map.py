"""Can somebody show the place on a map, by keys alone, and is nothing asked of the tile server before?"""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.people import speaker_of


@pytest.mark.parametrize(("locale", "width"), [("ar", 390), ("fr", 1280)])
def test_the_ring_is_where_it_was(
    open_page: Callable[..., Page], axe: Callable[[Page], list[str]], locale: str, width: int
) -> None:
    words = speaker_of(locale)
    page = open_page("/feedback/new", locale=locale, width=width)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if "?z=" in request.url else None)
    page.get_by_role("button", name=words("Next")).locator("visible=true").click()
    assert asked == []
    page.get_by_role("button", name=words("Show it on a map")).click()
    map_ = page.get_by_role("application")
    expect(map_).to_be_focused()
    expect(page.locator(".leaflet-tile-loaded").first).to_be_visible()
    assert axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.get_by_role("button", name=words("It is here")).press("Enter")
    expect(page.get_by_text(words("The place goes along."))).to_be_visible()
    before = _place(page)
    map_.press("ArrowUp")
    expect(page.get_by_text(words("The place goes along."))).to_be_hidden()
    expect(page.locator(".leaflet-pan-anim")).to_have_count(0)
    page.get_by_role("button", name=words("It is here")).press("Enter")
    after = _place(page)
    assert after[0] > before[0] + 0.001
    assert after[1] == pytest.approx(before[1], abs=0.001)


def _place(page: Page) -> tuple[float, float]:
    names = ("latitude", "longitude")
    latitude, longitude = (float(page.locator(f"[name={name}]").input_value()) for name in names)
    return latitude, longitude
