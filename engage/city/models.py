"""Files that officers send, and what each line said last time: one that says the same again undoes nobody's work."""

import uuid
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, LargeBinary, String, text
from sqlalchemy.orm import Mapped, deferred, mapped_column

from engage.database import Base, HasId, UTCDateTime


class ImportedLine(Base):
    """One thing that an import brought in, by its kind and key, and a digest of what its line said."""

    __tablename__ = "imported_lines"

    kind: Mapped[str] = mapped_column(String(20), primary_key=True)
    key: Mapped[str] = mapped_column(String(200), primary_key=True)
    digest: Mapped[str] = mapped_column(String(64))


class ImportState(StrEnum):
    CHECKING = "checking"
    CHECKED = "checked"
    REFUSED = "refused"
    IMPORTING = "importing"
    DONE = "done"
    FAILED = "failed"


UNDER_WAY = (ImportState.CHECKING, ImportState.IMPORTING)
_IS_UNDER_WAY = text("state IN ('checking', 'importing')")


class Import(HasId, Base):
    """A file that somebody sent to be brought in, and how far that has come. `content` is erased after a month."""

    __tablename__ = "imports"

    kind: Mapped[str] = mapped_column(String(20))
    account_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("accounts.id"))
    file_name: Mapped[str] = mapped_column(String(200))
    content: Mapped[bytes | None] = deferred(mapped_column(LargeBinary))
    digest: Mapped[str] = mapped_column(String(64))
    state: Mapped[str] = mapped_column(String(10))
    locale: Mapped[str] = mapped_column(String(2))  # of who sent it
    total_lines: Mapped[int] = mapped_column(default=0)
    done_lines: Mapped[int] = mapped_column(default=0)
    counts: Mapped[dict[str, int]] = mapped_column(JSON)
    problems: Mapped[list[Any]] = mapped_column(JSON)  # the first: line, column, words as `language.kept`, cell
    problem_count: Mapped[int] = mapped_column(default=0)
    notices: Mapped[list[Any]] = mapped_column(JSON)
    samples: Mapped[list[dict[str, str]]] = mapped_column(JSON)
    attempts: Mapped[int] = mapped_column(default=0)
    claimed_until: Mapped[datetime | None] = mapped_column(UTCDateTime)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
    finished_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    version: Mapped[int] = mapped_column(default=1)

    __table_args__ = (
        CheckConstraint("kind IN ('seminars', 'venues', 'associations')", name="kind"),
        CheckConstraint("state IN ('checking', 'checked', 'refused', 'importing', 'done', 'failed')", name="state"),
        Index(None, "account_id", "created_at", "id"),
        Index(None, "created_at"),
        Index("ix_imports_under_way", "created_at", sqlite_where=_IS_UNDER_WAY, postgresql_where=_IS_UNDER_WAY),
    )
