"""The table of requests for seminars. Days and hours are those of the clock on the wall."""

import uuid
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from engage.database import Base, HasId, UTCDateTime

MAX_DATES = 5
MAX_WAITING = 20  # requests of one asker that wait


class ProposalStatus(StrEnum):
    OPEN = "open"
    ANSWERED = "answered"  # the officers offered other dates: it is the asker's turn
    ACCEPTED = "accepted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


WAITING = (ProposalStatus.OPEN, ProposalStatus.ANSWERED)
STANDING = (*WAITING, ProposalStatus.ACCEPTED)


class Proposal(HasId, Base):
    """One request. `dates` and `offered_dates` are lists of `{day, start_clock, end_clock}`; `establishment` names a
    school that is no venue of ours, `place` says in words where it could be.
    """

    __tablename__ = "proposals"

    account_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("accounts.id"))  # who asked
    association_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("associations.id"))
    establishment: Mapped[str | None] = mapped_column(String(200))
    establishment_key: Mapped[str | None] = mapped_column(String(400))  # folded: the same school is the same
    theme: Mapped[str] = mapped_column(String(30))
    audiences: Mapped[list[str]] = mapped_column(JSON)
    languages: Mapped[list[str]] = mapped_column(JSON)
    expected: Mapped[int]
    headcounts: Mapped[dict[str, int]] = mapped_column(JSON)
    district: Mapped[str] = mapped_column(ForeignKey("districts.code"))
    dates: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    first_on: Mapped[date]
    last_on: Mapped[date]
    venue_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("venues.id"))
    place: Mapped[str | None] = mapped_column(String(300))
    note: Mapped[str | None] = mapped_column(Text)
    contact_phone: Mapped[str | None] = mapped_column(String(20))
    contact_email: Mapped[str | None] = mapped_column(String(254))
    status: Mapped[str] = mapped_column(String(20))
    offered_dates: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    offered_venue_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("venues.id"))
    reason: Mapped[str | None] = mapped_column(Text)  # what the officers wrote
    seminar_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("seminars.id"))
    decided_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("accounts.id"))
    decided_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
    updated_at: Mapped[datetime] = mapped_column(UTCDateTime)
    version: Mapped[int] = mapped_column(default=1)

    __table_args__ = (
        CheckConstraint("status IN ('open', 'answered', 'accepted', 'declined', 'withdrawn')", name="status"),
        CheckConstraint("expected > 0", name="expected"),
        CheckConstraint("(status = 'accepted') = (seminar_id IS NOT NULL)", name="seminar"),
        CheckConstraint("last_on >= first_on", name="last_after_first"),
        Index(None, "district", "status", "created_at", "id"),
        Index(None, "status", "created_at", "id"),
        Index(None, "association_id", "created_at", "id"),
        Index(None, "account_id", "created_at", "id"),
        Index(None, "theme", "last_on"),
        Index(None, "venue_id"),
        Index(None, "offered_venue_id"),
        Index(None, "seminar_id"),
        Index(None, "decided_by"),
    )
