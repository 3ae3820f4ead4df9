"""What does a person see? The real application under gunicorn with the sample city, and Debian's chromium before it.

    def test_something(open_page, axe):
        page = open_page("/seminars/…", viewer="officer", locale="ar", width=360)
        assert axe(page) == []

A page that reports an error in its console, breaks the content policy or asks another host for anything fails its test.
"""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, sync_playwright
from sqlalchemy import func, select

from engage.access.actor import Actor
from engage.accounts.models import Account
from engage.accounts.queries import SID
from engage.database import db
from engage.web.limits import limiter
from tests import private_services, stores
from tests.architecture.source import ROOT
from tests.clients import make_application
from tests.factories import make_session

HERE = Path(__file__).parent
AXE = (HERE / "vendor" / "axe.min.js").read_text("utf-8")
# axe takes shaped Arabic for an icon font and then skips its contrast, silently: let widths add up, and it does not.
RUN_AXE = """() => {
    CanvasRenderingContext2D.prototype.measureText = text => ({width: 20 * text.length});
    return axe.run(document, {resultTypes: ["violations"], rules: {"target-size": {enabled: true}}});
}"""
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
]
PASSWORD = "a demonstration for everyone"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """One worker does all of this folder: one server, one browser."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.xdist_group("browser"))


@pytest.fixture(autouse=True)
def frozen_clock() -> None:
    """The server is another process and goes by the real time, so here the clock is not stopped."""


@dataclass(frozen=True)
class Site:
    """A served installation, and an application in this process on the same store."""

    url: str
    app: Flask

    def cookie_of(self, viewer: str) -> dict[str, Any]:
        """The session cookie of somebody of the demonstration (`officer`, `citizen` …) who has signed in."""
        with self.app.app_context():
            email = f"{viewer}@demo.example"
            account_id = db.session.scalars(select(Account.id).where(func.lower(Account.email) == email)).one()
            secret = make_session(Actor(account_id))
        signer = self.app.session_interface.get_signing_serializer(self.app)  # type: ignore[attr-defined]
        return {"name": "engage", "value": signer.dumps({SID: secret}), "url": self.url, "httpOnly": True}


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The sample city and the demonstration accounts, served on a free port of 127.0.0.1."""
    instance, port = tmp_path_factory.mktemp("site"), private_services.free_port()
    settings = stores.settings_for(instance, f"sqlite:///{instance / 'engage.db'}")
    settings = replace(settings, base_url=f"http://127.0.0.1:{port}")
    environ = {name: value for name, value in os.environ.items() if not name.startswith(("ENGAGE_", "FLASK_"))} | {
        "ENGAGE_INSTANCE": str(instance),
        "ENGAGE_SECRET_KEY": settings.secret_key,
        "ENGAGE_PORT": str(port),
        "ENGAGE_DEMO": "1",
        "ENGAGE_DEMO_PASSWORD": PASSWORD,
    }
    for command in (["init"], ["import-city", "engage/city/fez"], ["seed-demo"]):
        subprocess.run([sys.executable, "-m", "flask", "--app", "wsgi", *command], cwd=ROOT, env=environ, check=True)
    limits = dict(vars(limiter))
    app = make_application(settings)
    vars(limiter).update(limits)  # the limiter belongs to the process: other tests have configured it
    with _served(environ, port, instance / "gunicorn.log"):
        yield Site(settings.base_url, app)
    stores.dispose(app)


@contextmanager
def _served(environ: dict[str, str], port: int, log: Path) -> Iterator[None]:
    command = [sys.executable, "-m", "gunicorn", "--no-control-socket", "-b", f"127.0.0.1:{port}", "--threads", "4"]
    with log.open("wb") as written:
        server = subprocess.Popen([*command, "wsgi:app"], cwd=ROOT, env=environ, stdout=written, stderr=written)
        try:
            private_services.wait_until(lambda: private_services.is_listening(port))
            yield
        finally:
            server.terminate()
            server.wait(20)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    try:
        path = private_services.chromium()
    except private_services.Missing as reason:
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(str(reason))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, headless=True, args=FLAGS)
        yield browser
        browser.close()


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


@pytest.fixture
def new_context(site: Site, chromium: Browser) -> Callable[..., BrowserContext]:
    """`new_context(complaints, viewer, locale=…)`: a browser with nothing kept in it but who is signed in."""

    def new_context(complaints: Complaints, viewer: str | None, **options: Any) -> BrowserContext:
        context = chromium.new_context(
            base_url=site.url, reduced_motion="reduce", service_workers="block", accept_downloads=True, **options
        )
        context.set_default_timeout(10_000)
        complaints.listen(context, site.url)
        if viewer:
            chosen = {"name": "language", "value": options["locale"], "url": site.url}  # else it is the account's
            context.add_cookies([site.cookie_of(viewer), chosen])  # type: ignore[list-item]
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
    """The page that stays open for whoever only looks, and in whose name."""

    key: tuple[str | None, str] | None = None
    page: Page | None = None
    complaints: Complaints = field(default_factory=Complaints)

    def close(self) -> None:
        if self.page:
            self.page.context.close()


@pytest.fixture(scope="session")
def window(chromium: Browser) -> Iterator[Window]:
    kept = Window()
    yield kept
    kept.close()


@pytest.fixture
def look(window: Window, new_context: Callable[..., BrowserContext]) -> Iterator[Callable[..., Page]]:
    """`look(path, viewer=None, locale="ar")`: a wide, light page, in a browser that has been there before: fast."""

    def look(path: str, viewer: str | None = None, *, locale: str = "ar") -> Page:
        if window.page is None or window.key != (viewer, locale):
            window.close()
            window.page = new_context(window.complaints, viewer, locale=locale).new_page()
            window.key = (viewer, locale)
        window.page.set_viewport_size({"width": 1280, "height": 900})
        window.page.emulate_media(color_scheme="light")
        window.page.goto(path)
        return window.page

    window.complaints.found.clear()
    yield look
    assert window.complaints.found == []


@pytest.fixture
def axe() -> Callable[[Page], list[str]]:
    """`axe(page)`: what axe-core finds wrong with a page for people with disabilities, one line each."""
    return find_barriers


def find_barriers(page: Page) -> list[str]:
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE)
    found = page.evaluate(RUN_AXE)["violations"]
    return [f"{rule['id']}: {node['target']} {node['html'][:120]}" for rule in found for node in rule["nodes"]]
