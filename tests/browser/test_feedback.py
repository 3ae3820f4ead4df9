"""Can a resident on a telephone write without an account, come back by receipt, and read what an officer answers?"""

import re
from collections.abc import Callable
from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

from tests.browser.people import Words, speaker_of

WAYS = [("ar", True), ("fr", False)]


@pytest.mark.parametrize(("locale", "has_script"), WAYS)
def test_from_a_word_on_the_street_to_an_answer(
    open_page: Callable[..., Page], axe: Callable[[Page], list[str]], locale: str, has_script: bool
) -> None:
    words, subject = speaker_of(locale), f"Mobylette {uuid4().hex[:8]}"
    page = open_page("/feedback/new", locale=locale, width=390, has_script=has_script)
    write(page, words, subject, has_script)
    receipt = page.locator(".receipt-code").inner_text()
    assert re.fullmatch(r"\d{4}( \d{4}){6}", receipt)
    if has_script:
        assert axe(page) == []
        assert page.evaluate("localStorage.length") == 0
    come_back(page, words, receipt.translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")), subject)
    page.get_by_label(words("Add a comment")).fill("وهذا المساء أيضا.")
    page.get_by_role("button", name=words("Send the comment")).click()
    expect(page.locator(".post-comment")).to_contain_text("وهذا المساء أيضا.")
    address = page.url
    answer(open_page(address, viewer="officer", locale=locale, has_script=has_script), words)
    page.reload()
    expect(page.locator(".post-official")).to_contain_text("شكرا، مرت دورية.")
    page.get_by_role("button", name=words("Shut it on this device")).click()
    expect(page.get_by_role("status")).to_be_visible()
    stranger = open_page(address, locale=locale, has_script=has_script)
    expect(stranger.locator("main")).not_to_contain_text(subject)


def write(page: Page, words: Words, subject: str, has_script: bool) -> None:
    """Step by step where there are scripts, and with one thing forgotten."""
    page.get_by_label(words("How the police received me")).check()
    go_on(page, words, has_script)
    page.get_by_label(words("What happened?"), exact=True).fill("Chaque soir.")
    page.get_by_label(words("District")).select_option("saiss")
    if has_script:
        page.reload()
        page.get_by_role("button", name=words("Next")).click()
        expect(page.get_by_label(words("What happened?"), exact=True)).to_have_value("Chaque soir.")
    go_on(page, words, has_script)
    page.get_by_label(words("Only the police")).check()
    page.get_by_role("button", name=words("Send"), exact=True).click()
    expect(page.locator(".error-summary")).to_be_visible()
    page.locator(".error-summary a").first.click()
    page.get_by_label(words("In one line")).fill(subject)
    go_on(page, words, has_script)
    page.get_by_role("button", name=words("Send"), exact=True).click()


def go_on(page: Page, words: Words, has_script: bool) -> None:
    if has_script:
        page.get_by_role("button", name=words("Next")).locator("visible=true").click()


def come_back(page: Page, words: Words, receipt: str, subject: str) -> None:
    page.goto("/receipts")
    page.get_by_label(words("Receipt")).fill("1234")
    page.get_by_role("button", name=words("Open my thread")).click()
    expect(page.locator(".error-summary")).to_be_visible()
    page.get_by_label(words("Receipt")).fill(receipt)
    page.get_by_role("button", name=words("Open my thread")).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(subject)


def answer(page: Page, words: Words) -> None:
    page.get_by_role("button", name=words("Acknowledge"), exact=True).click()
    page.get_by_label(words("Reply"), exact=True).fill("شكرا، مرت دورية.")
    page.get_by_role("button", name=words("Send as the police")).click()
    expect(page.locator("article.post-official")).to_contain_text("شكرا، مرت دورية.")


def test_the_way_on_of_a_keyboard_sends_nothing_unfinished(open_page: Callable[..., Page]) -> None:
    page = open_page("/feedback/new", locale="fr", width=390)
    page.get_by_label("Circulation et sécurité routière").check()
    page.keyboard.press("Enter")
    page.get_by_label("En une ligne").fill("Vitesse")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Étape 3 sur 3")).to_be_visible()
    expect(page.locator(".error-summary")).to_have_count(0)
