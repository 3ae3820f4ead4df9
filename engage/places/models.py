"""Districts and venues."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from engage.database import Base, HasId, UTCDateTime


class DistrictKind(StrEnum):
    DISTRICT = "district"
    COMMUNE = "commune"


class VenueKind(StrEnum):
    PRIMARY_SCHOOL = "primary_school"
    MIDDLE_SCHOOL = "middle_school"
    HIGH_SCHOOL = "high_school"
    UNIVERSITY = "university"
    YOUTH_CENTRE = "youth_centre"
    CULTURAL_CENTRE = "cultural_centre"
    COMMUNITY_CENTRE = "community_centre"
    OTHER = "other"


class District(Base):
    """A part of the city that officers are responsible for."""

    __tablename__ = "districts"

    code: Mapped[str] = mapped_column(String(60), primary_key=True)
    name: Mapped[dict[str, str]] = mapped_column(JSON)
    kind: Mapped[str] = mapped_column(String(20))
    latitude: Mapped[float | None]  # of a point somewhere in its middle, for the map
    longitude: Mapped[float | None]
    version: Mapped[int] = mapped_column(default=1)

    __table_args__ = (CheckConstraint("kind IN ('district', 'commune')", name="kind"),)


class Venue(HasId, Base):
    """A place where seminars are held. `code` is set by the import and by nobody else."""

    __tablename__ = "venues"

    code: Mapped[str | None] = mapped_column(String(60), unique=True)
    name: Mapped[dict[str, str]] = mapped_column(JSON)
    name_key: Mapped[str] = mapped_column(String(400))  # sorts and finds: the folded names
    district: Mapped[str] = mapped_column(ForeignKey("districts.code"))
    kind: Mapped[str] = mapped_column(String(20))
    capacity: Mapped[int]
    step_free_access: Mapped[bool]
    address: Mapped[str | None] = mapped_column(String(300))
    latitude: Mapped[float | None]
    longitude: Mapped[float | None]
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
    version: Mapped[int] = mapped_column(default=1)

    __table_args__ = (
        CheckConstraint("capacity > 0", name="capacity"),
        CheckConstraint("latitude BETWEEN -90 AND 90", name="latitude"),
        CheckConstraint("longitude BETWEEN -180 AND 180", name="longitude"),
        Index(None, "district", "name_key", "id"),
        Index(None, "name_key", "id"),
    )
