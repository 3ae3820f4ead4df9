"""The photographs that people send with their words."""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from engage.database import Base, HasId, UTCDateTime


class Photo(HasId, Base):
    """A photograph with a post, as it came. Where parts of it are covered, others see the picture made from that."""

    __tablename__ = "photos"

    thread_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("threads.id"))
    post_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("posts.id"), index=True)
    alt: Mapped[str | None] = mapped_column(String(300))
    file_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("files.id"), index=True)
    thumbnail_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("files.id"), index=True)
    covered: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)  # rectangles, in parts of a hundred
    public_file_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("files.id"), index=True)
    public_thumbnail_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("files.id"), index=True)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
    version: Mapped[int] = mapped_column(default=1)

    __table_args__ = (
        CheckConstraint("(public_file_id IS NULL) = (public_thumbnail_id IS NULL)", name="public"),
        Index(None, "thread_id", "id"),
    )
