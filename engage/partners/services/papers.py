"""The papers of an association: added and withdrawn by its managers, and in the end erased."""

import uuid
from datetime import date, timedelta
from typing import Any

from sqlalchemy import func, select

from engage import clock
from engage.access.actor import Actor
from engage.audit.services import record
from engage.database import ROW_LOCK, db, new_id
from engage.errors import Conflict, NotAllowed, NotFound
from engage.files.queries import FileView
from engage.files.services import PreparedFile, erase_file, keep_prepared, prepare_file
from engage.partners.models import AssociationStatus, Paper
from engage.partners.policies import can_keep_papers
from engage.partners.queries import MOST_PAPERS, InsideView, get_inside, get_inside_apart
from engage.partners.services.inside import lock_inside, require_status

KEPT = timedelta(days=365)  # after it was withdrawn
MOST_ERASED_AT_ONCE = 500
_OPEN = tuple(status for status in AssociationStatus if status != AssociationStatus.DISSOLVED)


def prepare_paper(actor: Actor, association_id: uuid.UUID, *, name: str, content: bytes) -> PreparedFile:
    """Examine the file of somebody who may add it, outside of any transaction. Raises as `add_paper` does, Invalid for
    the file, and Busy.
    """
    _check_may_keep(actor, get_inside_apart(actor, association_id))
    return prepare_file(actor, name, content)


def add_paper(
    actor: Actor, association_id: uuid.UUID, *, kind: str, file: PreparedFile, issued_on: date | None = None
) -> uuid.UUID:
    """Keep a paper, from now on the one of its kind that counts; answers its id.

    Raises NotFound, NotAllowed, and Conflict if the association is dissolved or has too many.
    """
    _check_may_keep(actor, lock_inside(actor, association_id))
    if _count(association_id) >= MOST_PAPERS:
        raise Conflict("too-many-papers", most=MOST_PAPERS)
    return _added(actor, association_id, kind, issued_on, keep_prepared(actor, file))


def withdraw_paper(actor: Actor, association_id: uuid.UUID, paper_id: uuid.UUID) -> None:
    """It no longer counts, and only those in charge still see it. Raises NotFound, NotAllowed, Conflict."""
    _check_may_keep(actor, get_inside(actor, association_id))
    paper = db.session.get(Paper, paper_id, with_for_update=ROW_LOCK, populate_existing=True)
    if paper is None or paper.association_id != association_id or paper.withdrawn_at:
        raise NotFound
    paper.withdrawn_at = clock.now()
    db.session.flush()
    record(actor, "paper.withdrawn", association_id, before={"paper_id": str(paper_id), "kind": paper.kind})


def erase_withdrawn_papers(actor: Actor) -> int:
    """Erase those that were withdrawn a year ago, and their files; how many there were."""
    old = select(Paper).where(Paper.withdrawn_at < clock.now() - KEPT).order_by(Paper.withdrawn_at)
    papers = db.session.scalars(old.limit(MOST_ERASED_AT_ONCE)).all()
    for paper in papers:
        db.session.delete(paper)
        db.session.flush()
        erase_file(actor, paper.file_id)
        record(actor, "paper.erased", paper.association_id, before={"paper_id": str(paper.id), "kind": paper.kind})
    return len(papers)


def _check_may_keep(actor: Actor, inside: InsideView) -> None:
    if not can_keep_papers(actor, inside):
        raise NotAllowed
    require_status(inside, _OPEN)


def _count(association_id: uuid.UUID) -> int:
    return db.session.scalar(select(func.count()).where(Paper.association_id == association_id)) or 0


def _added(actor: Actor, association_id: uuid.UUID, kind: str, issued_on: date | None, file: FileView) -> uuid.UUID:
    details: dict[str, Any] = {"kind": kind, "issued_on": issued_on}
    paper = Paper(id=new_id(), association_id=association_id, file_id=file.id, created_at=clock.now(), **details)
    paper.created_by = actor.id
    db.session.add(paper)
    db.session.flush()
    told = {"paper_id": str(paper.id), "sha256": file.sha256, "bytes": file.size, "media_type": file.media_type}
    record(actor, "paper.added", association_id, after={**details, **told})
    return paper.id
