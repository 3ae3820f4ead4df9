"""How does a test meet the real thing? gunicorn and commands in processes of their own, on a store no other test has.

The test itself works on the same store through an application in its own process: it makes people and seminars there,
and reads what became of them.
"""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import uuid
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Barrier
from typing import Any, TypeVar

from flask import Flask

from engage.access.actor import Actor
from engage.database import db
from engage.partners.models import Association
from engage.settings import Settings
from engage.web.limits import limiter
from tests import factories, stores
from tests.clients import make_application
from tests.private_services import free_port, wait_until

T = TypeVar("T")

ROOT = Path(__file__).parents[2]
DISTRICT = "saiss"
TIMEOUT_SECONDS, START_SECONDS = 90, 60
DELIVERING = "Delivering until told to stop."
SIZES = {"postgresql": (2, 4), "sqlite": (1, 8)}  # workers, threads


@dataclass(frozen=True)
class Answer:
    """What came back, and after how long; status 0 when the server went away before it answered."""

    status: int
    body: Any = None
    retry_after: str | None = None
    seconds: float = 0

    @property
    def type(self) -> str:
        return str(self.body.get("type", "")).removeprefix("/problems/")


GONE = Answer(0)


@dataclass
class Person:
    """Someone with an account and a program that sends their bearer token."""

    actor: Actor
    token: str
    installation: "Installation"

    def get(self, path: str) -> Answer:
        return self.installation.call(self, "GET", path)

    def post(self, path: str, body: object = None, **headers: str) -> Answer:
        return self.installation.call(self, "POST", path, {} if body is None else body, **headers)

    def patch(self, path: str, body: object, version: int) -> Answer:
        return self.installation.call(self, "PATCH", path, body, If_Match=f'"{version}"')

    def delete(self, path: str) -> Answer:
        return self.installation.call(self, "DELETE", path)

    def register(self, seminar_id: uuid.UUID, party_size: int = 1, **headers: str) -> Answer:
        return self.post(f"/seminars/{seminar_id}/registrations", {"party_size": party_size}, **headers)

    def cancel(self, registration_id: str, **body: str) -> Answer:
        return self.post(f"/registrations/{registration_id}/cancel", body)


@dataclass
class Installation:
    """One store, and the programs that work on it."""

    app: Flask
    wsgi: str = "wsgi:app"
    port: int = field(default_factory=free_port)
    running: list[subprocess.Popen[bytes]] = field(default_factory=list)

    # --- programs -----------------------------------------------------------------------------------------------------

    @property
    def settings(self) -> Settings:
        settings: Settings = self.app.extensions["engage.settings"]
        return settings

    def start(self) -> None:
        workers, threads = SIZES["sqlite" if self.settings.is_sqlite else "postgresql"]
        place = ["--no-control-socket", "-b", f"127.0.0.1:{self.port}"]
        self._spawn("gunicorn", *place, "-w", str(workers), "--threads", str(threads), self.wsgi)
        wait_until(self._is_ready, START_SECONDS)

    def start_delivering(self) -> None:
        before = self.log().count(DELIVERING)
        self._spawn("flask", "--app", "wsgi", "deliver", "--watch")
        wait_until(lambda: self.log().count(DELIVERING) > before, START_SECONDS)

    def run(self, *command: str) -> str:
        """A command of `flask --app wsgi`, to its end."""
        whole = [sys.executable, "-m", "flask", "--app", "wsgi", *command]
        return subprocess.run(
            whole, cwd=ROOT, env=self._environment(), check=True, capture_output=True, text=True
        ).stdout

    def end(self, by: signal.Signals = signal.SIGTERM) -> None:
        """End every program with its children; SIGKILL leaves them no last word."""
        for program in self.running:
            os.killpg(program.pid, by)
        for program in self.running:
            program.wait(20)
        self.running.clear()

    def log(self) -> str:
        return self._log_path.read_text()

    @property
    def _log_path(self) -> Path:
        return self.settings.instance / "programs.log"

    def _spawn(self, module: str, *arguments: str) -> None:
        with self._log_path.open("ab") as log:
            program = subprocess.Popen(
                [sys.executable, "-m", module, *arguments],
                cwd=ROOT,
                env=self._environment(),
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        self.running.append(program)

    def _environment(self) -> dict[str, str]:
        ours = ("ENGAGE_", "GUNICORN_", "FLASK_", "COV_")
        return {name: value for name, value in os.environ.items() if not name.startswith(ours)} | {
            "ENGAGE_DATABASE_URL": self.settings.database_url,
            "ENGAGE_INSTANCE": str(self.settings.instance),
            "ENGAGE_SECRET_KEY": self.settings.secret_key,
            "ENGAGE_BASE_URL": f"http://127.0.0.1:{self.port}",
        }

    def _is_ready(self) -> bool:
        assert self.running[0].poll() is None, self.log()[-2000:]
        return self._send("GET", "/readyz", None, {}).status == 200

    # --- requests -----------------------------------------------------------------------------------------------------

    def call(self, person: Person, method: str, path: str, body: object = None, **headers: str) -> Answer:
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        sent |= {"Authorization": f"Bearer {person.token}", "Content-Type": "application/json"}
        return self._send(method, f"/api/v1{path}", None if body is None else json.dumps(body), sent)

    def _send(self, method: str, path: str, body: str | None, headers: dict[str, str]) -> Answer:
        """Over a bare socket, read to its end: 500 clients shall leave the cores to the server that is measured.

        Timed from before it connects until the last byte; what it means is read afterwards.
        """
        content = (body or "").encode()
        sent = headers | {"Host": "127.0.0.1", "Connection": "close", "Content-Length": str(len(content))}
        lines = [f"{method} {path} HTTP/1.1", *(f"{name}: {value}" for name, value in sent.items()), "", ""]
        request = "\r\n".join(lines).encode() + content
        began = time.perf_counter()
        try:
            with socket.socket() as connection:  # an address in figures need not be looked up
                connection.settimeout(TIMEOUT_SECONDS)
                connection.connect(("127.0.0.1", self.port))
                connection.sendall(request)
                answer = b"".join(iter(lambda: connection.recv(65_536), b""))
        except ConnectionError:
            return replace(GONE, seconds=time.perf_counter() - began)
        return _read(answer, time.perf_counter() - began)

    # --- people and seminars ------------------------------------------------------------------------------------------

    def citizens(self, how_many: int) -> list[Person]:
        return [self._person(factories.make_account) for _ in range(how_many)]

    def officer(self) -> Person:
        return self._person(lambda: factories.make_officer(DISTRICT))

    def managers(self, how_many: int) -> tuple[uuid.UUID, list[Person]]:
        """An association, and the people who manage it."""
        association_id = self._make(lambda: factories.make_association().id)

        def manager() -> Actor:
            return factories.make_manager(db.session.get_one(Association, association_id))

        return association_id, [self._person(manager) for _ in range(how_many)]

    def supervisor(self) -> Person:
        return self._person(factories.make_supervisor)

    def association(self, **details: Any) -> uuid.UUID:
        return self._make(lambda: factories.make_association(**details).id)

    def manager(self, association_id: uuid.UUID) -> Person:
        return self._person(lambda: factories.make_manager(db.session.get_one(Association, association_id)))

    def seminar(self, **details: Any) -> uuid.UUID:
        """A published seminar in three weeks."""
        return self._make(lambda: factories.make_seminar(local_start=in_weeks(3), **details).id)

    def venue(self, **details: Any) -> uuid.UUID:
        return self._make(lambda: factories.make_venue(district=DISTRICT, **details).id)

    def _person(self, make: Callable[[], Actor]) -> Person:
        def with_token() -> Person:
            actor = make()
            return Person(actor, factories.make_token(actor), self)

        return self._make(with_token)

    def _make(self, make: Callable[[], T]) -> T:
        """Ends the session that a factory leaves open: on SQLite it would keep the servers from writing."""
        with self.app.app_context():
            made = make()
            db.session.rollback()
        return made


def _read(answer: bytes, seconds: float) -> Answer:
    """What the server sent until it closed the connection; GONE unless that is the whole of it."""
    head, _, content = answer.partition(b"\r\n\r\n")
    first, *lines = head.decode("latin-1").split("\r\n")
    fields = {name.lower(): value for name, value in (line.split(": ", 1) for line in lines)}
    if fields.get("content-length") != str(len(content)):
        return replace(GONE, seconds=seconds)
    return Answer(int(first.split()[1]), json.loads(content), fields.get("retry-after"), seconds)


def in_weeks(weeks: int) -> datetime:
    """A wall clock. Servers go by the real time, so nothing here may have a date of its own."""
    return datetime.now(UTC).replace(hour=15, minute=0, second=0, microsecond=0, tzinfo=None) + timedelta(weeks=weeks)


@contextmanager
def installation(instance: Path, database_url: str, wsgi: str = "wsgi:app") -> Iterator[Installation]:
    """An empty store with its tables and one district, served until the end."""
    limits = dict(vars(limiter))
    app = make_application(stores.settings_for(instance, database_url))
    vars(limiter).update(limits)  # the limiter belongs to the process, and other tests have theirs
    stores.make_tables(app)
    made = Installation(app, wsgi)
    made._make(lambda: factories.make_district(DISTRICT))
    try:
        made.start()
        yield made
    finally:
        made.end()
        stores.dispose(app)


def at_once(calls: Sequence[Callable[[], T]]) -> list[T]:
    """Each call in a thread of its own, all let go in the same moment; the answers in the order of the calls."""
    start = Barrier(len(calls))

    def run(call: Callable[[], T]) -> T:
        start.wait(30)
        return call()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(run, calls))
