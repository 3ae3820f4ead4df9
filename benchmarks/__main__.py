"""`make bench`: Engage and the control by turns, at 1 and 16 clients, on each store; medians of the rounds."""

import argparse
import json
from pathlib import Path

from benchmarks.load import Measured, measure, memory_of
from benchmarks.operations import Operation, operations, statements
from benchmarks.report import Line, as_json, chart, growth, table
from benchmarks.serving import Bench, Server, bench, fill

FOLDER = Path(".cache/bench")
CLIENTS = (1, 16)
WARM_UP = 48


def main() -> None:
    asked = _arguments()
    FOLDER.mkdir(parents=True, exist_ok=True)
    for store in asked.stores:
        with bench(store) as running:
            small = _report(running, store, asked)
            if asked.grown:
                fill(running)
                print(growth(small, _report(running, f"{store}-grown", asked)))
    print(f"\nJSON and charts: {FOLDER}")


def _report(running: Bench, name: str, asked: argparse.Namespace) -> list[Line]:
    lines = [
        _measured(running, operation, clients, asked.rounds, asked.requests)
        for clients in CLIENTS
        for operation in operations(running)
        if asked.only in operation.name
    ]
    print(f"\n{name}, {asked.rounds} rounds of {asked.requests} requests\n{table(lines)}", flush=True)
    (FOLDER / f"{name}.json").write_text(json.dumps(as_json(name, lines), indent=1))
    (FOLDER / f"{name}.svg").write_text(chart(name, lines))
    return lines


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("--stores", nargs="+", default=["postgresql", "sqlite"], choices=["postgresql", "sqlite"])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--requests", type=int, default=320, help="of each server in a round")
    parser.add_argument("--only", default="", help="operations whose name holds these words")
    grown = "again with 100,000 seminars and 1,000,000 registrations: has anything become dearer?"
    parser.add_argument("--grown", action="store_true", help=grown)
    return parser.parse_args()


def _measured(running: Bench, operation: Operation, clients: int, rounds: int, requests: int) -> Line:
    """Round by round one after the other, so that both meet the same moods of the machine."""
    sent = statements(running, next(operation.engage))
    _both(running, operation, WARM_UP, max(CLIENTS))  # one client alone meets one worker, and the other stays cold
    pairs = [_both(running, operation, requests, clients) for _ in range(rounds)]
    engage, control = zip(*pairs, strict=True)
    memory = memory_of(running.engage.pid)
    return Line(operation.name, clients, operation.most, sent, memory, engage, control)


def _both(running: Bench, operation: Operation, requests: int, clients: int) -> tuple[Measured, Measured]:
    ours = _once(running.engage, operation, requests, clients)
    return ours, _once(running.control, operation, requests * 2, clients, is_control=True)


def _once(server: Server, operation: Operation, requests: int, clients: int, *, is_control: bool = False) -> Measured:
    asks = operation.control if is_control else operation.engage
    return measure(server.port, server.pid, asks, requests, clients)


if __name__ == "__main__":
    main()
