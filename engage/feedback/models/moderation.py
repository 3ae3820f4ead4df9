"""What was reported, what was hidden and appealed against, and the words that make a post wait for a look."""

import uuid
from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from engage.database import Base, HasId, UTCDateTime


class Ground(StrEnum):
    """Why words are reported, or hidden; everyone may read it, unlike the words that go with it."""

    PERSON = "person"
    INSULT = "insult"
    HATRED = "hatred"
    FALSE = "false"
    ADVERTISING = "advertising"
    OTHER = "other"


class Outcome(StrEnum):
    """What became of a report."""

    HIDDEN = "hidden"
    REDACTED = "redacted"
    DISMISSED = "dismissed"


_OPEN = text("settled_at IS NULL")
_STANDS = text("restored_at IS NULL")
_APPEALED = text("appealed_at IS NOT NULL AND decided_at IS NULL AND restored_at IS NULL")
_GROUNDS = "ground IN ('person', 'insult', 'hatred', 'false', 'advertising', 'other')"


class Report(HasId, Base):
    """Somebody says that words should not stand there. Who it was is kept as a keyed hash, which only tells whether the
    same person reports the same words again.
    """

    __tablename__ = "reports"

    post_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("posts.id"))
    reporter_hash: Mapped[bytes]
    ground: Mapped[str] = mapped_column(String(20))
    reason: Mapped[str | None] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
    settled_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    outcome: Mapped[str | None] = mapped_column(String(10))
    answer: Mapped[str | None] = mapped_column(Text)  # why it was dismissed, for moderators

    __table_args__ = (
        CheckConstraint(_GROUNDS, name="ground"),
        CheckConstraint("outcome IN ('hidden', 'redacted', 'dismissed')", name="outcome"),
        CheckConstraint("(settled_at IS NULL) = (outcome IS NULL)", name="settled"),
        Index("uq_reports_post_id_reporter_hash", "post_id", "reporter_hash", unique=True),
        Index("ix_reports_open", "post_id", "created_at", postgresql_where=_OPEN, sqlite_where=_OPEN),
    )


class Hiding(HasId, Base):
    """A post was hidden: by whom, and whether whoever wrote it appealed, once, and what another moderator decided."""

    __tablename__ = "hidings"

    post_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("posts.id"))
    hidden_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("accounts.id"))
    ground: Mapped[str] = mapped_column(String(20))
    reason: Mapped[str | None] = mapped_column(Text)
    hidden_at: Mapped[datetime] = mapped_column(UTCDateTime)
    appeal: Mapped[str | None] = mapped_column(Text)
    appealed_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    decided_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("accounts.id"))
    decided_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    decision: Mapped[str | None] = mapped_column(Text)  # the words with which it was upheld or undone
    restored_at: Mapped[datetime | None] = mapped_column(UTCDateTime)

    __table_args__ = (
        CheckConstraint(_GROUNDS, name="ground"),
        CheckConstraint("(appeal IS NULL) = (appealed_at IS NULL)", name="appeal"),
        CheckConstraint("decided_at IS NULL OR decided_by <> hidden_by OR appealed_at IS NULL", name="another_decides"),
        Index(None, "post_id"),
        Index("uq_hidings_post_id", "post_id", unique=True, postgresql_where=_STANDS, sqlite_where=_STANDS),
        Index("ix_hidings_appealed", "post_id", "appealed_at", postgresql_where=_APPEALED, sqlite_where=_APPEALED),
        Index(None, "hidden_by"),
        Index(None, "decided_by"),
    )


class WatchedWord(HasId, Base):
    """A word that makes public words wait for a look; `stem` is its folded form, by which it is recognised."""

    __tablename__ = "watched_words"

    word: Mapped[str] = mapped_column(String(40))
    stem: Mapped[str] = mapped_column(String(40).with_variant(String(40, collation="C"), "postgresql"), unique=True)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
