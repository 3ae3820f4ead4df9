"""Can somebody who has never been here find a seminar, come with friends, and give the seats back? With or without scripts."""

import re
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

from tests.browser.people import Words, letters_to, link_in, speaker_of
from tests.browser.stage import plan

PASSWORD = "عشاء مع الجيران يوم السبت"
CODE = re.compile(r"[0-9A-Z]{4}-[0-9A-Z]{4}")
WAYS = [("fr", True), ("ar", False)]


@pytest.fixture
def seminar(site: Any) -> str:
    """The title of a seminar on drugs with 40 seats; one word of it is found nowhere else."""
    title = f"Tambourin {uuid4().hex}"
    with site.app.app_context():
        plan(5, 15, title={"fr": title, "ar": title}, theme="drugs", audiences=["students"])
    return title


@pytest.mark.parametrize(("locale", "has_script"), WAYS)
def test_from_the_first_visit_to_giving_the_seats_back(
    open_page: Callable[..., Page], site: Any, seminar: str, locale: str, has_script: bool
) -> None:
    words, address = speaker_of(locale), f"zineb.{locale}@example.org"
    page = open_page(locale=locale, has_script=has_script)
    find(page, words, seminar, has_script)
    sign_up(page, words, address)
    [letter] = letters_to(site, address)
    assert letter["Content-Language"] == locale
    confirm_and_sign_in(page, words, link_in(letter, "/verify/"), address)
    expect(page.get_by_role("heading", level=1)).to_have_text(seminar)  # where the way began
    page.goto("/registrations")
    expect(page.locator("main")).to_contain_text(words("Nothing is planned"))
    register(page, words, seminar, has_script)
    invitation = letters_to(site, address)[-1]
    assert [part.get_filename() for part in invitation.iter_attachments()] == ["invitation.ics"]
    change(page, words)
    give_back(page, words)
    expect(page.locator("main")).to_contain_text(words("This registration is cancelled"))
    page.get_by_role("link", name=seminar).first.click()
    expect(page.locator(".facts .seats")).to_contain_text("40")
    assert len(letters_to(site, address)) == 4  # confirm, registered, changed, cancelled


def find(page: Page, words: Words, seminar: str, has_script: bool) -> None:
    """By a word and a topic; then the same page in another language and back."""
    page.get_by_label(words("Look for a seminar")).fill(seminar.split()[1])
    page.get_by_role("button", name=words("Search")).click()
    expect(page.get_by_role("link", name=seminar)).to_be_visible()
    page.get_by_label(words("Road safety"), exact=True).check()
    if not has_script:
        page.get_by_role("button", name=words("Show the results")).click()
    expect(page.get_by_text(words("No seminar matches"))).to_be_visible()
    page.get_by_label(words("The dangers of drugs"), exact=True).check()
    if not has_script:
        page.get_by_role("button", name=words("Show the results")).click()
    expect(page.get_by_role("link", name=seminar)).to_be_visible()
    expect(page).to_have_url(re.compile("theme=drugs"))
    own = page.locator("html").get_attribute("lang")
    page.get_by_role("link", name="English").click()
    expect(page.get_by_label("Look for a seminar")).to_have_value(seminar.split()[1])
    page.locator(f".nav-languages [hreflang={own}]").click()
    page.get_by_role("link", name=seminar).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(seminar)


def sign_up(page: Page, words: Words, address: str) -> None:
    page.get_by_role("link", name=words("Sign in to register")).click()
    page.get_by_role("link", name=words("Create an account")).first.click()
    page.get_by_label(words("Your name")).fill("زينب العلوي")
    page.get_by_label(words("E-mail address")).fill(address)
    page.get_by_label(words("Password"), exact=True).fill("short")
    page.get_by_role("button", name=words("Create the account")).click()
    expect(page.locator(".error-summary")).to_be_visible()
    expect(page.get_by_label(words("Your name"))).to_have_value("زينب العلوي")
    page.get_by_label(words("Password"), exact=True).fill(PASSWORD)
    page.get_by_role("button", name=words("Create the account")).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(words("Look into your mail"))


def confirm_and_sign_in(page: Page, words: Words, link: str, address: str) -> None:
    page.goto(link)
    page.get_by_role("button", name=words("Confirm my address")).click()
    expect(page.get_by_role("status")).to_contain_text(words("Your address is confirmed. You can sign in now."))
    page.get_by_label(words("E-mail address")).fill(address.upper())
    page.get_by_label(words("Password"), exact=True).fill(PASSWORD)
    page.locator("main").get_by_role("button", name=words("Sign in"), exact=True).click()


def register(page: Page, words: Words, seminar: str, has_script: bool) -> None:
    """Oneself and two companions, counted with the buttons or in Arabic digits."""
    page.goto(f"/?q={seminar.split()[1]}")
    page.get_by_role("link", name=seminar).click()
    if has_script:
        for _ in range(2):
            page.get_by_role("button", name=words("One more")).click()
    else:
        page.get_by_label(words("How many people will come?")).fill("٣")
    page.get_by_label(words("A telephone number to reach you")).fill("0661 23 45 67")
    page.get_by_role("button", name=words("Register"), exact=True).click()
    expect(page.get_by_role("status")).to_have_text(words("Registered: %(num)s seat.", "Registered: %(num)s seats.", 3))
    expect(page.locator(".receipt-code")).to_have_text(CODE)
    expect(page.get_by_label(words("A telephone number to reach you"))).to_have_value("06 61 23 45 67")


def change(page: Page, words: Words) -> None:
    page.get_by_label(words("How many people will come?")).fill("1")
    page.get_by_role("button", name=words("Save the changes")).click()
    expect(page.get_by_role("status")).to_have_text(words("The changes are kept."))
    expect(page.locator("main")).to_contain_text(words("%(num)s seat is confirmed", "%(num)s seats are confirmed", 1))


def give_back(page: Page, words: Words) -> None:
    page.get_by_role("link", name=words("Cancel the registration")).click()
    page.get_by_role("button", name=words("Cancel the registration")).click()
    expect(page.get_by_role("status")).to_have_text(words("The registration is cancelled."))


def test_the_numbers_beside_the_choices_follow_what_is_chosen(open_page: Callable[..., Page], seminar: str) -> None:
    page = open_page(f"/?q={seminar.split()[1]}", locale="en")
    expect(page.locator("#count-drugs")).to_have_text("1")
    expect(page.locator("#count-cyber")).to_have_text("0")
    expect(page.locator("mark")).to_have_text([seminar.split()[1]])
    page.locator("#audience").focus()
    page.locator("#audience").select_option("parents")
    expect(page.locator("#count-drugs")).to_have_text("0")
    expect(page.locator("#found")).to_have_text("0 seminars found")
    expect(page.locator("#audience option:checked")).to_have_text("Parents (0)")
    expect(page.locator("#audience option[value=students]")).to_have_text("Students (1)")
    expect(page.locator("#audience")).to_be_focused()


def test_a_wrong_password_is_told_in_words(open_page: Callable[..., Page], axe: Callable[[Page], list[str]]) -> None:
    words = speaker_of("ar")
    page = open_page("/sign-in")
    page.get_by_label(words("E-mail address")).fill("citizen@demo.example")
    page.get_by_label(words("Password"), exact=True).fill("not this one, surely")
    page.locator("main").get_by_role("button", name=words("Sign in"), exact=True).click()
    expect(page.get_by_role("alert")).to_be_focused()
    expect(page.get_by_label(words("E-mail address"))).to_have_value("citizen@demo.example")
    assert axe(page) == []


def test_signed_in_the_language_is_kept_with_the_account(open_page: Callable[..., Page]) -> None:
    page = open_page("/account", viewer="citizen2", locale="ar")
    page.get_by_role("button", name="Français").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(speaker_of("fr")("My account"))
    expect(page.get_by_label(speaker_of("fr")("Language of our messages"))).to_have_value("fr")
