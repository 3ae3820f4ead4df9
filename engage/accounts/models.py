"""Accounts, the roles granted to them, and the credentials that prove who someone is."""

import uuid
from datetime import datetime

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, UniqueConstraint, func
from sqlalchemy.orm import Mapped, mapped_column

from engage.database import Base, HasId, UTCDateTime


class Account(HasId, Base):
    """A person who can sign in. `email` is kept as typed; it is unique without regard to case."""

    __tablename__ = "accounts"

    email: Mapped[str] = mapped_column(String(254))
    password_hash: Mapped[str] = mapped_column(String(200))
    display_name: Mapped[str] = mapped_column(String(120))
    locale: Mapped[str] = mapped_column(String(2))
    phone: Mapped[str | None] = mapped_column(String(20))
    verified_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
    version: Mapped[int] = mapped_column(default=1)

    __table_args__ = (
        Index("uq_accounts_email", func.lower(email), unique=True),
        CheckConstraint("locale IN ('ar', 'fr', 'en')", name="locale"),
    )


class RoleGrant(HasId, Base):
    """A role of an account, in one district or in all (null)."""

    __tablename__ = "role_grants"

    account_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("accounts.id"))
    role: Mapped[str] = mapped_column(String(20))
    district: Mapped[str | None] = mapped_column(String(60))  # a district's code; whoever grants checks that it exists

    __table_args__ = (UniqueConstraint("account_id", "role", "district"),)


class Session(HasId, Base):
    """A browser that is signed in. Ends by signing out, by revocation, or when it is too old."""

    __tablename__ = "sessions"

    account_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("accounts.id"))
    token_hash: Mapped[bytes] = mapped_column(unique=True)
    device: Mapped[str] = mapped_column(String(200))
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
    expires_at: Mapped[datetime] = mapped_column(UTCDateTime)

    __table_args__ = (Index(None, "account_id"), Index(None, "expires_at"))


class ApiToken(HasId, Base):
    """A bearer token of a program. `scopes` is a list of `read` and `write`."""

    __tablename__ = "api_tokens"

    account_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("accounts.id"))
    token_hash: Mapped[bytes] = mapped_column(unique=True)
    label: Mapped[str] = mapped_column(String(80))
    scopes: Mapped[list[str]] = mapped_column(JSON)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
    expires_at: Mapped[datetime] = mapped_column(UTCDateTime)

    __table_args__ = (Index(None, "account_id"), Index(None, "expires_at"))


class OneTimeLink(HasId, Base):
    """A link sent by e-mail: proves an address (`verify`) or lets a password be set anew (`reset`). Works once."""

    __tablename__ = "one_time_links"

    account_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("accounts.id"))
    purpose: Mapped[str] = mapped_column(String(10))
    token_hash: Mapped[bytes] = mapped_column(unique=True)
    expires_at: Mapped[datetime] = mapped_column(UTCDateTime)

    __table_args__ = (
        CheckConstraint("purpose IN ('verify', 'reset')", name="purpose"),
        Index(None, "account_id", "purpose"),
        Index(None, "expires_at"),
    )
