"""Keeping a file, reading it, erasing it. Which person may do so is decided by the feature that owns the file."""

import uuid
from collections.abc import Collection
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

import structlog
from sqlalchemy import bindparam, select

from engage import clock
from engage.access.actor import Actor
from engage.database import db, new_id, read_at_once
from engage.errors import DomainError, Invalid, NotFound
from engage.files import storage
from engage.files.examining import DOCX, JPEG, PDF, PNG, Kind, kind_of
from engage.files.models import StoredFile
from engage.files.names import shown_name
from engage.files.queries import FileView
from engage.files.scanning import scan
from engage.language import gettext as _
from engage.transaction import after_commit

MOST_BYTES = 10_000_000
PAPERS = (PDF, JPEG, PNG, DOCX)
UNCLAIMED = timedelta(days=1)  # longer than any request takes

_KNOWN = (StoredFile.storage_key, StoredFile.sha256, StoredFile.name, StoredFile.media_type)
_WHERE_IT_LIES = select(*_KNOWN).where(StoredFile.id == bindparam("id"))

log = structlog.get_logger()


@dataclass(frozen=True)
class PreparedFile:
    """A file whose content is kept and whose row is not: if that never comes, `sweep_files` does."""

    name: str
    media_type: str
    size: int
    sha256: str
    storage_key: str
    scanned_at: datetime | None


def keep_file(actor: Actor, name: str, content: bytes, allowed: Collection[Kind] = PAPERS) -> FileView:
    """Examine a file and keep it; answers what is known of it. The caller has asked its policy, and records it.

    Raises Invalid({"file": …}) for what is not taken, Busy where scanner or storage are out of reach.
    """
    return keep_prepared(actor, prepare_file(actor, name, content, allowed))


def prepare_file(actor: Actor, name: str, content: bytes, allowed: Collection[Kind] = PAPERS) -> PreparedFile:
    """The part of `keep_file` that takes time and needs no store: best before a transaction begins, since on SQLite it
    would hold the one write lock. Raises as `keep_file` does.
    """
    return examine_file(actor, name, content, allowed)[0]


def examine_file(
    actor: Actor, name: str, content: bytes, allowed: Collection[Kind] = PAPERS
) -> tuple[PreparedFile, bytes]:
    """The same, and the content as it is kept, for whoever makes something of it."""
    if len(content) > MOST_BYTES:
        most = MOST_BYTES // 1_000_000
        raise Invalid({"file": [_("The file is too large: %(most)s MB at most.", most=most)]})
    kind = kind_of(content, allowed)
    shown = shown_name(name, kind.ending)
    scanned_at = _scanned(content)
    plain = kind.plain(content)
    digest = sha256(plain).hexdigest()
    return PreparedFile(shown, kind.media_type, len(plain), digest, storage.put(plain), scanned_at), plain


def prepare_made(actor: Actor, name: str, kind: Kind, content: bytes) -> PreparedFile:
    """The same for what we made ourselves of a file that was examined. Raises Busy."""
    digest = sha256(content).hexdigest()
    return PreparedFile(
        shown_name(name, kind.ending), kind.media_type, len(content), digest, storage.put(content), None
    )


def keep_prepared(actor: Actor, prepared: PreparedFile) -> FileView:
    """From now on the content belongs to a row."""
    file = StoredFile(id=new_id(), created_by=actor.id, created_at=clock.now(), **asdict(prepared))
    db.session.add(file)
    db.session.flush()
    return FileView(*(getattr(file, column) for column in FileView.__dataclass_fields__))


def read_file(actor: Actor, file_id: uuid.UUID) -> bytes:
    """The content, which is the one that was kept to the last bit. Raises NotFound, Busy."""
    return _content(file_id, db.session.execute(_WHERE_IT_LIES, {"id": file_id}).one_or_none())


def read_file_apart(actor: Actor, file_id: uuid.UUID) -> tuple[str, str, bytes]:
    """The same before a transaction begins, with the name and media type."""
    row = next(iter(read_at_once(_WHERE_IT_LIES, {"id": file_id})), None)
    content = _content(file_id, row)
    return row.name, row.media_type, content  # type: ignore[union-attr]


def erase_file(actor: Actor, file_id: uuid.UUID) -> None:
    """The row now, the content once that is certain. What the storage does not erase then, `sweep_files` does."""
    row = db.session.get(StoredFile, file_id)
    if row is not None:
        key = row.storage_key
        db.session.delete(row)
        db.session.flush()
        after_commit(lambda: _erase_soon(key))


def sweep_files(actor: Actor) -> int:
    """Erase content that belongs to no row since a day: its transaction was never kept. How many there were."""
    swept = 0
    for keys in storage.keys_from_before(clock.now() - UNCLAIMED):
        known = set(db.session.scalars(select(StoredFile.storage_key).where(StoredFile.storage_key.in_(keys))))
        unclaimed = [key for key in keys if key not in known]
        storage.erase(unclaimed)
        swept += len(unclaimed)
    return swept


def _content(file_id: uuid.UUID, row: Any) -> bytes:
    if row is None:
        raise NotFound
    content = storage.get(row.storage_key)
    if sha256(content).hexdigest() != row.sha256:
        log.error("file altered", file_id=str(file_id))
        raise NotFound
    return content


def _scanned(content: bytes) -> datetime | None:
    verdict = scan(content)
    if verdict == "infected":
        raise Invalid({"file": [_("A scanner found something harmful in this file. It was not kept.")]})
    return clock.now() if verdict == "clean" else None


def _erase_soon(key: str) -> None:
    try:
        storage.erase([key])
    except DomainError:
        log.warning("file not erased yet")  # the fact is kept; `sweep_files` comes by
