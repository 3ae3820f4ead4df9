"""How much must a telephone on a slow network load before it can show a page? Everything counts, fonts too."""

import gzip
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Response

KB = 1024
PAGE, FONTS = 150 * KB, 90 * KB


@pytest.mark.parametrize("locale", ["ar", "fr"])
@pytest.mark.parametrize("which", ["home", "seminar"])
def test_page_weight(open_page: Callable[..., Page], which: str, locale: str) -> None:
    page = open_page("/", locale=locale, width=390)
    address = "/" if which == "home" else page.locator(".seminar h3 a").first.get_attribute("href")
    weights = weigh(open_page("/healthz", locale=locale, width=390), str(address))
    fonts = sum(size for url, size in weights.items() if url.endswith(".woff2"))
    listed = sorted(weights.items(), key=lambda item: -item[1])
    assert len(weights) >= 6, listed
    assert fonts <= FONTS, listed
    assert sum(weights.values()) <= PAGE, listed


def weigh(page: Page, address: str) -> dict[str, int]:
    """Every response to a browser that has nothing yet, as gzip -9 sends it."""
    answers: dict[str, Response] = {}
    page.on("response", lambda answer: answers.update({answer.url: answer}))
    page.goto(address, wait_until="networkidle")
    return {url: len(gzip.compress(answer.body(), 9)) for url, answer in answers.items()}


def test_nothing_is_loaded_twice(open_page: Callable[..., Page]) -> None:
    page = open_page("/healthz", locale="fr")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url.partition("?")[0]))
    page.goto("/", wait_until="networkidle")
    assert sorted(asked) == sorted(set(asked))
