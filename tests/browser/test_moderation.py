"""Can words be reported without an account, taken out of what everyone reads, hidden, appealed against and shown again?"""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from engage.database import db
from engage.feedback import queries
from tests.browser.people import Words, speaker_of
from tests.browser.serving import Site
from tests.browser.stage import person
from tests.factories import make_thread

WRITTEN = "Le voisin Fulan Ould Fulan, 06 12 34 56 78, crie."


@pytest.mark.parametrize(("locale", "has_script"), [("ar", True), ("fr", False)])
def test_a_moderator_and_whoever_wrote_it(
    site: Site,
    open_page: Callable[..., Page],
    axe: Callable[[Page], list[str]],
    locale: str,
    has_script: bool,
) -> None:
    words = speaker_of(locale)
    with site.app.app_context():
        thread_id = make_thread("Cris", by=person("citizen"), body=WRITTEN, category="noise").id
        post_id = queries.get_thread(person("citizen"), thread_id).post_id
        db.session.remove()
    reader = open_page(f"/feedback/{thread_id}", locale=locale, width=390, has_script=has_script)
    report(reader, words)
    moderator = open_page(f"/posts/{post_id}/moderate", viewer="officer", locale=locale, has_script=has_script)
    expect(moderator.locator("main")).to_contain_text("Il nomme mon père.")
    if has_script:
        assert axe(moderator) == []
    redact(moderator, words)
    reader.goto(f"/feedback/{thread_id}")
    expect(reader.locator("main")).to_contain_text("Le voisin █████, █████, crie.")
    moderator.get_by_label(words("Reason"), exact=True).select_option("insult")
    moderator.get_by_role("button", name=words("Hide"), exact=True).click()
    expect(moderator.get_by_role("status")).to_be_visible()
    reader.reload()
    expect(reader.locator("main")).to_contain_text(words("Hidden by the police, because it insults or threatens."))
    expect(reader.locator("main")).not_to_contain_text("Cris")
    author = open_page(f"/feedback/{thread_id}", viewer="citizen", locale=locale, has_script=has_script)
    author.get_by_role("link", name=words("Why, and what you can do")).click()
    author.get_by_label(words("Why should they stand?")).fill("Je ne nomme plus personne.")
    author.get_by_role("button", name=words("Appeal")).click()
    moderator.goto(f"/posts/{post_id}/moderate")
    expect(moderator.get_by_role("button", name=words("Show it again"))).to_have_count(0)
    other = open_page(
        "/feedback/moderation?which=appealed", viewer="communication", locale=locale, has_script=has_script
    )
    other.goto(f"/posts/{post_id}/moderate")
    other.get_by_role("button", name=words("Show it again")).click()
    reader.reload()
    expect(reader.get_by_role("heading", level=1)).to_have_text("Cris")


def report(page: Page, words: Words) -> None:
    page.get_by_role("link", name=words("Report")).first.click()
    page.get_by_role("button", name=words("Report")).click()
    expect(page.locator(".error-summary")).to_be_visible()
    page.get_by_label(words("It names somebody or points at them")).check()
    page.get_by_label(words("More words")).fill("Il nomme mon père.")
    page.get_by_role("button", name=words("Report")).click()
    expect(page.get_by_role("status")).to_be_visible()


def redact(page: Page, words: Words) -> None:
    page.get_by_role("link", name=words("Take passages out")).click()
    field = page.get_by_label(words("What others read"))
    expect(field).to_have_value(WRITTEN.replace("06 12 34 56 78", "█████"))
    field.fill("Le voisin █, █, crie.")
    page.get_by_role("button", name=words("Save"), exact=True).click()
    expect(page.get_by_role("status")).to_be_visible()
