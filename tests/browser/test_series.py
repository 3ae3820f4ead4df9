"""Can an officer plan every week at once, publish what is chosen and move the rest? With or without scripts."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from engage import clock
from tests.browser.people import speaker_of
from tests.browser.stage import ZONE


@pytest.mark.parametrize(("locale", "has_script"), [("fr", True), ("ar", False)])
def test_every_week_from_a_template(
    open_page: Callable[..., Page], axe: Callable[[Page], list[str]], locale: str, has_script: bool
) -> None:
    words = speaker_of(locale)
    # Each way has days of its own, after the city's programme: else the hall may be taken.
    first = clock.today(ZONE) + timedelta(days=303 if has_script else 300)
    page = open_page("/seminars/new", viewer="officer", locale=locale, has_script=has_script)
    page.get_by_label(words("Begin with a template")).select_option(index=1)
    page.get_by_role("button", name=words("Use the template")).click()
    page.get_by_label(words("Day"), exact=True).first.fill(first.isoformat())
    page.get_by_text(words("Repeat it on other days")).click()
    page.get_by_label(words("Every week"), exact=True).check()
    page.get_by_role("combobox", name=words("Venue")).first.select_option(index=1)
    page.get_by_role("button", name=words("Save as a draft")).click()
    expect(page.locator(".error-summary")).to_be_visible()
    expect(page.get_by_label(words("Every week"), exact=True)).to_be_checked()  # the fold is open, nothing is lost
    assert not has_script or axe(page) == []
    page.get_by_label(words("Every week until")).fill((first + timedelta(days=20)).isoformat())
    page.get_by_role("button", name=words("Save as a draft")).click()
    expect(page.locator("[aria-labelledby=series] li")).to_have_count(3)
    publish_one(page, page.url)
    page.locator("[aria-labelledby=series]").get_by_role("link", name=words("Move several")).click()
    page.get_by_label(words("By how many days")).fill("1")
    page.get_by_role("button", name=words("Move and tell everyone")).click()
    expect(page.get_by_role("status")).to_be_visible()
    assert (first + timedelta(days=1)).isoformat() in page.context.request.get(f"{api_of(page.url)}").text()


def publish_one(page: Page, address: str) -> None:
    page.goto("/seminars/drafts")
    seminar_id = address.rpartition("/")[2]
    page.locator(f"#draft-{seminar_id}").check()
    page.locator("form button[type=submit].btn-primary").click()
    expect(page.locator(f"#draft-{seminar_id}")).to_have_count(0)
    page.goto(address)


def api_of(address: str) -> str:
    return address.replace("/seminars/", "/api/v1/seminars/")
