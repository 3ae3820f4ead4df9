"""The promises that a person may see, those of agreements among them, and the days for which they stood before."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, Select, String, Text, Uuid, cast, literal, null, select, tuple_, union_all
from sqlalchemy.types import Date

from engage import clock
from engage.access.actor import Actor
from engage.agreements.models import Agreement, Obligation
from engage.agreements.queries import promised_duties
from engage.commitments.charge import serves
from engage.commitments.models import Commitment, CommitmentMove, CommitmentState
from engage.commitments.queries.asking import CommitmentStanding, asked_of_duties, asked_of_rows, kept_by, visible_to
from engage.database import db, read
from engage.errors import NotFound
from engage.places.queries import district_names
from engage.settings import current_settings
from engage.web.pagination import Page, cut

Cursor = tuple[date, uuid.UUID]
MOST = 100


@dataclass(frozen=True, slots=True)
class CommitmentView:
    """What pages and programs see of a commitment. One of an agreement has its `reference` and no thread or seminar.
    `owner_id` is None where it is not for this viewer; `in_charge` says whether they may keep it.
    """

    id: uuid.UUID
    thread_id: uuid.UUID | None
    post_id: uuid.UUID | None
    seminar_id: uuid.UUID | None
    reference: str | None
    what: dict[str, str]
    districts: list[str]
    category: str | None
    theme: str | None
    owner_id: uuid.UUID | None
    due_on: date
    first_due_on: date
    state: str
    evidence: str | None
    evidence_url: str | None
    reason: str | None
    ended_at: datetime | None
    version: int
    in_charge: bool = False

    @property
    def district(self) -> str | None:
        return self.districts[0] if self.districts else None

    @property
    def source(self) -> str:
        return "thread" if self.thread_id else "seminar" if self.seminar_id else "agreement"

    @property
    def is_open(self) -> bool:
        return self.state == CommitmentState.OPEN

    @property
    def is_late(self) -> bool:
        return self.is_open and self.days_left < 0

    @property
    def days_left(self) -> int:
        """Until its day; below zero after it."""
        return (self.due_on - clock.today(current_settings().timezone)).days

    @property
    def is_moved(self) -> bool:
        return self.due_on != self.first_due_on

    @property
    def district_names(self) -> list[dict[str, str]]:
        names = district_names()
        return [names.get(code, {}) for code in self.districts]


@dataclass(frozen=True, slots=True)
class MoveView:
    """For which day it stood until then, and why that was changed."""

    due_on: date
    reason: str
    at: datetime


def _nothing(type_: Any) -> Any:
    return cast(null(), type_)


# The same columns of both, in the same order: those of the view, and the one district of a row.
_OWN_NAMES = ("due_on", "first_due_on", "state", "evidence", "evidence_url", "reason", "ended_at", "version")
_ROW: list[Any] = [
    Commitment.id,
    Commitment.thread_id,
    Commitment.post_id,
    Commitment.seminar_id,
    _nothing(String).label("reference"),
    Commitment.what,
    _nothing(JSON).label("districts"),
    Commitment.category,
    Commitment.theme,
    Commitment.owner_id,
    *(getattr(Commitment, name) for name in _OWN_NAMES),
    Commitment.district,
]
_DUTY: list[Any] = [
    Obligation.id,
    *(_nothing(Uuid).label(name) for name in ("thread_id", "post_id", "seminar_id")),
    Agreement.reference,
    Obligation.what,
    Agreement.districts,
    *(_nothing(String).label(name) for name in ("category", "theme")),
    _nothing(Uuid).label("owner_id"),
    Obligation.due_on,
    Obligation.due_on.label("first_due_on"),
    Obligation.state,
    *(_nothing(Text).label(name) for name in ("evidence", "evidence_url", "reason")),  # they may name people
    Obligation.done_at.label("ended_at"),
    Obligation.version,
    _nothing(String).label("district"),
]


def get_commitment(viewer: Actor, commitment_id: uuid.UUID) -> CommitmentView:
    """Raises NotFound for what is not there and for what this person may not see."""
    own = select(*_ROW).where(Commitment.id == commitment_id, visible_to(viewer))
    owed = promised_duties(viewer, *_DUTY).where(Obligation.id == commitment_id)
    row = read(union_all(own, owed)).one_or_none()
    if row is None:
        raise NotFound
    return _seen_by(viewer, row)


def is_visible(viewer: Actor, commitment_id: uuid.UUID) -> bool:
    return bool(db.session.scalar(select(Commitment.id).where(Commitment.id == commitment_id, visible_to(viewer))))


def list_commitments(
    viewer: Actor, *, cursor: Cursor | None = None, limit: int = 20, all_see: bool = False, **filters: Any
) -> Page[CommitmentView]:
    """A page of them (`all_see`: of what everyone may read): what is open the most urgent first, all else and all
    together the latest first.
    """
    rises = filters.get("state") in (CommitmentStanding.OPEN, CommitmentStanding.LATE)
    own = select(*_ROW).where(visible_to(None if all_see else viewer), *asked_of_rows(filters))
    parts = [_some(own, Commitment, rises, cursor, limit)]
    if (owed := asked_of_duties(filters)) is not None:
        parts.append(_some(promised_duties(viewer, *_DUTY).where(*owed), Obligation, rises, cursor, limit))
    both = union_all(*(select(part.subquery()) for part in parts)).subquery()
    found = select(both).order_by(*_order(both.c, rises)).limit(limit + 1)
    return _cut(viewer, read(found), limit)


def list_in_charge(
    viewer: Actor, *, which: str | None = None, until: date | None = None, cursor: Cursor | None = None, limit: int = 20
) -> Page[CommitmentView]:
    """What is open and for the officers of a district to keep, the most urgent first; `which`: "mine" or "late",
    `until`: what is due by that day.
    """
    found = select(*_ROW).where(kept_by(viewer), *asked_of_rows({"state": "late" if which == "late" else "open"}))
    if which == "mine":
        found = found.where(Commitment.owner_id == viewer.account_id)
    if until is not None:
        found = found.where(Commitment.due_on <= until)
    return _cut(viewer, read(_some(found, Commitment, True, cursor, limit)), limit)


def list_of_thread(viewer: Actor, thread_id: uuid.UUID) -> Sequence[CommitmentView]:
    """Those of one thread, by their day; no more than a hundred."""
    found = select(*_ROW).where(Commitment.thread_id == thread_id, visible_to(viewer))
    rows = read(found.order_by(Commitment.due_on, Commitment.id).limit(MOST))
    return [_seen_by(viewer, row) for row in rows]


def list_moves(viewer: Actor, commitment: CommitmentView) -> Sequence[MoveView]:
    """The days for which a commitment that the viewer sees stood before, the first first; no more than a hundred."""
    columns = [getattr(CommitmentMove, name) for name in MoveView.__dataclass_fields__]
    found = select(*columns).where(CommitmentMove.commitment_id == commitment.id)
    return [MoveView(*row) for row in read(found.order_by(CommitmentMove.id).limit(MOST))]


def _some(found: Select[Any], of: Any, rises: bool, cursor: Cursor | None, limit: int) -> Select[Any]:
    if cursor:
        key, last = tuple_(of.due_on, of.id), tuple_(literal(cursor[0], Date), literal(cursor[1], Uuid))
        found = found.where(key > last if rises else key < last)
    return found.order_by(*_order(of, rises)).limit(limit + 1)


def _order(of: Any, rises: bool) -> tuple[Any, Any]:
    return (of.due_on, of.id) if rises else (of.due_on.desc(), of.id.desc())


def _cut(viewer: Actor, rows: Any, limit: int) -> Page[CommitmentView]:
    return cut([_seen_by(viewer, row) for row in rows], limit, lambda one: (one.due_on.isoformat(), str(one.id)))


def _seen_by(viewer: Actor, row: Any) -> CommitmentView:
    """A row without what is not for this viewer."""
    *values, district = row
    seen = CommitmentView(*values)
    seen = replace(seen, districts=seen.districts or ([district] if district else []))
    in_charge = serves(viewer, seen)
    return replace(seen, in_charge=in_charge, owner_id=seen.owner_id if in_charge else None)
