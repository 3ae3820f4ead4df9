"""How much work do some requests make? The CPU of a server's workers by the kernel's account, and waiting times."""

import http.client
import os
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from statistics import quantiles

TIMEOUT_SECONDS = 60


@dataclass(frozen=True)
class Ask:
    """One request, and the status that makes it a right answer."""

    method: str
    path: str
    body: str | None = None
    headers: tuple[tuple[str, str], ...] = ()
    status: int = 200


@dataclass(frozen=True)
class Measured:
    """What some requests cost: CPU in ms a request; waiting times in ms."""

    cpu: float
    rate: float
    p50: float
    p99: float


def measure(port: int, master: int, asks: Iterator[Ask], requests: int, clients: int) -> Measured:
    """Send so many requests from so many connections that stay open. Raises AssertionError for a wrong answer."""
    share = requests // clients
    before, began = cpu_of(master), time.perf_counter()
    with ThreadPoolExecutor(clients) as pool:
        waits = [wait for each in pool.map(lambda _: _client(port, asks, share), range(clients)) for wait in each]
    elapsed, cpu = time.perf_counter() - began, cpu_of(master) - before
    cuts = quantiles(waits, n=100)
    return Measured(cpu * 1000 / len(waits), len(waits) / elapsed, cuts[49] * 1000, cuts[98] * 1000)


def _client(port: int, asks: Iterator[Ask], share: int) -> list[float]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=TIMEOUT_SECONDS)
    waits = []
    for _ in range(share):
        ask = next(asks)
        began = time.perf_counter()
        connection.request(ask.method, ask.path, ask.body, dict(ask.headers))
        answer = connection.getresponse()
        content = answer.read()
        waits.append(time.perf_counter() - began)
        assert answer.status == ask.status, f"{ask.method} {ask.path}: {answer.status} {content[:200]!r}"
    connection.close()
    return waits


def workers_of(master: int) -> list[int]:
    children = Path(f"/proc/{master}/task/{master}/children").read_text()
    return [int(pid) for pid in children.split()]


def cpu_of(master: int) -> float:
    """Seconds that the workers of a gunicorn have computed, all threads, those that ended too."""
    return sum(_cpu(pid) for pid in workers_of(master))


def _cpu(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def memory_of(master: int) -> float:
    """Proportional set size of a worker in MB, on the average."""
    sizes = [_pss(pid) for pid in workers_of(master)]
    return sum(sizes) / len(sizes)


def _pss(pid: int) -> float:
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024
