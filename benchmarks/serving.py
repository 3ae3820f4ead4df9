"""Where is it measured? Engage and the control under the same gunicorn, on one private store with the sample city."""

import logging
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import structlog
from flask import Flask
from sqlalchemy import text

from engage.database import db
from tests import private_services, stores
from tests.clients import make_application

ROOT = Path(__file__).parents[1]
WORKERS, THREADS = 2, 4


@dataclass(frozen=True)
class Server:
    """A gunicorn and its port; `pid` is its master's."""

    port: int
    pid: int


@dataclass(frozen=True)
class Bench:
    """Both servers, and an application in this process on the same store, which makes people and seminars."""

    engage: Server
    control: Server
    app: Flask
    environ: dict[str, str]


@contextmanager
def bench(store: str) -> Iterator[Bench]:
    """Raises private_services.Missing where there is no PostgreSQL."""
    with ExitStack() as stack:
        instance = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="engage-bench-")))
        url = _database_url(stack, store, instance)
        port = private_services.free_port()
        base = f"http://127.0.0.1:{port}"
        settings = replace(stores.settings_for(instance, url), base_url=base)
        environ = _environ(settings, base)
        for command in (["init"], ["import-city", "engage/city/fez"]):
            _flask(environ, *command)
        _make_control_tables(url)
        app = make_application(settings)
        structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
        engage = stack.enter_context(_served("wsgi:app", port, environ, instance))
        free = private_services.free_port()
        control = stack.enter_context(_served("benchmarks.control:app", free, environ, instance))
        yield Bench(engage, control, app, environ)
        stores.dispose(app)


def fill(running: Bench) -> None:
    """Ten years of a whole country, and figures by which the store plans its queries."""
    _flask(running.environ | {"ENGAGE_DEMO": "1"}, "generate")
    with running.app.app_context(), db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as store:
        store.execute(text("VACUUM ANALYZE" if db.engine.dialect.name == "postgresql" else "ANALYZE"))


def _flask(environ: dict[str, str], *command: str) -> None:
    whole = [sys.executable, "-m", "flask", "--app", "wsgi", *command]
    subprocess.run(whole, cwd=ROOT, env=environ, check=True, stdout=subprocess.DEVNULL)


def _database_url(stack: ExitStack, store: str, instance: Path) -> str:
    if store == "sqlite":
        return f"sqlite:///{instance / 'engage.db'}"
    return stack.enter_context(stores.new_database(stack.enter_context(private_services.postgresql())))


def _environ(settings: Any, base: str) -> dict[str, str]:
    ours = ("ENGAGE_", "FLASK_", "GUNICORN_")
    clean = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    return clean | {
        "ENGAGE_DATABASE_URL": settings.database_url,
        "ENGAGE_INSTANCE": str(settings.instance),
        "ENGAGE_SECRET_KEY": settings.secret_key,
        "ENGAGE_BASE_URL": base,
    }


def _make_control_tables(url: str) -> None:
    os.environ["ENGAGE_DATABASE_URL"] = url  # the control reads it when it is imported
    from benchmarks import control

    store = control.connect(url)
    for statement in control.TABLES:
        store.execute(statement)
    store.execute(f"INSERT INTO control_seats VALUES ('{control.SEATS}', 100000000, 0)")
    store.close()


@contextmanager
def _served(wsgi: str, port: int, environ: dict[str, str], instance: Path) -> Iterator[Server]:
    command = ["-m", "gunicorn", "--no-control-socket", "-b", f"127.0.0.1:{port}"]
    sizes = ["-w", str(WORKERS), "--threads", str(THREADS), "--keep-alive", "30", "--preload"]
    with (instance / "gunicorn.log").open("ab") as log:
        whole = [sys.executable, *command, *sizes, wsgi]
        running = subprocess.Popen(whole, cwd=ROOT, env=environ, stdout=log, stderr=log)
        try:
            private_services.wait_until(lambda: private_services.is_listening(port))
            yield Server(port, running.pid)
        finally:
            running.terminate()
            running.wait(20)
