"""Where do tests get a real PostgreSQL, a real Redis and a browser? Throw-away servers from the system's own binaries.

Each listens on a free port of 127.0.0.1, keeps its files in a temporary folder and writes nothing to disk for safety's
sake. `Missing` says in one line what the machine lacks.
"""

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

POSTGRES_OPTIONS = (
    "-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_connections=60 -c shared_buffers=32MB"
    " -c autovacuum=off -c listen_addresses=127.0.0.1"
)


class Missing(Exception):
    """The machine has no such program."""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_until(is_ready: Callable[[], bool], seconds: float = 20) -> None:
    patience = time.monotonic() + seconds
    while not is_ready():
        if time.monotonic() > patience:
            raise TimeoutError("a private server did not start in time")
        time.sleep(0.02)


def is_listening(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


@contextmanager
def postgresql() -> Iterator[str]:
    """The address of an empty server of our own (its `postgres` database). Raises Missing."""
    binaries = _postgresql_binaries()
    folder = Path(tempfile.mkdtemp(prefix="engage-postgresql-", dir=_memory()))
    try:
        with _cluster(binaries, folder, _unprivileged(folder)) as url:
            yield url
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _cluster(binaries: Path, folder: Path, someone: dict[str, Any]) -> Iterator[str]:
    cluster, port = folder / "cluster", free_port()
    initdb = [binaries / "initdb", "-D", cluster, "-U", "engage", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "-N"]
    control = [binaries / "pg_ctl", "-D", cluster]
    _run(initdb, someone)
    _run([*control, "-w", "-l", folder / "log", "-o", f"{POSTGRES_OPTIONS} -p {port} -k {folder}", "start"], someone)
    try:
        yield f"postgresql+psycopg://engage@127.0.0.1:{port}/postgres"
    finally:
        _run([*control, "-m", "immediate", "stop"], someone)


@contextmanager
def redis() -> Iterator[str]:
    """The address of an empty Redis of our own. Raises Missing."""
    binary = shutil.which("redis-server")
    if binary is None:
        raise Missing("no redis-server on this machine")
    port = free_port()
    command = [binary, "--bind", "127.0.0.1", "--port", str(port), "--save", "", "--appendonly", "no"]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        wait_until(lambda: is_listening(port))
        yield f"redis://127.0.0.1:{port}/0"
    finally:
        server.terminate()
        server.wait()


def chromium() -> str:
    """The path of the system's browser. Raises Missing."""
    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if found is None:
        raise Missing("no chromium on this machine")
    return found


def _postgresql_binaries() -> Path:
    versions = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name))
    if versions:
        return versions[-1]
    if control := shutil.which("pg_ctl"):
        return Path(control).resolve().parent
    raise Missing("no PostgreSQL on this machine, and ENGAGE_TEST_DATABASE_URL is not set")


def _memory() -> str | None:
    return "/dev/shm" if os.access("/dev/shm", os.W_OK) else None


def _unprivileged(folder: Path) -> dict[str, Any]:
    """PostgreSQL refuses to run as root: then the folder and the process are somebody else's."""
    if os.geteuid() != 0:
        return {}
    names = {entry.pw_name: entry for entry in pwd.getpwall()}
    someone = names.get("postgres") or names["nobody"]
    os.chown(folder, someone.pw_uid, someone.pw_gid)
    return {"user": someone.pw_uid, "group": someone.pw_gid, "extra_groups": [], "cwd": "/"}


def _run(command: list[Any], someone: dict[str, Any]) -> None:
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, **someone)
