"""What the files of a city said last time: a line that still says the same undoes nobody's work since."""

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from engage.database import Base


class ImportedLine(Base):
    """One thing that an import brought in, by its kind and key, and a digest of what its line said."""

    __tablename__ = "imported_lines"

    kind: Mapped[str] = mapped_column(String(20), primary_key=True)
    key: Mapped[str] = mapped_column(String(200), primary_key=True)
    digest: Mapped[str] = mapped_column(String(64))
