"""Bringing a city in from its files: everything or nothing, and every fault told at once."""

from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from marshmallow import ValidationError

from engage.access.actor import Actor
from engage.city.lines import Line, Problem, read_lines
from engage.city.schemas import ASSOCIATION_LINE, DISTRICT_LINE, SEMINAR_LINE, VENUE_LINE, NamedLine
from engage.database import db
from engage.errors import DomainError, Invalid
from engage.partners.services import import_association
from engage.places.queries import find_venue_by_code
from engage.places.services import import_district, import_venue
from engage.seminars.services import import_seminar
from engage.web.errors import words_for
from engage.web.input import nested_errors

# Services speak of fields; whoever mends a file looks for columns.
_COLUMNS = {"starts_at": "local_start", "ends_at": "local_end", "venue_id": "venue", "audiences": "audience"}


@dataclass
class Report:
    """What an import found: how many things are new, changed and unchanged, and everything that is wrong."""

    counts: dict[str, Counter[str]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    _first: dict[tuple[object, ...], str] = field(default_factory=dict)  # where each thing was met
    _broken: defaultdict[str, set[object]] = field(default_factory=lambda: defaultdict(set))  # told already, by kind

    def meet(self, kind: str, key: tuple[object, ...], line: Line) -> None:
        """Raises Invalid if the files speak of the same thing on another line."""
        place = self._first.setdefault((kind, *key), line.place)
        if place != line.place:
            raise Invalid({"": [f"The same as {place}."]})

    def refuse(self, kind: str, line: Line, errors: dict[str, list[str]]) -> None:
        self._broken[kind].add(line.cells.get("code"))
        for path, texts in errors.items():
            column = _COLUMNS.get(path, path.replace(".", "_"))
            self.problems.extend(line.problem(column, text) for text in texts)

    def give_up(self, kind: str, line: Line) -> None:
        """The line is sound, but what it refers to is on a line that is not, and was told there."""
        self._broken[kind].add(line.cells.get("code"))

    def is_broken(self, kind: str, codes: object) -> bool:
        return any(code in self._broken[kind] for code in (codes if isinstance(codes, list) else [codes]))


@dataclass(frozen=True)
class _Kind:
    """One kind of file: its lines, what makes two of them the same, and what they refer to (column, kind)."""

    name: str
    files: str
    schema: NamedLine
    key: tuple[str, ...]
    refers_to: tuple[str, str] | None
    write: Callable[..., str]


def import_city(actor: Actor, folder: Path) -> Report:
    """Add what the files of a folder say, or bring it up to date, in the present transaction.

    The caller must keep nothing of it if the report names problems.
    """
    report = Report()
    for kind in _KINDS:
        for path in sorted(folder.glob(kind.files)):
            counted = report.counts.setdefault(kind.name, Counter())
            for line in read_lines(path, kind.schema.missing_columns, report.problems):
                counted[_import_line(actor, report, kind, line)] += 1
    if not report.counts:
        names = ", ".join(kind.files for kind in _KINDS)
        report.problems.append(Problem(str(folder), 0, "", f"None of these files is here: {names}."))
    return report


def _import_line(actor: Actor, report: Report, kind: _Kind, line: Line) -> str:
    try:
        return _write(actor, report, kind, line)
    except ValidationError as invalid:
        report.refuse(kind.name, line, nested_errors(invalid.messages_dict))
    except Invalid as refused:
        report.refuse(kind.name, line, nested_errors(refused.errors))
    except DomainError as refused:
        report.refuse(kind.name, line, {"": [words_for(refused)[1]]})
    return "refused"


def _write(actor: Actor, report: Report, kind: _Kind, line: Line) -> str:
    found = kind.schema.load(line.cells)
    report.meet(kind.name, tuple(found[name] for name in kind.key), line)
    if kind.refers_to and report.is_broken(kind.refers_to[1], found[kind.refers_to[0]]):
        report.give_up(kind.name, line)
        return "refused"
    with db.session.begin_nested():  # after a refusal by the store, the lines that follow are still looked at
        return kind.write(actor, **found)


def _import_programme_line(actor: Actor, *, venue: str, audience: list[str], **details: Any) -> str:
    place = find_venue_by_code(actor, venue)
    if place is None:
        raise Invalid({"venue": ["This venue does not exist."]})
    return import_seminar(actor, venue_id=place.id, district=place.district, audiences=audience, **details)


_KINDS = (
    _Kind("districts", "districts.csv", DISTRICT_LINE, ("code",), None, import_district),
    _Kind("venues", "venues.csv", VENUE_LINE, ("code",), ("district", "districts"), import_venue),
    _Kind(
        "associations",
        "associations.csv",
        ASSOCIATION_LINE,
        ("receipt_number", "receipt_on"),
        ("districts", "districts"),
        import_association,
    ),
    _Kind("seminars", "programme-*.csv", SEMINAR_LINE, ("reference",), ("venue", "venues"), _import_programme_line),
)
