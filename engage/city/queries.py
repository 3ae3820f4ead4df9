"""Which files did somebody send, and how far have they come? Everyone sees the own ones."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any, NamedTuple

from sqlalchemy import Select, literal, select, tuple_
from sqlalchemy import Uuid as UuidType

from engage import clock
from engage.access.actor import Actor
from engage.city.models import UNDER_WAY, Import, ImportState
from engage.city.progress import lines_told
from engage.database import UTCDateTime, db
from engage.errors import NotFound
from engage.language import Recipe, said_again
from engage.web.pagination import Page, cut


class Told(NamedTuple):
    """A problem or a notice: where, what, and what stands there."""

    line: int
    column: str
    text: str
    cell: str


class Phase(StrEnum):
    """Of a file that is under way. How many lines it has is known once it is read."""

    WAITING = "waiting"
    READING = "reading"
    CHECKING = "checking"
    IMPORTING = "importing"


@dataclass(frozen=True, slots=True)
class ImportView:
    """What its sender sees of an import."""

    id: uuid.UUID
    kind: str
    file_name: str
    state: str
    total_lines: int
    done_lines: int
    counts: dict[str, int]
    problem_count: int
    problems: Sequence[Any]
    notices: Sequence[Any]
    samples: Sequence[Any]
    created_at: datetime
    finished_at: datetime | None
    claimed_until: datetime | None
    version: int
    is_kept: bool
    is_told_beside: bool = False  # a file says how far it is: whoever works on it cannot renew its claim meanwhile

    @property
    def is_under_way(self) -> bool:
        return self.state in UNDER_WAY

    @property
    def phase(self) -> str | None:
        """What is being done with it just now; None if nothing is to be done."""
        if not self.is_under_way:
            return None
        if not self.is_told_beside and (self.claimed_until is None or self.claimed_until < clock.now()):
            return Phase.WAITING
        return Phase(self.state) if self.total_lines else Phase.READING

    @property
    def can_be_applied(self) -> bool:
        return self.state == ImportState.CHECKED and self.is_kept

    @property
    def told_problems(self) -> list[Told]:
        return [_told(*problem) for problem in self.problems]

    @property
    def told_notices(self) -> list[Told]:
        return [_told(*notice) for notice in self.notices]

    @property
    def told_samples(self) -> list[dict[str, str]]:
        return [{name: said_again(words) for name, words in sample.items()} for sample in self.samples]


def _told(line: int, column: str, words: str | Recipe, cell: str) -> Told:
    return Told(line, column, said_again(words), cell)


_LONG = ("problems", "notices", "samples")
_SHORT = tuple(name for name in ImportView.__dataclass_fields__ if name not in (*_LONG, "is_kept", "is_told_beside"))


def _columns(names: Sequence[str]) -> Select[Any]:
    return select(*(getattr(Import, name) for name in names), Import.content.is_not(None).label("is_kept"))


def list_imports(
    viewer: Actor, *, cursor: tuple[datetime, uuid.UUID] | None = None, limit: int = 20
) -> Page[ImportView]:
    """The own imports, newest first, without what was found in them."""
    found = _columns(_SHORT).where(Import.account_id == viewer.id)
    if cursor:
        before = tuple_(literal(cursor[0], UTCDateTime), literal(cursor[1], UuidType))
        found = found.where(tuple_(Import.created_at, Import.id) < before)
    found = found.order_by(Import.created_at.desc(), Import.id.desc()).limit(limit + 1)
    empty: dict[str, Any] = dict.fromkeys(_LONG, ())
    rows = [ImportView(**row._mapping, **empty) for row in db.session.execute(found)]
    return cut(rows, limit, lambda row: (row.created_at.isoformat(), str(row.id)))


def get_import(viewer: Actor, import_id: uuid.UUID) -> ImportView:
    mine = _columns((*_SHORT, *_LONG)).where(Import.id == import_id, Import.account_id == viewer.id)
    row = db.session.execute(mine).one_or_none()
    if row is None:
        raise NotFound
    found = ImportView(**row._mapping)
    done = lines_told(import_id) if found.state == ImportState.IMPORTING else None
    return found if done is None else replace(found, done_lines=done, is_told_beside=True)
