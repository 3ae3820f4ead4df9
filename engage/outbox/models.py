"""The table of owed messages."""

import uuid
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, CheckConstraint, Index, String, Uuid, text
from sqlalchemy.orm import Mapped, mapped_column

from engage.database import Base, HasId, UTCDateTime


class MessageStatus(StrEnum):
    OWED = "owed"
    SENT = "sent"
    DEAD = "dead"


_OWED = text("status = 'owed'")


class Channel(StrEnum):
    MAIL = "mail"
    SMS = "sms"


class Message(HasId, Base):
    """One message to one person. `payload` (what the template needs) is emptied when it was sent."""

    __tablename__ = "messages"

    kind: Mapped[str] = mapped_column(String(60))
    recipient_id: Mapped[uuid.UUID | None] = mapped_column(Uuid)
    channel: Mapped[str] = mapped_column(String(10), default=Channel.MAIL, server_default=Channel.MAIL)
    address: Mapped[str] = mapped_column(String(254))
    locale: Mapped[str] = mapped_column(String(2))
    subject_id: Mapped[str | None] = mapped_column(String(64))
    topic_id: Mapped[str | None] = mapped_column(String(64))  # what goes to one address about it, goes in order
    payload: Mapped[dict[str, Any]] = mapped_column(JSON)
    status: Mapped[str] = mapped_column(String(10), default=MessageStatus.OWED)
    attempts: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
    due_at: Mapped[datetime] = mapped_column(UTCDateTime)
    sent_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    last_error: Mapped[str | None] = mapped_column(String(200))

    __table_args__ = (
        CheckConstraint("status IN ('owed', 'sent', 'dead')", name="status"),
        Index("ix_messages_due_at", "due_at", postgresql_where=_OWED, sqlite_where=_OWED),
        Index(None, "status", "created_at", "id"),
        Index(None, "recipient_id"),
        Index(None, "subject_id"),
        Index(None, "topic_id", "address"),
    )
