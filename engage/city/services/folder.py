"""A whole city from a folder: read first, then brought in."""

from collections.abc import Iterator
from pathlib import Path

from engage.access.actor import Actor
from engage.city.kinds import KINDS, Kind
from engage.city.reading import Problem
from engage.city.services.bringing import ReadFile, Report, Tell, read_file, write_file

_ENDINGS = (".csv", ".xlsx")


def import_city(actor: Actor, folder: Path) -> Report:
    """Add what the files of a folder say, or bring it up to date, in the present transaction.

    The caller must keep nothing of it if the report names problems.
    """
    report, files = read_city(actor, folder)
    return bring_in(actor, report, files)


def read_city(actor: Actor, folder: Path) -> tuple[Report, list[ReadFile]]:
    """Every file of a city read, before any transaction; goes with its report to `bring_in`."""
    report = Report()
    files = [read_file(report, kind, path.name, path.read_bytes()) for kind, path in _files(folder)]
    if not files:
        names = ", ".join(f"{kind.file}{ending}" for kind in KINDS.values() for ending in _ENDINGS)
        report.refuse(Problem(str(folder), 0, "", f"None of these files is here: {names}."))
    return report, files


def bring_in(actor: Actor, report: Report, files: list[ReadFile], tell: Tell = lambda done: None) -> Report:
    for read in files:
        write_file(actor, report, read, tell)
    order = {read.file: place for place, read in enumerate(files)}
    report.problems.sort(key=lambda problem: (order.get(problem.file, 0), problem.line))
    return report


def _files(folder: Path) -> Iterator[tuple[Kind, Path]]:
    for kind in KINDS.values():
        for path in sorted(path for ending in _ENDINGS for path in folder.glob(f"{kind.file}{ending}")):
            if path.is_file():
                yield kind, path
