"""Associations and memberships."""

import uuid
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from engage.database import Base, HasId, UTCDateTime


class AssociationStatus(StrEnum):
    APPLIED = "applied"
    VERIFIED = "verified"
    REFUSED = "refused"
    SUSPENDED = "suspended"
    DISSOLVED = "dissolved"


# From which state each step of the police leads on; from all others it is refused.
STEPS = {
    "verify": AssociationStatus.APPLIED,
    "ask": AssociationStatus.APPLIED,
    "refuse": AssociationStatus.APPLIED,
    "suspend": AssociationStatus.VERIFIED,
    "dissolve": AssociationStatus.VERIFIED,
    "restore": AssociationStatus.SUSPENDED,
}


class FieldOfWork(StrEnum):
    ADDICTION = "addiction"
    CHILDHOOD = "childhood"
    CITIZENSHIP = "citizenship"
    CRAFTS = "crafts"
    CULTURE = "culture"
    DISABILITY = "disability"
    EDUCATION = "education"
    ENVIRONMENT = "environment"
    HEALTH = "health"
    NEIGHBOURHOOD = "neighbourhood"
    PARENTS = "parents"
    ROAD_SAFETY = "road_safety"
    SPORT = "sport"
    WOMEN = "women"
    YOUTH = "youth"
    OTHER = "other"


class MembershipRole(StrEnum):
    MEMBER = "member"
    MANAGER = "manager"


class PaperKind(StrEnum):
    STATUTES = "statutes"
    RECEIPT = "receipt"
    BOARD = "board"
    OTHER = "other"


_NOT_REFUSED = text("status <> 'refused'")  # whoever was refused may apply anew with the same receipt


class Association(HasId, Base):
    """A legal person. `name_key` holds its folded names, by which it is sorted and found."""

    __tablename__ = "associations"

    name: Mapped[dict[str, str]] = mapped_column(JSON)
    name_key: Mapped[str] = mapped_column(String(400))
    receipt_number: Mapped[str] = mapped_column(String(60))
    receipt_on: Mapped[date]
    founded_on: Mapped[date]
    mandate_expires_on: Mapped[date]
    districts: Mapped[list[str]] = mapped_column(JSON)
    fields: Mapped[list[str]] = mapped_column(JSON)
    phone: Mapped[str | None] = mapped_column(String(20))
    email: Mapped[str | None] = mapped_column(String(254))
    address: Mapped[str | None] = mapped_column(String(300))
    website: Mapped[str | None] = mapped_column(String(300))
    status: Mapped[str] = mapped_column(String(20))
    reason: Mapped[str | None] = mapped_column(Text)  # why it was refused, suspended or dissolved
    question: Mapped[str | None] = mapped_column(Text)  # what the police still asks of an application
    asked_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    answer: Mapped[str | None] = mapped_column(Text)
    answered_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
    version: Mapped[int] = mapped_column(default=1)

    __table_args__ = (
        CheckConstraint("status IN ('applied', 'verified', 'refused', 'suspended', 'dissolved')", name="status"),
        Index(
            "uq_associations_receipt_number_receipt_on",
            "receipt_number",
            "receipt_on",
            unique=True,
            postgresql_where=_NOT_REFUSED,
            sqlite_where=_NOT_REFUSED,
        ),
        Index(None, "status", "name_key", "id"),
        Index(None, "status", "created_at", "id"),
    )


class AssociationNamePart(Base):
    """A piece of what one hears of an association's names (engage.likeness): those that share some may be the same."""

    __tablename__ = "association_name_parts"

    part: Mapped[str] = mapped_column(String(3), primary_key=True)
    association_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("associations.id"), primary_key=True)

    __table_args__ = (Index(None, "association_id"),)


class Membership(HasId, Base):
    """A person who belongs to an association; a manager may bind it."""

    __tablename__ = "memberships"

    account_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("accounts.id"))
    association_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("associations.id"))
    role: Mapped[str] = mapped_column(String(10))
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)

    __table_args__ = (
        CheckConstraint("role IN ('member', 'manager')", name="role"),
        UniqueConstraint("account_id", "association_id"),
        Index(None, "association_id"),
    )


class Paper(HasId, Base):
    """A document of an association. The newest of its kind is the one that counts; the others are its history."""

    __tablename__ = "papers"

    association_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("associations.id"))
    kind: Mapped[str] = mapped_column(String(10))
    file_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("files.id"), unique=True)
    issued_on: Mapped[date | None]
    created_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("accounts.id"), index=True)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
    withdrawn_at: Mapped[datetime | None] = mapped_column(UTCDateTime, index=True)

    __table_args__ = (
        CheckConstraint("kind IN ('statutes', 'receipt', 'board', 'other')", name="kind"),
        Index(None, "association_id", "created_at", "id"),
    )
