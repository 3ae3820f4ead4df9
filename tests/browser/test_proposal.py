"""Can a school ask for a seminar, and an officer answer it, with or without scripts?"""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from engage import clock
from tests.browser.people import Words, letters_to, speaker_of

WAYS = [("ar", True), ("fr", False)]


@pytest.mark.parametrize(("locale", "has_script"), WAYS)
def test_a_school_asks_on_several_days_and_is_accepted(
    open_page: Callable[..., Page],
    axe: Callable[[Page], list[str]],
    site: Any,
    locale: str,
    has_script: bool,
) -> None:
    words = speaker_of(locale)
    page = open_page("/proposals/new", viewer="citizen", locale=locale, has_script=has_script)
    first = 30 if has_script else 40  # each way has days of its own: the venue is taken once
    fill(page, words, first, has_script)
    send = page.get_by_role("button", name=words("Send the request"))
    send.click()
    expect(page.locator(".error-summary")).to_contain_text(words("Name the school, or choose one as the venue."))
    expect(page.locator("[name='dates.1.day']")).to_have_value(day(first + 1))
    assert not has_script or axe(page) == []
    page.get_by_label(words("Name of the school")).fill(f"ثانوية ابن الهيثم {locale}")
    send.click()
    expect(page.locator("main")).to_contain_text(words("The officers of the district have your request"))
    officer = open_page(urlsplit(page.url).path, viewer="officer", locale=locale, has_script=has_script)
    accept(officer, words, first + 1)
    page.reload()
    expect(page.locator("main")).to_contain_text(words("This request is accepted"))
    assert letters_to(site, "citizen@demo.example")


def fill(page: Page, words: Words, first: int, has_script: bool) -> None:
    page.get_by_label(words("Theme"), exact=True).select_option("delinquency")
    page.locator("#audiences-high_school").check()
    page.get_by_label(words("How many people would come?")).fill("30")
    page.locator("[name='headcounts.high']").fill("28")
    page.locator("[name='headcounts.adults']").fill("2")
    if has_script:
        expect(page.locator("[data-sum] output")).to_contain_text(words("%(counted)s of %(all)s", counted=30, all=30))
    for row, days in enumerate((first, first + 1)):
        if has_script and row:
            page.locator("#dates > button").click()
        page.locator(f"[name='dates.{row}.day']").fill(day(days))
        page.locator(f"[name='dates.{row}.start_clock']").fill("08:30")
        page.locator(f"[name='dates.{row}.end_clock']").fill("10:00")
    page.get_by_label(words("District"), exact=False).select_option("saiss")
    page.locator("#contact_phone").fill("0661234567")


def accept(page: Page, words: Words, days: int) -> None:
    """The officer takes the second day, at the first venue of the list."""
    page.get_by_role("link", name=words("Accept this date")).nth(1).click()
    expect(page.locator("#day")).to_have_value(day(days))
    page.locator("#venue_id").select_option(index=1)
    page.locator("#capacity").fill("30")
    page.get_by_role("button", name=words("Make the draft")).click()
    held = words(
        "%(num)s seat is held already for whoever asked for this seminar.",
        "%(num)s seats are held already for whoever asked for this seminar.",
        30,
    )
    expect(page.locator("main")).to_contain_text(held)


def day(days: int) -> str:
    return (clock.today("Africa/Casablanca") + timedelta(days=days)).isoformat()
