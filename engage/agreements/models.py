"""Agreements, what each side owes under them, the texts they had, and who signed which."""

import hashlib
import uuid
from collections.abc import Sequence
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from engage.database import Base, HasId, UTCDateTime, to_json


class Side(StrEnum):
    POLICE = "police"
    ASSOCIATION = "association"

    @property
    def other(self) -> "Side":
        return Side.ASSOCIATION if self is Side.POLICE else Side.POLICE


class AgreementStatus(StrEnum):
    DRAFT = "draft"
    PROPOSED = "proposed"
    SIGNED = "signed"
    ACTIVE = "active"
    EXPIRED = "expired"
    TERMINATED = "terminated"


STANDING = frozenset({AgreementStatus.PROPOSED, AgreementStatus.SIGNED, AgreementStatus.ACTIVE})
EDITABLE = frozenset({AgreementStatus.DRAFT, AgreementStatus.PROPOSED})
BINDING = frozenset({AgreementStatus.SIGNED, AgreementStatus.ACTIVE})
OWED_UNDER = BINDING | {AgreementStatus.EXPIRED}  # what was due on its last day is owed after it


class ObligationState(StrEnum):
    OPEN = "open"
    DONE = "done"
    WITHDRAWN = "withdrawn"


class Agreement(HasId, Base):
    """One agreement. `parties` are the names of both sides as the text has them; `text_hash` is of the text as it
    stands (None while it is a draft), `signed_at` says when both had signed it; `search_key` is how it is found.
    """

    __tablename__ = "agreements"

    reference: Mapped[str] = mapped_column(String(20), unique=True)
    association_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("associations.id"))
    parties: Mapped[dict[str, dict[str, str]]] = mapped_column(JSON)
    title: Mapped[dict[str, str]] = mapped_column(JSON)
    scope: Mapped[dict[str, str]] = mapped_column(JSON)
    districts: Mapped[list[str]] = mapped_column(JSON)
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    search_key: Mapped[str] = mapped_column(String(1200))
    status: Mapped[str] = mapped_column(String(20))
    drafted_side: Mapped[str] = mapped_column(String(20))
    text_version: Mapped[int] = mapped_column(default=1)
    text_hash: Mapped[str | None] = mapped_column(String(64))
    renewed_from: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("agreements.id"))
    terminated_reason: Mapped[str | None] = mapped_column(Text)
    signed_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    ended_on: Mapped[date | None]  # when a side ended it
    warned_days: Mapped[int | None]  # which of the warnings before its end went out last: 90, 30 or 7 days
    created_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("accounts.id"))
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
    updated_at: Mapped[datetime] = mapped_column(UTCDateTime)
    version: Mapped[int] = mapped_column(default=1)

    __table_args__ = (
        CheckConstraint("status IN ('draft', 'proposed', 'signed', 'active', 'expired', 'terminated')", name="status"),
        CheckConstraint("drafted_side IN ('police', 'association')", name="drafted_side"),
        CheckConstraint("ends_on > starts_on", name="ends_after_start"),
        Index(None, "association_id", "status"),
        Index(None, "status", "starts_on", "id"),
        Index(None, "status", "ends_on"),
        Index(None, "renewed_from"),
        Index(None, "created_by"),
    )


class Obligation(HasId, Base):
    """What a side owes until a day. What is open after it is overdue; `reminded` says what was told last."""

    __tablename__ = "obligations"

    agreement_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("agreements.id"))
    place: Mapped[int]  # in the text, from 0
    side: Mapped[str] = mapped_column(String(20))
    what: Mapped[dict[str, str]] = mapped_column(JSON)
    due_on: Mapped[date]
    owner_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("accounts.id"))
    state: Mapped[str] = mapped_column(String(20), default=ObligationState.OPEN)
    done_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    evidence: Mapped[str | None] = mapped_column(Text)
    reason: Mapped[str | None] = mapped_column(Text)
    reminded: Mapped[str | None] = mapped_column(String(10))  # "soon" or "overdue"
    version: Mapped[int] = mapped_column(default=1)

    __table_args__ = (
        CheckConstraint("side IN ('police', 'association')", name="side"),
        CheckConstraint("state IN ('open', 'done', 'withdrawn')", name="state"),
        UniqueConstraint("agreement_id", "place"),
        Index(None, "state", "due_on"),
        Index(None, "owner_id"),
    )


class AgreementText(HasId, Base):
    """An exact text that was laid before both sides. It stays when another takes its place."""

    __tablename__ = "agreement_texts"

    agreement_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("agreements.id"))
    text_version: Mapped[int]
    text_hash: Mapped[str] = mapped_column(String(64))
    body: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)

    __table_args__ = (UniqueConstraint("agreement_id", "text_version"),)


class Signature(HasId, Base):
    """Somebody signed one text for a side; it counts as long as that is the agreement's text."""

    __tablename__ = "signatures"

    agreement_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("agreements.id"))
    side: Mapped[str] = mapped_column(String(20))
    account_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("accounts.id"))
    signer_name: Mapped[str] = mapped_column(String(120))
    text_hash: Mapped[str] = mapped_column(String(64))
    signed_at: Mapped[datetime] = mapped_column(UTCDateTime)

    __table_args__ = (
        CheckConstraint("side IN ('police', 'association')", name="side"),
        UniqueConstraint("agreement_id", "side", "text_hash"),
        Index(None, "account_id"),
    )


def text_of(agreement: Agreement, obligations: Sequence[Obligation]) -> str:
    """The exact text that both sides sign, in all its languages: the same fields always give the same letters.

    Who is in charge of a duty and what became of it are no part of it. A district is named by its code, which stays.
    """
    said = {name: getattr(agreement, name) for name in ("reference", "text_version", "parties", "title", "scope")}
    dates = {name: getattr(agreement, name).isoformat() for name in ("starts_on", "ends_on")}
    duties = [{"side": one.side, "what": _sorted(one.what), "due_on": one.due_on.isoformat()} for one in obligations]
    return to_json(_sorted({**said, **dates, "districts": agreement.districts, "obligations": duties}))


def hash_of(text: str) -> str:
    """SHA-256, as 64 hexadecimal digits."""
    return hashlib.sha256(text.encode()).hexdigest()


def _sorted(said: dict[str, Any]) -> dict[str, Any]:
    """JSON keeps no order of members, and a store may give them back in another."""
    return {name: _sorted(one) if isinstance(one, dict) else one for name, one in sorted(said.items())}
