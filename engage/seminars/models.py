"""Seminars and the words by which they are found."""

import uuid
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import DDL, JSON, CheckConstraint, DateTime, ForeignKey, Index, String, Text, UniqueConstraint, event
from sqlalchemy.orm import Mapped, mapped_column

from engage.database import Base, HasId, UTCDateTime

MAX_LENGTH = timedelta(days=7)
MAX_DATES = 60  # in a series


class SeminarStatus(StrEnum):
    DRAFT = "draft"
    PUBLISHED = "published"
    HELD = "held"
    REPORTED = "reported"
    CANCELLED = "cancelled"


EDITABLE = frozenset({SeminarStatus.DRAFT, SeminarStatus.PUBLISHED})


class Theme(StrEnum):
    DELINQUENCY = "delinquency"
    DRUGS = "drugs"
    ROAD_SAFETY = "road_safety"
    CYBER = "cyber"
    SCHOOL_VIOLENCE = "school_violence"
    CHILD_PROTECTION = "child_protection"


class Audience(StrEnum):
    PRIMARY_SCHOOL = "primary_school"
    MIDDLE_SCHOOL = "middle_school"
    HIGH_SCHOOL = "high_school"
    PARENTS = "parents"
    STUDENTS = "students"
    ASSOCIATIONS = "associations"
    GENERAL_PUBLIC = "general_public"


MINORS = frozenset({Audience.PRIMARY_SCHOOL, Audience.MIDDLE_SCHOOL, Audience.HIGH_SCHOOL})


class SpokenLanguage(StrEnum):
    ARABIC = "ar"
    FRENCH = "fr"
    ENGLISH = "en"
    TAMAZIGHT = "zgh"


class WaitingList(StrEnum):
    NONE = "none"
    STRICT = "strict"
    FILL = "fill"


class Visibility(StrEnum):
    PUBLIC = "public"
    ASSOCIATIONS = "associations"
    INVITED = "invited"


class Scope(StrEnum):
    """How much of a series a change is meant for."""

    ONE = "one"
    FOLLOWING = "following"
    ALL = "all"


class Seminar(HasId, Base):
    """One seminar. Audiences and languages are small sets, kept as JSON arrays."""

    __tablename__ = "seminars"

    reference: Mapped[str] = mapped_column(String(40), unique=True)
    series_id: Mapped[uuid.UUID | None]  # shared by those that were planned in one go, and nothing else
    title: Mapped[dict[str, str]] = mapped_column(JSON)
    summary: Mapped[dict[str, str]] = mapped_column(JSON)
    description: Mapped[dict[str, str]] = mapped_column(JSON)
    theme: Mapped[str] = mapped_column(String(30))
    audiences: Mapped[list[str]] = mapped_column(JSON)
    languages: Mapped[list[str]] = mapped_column(JSON)
    district: Mapped[str] = mapped_column(ForeignKey("districts.code"))
    venue_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("venues.id"))
    online_url: Mapped[str | None] = mapped_column(String(500))
    local_start: Mapped[datetime] = mapped_column(DateTime)
    local_end: Mapped[datetime] = mapped_column(DateTime)
    timezone: Mapped[str] = mapped_column(String(60))
    starts_at: Mapped[datetime] = mapped_column(UTCDateTime)
    ends_at: Mapped[datetime] = mapped_column(UTCDateTime)
    registration_opens_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    registration_closes_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    capacity: Mapped[int]
    min_party_size: Mapped[int] = mapped_column(default=1, server_default="1")
    max_party_size: Mapped[int]
    association_quota: Mapped[int | None]  # seats at most for one association, waiting ones included
    seats_taken: Mapped[int] = mapped_column(default=0)
    waiting_count: Mapped[int] = mapped_column(default=0)  # parties that wait, not people
    queue_comes_first: Mapped[bool] = mapped_column(default=False)  # those who wait still want the seats that are free
    next_queue_number: Mapped[int] = mapped_column(default=1)
    approval_required: Mapped[bool] = mapped_column(default=False)
    waiting_list: Mapped[str] = mapped_column(String(10))
    visibility: Mapped[str] = mapped_column(String(20))
    invitation_round: Mapped[int] = mapped_column(default=0, server_default="0")  # which link is good; 0: none is
    status: Mapped[str] = mapped_column(String(20), default=SeminarStatus.DRAFT)
    published_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    cancel_reason: Mapped[str | None] = mapped_column(Text)
    agreement_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("agreements.id"))  # under which it is held
    force_reason: Mapped[str | None] = mapped_column(Text)  # why it stands although its venue or an officer was taken
    calendar_sequence: Mapped[int] = mapped_column(default=0)
    created_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("accounts.id"))
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
    updated_at: Mapped[datetime] = mapped_column(UTCDateTime)
    version: Mapped[int] = mapped_column(default=1)

    __table_args__ = (
        CheckConstraint("seats_taken >= 0 AND seats_taken <= capacity", name="seats_within_capacity"),
        CheckConstraint("capacity > 0", name="capacity"),
        CheckConstraint("max_party_size > 0", name="max_party_size"),
        CheckConstraint("waiting_count >= 0", name="waiting_count"),
        CheckConstraint("ends_at > starts_at", name="ends_after_start"),
        CheckConstraint("status IN ('draft', 'published', 'held', 'reported', 'cancelled')", name="status"),
        CheckConstraint("waiting_list IN ('none', 'strict', 'fill')", name="waiting_list"),
        CheckConstraint("visibility IN ('public', 'associations', 'invited')", name="visibility"),
        Index(None, "starts_at", "id"),
        Index(None, "district", "starts_at", "id"),
        Index(None, "theme", "starts_at", "id"),
        Index(None, "venue_id", "starts_at"),
        Index(None, "created_by"),
        Index(None, "series_id", "starts_at"),
        Index(None, "agreement_id", "starts_at"),
    )


class SeminarTemplate(HasId, Base):
    """What seminars on a theme have in common. `fields` as the schemas read them; `code` is the import's."""

    __tablename__ = "seminar_templates"

    code: Mapped[str | None] = mapped_column(String(60), unique=True)
    name: Mapped[dict[str, str]] = mapped_column(JSON)
    theme: Mapped[str] = mapped_column(String(30))
    fields: Mapped[dict[str, Any]] = mapped_column(JSON)
    created_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("accounts.id"))
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
    version: Mapped[int] = mapped_column(default=1)

    __table_args__ = (Index(None, "theme", "id"), Index(None, "created_by"))


class SeminarGuest(HasId, Base):
    """Who is invited: an association, a person with an account, or whoever proves to have an e-mail address."""

    __tablename__ = "seminar_guests"

    seminar_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("seminars.id", ondelete="CASCADE"))
    association_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("associations.id"))
    account_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("accounts.id"))
    email: Mapped[str | None] = mapped_column(String(254))  # in small letters
    told_at: Mapped[datetime | None] = mapped_column(UTCDateTime)  # when the letter was owed: once for each
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)

    __table_args__ = (
        CheckConstraint(
            "(CASE WHEN association_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN account_id IS NULL THEN 0 ELSE 1 END)"
            " + (CASE WHEN email IS NULL THEN 0 ELSE 1 END) = 1",
            name="one_guest",
        ),
        UniqueConstraint("seminar_id", "association_id"),
        UniqueConstraint("seminar_id", "account_id"),
        UniqueConstraint("seminar_id", "email"),
        Index(None, "association_id"),
        Index(None, "account_id"),
    )


class SeminarWord(Base):
    """A word of a seminar's texts, folded and stemmed (engage.text): search is a range of this index in both stores."""

    __tablename__ = "seminar_words"

    word: Mapped[str] = mapped_column(
        String(40).with_variant(String(40, collation="C"), "postgresql"), primary_key=True
    )
    seminar_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("seminars.id", ondelete="CASCADE"), primary_key=True)

    __table_args__ = (Index(None, "seminar_id"),)


class Assignment(Base):
    """An officer who runs a seminar."""

    __tablename__ = "assignments"

    seminar_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("seminars.id", ondelete="CASCADE"), primary_key=True)
    account_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("accounts.id"), primary_key=True)

    __table_args__ = (Index(None, "account_id"),)


class Booking(HasId, Base):
    """A venue or an officer whom a seminar holds for its time. The store refuses that two hold the same at once, unless
    one is forced; touching ends are no clash.
    """

    __tablename__ = "bookings"

    seminar_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("seminars.id", ondelete="CASCADE"))
    venue_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("venues.id"))
    account_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("accounts.id"))
    starts_at: Mapped[datetime] = mapped_column(UTCDateTime)
    ends_at: Mapped[datetime] = mapped_column(UTCDateTime)
    is_forced: Mapped[bool] = mapped_column(default=False)

    __table_args__ = (
        CheckConstraint("(venue_id IS NULL) <> (account_id IS NULL)", name="one_subject"),
        CheckConstraint("ends_at > starts_at", name="ends_after_start"),
        Index(None, "seminar_id"),
        Index(None, "venue_id", "starts_at"),
        Index(None, "account_id", "starts_at"),
    )


def _refuse_overlaps(verb: str) -> str:
    refusals = " ".join(
        f"SELECT RAISE(ABORT, 'ex_bookings_{subject}') FROM bookings WHERE {subject} = NEW.{subject} AND NOT is_forced"  # noqa: S608 - words of ours
        " AND id <> NEW.id AND starts_at > datetime(NEW.starts_at, '-8 days')"  # MAX_LENGTH: not all of the past
        " AND starts_at < NEW.ends_at AND ends_at > NEW.starts_at;"
        for subject in ("venue_id", "account_id")
    )
    return (
        f"CREATE TRIGGER bookings_no_overlap_on_{verb.lower()} BEFORE {verb} ON bookings WHEN NOT NEW.is_forced"
        f" BEGIN {refusals} END"
    )


NO_OVERLAP = {
    "sqlite": [_refuse_overlaps("INSERT"), _refuse_overlaps("UPDATE")],
    "postgresql": [
        "CREATE EXTENSION IF NOT EXISTS btree_gist",
        *(
            f"ALTER TABLE bookings ADD CONSTRAINT ex_bookings_{subject} EXCLUDE USING gist"
            f" ({subject} WITH =, tstzrange(starts_at, ends_at) WITH &&) WHERE (NOT is_forced)"
            for subject in ("venue_id", "account_id")
        ),
    ],
}

for _dialect, _statements in NO_OVERLAP.items():
    for _statement in _statements:
        event.listen(Booking.__table__, "after_create", DDL(_statement).execute_if(dialect=_dialect))  # type: ignore[no-untyped-call]


class SearchVariant(Base):
    """Which word may somebody have meant who typed another? A word of any seminar, by itself and by what is left of it
    when letters fall out (engage.text.variants). Words stay; whether a viewer sees a seminar with one is asked anew.
    """

    __tablename__ = "search_variants"

    variant: Mapped[str] = mapped_column(
        String(40).with_variant(String(40, collation="C"), "postgresql"), primary_key=True
    )
    word: Mapped[str] = mapped_column(
        String(40).with_variant(String(40, collation="C"), "postgresql"), primary_key=True
    )


MAX_SAVED_FILTERS = 20


class SavedFilter(HasId, Base):
    """A search that somebody keeps under a name: `query` is what the form sends. Goes with the account."""

    __tablename__ = "saved_filters"

    account_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("accounts.id", ondelete="CASCADE"))
    name: Mapped[str] = mapped_column(String(80))
    query: Mapped[dict[str, str]] = mapped_column(JSON)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)

    __table_args__ = (UniqueConstraint("account_id", "name"),)


def registration_state(seminar: Any, now: datetime) -> str:
    """`not_yet`, `open`, `full`, `waiting` or `closed`, from the clock and the seats of a seminar or its view."""
    if seminar.status != SeminarStatus.PUBLISHED or now >= (seminar.registration_closes_at or seminar.starts_at):
        return "closed"
    if seminar.registration_opens_at and now < seminar.registration_opens_at:
        return "not_yet"
    if seminar.seats_taken < seminar.capacity and not seminar.queue_comes_first:
        return "open"
    return "full" if seminar.waiting_list == WaitingList.NONE else "waiting"
