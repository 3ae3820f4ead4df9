"""Can an officer plan, publish, move and cancel a seminar, and does everyone hear of it? With or without scripts."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from playwright.sync_api import Page, expect

from engage import clock
from engage.registrations import services as registrations
from engage.transaction import transaction
from tests.browser.people import Words, letters_to, speaker_of
from tests.browser.stage import ZONE, person, plan

WAYS = [("fr", True), ("ar", False)]
REASON = ["الأستاذ مريض.", "L’intervenant est souffrant."]


@pytest.mark.parametrize(("locale", "has_script"), WAYS)
def test_the_life_of_a_seminar(
    open_page: Callable[..., Page], axe: Callable[[Page], list[str]], site: Any, locale: str, has_script: bool
) -> None:
    words = speaker_of(locale)
    day = clock.today(ZONE) + timedelta(days=14)
    heard = len(letters_to(site, "member@demo.example"))
    page = open_page("/desk", viewer="officer", locale=locale, has_script=has_script)
    visitor = open_page("/", locale=locale, has_script=has_script)
    page.get_by_role("link", name=words("New seminar")).click()
    refuse(page, words, day)
    assert not has_script or axe(page) == []
    save(page, words)
    address = page.url
    visitor.goto(address)
    expect(visitor.get_by_role("heading", level=1)).to_have_text(words("Page not found"))
    publish(page, words)
    visitor.reload()
    expect(visitor.get_by_role("heading", level=1)).to_contain_text("Vélo" if locale == "fr" else "الدراجة")
    come(site, address)
    move(page, words, day + timedelta(days=1))
    read_the_roster(page, words)
    page.goto(address)
    cancel(page, words)
    visitor.reload()
    for line, way in zip(REASON, ("rtl", "ltr"), strict=True):
        expect(visitor.get_by_text(line, exact=True)).to_have_css("direction", way)
    letters = letters_to(site, "member@demo.example")[heard:]
    calendars = [part["Content-Type"].params["method"] for one in letters for part in one.iter_attachments()]
    assert calendars == ["REQUEST", "REQUEST", "CANCEL"]  # they come, the hour is another, it is called off


def refuse(page: Page, words: Words, day: date) -> None:
    """Every field filled in, but it ends before it begins: no word is lost."""
    title = page.get_by_role("group", name=words("Title"), exact=True)
    title.get_by_text(words("In other languages")).click()
    title.get_by_label("العربية").fill("الدراجة في المدينة")
    title.get_by_label("Français").fill("Vélo en ville")
    page.get_by_label(words("Theme"), exact=True).select_option("road_safety")
    page.get_by_label(words("Students"), exact=True).check()
    page.get_by_label(words("Day"), exact=True).first.fill(day.isoformat())
    page.get_by_label(words("Begins at"), exact=True).fill("09:00")
    page.get_by_label(words("Ends at"), exact=True).fill("08:00")
    page.get_by_role("combobox", name=words("Venue")).first.select_option(index=1)
    page.get_by_label(words("Number of seats"), exact=True).fill("40")
    page.get_by_label(words("People at most in one party")).fill("20")
    page.get_by_role("button", name=words("Save as a draft")).click()
    expect(page.locator(".error-summary")).to_contain_text(words("The end must be after the start."))
    expect(title.get_by_label("Français")).to_have_value("Vélo en ville")
    expect(page.get_by_label(words("Students"), exact=True)).to_be_checked()


def save(page: Page, words: Words) -> None:
    page.get_by_label(words("Ends at"), exact=True).fill("11:00")
    page.get_by_role("button", name=words("Save as a draft")).click()
    expect(page.get_by_role("status")).to_have_text(words("The draft is kept. Publish it when it is ready."))


def publish(page: Page, words: Words) -> None:
    page.get_by_role("link", name=words("Publish"), exact=True).click()
    page.get_by_role("button", name=words("Publish"), exact=True).click()
    expect(page.get_by_role("status")).to_have_text(words("The seminar is published."))


def come(site: Any, address: str) -> None:
    """Somebody registers meanwhile."""
    with site.app.app_context(), transaction():
        registrations.register(person("member"), UUID(address.rpartition("/")[2]), party_size=4)


def move(page: Page, words: Words, day: date) -> None:
    page.get_by_role("link", name=words("Move"), exact=True).click()
    page.get_by_label(words("Day"), exact=True).fill(day.isoformat())
    page.get_by_role("button", name=words("Move and tell everyone")).click()
    expect(page.get_by_role("status")).to_have_text(words("The seminar is moved. Everyone registered is being told."))


def read_the_roster(page: Page, words: Words) -> None:
    page.locator("main").get_by_role("link", name=words("Registrations"), exact=True).click()
    expect(page.get_by_role("row", name="هند لحلو")).to_contain_text(words("Confirmed"))


def cancel(page: Page, words: Words) -> None:
    page.get_by_role("link", name=words("Cancel the seminar")).click()
    page.get_by_role("button", name=words("Cancel the seminar")).click()
    expect(page.locator(".error-summary")).to_be_visible()
    page.get_by_label(words("Reason"), exact=True).fill("\n".join(REASON))
    page.get_by_role("button", name=words("Cancel the seminar")).click()
    expect(page.get_by_role("status")).to_have_text(
        words("The seminar is cancelled. Everyone registered is being told.")
    )


def test_somebody_else_was_faster(open_page: Callable[..., Page], site: Any) -> None:
    """Two officers edit the same thing: the second is told and loses no word."""
    words = speaker_of("fr")
    first, second = (open_page("/districts/agdal/edit", viewer=name, locale="fr") for name in ("supervisor", "admin"))
    first.get_by_label("English").fill("Agdal, west")
    first.get_by_role("button", name=words("Keep the changes")).click()
    expect(first.locator(".flash")).to_be_visible()
    second.get_by_label("Français").fill("Agdal et environs")
    second.get_by_role("button", name=words("Keep the changes")).click()
    expect(second.get_by_role("alert")).to_be_focused()
    expect(second.get_by_label("Français")).to_have_value("Agdal et environs")


@pytest.mark.parametrize(("locale", "has_script"), WAYS)
def test_writing_to_those_who_are_chosen(
    open_page: Callable[..., Page], axe: Callable[[Page], list[str]], site: Any, locale: str, has_script: bool
) -> None:
    """Chosen on the roster, written, read once more, put right and sent; every line arrives."""
    words, heard = speaker_of(locale), len(letters_to(site, "member@demo.example"))
    with site.app.app_context():
        seminar_id = plan(3, 9, title={"fr": "Vélo en ville"})
    come(site, f"/seminars/{seminar_id}")
    page = open_page(f"/seminars/{seminar_id}/registrations", viewer="officer", locale=locale, has_script=has_script)
    page.locator("input[name=ids]").check()
    page.get_by_role("button", name=words("Write to the chosen")).click()
    page.get_by_role("button", name=words("Read it once more")).click()
    expect(page.locator(".error-summary")).to_be_visible()
    tongue = page.get_by_role("group", name=words("Subject"), exact=True)
    tongue.get_by_role("textbox").first.fill("À noter")
    page.get_by_role("group", name=words("Message"), exact=True).get_by_role("textbox").first.fill(
        "Une ligne.\nUne autre."
    )
    page.get_by_role("button", name=words("Read it once more")).click()
    assert not has_script or axe(page) == []
    page.get_by_role("button", name=words("Change the words")).click()
    expect(page.get_by_role("group", name=words("Message"), exact=True).get_by_role("textbox").first).to_have_value(
        "Une ligne.\nUne autre."
    )
    page.get_by_role("button", name=words("Read it once more")).click()
    page.get_by_role("button", name=words("Send the message")).click()
    expect(page.get_by_role("status")).to_be_visible()
    [*_, letter] = letters_to(site, "member@demo.example")[heard:]
    assert "À noter" in letter["Subject"]
    assert "Une ligne.\nUne autre." in letter.get_body(("plain",)).get_content().replace("\r\n", "\n")
