"""The table of registrations. A cancelled one stays, and a new one may be made beside it."""

import uuid
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from engage.database import Base, HasId, UTCDateTime


class RegistrationStatus(StrEnum):
    REQUESTED = "requested"
    CONFIRMED = "confirmed"
    WAITLISTED = "waitlisted"
    DECLINED = "declined"
    CANCELLED = "cancelled"
    ATTENDED = "attended"
    PARTLY_ATTENDED = "partly_attended"
    EXCUSED = "excused"
    NO_SHOW = "no_show"


HOLDING_SEATS = frozenset(
    {
        RegistrationStatus.CONFIRMED,
        RegistrationStatus.ATTENDED,
        RegistrationStatus.PARTLY_ATTENDED,
        RegistrationStatus.EXCUSED,
        RegistrationStatus.NO_SHOW,
    }
)
NOT_HELD = (RegistrationStatus.DECLINED, RegistrationStatus.CANCELLED)
STANDING = (RegistrationStatus.REQUESTED, RegistrationStatus.CONFIRMED, RegistrationStatus.WAITLISTED)


class Level(StrEnum):
    """Levels by which a delegation is counted; all but adults are minors and never named."""

    PRIMARY = "primary"
    MIDDLE = "middle"
    HIGH = "high"
    ADULTS = "adults"


_NOT_ENDED = "status NOT IN ('declined', 'cancelled')"
_OF_CITIZEN = text(f"association_id IS NULL AND guest_name IS NULL AND {_NOT_ENDED}")
_OF_GUEST = text(f"guest_name IS NOT NULL AND {_NOT_ENDED}")
_OF_ASSOCIATION = text(f"association_id IS NOT NULL AND {_NOT_ENDED}")
_REQUESTED = text("status = 'requested'")
_WAITING = text("status = 'waitlisted'")
_OFFERED = text("offer_expires_at IS NOT NULL")

NO_OFFER: dict[str, Any] = {"offered_seats": None, "offer_expires_at": None}
OUT_OF_QUEUE: dict[str, Any] = {"queue_number": None, **NO_OFFER}


class Registration(HasId, Base):
    """One party at one seminar. `attendees` are named adults (`name`, `phone`); `headcounts` count by level."""

    __tablename__ = "registrations"

    seminar_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("seminars.id"))
    account_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("accounts.id"))  # who registered
    association_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("associations.id"))
    guest_name: Mapped[str | None] = mapped_column(String(120))  # of someone without account, registered by an officer
    guest_email: Mapped[str | None] = mapped_column(String(254))
    guest_locale: Mapped[str | None] = mapped_column(String(2))
    code: Mapped[str] = mapped_column(String(12), unique=True)
    party_size: Mapped[int]
    headcounts: Mapped[dict[str, int]] = mapped_column(JSON)
    attendees: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    contact_phone: Mapped[str | None] = mapped_column(String(20))
    note: Mapped[str | None] = mapped_column(Text)
    status: Mapped[str] = mapped_column(String(20))
    queue_number: Mapped[int | None]  # order of arrival in the seminar's waiting list
    offered_seats: Mapped[int | None]  # fewer than asked for; of those who wait
    offer_expires_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    seats_let_go: Mapped[int] = mapped_column(default=0)  # the most that were offered and not taken
    reason: Mapped[str | None] = mapped_column(Text)  # why it was declined or cancelled by an officer
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
    updated_at: Mapped[datetime] = mapped_column(UTCDateTime)
    version: Mapped[int] = mapped_column(default=1)

    __table_args__ = (
        CheckConstraint("party_size > 0", name="party_size"),
        CheckConstraint(
            "status IN ('requested', 'confirmed', 'waitlisted', 'declined', 'cancelled',"
            " 'attended', 'partly_attended', 'excused', 'no_show')",
            name="status",
        ),
        CheckConstraint("(status = 'waitlisted') = (queue_number IS NOT NULL)", name="queue_number"),
        CheckConstraint("(offered_seats IS NULL) = (offer_expires_at IS NULL)", name="offer"),
        CheckConstraint(
            "offered_seats IS NULL OR (status = 'waitlisted' AND offered_seats BETWEEN 1 AND party_size - 1)",
            name="offered_seats",
        ),
        Index(
            "uq_registrations_seminar_id_account_id",
            "seminar_id",
            "account_id",
            unique=True,
            postgresql_where=_OF_CITIZEN,
            sqlite_where=_OF_CITIZEN,
        ),
        Index(
            "uq_registrations_seminar_id_contact_phone",
            "seminar_id",
            "contact_phone",
            unique=True,
            postgresql_where=_OF_GUEST,
            sqlite_where=_OF_GUEST,
        ),
        Index(
            "uq_registrations_seminar_id_association_id",
            "seminar_id",
            "association_id",
            unique=True,
            postgresql_where=_OF_ASSOCIATION,
            sqlite_where=_OF_ASSOCIATION,
        ),
        Index(
            "uq_registrations_seminar_id_queue_number",
            "seminar_id",
            "queue_number",
            unique=True,
            postgresql_where=_WAITING,
            sqlite_where=_WAITING,
        ),
        Index("ix_registrations_offers", "offer_expires_at", postgresql_where=_OFFERED, sqlite_where=_OFFERED),
        Index("ix_registrations_requested", "created_at", postgresql_where=_REQUESTED, sqlite_where=_REQUESTED),
        Index(None, "seminar_id", "created_at", "id"),
        Index(None, "account_id", "created_at", "id"),
        Index(None, "association_id", "created_at", "id"),
    )
