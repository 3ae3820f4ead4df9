"""What may be told of a file? Whoever asks has been let in by the feature that owns it."""

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, select

from engage.access.actor import Actor
from engage.database import db
from engage.errors import NotFound
from engage.files.models import StoredFile


@dataclass(frozen=True, slots=True)
class FileView:
    """A file without its content. Nothing in it says where the content lies."""

    id: uuid.UUID
    name: str
    media_type: str
    size: int
    sha256: str
    created_at: datetime


COLUMNS = [getattr(StoredFile, name) for name in FileView.__dataclass_fields__]

_FILES: Select[Any] = select(*COLUMNS)


def get_file(viewer: Actor, file_id: uuid.UUID) -> FileView:
    """Raises NotFound. Asks nobody's leave: that is for the owning feature, before."""
    row = db.session.execute(_FILES.where(StoredFile.id == file_id)).one_or_none()
    if row is None:
        raise NotFound
    return FileView(*row)
