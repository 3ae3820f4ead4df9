"""Commitments, and the days for which they were promised before."""

import uuid
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from engage.database import Base, HasId, UTCDateTime


class CommitmentState(StrEnum):
    OPEN = "open"
    DONE = "done"
    WITHDRAWN = "withdrawn"


class Commitment(HasId, Base):
    """One promise. It stands in a thread, under the reply `post_id`, or at a seminar, from which it has its category or
    its theme. `first_due_on` is the day that was said first, `reminded_for` the day up to which its owner was reminded.
    """

    __tablename__ = "commitments"

    thread_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("threads.id"))
    post_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("posts.id"))
    seminar_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("seminars.id"))
    what: Mapped[dict[str, str]] = mapped_column(JSON)
    district: Mapped[str | None] = mapped_column(ForeignKey("districts.code"))
    category: Mapped[str | None] = mapped_column(String(20))
    theme: Mapped[str | None] = mapped_column(String(30))
    owner_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("accounts.id"))
    due_on: Mapped[date]
    first_due_on: Mapped[date]
    state: Mapped[str] = mapped_column(String(10), default=CommitmentState.OPEN)
    evidence: Mapped[str | None] = mapped_column(Text)
    evidence_url: Mapped[str | None] = mapped_column(String(500))
    reason: Mapped[str | None] = mapped_column(Text)
    ended_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    reminded_for: Mapped[date]
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
    version: Mapped[int] = mapped_column(default=1)

    __table_args__ = (
        CheckConstraint("(thread_id IS NULL) <> (seminar_id IS NULL)", name="one_source"),
        CheckConstraint("post_id IS NULL OR thread_id IS NOT NULL", name="post_of_thread"),
        CheckConstraint("state IN ('open', 'done', 'withdrawn')", name="state"),
        CheckConstraint("state <> 'done' OR evidence IS NOT NULL", name="evidence"),
        CheckConstraint("state <> 'withdrawn' OR reason IS NOT NULL", name="reason"),
        CheckConstraint("(state = 'open') = (ended_at IS NULL)", name="ended"),
        Index(None, "due_on", "id"),
        Index(None, "state", "due_on", "id"),
        Index(None, "district", "state", "due_on", "id"),
        Index(None, "thread_id"),
        Index(None, "post_id"),
        Index(None, "seminar_id"),
        Index(None, "owner_id", "due_on"),
    )


class CommitmentMove(HasId, Base):
    """The day for which it was promised until `at`, and why that was changed."""

    __tablename__ = "commitment_moves"

    commitment_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("commitments.id"))
    due_on: Mapped[date]
    reason: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(UTCDateTime)
    by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("accounts.id"))

    __table_args__ = (Index(None, "commitment_id", "id"), Index(None, "by"))
