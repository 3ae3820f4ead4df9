"""Does a promise in a reply come to its end in the open, and is one click in a letter an answer?"""

from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

from engage import clock
from engage.database import db
from engage.feedback import services
from engage.feedback.models.satisfaction import Tally
from engage.settings import current_settings
from engage.transaction import transaction
from tests.browser.people import letters_to, link_in, speaker_of
from tests.browser.stage import person
from tests.factories import make_account, make_thread

WAYS = [("ar", True), ("fr", False)]


@pytest.mark.parametrize(("locale", "has_script"), WAYS)
def test_a_promise_is_made_and_kept_in_the_open(
    open_page: Callable[..., Page], axe: Callable[[Page], list[str]], site: Any, locale: str, has_script: bool
) -> None:
    words, promise = speaker_of(locale), f"إصلاح الإنارة {uuid4().hex[:8]}"
    with site.app.app_context():
        thread_id = make_thread("Lampadaires éteints").id
        day = clock.today(current_settings().timezone) + timedelta(days=3)
    officer = open_page(f"/feedback/{thread_id}", viewer="officer", locale=locale, has_script=has_script)
    form = officer.locator("form[action*='/reply']")
    form.get_by_label(words("Reply"), exact=True).fill("شكرا على تنبيهكم.")
    form.get_by_label(words("We promise")).fill(promise)
    form.get_by_role("button").click()
    expect(officer.locator(".error-summary")).to_be_visible()  # by when?
    expect(form.get_by_label(words("We promise"))).to_have_value(promise)
    form.get_by_label(words("By which day")).fill(day.isoformat())
    form.get_by_role("button").click()
    resident = open_page("/commitments", locale=locale, width=390, has_script=has_script)
    resident.get_by_role("link", name=promise).click()
    if has_script:
        assert axe(resident) == []
    officer.goto(resident.url)
    officer.get_by_label(words("How it can be seen")).fill("الإنارة تعمل منذ أمس.")
    officer.get_by_role("button", name=words("It is done")).click()
    resident.reload()
    expect(resident.locator("main")).to_contain_text("الإنارة تعمل منذ أمس.")
    resident.goto(f"/feedback/{thread_id}")
    expect(resident.locator(".promise")).to_contain_text(words("Commitment kept"))


@pytest.mark.parametrize(("locale", "has_script"), WAYS)
def test_one_click_in_a_letter_is_an_answer(
    open_page: Callable[..., Page], axe: Callable[[Page], list[str]], site: Any, locale: str, has_script: bool
) -> None:
    words, link = speaker_of(locale), urlsplit(_letter_about_a_closed_thread(site, locale))
    before = _answers(site)
    page = open_page(f"{link.path}?solved=partly", locale=locale, width=390, has_script=has_script)
    chosen = page.get_by_role("button", name=words("Solved in part"))
    if not has_script:
        assert _since(site, before) == {}  # opening it has changed nothing
        chosen.click()
    expect(page.get_by_role("status")).to_have_text(words("Thank you. Your answer is counted."))
    expect(chosen).to_have_attribute("aria-pressed", "true")
    page.get_by_role("button", name=words("I was treated well")).click()
    if has_script:
        assert axe(page) == []
    assert _since(site, before) == {("solved", "partly"): 1, ("treated", "well"): 1}
    page.goto(f"{link.path}?solved=no")  # whoever follows all links changes no answer
    expect(chosen).to_have_attribute("aria-pressed", "true")
    page.wait_for_timeout(300)
    assert _since(site, before) == {("solved", "partly"): 1, ("treated", "well"): 1}
    page.get_by_role("button", name=words("No, it is not solved")).click()
    expect(page.get_by_role("status")).to_be_visible()
    assert _since(site, before) == {("solved", "no"): 1, ("treated", "well"): 1}


def _letter_about_a_closed_thread(site: Any, locale: str) -> str:
    """The link that its author finds in the mail."""
    with site.app.app_context():
        author = make_account(locale=locale)
        thread = make_thread(by=author, district="agdal")
        with transaction():
            services.answer_thread(person("officer"), thread.id, body="C’est fait.")
            services.close_thread(person("officer"), thread.id)
    letter = letters_to(site, author.email)[-1]
    return link_in(letter, "/feedback/ratings/")


def _answers(site: Any) -> Counter[tuple[str, str]]:
    with site.app.app_context():
        return Counter(
            {(row.question, row.answer): row.number for row in db.session.query(Tally).filter_by(district="agdal")}
        )


def _since(site: Any, before: Counter[tuple[str, str]]) -> dict[tuple[str, str], int]:
    return dict(_answers(site) - before)
