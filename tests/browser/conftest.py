"""What does a person see? The real application under gunicorn with the sample city, and Debian's chromium before it.

    def test_something(open_page, axe):
        page = open_page("/seminars/…", viewer="officer", locale="ar", width=360)
        assert axe(page) == []

A page that reports an error in its console, breaks the content policy or asks another host for anything fails its test.
"""

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request

from tests import private_services
from tests.browser.serving import Site, browsing, sample_city

HERE = Path(__file__).parent
AXE = (HERE / "vendor" / "axe.min.js").read_text("utf-8")
# axe takes shaped Arabic for an icon font and then skips its contrast, silently: let widths add up, and it does not.
RUN_AXE = """async () => {
    CanvasRenderingContext2D.prototype.measureText = text => ({width: 20 * text.length});
    const asked = {resultTypes: ["violations"], rules: {"target-size": {enabled: true}}};
    const {violations} = await axe.run(document, asked);
    const told = (rule, node) => `${rule.id}: ${node.target} ${node.html.slice(0, 120)}`;
    return violations.flatMap(rule => rule.nodes.map(node => told(rule, node)));
}"""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """One worker does all of this folder: one server, one browser."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.xdist_group("browser"))


@pytest.fixture(autouse=True)
def frozen_clock() -> None:
    """The server is another process and goes by the real time, so here the clock is not stopped."""


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with sample_city(tmp_path_factory.mktemp("site")) as served:
        yield served


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    with ExitStack() as stack:
        try:
            browser = stack.enter_context(browsing())
        except private_services.Missing as reason:
            (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(str(reason))
        yield browser


@dataclass
class Complaints:
    """What pages said that they should not have."""

    found: list[str] = field(default_factory=list)

    def listen(self, context: BrowserContext, url: str) -> None:
        context.on("request", lambda request: self._watch(request, url))
        context.on("console", self._hear)
        context.on("weberror", lambda error: self.found.append(str(error.error)))

    def _watch(self, request: Request, url: str) -> None:
        if not request.url.startswith((url, "data:", "about:")):
            self.found.append(f"asks another host: {request.url}")

    def _hear(self, message: ConsoleMessage) -> None:
        # A page that answers 404 is told by the browser as a resource that failed; tests look at the status themselves.
        if message.type in {"error", "warning"} and "the server responded with a status of" not in message.text:
            self.found.append(message.text)


def sign_in(site: Site, context: BrowserContext, viewer: str | None, locale: str) -> None:
    """From now on this browser is that person's, who chose this language."""
    if viewer:
        chosen = {"name": "language", "value": locale, "url": site.url}  # else it is the account's
        context.add_cookies([site.cookie_of(viewer), chosen])  # type: ignore[list-item]


@pytest.fixture
def new_context(site: Site, chromium: Browser) -> Callable[..., BrowserContext]:
    """`new_context(complaints, viewer, locale=…)`: a browser with nothing kept in it but who is signed in."""

    def new_context(complaints: Complaints, viewer: str | None, **options: Any) -> BrowserContext:
        context = chromium.new_context(
            base_url=site.url, reduced_motion="reduce", service_workers="block", accept_downloads=True, **options
        )
        context.set_default_timeout(10_000)
        complaints.listen(context, site.url)
        sign_in(site, context, viewer, options["locale"])
        return context

    return new_context


@pytest.fixture
def open_page(new_context: Callable[..., BrowserContext]) -> Iterator[Callable[..., Page]]:
    """`open_page(path, viewer=None, locale="ar", width=1280, height=900, has_script=True, dark=False)`."""
    contexts: list[BrowserContext] = []
    complaints = Complaints()

    def open_page(
        path: str = "/",
        viewer: str | None = None,
        *,
        locale: str = "ar",
        width: int = 1280,
        height: int = 900,
        has_script: bool = True,
        dark: bool = False,
    ) -> Page:
        context = new_context(
            complaints,
            viewer,
            locale=locale,
            viewport={"width": width, "height": height},
            java_script_enabled=has_script,
            color_scheme="dark" if dark else "light",
        )
        contexts.append(context)
        page = context.new_page()
        page.goto(path)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert complaints.found == []


@dataclass
class Window:
    """The page that stays open in one language for whoever only looks, and in whose name."""

    page: Page
    complaints: Complaints
    viewer: str | None = None


@pytest.fixture(scope="session")
def windows(chromium: Browser) -> Iterator[dict[str, Window]]:
    """By language: a browser that has been there before is three times as fast as a new one."""
    kept: dict[str, Window] = {}
    yield kept
    for window in kept.values():
        window.page.context.close()


@pytest.fixture
def look(
    windows: dict[str, Window], site: Site, new_context: Callable[..., BrowserContext]
) -> Iterator[Callable[..., Page]]:
    """`look(path, viewer=None, locale="ar")`: a wide, light page, in a browser that has been there before: fast."""

    def look(path: str, viewer: str | None = None, *, locale: str = "ar") -> Page:
        if locale not in windows:
            complaints = Complaints()
            windows[locale] = Window(new_context(complaints, None, locale=locale).new_page(), complaints)
        window = windows[locale]
        if window.viewer != viewer:
            window.page.context.clear_cookies()
            sign_in(site, window.page.context, viewer, locale)
            window.viewer = viewer
        window.page.set_viewport_size({"width": 1280, "height": 900})
        window.page.emulate_media(color_scheme="light")
        window.page.goto(path)
        return window.page

    for window in windows.values():
        window.complaints.found.clear()
    yield look
    assert [line for window in windows.values() for line in window.complaints.found] == []


@pytest.fixture
def axe() -> Callable[[Page], list[str]]:
    """`axe(page)`: what axe-core finds wrong with a page for people with disabilities, one line each."""
    return find_barriers


def find_barriers(page: Page) -> list[str]:
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE)
    found: list[str] = page.evaluate(RUN_AXE)
    return found
