"""Can an officer work through the queue with single keys, on any keyboard, and do without them?"""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

from tests.browser.people import speaker_of
from tests.factories import make_thread


@pytest.mark.parametrize("locale", ["ar", "fr"])
def test_working_through_the_queue(
    site: Any, open_page: Callable[..., Page], axe: Callable[[Page], list[str]], locale: str
) -> None:
    words, subject = speaker_of(locale), f"Nid-de-poule {uuid4().hex[:8]}"
    with site.app.app_context():
        make_thread(subject, body="Rue des Oliviers.")
        make_thread(f"{subject} encore", body="Rue des Oliviers.")
    page = open_page(f"/feedback/queue?q={subject.split()[1]}", viewer="officer", locale=locale)
    rows = page.locator("[data-row]")
    page.keyboard.press("j")
    expect(rows.nth(0)).to_be_focused()
    page.keyboard.press("j")
    expect(rows.nth(1)).to_be_focused()
    page.keyboard.press("k")
    expect(rows.nth(0)).to_be_focused()
    page.keyboard.press("o")
    expect(page.get_by_role("heading", level=1)).to_contain_text(subject)
    expect(page.get_by_role("button", name=words("Keyboard shortcuts"))).to_be_visible()  # the keys are known
    page.keyboard.press("a")
    expect(page.get_by_role("status")).to_contain_text(words("Acknowledged. The author is told."))
    expect(page.get_by_role("button", name=words("Acknowledge"))).to_have_count(0)
    page.keyboard.press("n")
    expect(page.get_by_label(words("Internal note"), exact=True)).to_be_focused()
    page.keyboard.type("ajar?")
    expect(page.get_by_label(words("Internal note"), exact=True)).to_have_value("ajar?")
    expect(page.get_by_role("dialog")).to_have_count(0)
    page.get_by_role("heading", level=1).click()
    page.keyboard.press("r")
    expect(page.get_by_label(words("Reply"), exact=True)).to_be_focused()
    page.get_by_role("heading", level=1).click()
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_be_visible()
    assert axe(page) == []
    page.get_by_label(words("Use them on this device")).uncheck()
    page.get_by_role("button", name=words("Shut")).click()
    page.keyboard.press("r")
    expect(page.get_by_label(words("Reply"), exact=True)).not_to_be_focused()
    page.get_by_role("button", name=words("Keyboard shortcuts")).click()
    page.get_by_label(words("Use them on this device")).check()
    page.keyboard.press("Escape")
    page.keyboard.press("g")
    page.keyboard.press("q")
    expect(page).to_have_url(page.url.split("/feedback/")[0] + "/feedback/queue")


def test_keys_of_an_arabic_keyboard(open_page: Callable[..., Page]) -> None:
    """There the key of `j` writes ت, and the question mark is ؟."""
    page = open_page("/feedback/queue", viewer="officer")
    page.evaluate("document.dispatchEvent(new KeyboardEvent('keydown', {key: 'ت', code: 'KeyJ', bubbles: true}))")
    expect(page.locator("[data-row]").first).to_be_focused()


def test_the_queue_needs_no_script(open_page: Callable[..., Page]) -> None:
    page = open_page("/feedback/queue", viewer="officer", locale="fr", has_script=False)
    expect(page.get_by_role("button", name="Raccourcis clavier")).to_have_count(0)
    page.get_by_label("Ouvert depuis").select_option("over-30")
    page.get_by_role("button", name="Chercher").click()
    expect(page.get_by_text("Aucun fil ne correspond")).to_be_visible()
