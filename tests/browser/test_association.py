"""Can the manager of an association bring a group, also when the numbers are wrong at first? With or without scripts."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.people import Words, letters_to, speaker_of
from tests.browser.stage import plan

WAYS = [("ar", True), ("fr", False)]
LEVELS = {"Primary": "12", "Adults": "3"}


@pytest.fixture
def address(site: Any) -> str:
    with site.app.app_context():
        return f"/seminars/{plan(6, 10, title={'ar': 'عبور الشارع بأمان', 'fr': 'Traverser la rue'})}"


@pytest.mark.parametrize(("locale", "has_script"), WAYS)
def test_a_delegation_whose_numbers_do_not_add_up(
    open_page: Callable[..., Page],
    axe: Callable[[Page], list[str]],
    site: Any,
    address: str,
    locale: str,
    has_script: bool,
) -> None:
    words = speaker_of(locale)
    page = open_page(address, viewer="manager", locale=locale, has_script=has_script)
    form = page.locator("form", has=page.get_by_label(words("In whose name?")))
    fill(form, words)
    if has_script:
        expect(form.locator("[data-sum] output")).to_contain_text(words("%(counted)s of %(all)s", counted=15, all=18))
    form.get_by_role("button", name=words("Register"), exact=True).click()
    check_refusal(page, words)
    assert not has_script or axe(page) == []
    form.get_by_label(words("Adults"), exact=True).fill("6")
    form.get_by_role("button", name=words("Register"), exact=True).click()
    expect(page.locator(".flash")).to_have_text(words("Registered: %(num)s seat.", "Registered: %(num)s seats.", 18))
    expect(page.get_by_label(words("Full name")).first).to_have_value("خديجة الصقلي")
    page.goto(address)
    expect(page.locator("main")).to_contain_text(words("%(num)s seat is yours.", "%(num)s seats are yours.", 18))
    expect(page.get_by_label(words("In whose name?"))).to_have_count(0)  # once is enough
    assert len(letters_to(site, "manager@demo.example")) >= 1


def fill(form: Any, words: Words) -> None:
    form.get_by_label(words("How many people will come?")).fill("18")
    for level, count in LEVELS.items():
        form.get_by_label(words(level), exact=True).fill(count)
    form.get_by_label(words("Full name")).first.fill("خديجة الصقلي")
    form.locator("[name='attendees.0.phone']").fill("0661234567")
    form.get_by_label(words("What we should know")).fill("Un fauteuil roulant")


def check_refusal(page: Page, words: Words) -> None:
    """The summary says it and leads to the place; every word is still there."""
    summary = page.locator(".error-summary")
    expect(summary).to_be_focused()
    complaint = words("These add up to %(sum)s, but the party has %(size)s.", sum=15, size=18)
    summary.get_by_role("link").filter(has_text=complaint).click()
    expect(page.locator("#headcounts")).to_be_focused()
    expect(page.locator("#headcounts-error")).to_have_text(complaint)
    expect(page.get_by_label(words("How many people will come?")).first).to_have_value("18")
    expect(page.get_by_label(words("Primary"), exact=True)).to_have_value("12")
    expect(page.get_by_label(words("Full name")).first).to_have_value("خديجة الصقلي")
    expect(page.get_by_label(words("What we should know")).first).to_have_value("Un fauteuil roulant")


def test_rows_for_adults_come_one_at_a_time(open_page: Callable[..., Page], address: str) -> None:
    words = speaker_of("fr")
    page = open_page(address, viewer="manager2", locale="fr")
    names = page.get_by_label(words("Full name")).filter(visible=True)
    expect(names).to_have_count(1)
    page.get_by_role("button", name=words("Add an adult")).click()
    expect(names).to_have_count(2)
    expect(names.last).to_be_focused()


def test_an_adult_is_taken_away_and_the_next_moves_up(open_page: Callable[..., Page], address: str) -> None:
    words = speaker_of("fr")
    page = open_page(address, viewer="manager2", locale="fr")
    names = page.get_by_label(words("Full name")).filter(visible=True)
    names.first.fill("Nadia")
    for name in ("Omar", "Hind"):
        page.get_by_role("button", name=words("Add an adult")).click()
        names.last.fill(name)
    page.get_by_role("button", name=words("Remove")).first.click()
    expect(names).to_have_count(2)
    expect(names.last).to_have_value("Hind")
    expect(page.locator("[name='attendees.2.name']")).to_have_value("")
    expect(page.get_by_role("button", name=words("Add an adult"))).to_be_focused()
    page.get_by_role("button", name=words("Remove")).click()
    expect(page.get_by_role("button", name=words("Remove"))).to_have_count(0)
    expect(names.first).to_have_value("Nadia")


def test_without_scripts_every_row_stands(open_page: Callable[..., Page], address: str) -> None:
    page = open_page(address, viewer="manager2", locale="fr", has_script=False)
    expect(page.get_by_label(speaker_of("fr")("Full name")).filter(visible=True)).to_have_count(3)
