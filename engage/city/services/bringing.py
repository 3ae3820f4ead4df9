"""From a file's lines to rows: read without the store, then written, or tried and taken back; some hundred at once."""

import pickle
import zlib
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from itertools import islice
from typing import Any, NamedTuple

from marshmallow import ValidationError
from sqlalchemy import select

from engage.access.actor import Actor
from engage.city.kinds import Kind
from engage.city.models import ImportedLine
from engage.city.reading import Findings, Line, Problem, read_lines
from engage.database import among, db, insert_into, table_of
from engage.errors import DomainError, Invalid
from engage.language import gettext as _
from engage.seminars.services import Imported
from engage.web.errors import words_for
from engage.web.input import nested_errors

BATCH = 500
SAMPLES = 5

Tell = Callable[[int], object]  # is told how many lines are done since the last time
Each = Callable[[int], AbstractContextManager[Any]]  # around so many lines

# Services speak of fields; whoever mends a file looks for columns.
_COLUMNS = {"starts_at": "local_start", "ends_at": "local_end", "venue_id": "venue", "audiences": "audience"}
_TAKEN = {"venue-taken": "venue", "reference-taken": "reference", "code-taken": "code"}


class Entry(NamedTuple):
    """A line, and what its fields are; None where they are wrong."""

    line: Line
    found: dict[str, Any] | None


@dataclass
class ReadFile:
    """The lines of a file, packed: 100,000 of them are some megabytes."""

    kind: Kind
    file: str
    batches: list[bytes] = field(default_factory=list)
    total: int = 0

    def __iter__(self) -> Iterator[list[Entry]]:
        for packed in self.batches:
            yield pickle.loads(zlib.decompress(packed))  # noqa: S301 - packed below, in this very process


class Report(Findings):
    """What an import found: how many things are new, changed and unchanged, and everything that is wrong."""

    def __init__(self, most: int | None = None) -> None:
        super().__init__(most)
        self.counts: dict[str, Counter[str]] = {}
        self.samples: list[dict[str, str]] = []
        self._first: dict[tuple[object, ...], str] = {}  # where each thing was met

    def meet(self, kind: str, key: tuple[object, ...], line: Line) -> None:
        """Raises Invalid if the files speak of the same thing on another line."""
        place = self._first.setdefault((kind, *key), line.place)
        if place != line.place:
            raise Invalid({"": [_("The same as %(place)s.", place=place)]})

    def refuse_line(self, line: Line, refused: ValidationError | DomainError) -> None:
        for problem in _told(line, _errors_of(refused)):
            self.refuse(problem)

    def count(self, kind: Kind) -> Counter[str]:
        return self.counts.setdefault(kind.name, Counter())


def read_file(report: Report, kind: Kind, file: str, content: bytes, tell: Tell = lambda done: None) -> ReadFile:
    """Every line checked by itself and against those before it. Needs no store."""
    read = ReadFile(kind, file)
    report.count(kind)
    entries = (_entry(report, kind, line) for line in read_lines(file, content, kind.columns, report))
    while batch := list(islice(entries, BATCH)):
        read.batches.append(zlib.compress(pickle.dumps(batch), 1))
        read.total += len(batch)
        sound = (entry.found for entry in batch if entry.found)
        report.samples += [_shown(found) for found in islice(sound, SAMPLES - len(report.samples))]
        tell(len(batch))
    return read


def _entry(report: Report, kind: Kind, line: Line) -> Entry:
    try:
        found = kind.schema.load(line.cells)
        report.meet(kind.name, _key(kind, found), line)
    except (ValidationError, Invalid) as refused:
        report.refuse_line(line, refused)
        return Entry(line, None)
    return Entry(line, found)


def write_file(actor: Actor, report: Report, read: ReadFile, tell: Tell) -> None:
    """Add what its lines say, or bring it up to date; the caller keeps nothing of it if the report names problems."""
    for batch in read:
        _write(actor, report, read.kind, batch)
        tell(len(batch))


def try_file(actor: Actor, report: Report, read: ReadFile, each: Each = nullcontext) -> None:
    """Do the same and take it back, some hundred lines at a time: nobody waits long behind what is only looked at."""
    for batch in read:
        with each(len(batch)), _taken_back():
            _write(actor, report, read.kind, batch, is_trial=True)


@contextmanager
def _taken_back() -> Iterator[None]:
    tried = db.session.begin_nested()
    try:
        yield
    finally:
        tried.rollback()


def _write(actor: Actor, report: Report, kind: Kind, batch: list[Entry], is_trial: bool = False) -> None:
    sound = [entry for entry in batch if entry.found is not None]
    news = _news(kind, sound)
    written = kind.write(actor, [dict(entry.found or {}) for entry in news], is_trial)
    for entry, imported in zip(news, written, strict=True):
        _report(actor, report, kind, entry.line, imported)
    if len(sound) > len(news):
        report.count(kind)["unchanged"] += len(sound) - len(news)
    for line in [entry.line for entry in batch if entry.found is None]:
        _replace(actor, kind, line)
    if not is_trial:
        kept = zip(news, written, strict=True)
        _remember(kind, [entry for entry, imported in kept if imported.refusal is None])


def _report(actor: Actor, report: Report, kind: Kind, line: Line, imported: Imported) -> None:
    report.count(kind)[imported.outcome] += 1
    for notice in _told(line, imported.notices):
        report.note(notice)
    if imported.refusal:
        report.refuse_line(line, imported.refusal)
        _replace(actor, kind, line)


def _news(kind: Kind, entries: list[Entry]) -> list[Entry]:
    """The lines that say something else than the last time they were brought in."""
    keys = [_key_text(kind, entry) for entry in entries]
    known = select(ImportedLine.key, ImportedLine.digest).where(ImportedLine.kind == kind.name)
    said = {row.key: row.digest for row in db.session.execute(known.where(among(ImportedLine.key, keys)))}
    return [entry for key, entry in zip(keys, entries, strict=True) if said.get(key) != _digest(entry)]


def _remember(kind: Kind, entries: list[Entry]) -> None:
    if entries:
        lines = insert_into(table_of(ImportedLine))
        said = lines.on_conflict_do_update(index_elements=["kind", "key"], set_={"digest": lines.excluded.digest})
        rows = [{"kind": kind.name, "key": _key_text(kind, one), "digest": _digest(one)} for one in entries]
        db.session.execute(said, rows)


def _key(kind: Kind, found: dict[str, Any]) -> tuple[object, ...]:
    return tuple(found[name] for name in kind.key)


def _key_text(kind: Kind, entry: Entry) -> str:
    return " ".join(str(part) for part in _key(kind, entry.found or {}))[:200]


def _digest(entry: Entry) -> str:
    return sha256(repr(sorted((entry.found or {}).items())).encode()).hexdigest()


def _replace(actor: Actor, kind: Kind, line: Line) -> None:
    """Put something under the code of a bad line, so that lines which refer to it can be checked. It is not kept."""
    code = line.cells.get("code")
    if kind.stand_in and code and "code" not in kind.schema.validate(line.cells):
        with suppress(DomainError), db.session.begin_nested():
            kind.stand_in(actor, code)


def _errors_of(refused: ValidationError | DomainError) -> dict[str, list[str]]:
    if isinstance(refused, ValidationError):
        return nested_errors(refused.messages_dict)
    if isinstance(refused, Invalid):
        return nested_errors(refused.errors)
    return {_TAKEN.get(refused.type, ""): [words_for(refused)[1]]}


def _told(line: Line, errors: dict[str, list[str]]) -> list[Problem]:
    columns = {path: _COLUMNS.get(path, path.replace(".", "_")) for path in errors}
    return [line.problem(columns[path], text) for path, texts in errors.items() for text in texts]


def _shown(found: dict[str, Any]) -> dict[str, str]:
    """The fields as a preview shows them, texts by column."""
    texts = {f"{name}_{tongue}": text for name in ("name", "title") for tongue, text in found.get(name, {}).items()}
    return texts | {name: _words(value) for name, value in found.items() if name not in ("name", "title")}


def _words(value: Any) -> str:
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M}"
    return "; ".join(value) if isinstance(value, list) else str("" if value is None else value)
