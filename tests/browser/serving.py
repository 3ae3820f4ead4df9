"""How is the real application served, as an operator would, with the sample city in it, to be looked at by a browser?"""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from flask import Flask
from playwright.sync_api import Browser, sync_playwright
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


@contextmanager
def sample_city(instance: Path) -> Iterator[Site]:
    """The sample city and the demonstration accounts, served on a free port of 127.0.0.1."""
    port = private_services.free_port()
    settings = stores.settings_for(instance, f"sqlite:///{instance / 'engage.db'}")
    settings = replace(settings, base_url=f"http://127.0.0.1:{port}")
    environ = {name: value for name, value in os.environ.items() if not name.startswith(("ENGAGE_", "FLASK_"))} | {
        "ENGAGE_INSTANCE": str(instance),
        "ENGAGE_SECRET_KEY": settings.secret_key,
        "ENGAGE_PORT": str(port),
        "ENGAGE_DEMO": "1",
        "ENGAGE_TILES_URL": f"http://127.0.0.1:{port}/static/star.svg?z={{z}}&x={{x}}&y={{y}}",
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


@contextmanager
def browsing() -> Iterator[Browser]:
    """The system's chromium. Raises private_services.Missing."""
    path = private_services.chromium()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, headless=True, args=FLAGS)
        yield browser
        browser.close()
