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
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Route, sync_playwright
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
        yield Site(f"http://127.0.0.1:{port}", app)
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
        context.route("**/*", lambda route: self._let_through(route, url))
        context.on("console", self._hear)
        context.on("weberror", lambda error: self.found.append(str(error.error)))

    def _let_through(self, route: Route, url: str) -> None:
        if route.request.url.startswith((url, "data:", "about:")):
            route.continue_()
        else:
            self.found.append(f"asks another host: {route.request.url}")
            route.abort()

    def _hear(self, message: ConsoleMessage) -> None:
        # A page that answers 404 is told by the browser as a resource that failed; tests look at the status themselves.
        if message.type in {"error", "warning"} and "the server responded with a status of" not in message.text:
            self.found.append(message.text)


@pytest.fixture
def open_page(site: Site, chromium: Browser) -> Iterator[Callable[..., Page]]:
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
        context = chromium.new_context(
            base_url=site.url,
            locale=locale,
            viewport={"width": width, "height": height},
            java_script_enabled=has_script,
            color_scheme="dark" if dark else "light",
            reduced_motion="reduce",
            service_workers="block",
        )
        contexts.append(context)
        complaints.listen(context, site.url)
        if viewer:
            context.add_cookies([site.cookie_of(viewer)])  # type: ignore[list-item]
        page = context.new_page()
        page.goto(path)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert complaints.found == []


@pytest.fixture
def axe() -> Callable[[Page], list[str]]:
    """`axe(page)`: what axe-core finds wrong with a page for people with disabilities, one line each."""
    return find_barriers


def find_barriers(page: Page) -> list[str]:
    page.evaluate(AXE)
    found = page.evaluate(RUN_AXE)["violations"]
    return [f"{rule['id']}: {node['target']} {node['html'][:120]}" for rule in found for node in rule["nodes"]]
