"""Does our list stand in another site's page, and can everyone read it there?"""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.browser.test_pages import DIRECTIONS, NARROW


@pytest.mark.parametrize("locale", DIRECTIONS)
@pytest.mark.parametrize("question", ["limit=4", "district=nowhere"])
def test_the_list_for_others(
    look: Callable[..., Page], axe: Callable[[Page], list[str]], locale: str, question: str
) -> None:
    page = look(f"/embed/seminars?{question}&lang={locale}", locale=locale)
    assert page.evaluate("[document.documentElement.lang, document.dir]") == [locale, DIRECTIONS[locale]]
    assert axe(page) == []
    page.emulate_media(color_scheme="dark")
    for width in NARROW:
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert axe(page) == []


def test_a_school_chooses_copies_and_sees_it(open_page: Callable[..., Page]) -> None:
    page = open_page("/embed", locale="fr", has_script=False)
    page.get_by_label("Nombre de séances").fill("2")
    page.get_by_label("Langue").select_option("ar")
    page.get_by_role("button", name="Afficher la liste").click()
    snippet = page.locator("#snippet").input_value()
    assert "limit=2&amp;lang=ar" in snippet
    assert page.frame_locator("iframe").get_by_role("listitem").count() == 2
    assert page.frame_locator("iframe").locator("html").get_attribute("dir") == "rtl"
