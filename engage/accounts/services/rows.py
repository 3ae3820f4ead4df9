"""How do rows come into being that hang on an account, if it is (still) there as we know it?"""

import uuid
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Delete, delete, insert, literal, select

from engage import clock
from engage.accounts.models import Account, ApiToken, OneTimeLink, RoleGrant, Session
from engage.accounts.tokens import token_hash
from engage.database import db, new_id

Belonging = type[ApiToken | OneTimeLink | RoleGrant | Session]


def insert_for(model: Belonging, account: ColumnElement[bool], **values: Any) -> uuid.UUID | None:
    """Insert a row for the account that the condition finds; its id, or None if there is no such account.

    It is one statement either way, and the account stays as it is until the transaction ends.
    """
    row = {"id": new_id(), **values}
    columns = [literal(value, getattr(model, name).type) for name, value in row.items()]
    found = select(Account.id, *columns).where(account).with_for_update(read=True)
    statement = insert(model).from_select(["account_id", *row], found).returning(model.id)
    return db.session.execute(statement).scalar_one_or_none()


def insert_link(account: ColumnElement[bool], purpose: str, token: str, lifetime: timedelta) -> None:
    """A link that works once; it is kept as a hash."""
    values = {"purpose": purpose, "token_hash": token_hash(token), "expires_at": clock.now() + lifetime}
    insert_for(OneTimeLink, account, **values)


def take_link(purpose: str, token: str) -> uuid.UUID | None:
    """Use a link up; the account it belongs to, or None if it was used before or is too old."""
    taken = delete(OneTimeLink).where(
        OneTimeLink.token_hash == token_hash(token),
        OneTimeLink.purpose == purpose,
        OneTimeLink.expires_at > clock.now(),
    )
    return db.session.execute(taken.returning(OneTimeLink.account_id)).scalar_one_or_none()


def expiring(lifetime: timedelta) -> dict[str, datetime]:
    return {"created_at": clock.now(), "expires_at": clock.now() + lifetime}


def delete_rows(model: Belonging, *which: ColumnElement[bool]) -> list[uuid.UUID]:
    """Delete some rows; the ids of those that were there."""
    statement: Delete = delete(model).where(*which)
    return list(db.session.execute(statement.returning(model.id)).scalars())
