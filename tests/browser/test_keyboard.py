"""Can everything be done with the keyboard alone, and does one always see where one is?"""

import re
from collections.abc import Callable
from itertools import groupby
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.people import speaker_of
from tests.browser.serving import PASSWORD

# Where the focus is, in the order of the document, and whether it can be seen: an outline or a shadow, on the element
# itself or on the card whose link fills it, and not outside the window.
WHERE = """() => {
    const one = document.activeElement;
    if (one === document.body || one === document.documentElement) return null;
    const ringed = (part, pseudo) => {
        const style = getComputedStyle(part, pseudo);
        return (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2) || style.boxShadow !== 'none';
    };
    const box = one.getBoundingClientRect();
    const all = [...document.querySelectorAll('*')];
    return {
        place: all.indexOf(one),
        name: one.outerHTML.slice(0, 90),
        isRinged: ringed(one) || ringed(one, '::after') || ringed(one.closest('article, li') ?? one),
        isInside: box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
    };
}"""


@pytest.mark.parametrize(("locale", "name"), [("ar", "citizen"), ("fr", "citizen2")])
def test_the_way_in(open_page: Callable[..., Page], locale: str, name: str) -> None:
    words = speaker_of(locale)
    page = open_page("/sign-in", locale=locale)
    press(page, "Tab")
    expect(page.get_by_role("link", name=words("Skip to the content"))).to_be_focused()
    expect(page.get_by_role("link", name=words("Skip to the content"))).to_be_in_viewport()
    press(page, "Enter")
    expect(page.locator("main")).to_be_focused()
    press(page, "Tab")
    expect(page.get_by_label(words("E-mail address"))).to_be_focused()
    page.keyboard.type(f"{name}@demo.example")
    press(page, "Tab")
    page.keyboard.type(PASSWORD)
    press(page, "Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(words("My registrations"))


@pytest.mark.parametrize("locale", ["ar", "fr"])
def test_searching_and_narrowing_down(open_page: Callable[..., Page], locale: str) -> None:
    words = speaker_of(locale)
    page = open_page("/", locale=locale, width=390)
    page.get_by_label(words("Look for a seminar")).focus()
    page.keyboard.type("zzzz")
    press(page, "Enter")
    expect(page.get_by_text(words("No seminar matches"))).to_be_visible()
    page.get_by_role("link", name="zzzz").focus()
    press(page, "Enter")
    expect(page.locator("#q")).to_have_value("")
    page.locator(".filters summary").focus()
    press(page, "Enter")
    press(page, "Tab")
    expect(page.get_by_label(words("District"), exact=True)).to_be_focused()
    press(page, "Tab")
    press(page, "ArrowDown")
    expect(page).to_have_url(re.compile("theme="))


@pytest.mark.parametrize("locale", ["ar", "fr"])
@pytest.mark.parametrize(
    ("viewer", "address"), [(None, "/"), ("manager", None), ("officer", "/desk"), ("officer", "/seminars/new")]
)
def test_one_sees_where_one_is(
    open_page: Callable[..., Page], site: Any, viewer: str | None, address: str | None, locale: str
) -> None:
    """From the top to the bottom in the order of the document; nothing is passed over and nothing holds one back."""
    page = open_page(address or "/", viewer, locale=locale)
    if address is None:
        with page.expect_navigation():  # a click alone does not wait, and the first key would go to the page before
            page.locator(".seminar h3 a").first.click()
    stations = [next(parts) for _, parts in groupby(walk(page), lambda one: one["place"])]  # a date has several parts
    assert [one["name"] for one in stations if not one["isRinged"]] == []
    assert [one["name"] for one in stations if not one["isInside"]] == []
    assert [one["place"] for one in stations] == sorted({one["place"] for one in stations})
    expected = "a[href], button, input:not([type=hidden], [type=radio]), select, textarea, summary"
    assert len(stations) >= page.locator(expected).filter(visible=True).count()


def walk(page: Page) -> Any:
    for _ in range(200):
        press(page, "Tab")
        where = page.evaluate(WHERE)
        if where is None:
            return
        yield where
    pytest.fail("the end of the page was not reached")


def press(page: Page, key: str) -> None:
    page.keyboard.press(key)
