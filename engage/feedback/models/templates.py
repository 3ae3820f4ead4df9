"""Words for replies that are used again."""

from sqlalchemy import JSON, CheckConstraint, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from engage.database import Base, HasId


class ReplyTemplate(HasId, Base):
    """What officers often say. Without `category` in threads of any, without `status` wherever they stand."""

    __tablename__ = "reply_templates"

    name: Mapped[dict[str, str]] = mapped_column(JSON)
    body: Mapped[dict[str, str]] = mapped_column(JSON)
    category: Mapped[str | None] = mapped_column(String(20))
    status: Mapped[str | None] = mapped_column(String(20))
    version: Mapped[int] = mapped_column(default=1)

    __table_args__ = (
        CheckConstraint(
            "status IN ('new', 'acknowledged', 'in_progress', 'answered', 'closed', 'referred', 'declined')",
            name="status",
        ),
        Index(None, "category", "id"),
    )
