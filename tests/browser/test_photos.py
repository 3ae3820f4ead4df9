"""Can a resident send a photograph from a telephone, and an officer cover a face in it with a finger?"""

from collections.abc import Callable
from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

from tests.browser.people import Words, speaker_of
from tests.browser.test_feedback import go_on
from tests.files.made import picture

PHOTO = {"name": "IMG_1.jpg", "mimeType": "image/jpeg", "buffer": picture(size=(600, 400))}
WAYS = [("ar", True), ("fr", False)]


@pytest.mark.parametrize(("locale", "has_script"), WAYS)
def test_a_photograph_is_sent_and_covered(
    open_page: Callable[..., Page], axe: Callable[[Page], list[str]], locale: str, has_script: bool
) -> None:
    words, subject = speaker_of(locale), f"Trottoir défoncé {uuid4().hex[:8]}"
    resident = open_page("/feedback/new", viewer="citizen", locale=locale, width=390, has_script=has_script)
    write(resident, words, subject, has_script)
    expect(resident.locator(".photos img")).to_have_count(1)
    officer = open_page(resident.url.partition("?")[0], viewer="officer", locale=locale, has_script=has_script)
    officer.locator(".photos .btn-quiet").click()
    cover(officer, words, has_script)
    expect(officer.locator("[name='covered.1.x']")).to_have_count(1)
    if has_script:
        assert axe(officer) == []
    visitor = open_page(resident.url.partition("?")[0], locale=locale, width=390, has_script=has_script)
    visitor.locator(".photos a").click()
    assert "/file" in visitor.url


def write(page: Page, words: Words, subject: str, has_script: bool) -> None:
    page.get_by_label(words("Traffic and road safety")).check()
    go_on(page, words, has_script)
    page.get_by_label(words("In one line")).fill(subject)
    page.get_by_label(words("What happened?"), exact=True).fill("Devant l’école.")
    page.get_by_label(words("District")).select_option("saiss")
    page.locator("#photos").set_input_files(PHOTO)  # type: ignore[arg-type]
    page.get_by_label(words("What do they show?")).fill("Le trottoir")
    go_on(page, words, has_script)
    page.get_by_label(words("Everyone")).check()
    page.get_by_role("button", name=words("Send"), exact=True).click()


def cover(page: Page, words: Words, has_script: bool) -> None:
    """By drawing where there are scripts, else in numbers."""
    if has_script:
        board = page.locator("[data-cover]")
        board.scroll_into_view_if_needed()
        box = board.bounding_box()
        assert box
        page.mouse.move(box["x"] + box["width"] * 0.25, box["y"] + box["height"] * 0.25)
        page.mouse.down()
        page.mouse.move(box["x"] + box["width"] * 0.75, box["y"] + box["height"] * 0.5)
        page.mouse.up()
        for name, value in {"x": 25, "y": 25, "width": 50, "height": 25}.items():
            assert abs(float(page.locator(f"[name='covered.0.{name}']").input_value()) - value) < 1
    else:
        for name in ("x", "y", "width", "height"):
            page.locator(f"[name='covered.0.{name}']").fill("25")
    page.get_by_role("button", name=words("Save"), exact=True).click()
    expect(page.get_by_role("status")).to_be_visible()
