"""Can an officer bring a large programme in and see how far it is? With or without scripts."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from engage.access.actor import Actor
from engage.city.services import take_up_import
from tests.browser.people import speaker_of
from tests.factories import programme

LINES = 501


@pytest.mark.parametrize(("locale", "has_script"), [("fr", True), ("ar", False)])
def test_a_large_programme(open_page: Callable[..., Page], site: Any, locale: str, has_script: bool) -> None:
    words = speaker_of(locale)
    page = open_page("/imports", viewer="officer", locale=locale, has_script=has_script)
    page.get_by_label(words("Programme of seminars"), exact=True).check()
    lines = ({"reference": f"{locale}-{number}", "title_fr": "Vélo"} for number in range(LINES))
    content = programme(*lines, venue="dar-chabab-saiss").encode("utf-16")
    page.get_by_label(words("File"), exact=True).set_input_files(
        {"name": "vélo.csv", "mimeType": "text/csv", "buffer": content}
    )
    page.get_by_role("button", name=words("Check the file")).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("vélo.csv")
    expect(page.get_by_text(words("Being checked"))).to_be_visible()
    work(site)
    page.get_by_role("button", name=words("Bring in")).click(timeout=15_000)  # the page has looked again by itself
    expect(page.get_by_text(words("Being brought in"))).to_be_visible()
    work(site)
    expect(page.get_by_text(words("All of it was brought in"))).to_be_visible(timeout=15_000)


def work(site: Any) -> None:
    with site.app.app_context():
        while take_up_import(Actor.system()):
            pass
