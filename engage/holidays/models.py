"""Public holidays and school breaks."""

from datetime import date, timedelta
from enum import StrEnum

from sqlalchemy import JSON, CheckConstraint, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from engage.database import Base, HasId

MAX_LENGTH = timedelta(days=120)  # so that those of a day are a short range of the index


class HolidayKind(StrEnum):
    PUBLIC = "public"
    SCHOOL = "school"


class Holiday(HasId, Base):
    """Some days off, the last one included. `code` is set by the import and by nobody else."""

    __tablename__ = "holidays"

    code: Mapped[str | None] = mapped_column(String(60), unique=True)
    kind: Mapped[str] = mapped_column(String(10))
    name: Mapped[dict[str, str]] = mapped_column(JSON)
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    version: Mapped[int] = mapped_column(default=1)

    __table_args__ = (
        CheckConstraint("kind IN ('public', 'school')", name="kind"),
        CheckConstraint("ends_on >= starts_on", name="ends_after_start"),
        Index(None, "starts_on", "id"),
    )
