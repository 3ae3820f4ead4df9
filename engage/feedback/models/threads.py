"""Threads, the posts in them, the notes beside them, and who may open, support and follow them."""

import uuid
from datetime import date, datetime, timedelta
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from engage.database import Base, HasId, UTCDateTime
from engage.feedback.categories import Visibility

REOPENED_WITHIN = timedelta(days=30)


class ThreadStatus(StrEnum):
    NEW = "new"
    ACKNOWLEDGED = "acknowledged"
    IN_PROGRESS = "in_progress"
    ANSWERED = "answered"
    CLOSED = "closed"
    REFERRED = "referred"
    DECLINED = "declined"


WAITING = frozenset({ThreadStatus.NEW, ThreadStatus.ACKNOWLEDGED, ThreadStatus.IN_PROGRESS})  # for an answer


class PostKind(StrEnum):
    OPENING = "opening"
    COMMENT = "comment"
    REPLY = "reply"


_OPEN = text("status IN ('new', 'acknowledged', 'in_progress')")
_OPENING = text("kind = 'opening'")
_REPLY = text("kind = 'reply'")
_UNSEEN = text("is_unseen")


class Thread(HasId, Base):
    """One matter of one resident; its words are its posts. `receipt_hash` stands for an author without account, of whom
    `published_at` None says that nobody has looked yet, if the thread is public.
    """

    __tablename__ = "threads"

    reference: Mapped[str] = mapped_column(String(20), unique=True)
    subject: Mapped[str] = mapped_column(String(150))
    category: Mapped[str] = mapped_column(String(20))
    district: Mapped[str | None] = mapped_column(ForeignKey("districts.code"))  # None: nobody knows which
    seminar_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("seminars.id"))
    place: Mapped[str | None] = mapped_column(String(200))
    latitude: Mapped[float | None]
    longitude: Mapped[float | None]
    visibility: Mapped[str] = mapped_column(String(10))
    status: Mapped[str] = mapped_column(String(20), default=ThreadStatus.NEW)
    language: Mapped[str] = mapped_column(String(2))
    author_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("accounts.id"))
    author_name: Mapped[str | None] = mapped_column(String(120))
    show_name: Mapped[bool] = mapped_column(default=False)
    contact_email: Mapped[str | None] = mapped_column(String(254))
    contact_phone: Mapped[str | None] = mapped_column(String(20))
    receipt_hash: Mapped[bytes | None] = mapped_column(unique=True)
    assigned_to: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("accounts.id"))
    support_count: Mapped[int] = mapped_column(default=0)
    reopened_count: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
    published_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    due_at: Mapped[datetime] = mapped_column(UTCDateTime)  # the next deadline: of the two that follow
    acknowledge_due_at: Mapped[datetime] = mapped_column(UTCDateTime)
    answer_due_at: Mapped[datetime] = mapped_column(UTCDateTime)
    acknowledged_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    first_replied_at: Mapped[datetime | None] = mapped_column(UTCDateTime)  # officially
    answered_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    closed_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    referred_to: Mapped[str | None] = mapped_column(String(150))
    referral_reference: Mapped[str | None] = mapped_column(String(60))
    referred_on: Mapped[date | None]
    decline_reason: Mapped[str | None] = mapped_column(Text)
    public_subject: Mapped[str | None] = mapped_column(Text)  # where passages were taken out for others
    public_place: Mapped[str | None] = mapped_column(Text)
    merged_into: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("threads.id"))  # the same matter, treated there

    __table_args__ = (
        CheckConstraint(
            "status IN ('new', 'acknowledged', 'in_progress', 'answered', 'closed', 'referred', 'declined')",
            name="status",
        ),
        CheckConstraint("visibility IN ('public', 'private')", name="visibility"),
        CheckConstraint("language IN ('ar', 'fr', 'en')", name="language"),
        CheckConstraint("(latitude IS NULL) = (longitude IS NULL)", name="position"),
        CheckConstraint("author_id IS NULL OR receipt_hash IS NULL", name="one_author"),
        CheckConstraint("support_count >= 0", name="support_count"),
        Index(None, "district", "id"),
        Index(None, "category", "id"),
        Index(None, "status", "id"),
        Index(None, "author_id", "id"),
        Index(None, "assigned_to", "id"),
        Index(None, "seminar_id", "id"),
        Index(None, "created_at"),
        Index(None, "first_replied_at"),
        Index(None, "closed_at"),
        Index(None, "merged_into"),
        Index(None, "category", "created_at"),
        Index(None, "created_at", "id"),
        Index("ix_threads_queue", "district", "due_at", "id", postgresql_where=_OPEN, sqlite_where=_OPEN),
        Index("ix_threads_deadlines", "due_at", "id", postgresql_where=_OPEN, sqlite_where=_OPEN),
    )


class Post(HasId, Base):
    """What residents and the police say to each other. `is_unseen`: waits for a look, as a stranger's words or because
    of the `watched` words. `public_body` is what others read where passages were taken out.
    """

    __tablename__ = "posts"

    thread_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("threads.id"))
    kind: Mapped[str] = mapped_column(String(10))
    author_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("accounts.id"))
    is_author: Mapped[bool] = mapped_column(default=False)  # of the thread
    author_name: Mapped[str | None] = mapped_column(String(120))  # only where whoever wrote says that it is shown
    body: Mapped[str] = mapped_column(Text)
    is_unseen: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
    edited_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    hidden_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    hidden_reason: Mapped[str | None] = mapped_column(Text)
    hidden_ground: Mapped[str | None] = mapped_column(String(20))
    public_body: Mapped[str | None] = mapped_column(Text)
    watched: Mapped[str | None] = mapped_column(String(200))
    version: Mapped[int] = mapped_column(default=1)

    __table_args__ = (
        CheckConstraint("kind IN ('opening', 'comment', 'reply')", name="kind"),
        Index("uq_posts_opening", "thread_id", unique=True, postgresql_where=_OPENING, sqlite_where=_OPENING),
        Index("ix_posts_unseen", "thread_id", postgresql_where=_UNSEEN, sqlite_where=_UNSEEN),
        Index("ix_posts_replies", "created_at", "id", postgresql_where=_REPLY, sqlite_where=_REPLY),
        Index(None, "thread_id", "id"),
        Index(None, "author_id"),
    )


class PostEdit(HasId, Base):
    """The words that stood in a post, or with one of its photographs, until `at`."""

    __tablename__ = "post_edits"

    post_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("posts.id"))
    body: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(UTCDateTime)
    by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("accounts.id"))  # None: the author, by receipt

    __table_args__ = (Index(None, "post_id", "id"), Index(None, "by"))


class Note(HasId, Base):
    """What officers write for officers. A table of its own, so that no query for others can come across one."""

    __tablename__ = "notes"

    thread_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("threads.id"))
    author_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("accounts.id"))
    body: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)

    __table_args__ = (Index(None, "thread_id", "id"), Index(None, "author_id"))


class Support(Base):
    """Somebody who says "me too"."""

    __tablename__ = "supports"

    thread_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("threads.id"), primary_key=True)
    account_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("accounts.id"), primary_key=True)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
    merged_from: Mapped[uuid.UUID | None]  # the merged thread of which they said so

    __table_args__ = (Index(None, "account_id"),)


class Follow(Base):
    """Somebody who wants to hear of official replies."""

    __tablename__ = "follows"

    thread_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("threads.id"), primary_key=True)
    account_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("accounts.id"), primary_key=True)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
    merged_from: Mapped[uuid.UUID | None]  # the merged thread of which they said so

    __table_args__ = (Index(None, "account_id"),)


class ThreadWord(Base):
    """A word of a thread's subject, opening, place and reference, folded and stemmed (docs/decisions/0007)."""

    __tablename__ = "thread_words"

    word: Mapped[str] = mapped_column(
        String(40).with_variant(String(40, collation="C"), "postgresql"), primary_key=True
    )
    thread_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("threads.id", ondelete="CASCADE"), primary_key=True)

    __table_args__ = (Index(None, "thread_id"),)


class ReceiptToken(HasId, Base):
    """What a receipt was changed for: it opens one thread for some hours."""

    __tablename__ = "receipt_tokens"

    thread_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("threads.id"))
    token_hash: Mapped[bytes] = mapped_column(unique=True)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
    expires_at: Mapped[datetime] = mapped_column(UTCDateTime)

    __table_args__ = (Index(None, "thread_id"), Index(None, "expires_at"))


def is_held_back(thread: "Thread") -> bool:
    """Whether a public thread still waits for a look."""
    return thread.visibility == Visibility.PUBLIC and thread.published_at is None
