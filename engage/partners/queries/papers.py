"""Which papers does an association have? They are seen inside it alone."""

import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select, true

from engage.access.actor import Actor
from engage.accounts.models import Account
from engage.database import db
from engage.errors import NotFound
from engage.files.models import StoredFile
from engage.files.queries import COLUMNS as FILE_COLUMNS
from engage.files.queries import FileView
from engage.partners.models import Paper, PaperKind
from engage.partners.queries.inside import InsideView, inside_of

MOST_PAPERS = 50
NEEDED = (PaperKind.STATUTES, PaperKind.RECEIPT)


@dataclass(frozen=True, slots=True)
class PaperView:
    """A paper and what is known of its file. `is_current`: there is no newer one of its kind."""

    id: uuid.UUID
    kind: str
    issued_on: date | None
    created_at: datetime
    withdrawn_at: datetime | None
    added_by: str | None
    file: FileView
    is_current: bool


_PAPERS: Select[Any] = (
    select(Paper.id, Paper.kind, Paper.issued_on, Paper.created_at, Paper.withdrawn_at, Account.display_name)
    .add_columns(*FILE_COLUMNS)
    .join(StoredFile, StoredFile.id == Paper.file_id)
    .outerjoin(Account, Account.id == Paper.created_by)
    .order_by(Paper.created_at.desc(), Paper.id.desc())
)
_KNOWN = list(PaperView.__dataclass_fields__)[:-2]


def list_papers(viewer: Actor, of: uuid.UUID | InsideView) -> Sequence[PaperView]:
    """All of them, the newest first. Raises NotFound for whoever is outside."""
    inside = inside_of(viewer, of)
    rows = db.session.execute(_PAPERS.where(Paper.association_id == inside.id, _seen_by(inside)))
    return list(_views(rows.all()))


def without_papers(viewer: Actor, association_ids: Sequence[uuid.UUID]) -> set[uuid.UUID]:
    """Which of these associations still owe one of the papers that every application needs."""
    counted = Paper.association_id.in_(association_ids), Paper.withdrawn_at.is_(None), Paper.kind.in_(NEEDED)
    found = select(Paper.association_id, func.count(Paper.kind.distinct())).where(*counted)
    complete = db.session.execute(found.group_by(Paper.association_id)).all()
    return set(association_ids) - {row[0] for row in complete if row[1] == len(NEEDED)}


def get_paper(viewer: Actor, association_id: uuid.UUID, paper_id: uuid.UUID) -> PaperView:
    """Raises NotFound, also for one of another association."""
    for paper in list_papers(viewer, association_id):
        if paper.id == paper_id:
            return paper
    raise NotFound


def _seen_by(inside: InsideView) -> ColumnElement[bool]:
    """What was withdrawn is for those in charge, who may have decided upon it."""
    return true() if inside.is_in_charge else Paper.withdrawn_at.is_(None)


def _views(rows: Sequence[Any]) -> Iterator[PaperView]:
    superseded: set[str] = set()
    for row in rows:
        is_current = row.withdrawn_at is None and row.kind not in superseded
        if is_current and row.kind != PaperKind.OTHER:
            superseded.add(row.kind)
        known = dict(zip(_KNOWN, row, strict=False))
        yield PaperView(**known, file=FileView(*row[len(_KNOWN) :]), is_current=is_current)
