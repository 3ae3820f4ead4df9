"""While very many strangers write: does the check do its work, on a telephone, in our words, by keys alone?"""

from collections.abc import Callable, Iterator
from datetime import timedelta
from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import delete, insert

from engage import clock
from engage.database import db, new_id
from engage.feedback.models.threads import Thread
from engage.settings import Settings
from engage.transaction import transaction
from tests.browser.people import speaker_of
from tests.browser.serving import Site

MARK = "flood"


@pytest.fixture
def _flood(site: Site) -> Iterator[None]:
    """As many threads as the setting says, which nobody sees: they have no posts."""
    now = clock.now()
    later = {name: now + timedelta(days=9) for name in ("due_at", "acknowledge_due_at", "answer_due_at")}
    row = {"subject": MARK, "category": "noise", "visibility": "private", "status": "closed", "language": "fr", **later}
    rows = [
        {**row, "id": new_id(), "reference": f"F-{uuid4().hex[:12]}", "created_at": now, "show_name": False}
        | {"support_count": 0, "reopened_count": 0, "receipt_hash": uuid4().bytes}
        for _ in range(Settings.flood_threads)
    ]
    with site.app.app_context(), transaction():
        db.session.execute(insert(Thread), rows)
    yield
    with site.app.app_context(), transaction():
        db.session.execute(delete(Thread).where(Thread.subject == MARK))


@pytest.mark.parametrize(("locale", "width"), [("ar", 390), ("fr", 1280)])
@pytest.mark.usefixtures("_flood")
def test_the_device_does_the_check(
    open_page: Callable[..., Page], axe: Callable[[Page], list[str]], locale: str, width: int
) -> None:
    words = speaker_of(locale)
    page = open_page("/feedback/new", locale=locale, width=width)
    page.get_by_label(words("How the police received me")).check()
    page.get_by_role("button", name=words("Next")).locator("visible=true").click()
    page.get_by_label(words("In one line")).fill("Attente")
    page.get_by_label(words("What happened?"), exact=True).fill("Deux heures.")
    page.get_by_role("button", name=words("Next")).locator("visible=true").click()
    page.get_by_label(words("Only the police")).check()
    expect(page.get_by_label(words("Let my device do the check"))).to_be_visible()
    assert axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.get_by_role("button", name=words("Send"), exact=True).focus()
    page.keyboard.press("Enter")
    expect(page.locator(".receipt-code")).to_be_visible()


@pytest.mark.usefixtures("_flood")
def test_without_a_script_the_page_says_from_when_on(open_page: Callable[..., Page]) -> None:
    words = speaker_of("fr")
    page = open_page("/feedback/new", locale="fr", width=390, has_script=False)
    page.get_by_label(words("How the police received me")).check()
    page.get_by_label(words("In one line")).fill("Attente")
    page.get_by_label(words("What happened?"), exact=True).fill("Deux heures.")
    page.get_by_label(words("Only the police")).check()
    time = page.locator("[data-proof] time").inner_text()
    page.get_by_role("button", name=words("Send"), exact=True).click()
    expect(page.get_by_label(words("What happened?"), exact=True)).to_have_value("Deux heures.")
    expect(page.locator("[data-proof] time")).to_have_text(time)
