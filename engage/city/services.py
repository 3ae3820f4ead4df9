"""Bringing a city in from its files: everything or nothing, and every fault told at once."""

from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

from marshmallow import ValidationError

from engage.access.actor import Actor
from engage.city.lines import Line, Problem, read_lines
from engage.city.models import ImportedLine
from engage.city.schemas import (
    ASSOCIATION_LINE,
    DISTRICT_LINE,
    HOLIDAY_LINE,
    SEMINAR_LINE,
    TEMPLATE_LINE,
    VENUE_LINE,
    NamedLine,
)
from engage.database import db, insert_into
from engage.errors import DomainError, Invalid
from engage.holidays.services import import_holiday
from engage.partners.services import import_association
from engage.places.models import DistrictKind, VenueKind
from engage.places.queries import district_names, find_venue_by_code
from engage.places.schemas import MAX_CAPACITY
from engage.places.services import import_district, import_venue
from engage.seminars.services import import_seminar, import_template
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

    def meet(self, kind: str, key: tuple[object, ...], line: Line) -> None:
        """Raises Invalid if the files speak of the same thing on another line."""
        place = self._first.setdefault((kind, *key), line.place)
        if place != line.place:
            raise Invalid({"": [f"The same as {place}."]})

    def refuse(self, line: Line, errors: dict[str, list[str]]) -> None:
        for path, texts in errors.items():
            column = _COLUMNS.get(path, path.replace(".", "_"))
            self.problems.extend(line.problem(column, text) for text in texts)


@dataclass(frozen=True)
class _Kind:
    """One kind of file: its lines, what makes two of them the same, how one is written, and what can replace one."""

    name: str
    files: str
    schema: NamedLine
    key: tuple[str, ...]
    write: Callable[..., str]
    stand_in: Callable[[Actor, str], object] | None = None


def import_city(actor: Actor, folder: Path) -> Report:
    """Add what the files of a folder say, or bring it up to date, in the present transaction.

    The caller must keep nothing of it if the report names problems.
    """
    report = Report()
    for kind in _KINDS:
        for path in sorted(path for path in folder.glob(kind.files) if path.is_file()):
            counted = report.counts.setdefault(kind.name, Counter())
            for line in read_lines(path, kind.schema.missing_columns, report.problems):
                counted[_import_line(actor, report, kind, line)] += 1
    if not report.counts:
        names = ", ".join(kind.files for kind in _KINDS)
        report.problems.append(Problem(str(folder), 0, "", f"None of these files is here: {names}."))
    return report


def _import_line(actor: Actor, report: Report, kind: _Kind, line: Line) -> str:
    try:
        found = kind.schema.load(line.cells)
        key = tuple(found[name] for name in kind.key)
        report.meet(kind.name, key, line)
        with db.session.begin_nested():  # after a refusal by the store, the lines that follow are still looked at
            return kind.write(actor, **found) if _is_news(kind.name, key, found) else "unchanged"
    except (ValidationError, DomainError) as refused:
        errors = _errors_of(refused)
        report.refuse(line, errors)
        if kind.stand_in and "code" not in errors:
            _replace(actor, kind.stand_in, line)
        return "refused"


def _is_news(kind: str, key: tuple[object, ...], found: dict[str, Any]) -> bool:
    """Whether the line says something else than the last time it was brought in; keeps what it says now."""
    said = {"kind": kind, "key": " ".join(str(part) for part in key)[:200], "digest": _digest(found)}
    lines = insert_into(ImportedLine)
    changes = {"set_": {"digest": said["digest"]}, "where": ImportedLine.digest != said["digest"]}
    kept = lines.values(said).on_conflict_do_update(index_elements=["kind", "key"], **changes)
    return db.session.execute(kept.returning(ImportedLine.key)).first() is not None


def _digest(found: dict[str, Any]) -> str:
    return sha256(repr(sorted(found.items())).encode()).hexdigest()


def _errors_of(refused: ValidationError | DomainError) -> dict[str, list[str]]:
    if isinstance(refused, ValidationError):
        return nested_errors(refused.messages_dict)
    return nested_errors(refused.errors) if isinstance(refused, Invalid) else {"": [words_for(refused)[1]]}


def _replace(actor: Actor, stand_in: Callable[[Actor, str], object], line: Line) -> None:
    """Put something under the code of a bad line, so that lines which refer to it can be checked. It is not kept."""
    with suppress(DomainError):
        stand_in(actor, str(line.cells["code"]))


def _stand_in_for_district(actor: Actor, code: str) -> None:
    if code not in district_names():
        import_district(actor, code=code, name={"en": code}, kind=DistrictKind.DISTRICT)


def _stand_in_for_venue(actor: Actor, code: str) -> None:
    district = next(iter(district_names()), "")
    if find_venue_by_code(actor, code) is None:
        roomy = {"district": district, "kind": VenueKind.OTHER, "capacity": MAX_CAPACITY}
        import_venue(actor, code=code, name={"en": code}, **roomy)


def _import_programme_line(actor: Actor, *, venue: str, audience: list[str], **details: Any) -> str:
    place = find_venue_by_code(actor, venue)
    if place is None:
        raise Invalid({"venue": ["This venue does not exist."]})
    return import_seminar(actor, venue_id=place.id, district=place.district, audiences=audience, **details)


def _import_template_line(actor: Actor, *, code: str, name: dict[str, str], theme: str, **fields: Any) -> str:
    return import_template(actor, code=code, name=name, theme=theme, fields=fields)


_RECEIPT = ("receipt_number", "receipt_on")
_KINDS = (
    _Kind("districts", "districts.csv", DISTRICT_LINE, ("code",), import_district, _stand_in_for_district),
    _Kind("venues", "venues.csv", VENUE_LINE, ("code",), import_venue, _stand_in_for_venue),
    _Kind("associations", "associations.csv", ASSOCIATION_LINE, _RECEIPT, import_association),
    _Kind("holidays", "holidays.csv", HOLIDAY_LINE, ("code",), import_holiday),
    _Kind("templates", "templates.csv", TEMPLATE_LINE, ("code",), _import_template_line),
    _Kind("seminars", "programme-*.csv", SEMINAR_LINE, ("reference",), _import_programme_line),
)
