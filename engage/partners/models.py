"""Associations, the people who act for them, who is invited to, and how long their board is in office."""

import uuid
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, Uuid, text
from sqlalchemy.orm import Mapped, mapped_column

from engage.database import Base, HasId, UTCDateTime
from engage.settings import current_settings

WARNED_BEFORE = (60, 30, 7, 0)  # days before the end of a mandate


class AssociationStatus(StrEnum):
    APPLIED = "applied"
    VERIFIED = "verified"
    REFUSED = "refused"
    SUSPENDED = "suspended"
    DISSOLVED = "dissolved"


KNOWN = (AssociationStatus.VERIFIED, AssociationStatus.SUSPENDED)  # the police has looked at it, and it goes on
LIVING = (AssociationStatus.APPLIED, *KNOWN)
ONCE_VERIFIED = (*KNOWN, AssociationStatus.DISSOLVED)


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


class MandateState(StrEnum):
    VALID = "valid"
    ENDS_SOON = "ends_soon"
    GRACE = "grace"
    EXPIRED = "expired"


class RenewalStatus(StrEnum):
    REQUESTED = "requested"
    ACCEPTED = "accepted"
    REFUSED = "refused"


# An application may have any receipt: that another one has it is for those who verify to see, and for nobody else.
_ONCE_VERIFIED = text("status NOT IN ('applied', 'refused')")


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
    verified_at: Mapped[datetime | None] = mapped_column(UTCDateTime)  # None: it came with a file of the city
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
    version: Mapped[int] = mapped_column(default=1)

    __table_args__ = (
        CheckConstraint("status IN ('applied', 'verified', 'refused', 'suspended', 'dissolved')", name="status"),
        Index(
            "uq_associations_receipt_number_receipt_on",
            "receipt_number",
            "receipt_on",
            unique=True,
            postgresql_where=_ONCE_VERIFIED,
            sqlite_where=_ONCE_VERIFIED,
        ),
        Index(None, "receipt_number", "receipt_on"),
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
    version: Mapped[int] = mapped_column(default=1, server_default="1")

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


_STANDING = text("accepted_at IS NULL AND revoked_at IS NULL")


class Invitation(HasId, Base):
    """Whoever has this address may act for an association once they say yes. `email` is in small letters."""

    __tablename__ = "invitations"

    association_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("associations.id"))
    email: Mapped[str] = mapped_column(String(254))
    role: Mapped[str] = mapped_column(String(10))
    token_hash: Mapped[bytes] = mapped_column(unique=True)
    invited_by: Mapped[uuid.UUID | None] = mapped_column(Uuid)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
    expires_at: Mapped[datetime] = mapped_column(UTCDateTime)
    accepted_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    revoked_at: Mapped[datetime | None] = mapped_column(UTCDateTime)

    __table_args__ = (
        CheckConstraint("role IN ('member', 'manager')", name="role"),
        Index(None, "association_id", "id"),
        Index(
            "uq_invitations_association_id_email",
            "association_id",
            "email",
            unique=True,
            postgresql_where=_STANDING,
            sqlite_where=_STANDING,
        ),
    )


_REQUESTED = text("status = 'requested'")


class MandateRenewal(HasId, Base):
    """A new mandate of the board, as a manager filed it; it counts once a supervisor has accepted it."""

    __tablename__ = "mandate_renewals"

    association_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("associations.id"))
    receipt_number: Mapped[str] = mapped_column(String(60))
    receipt_on: Mapped[date]
    mandate_expires_on: Mapped[date]
    file_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("files.id"), index=True)
    status: Mapped[str] = mapped_column(String(10))
    reason: Mapped[str | None] = mapped_column(String(1000))
    created_by: Mapped[uuid.UUID] = mapped_column(Uuid)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
    decided_by: Mapped[uuid.UUID | None] = mapped_column(Uuid)
    decided_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    version: Mapped[int] = mapped_column(default=1)

    __table_args__ = (
        CheckConstraint("status IN ('requested', 'accepted', 'refused')", name="status"),
        Index(None, "association_id", "id"),
        Index(
            "uq_mandate_renewals_association_id",
            "association_id",
            unique=True,
            postgresql_where=_REQUESTED,
            sqlite_where=_REQUESTED,
        ),
        Index("ix_mandate_renewals_waiting", "id", postgresql_where=_REQUESTED, sqlite_where=_REQUESTED),
    )


class MandateNotice(Base):
    """Managers were told that this mandate ends in so many days (0: today), or (-1) that the grace after it is over."""

    __tablename__ = "mandate_notices"

    association_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("associations.id"), primary_key=True)
    mandate_expires_on: Mapped[date] = mapped_column(primary_key=True)
    days_before: Mapped[int] = mapped_column(primary_key=True)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)


def mandate_state(association: Any, today: date) -> MandateState:
    """Where the mandate of a board stands, of an association or its view. Its last day still counts."""
    if today > last_day_of_grace(association):
        return MandateState.EXPIRED
    if today > association.mandate_expires_on:
        return MandateState.GRACE
    is_soon = today >= association.mandate_expires_on - timedelta(days=WARNED_BEFORE[0])
    return MandateState.ENDS_SOON if is_soon else MandateState.VALID


def last_day_of_grace(association: Any) -> date:
    """Until when everything still works although the mandate is over."""
    last: date = association.mandate_expires_on + timedelta(days=current_settings().mandate_grace_days)
    return last
