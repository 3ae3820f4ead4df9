"""Who is it that asks, and what do people see of their own account?"""

import re
import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import Request, session
from sqlalchemy import Executable, Select, String, and_, bindparam, func, or_, select

from engage import clock
from engage.access.actor import Actor, Grant
from engage.access.permissions import NEEDS_DISTRICT, PERMISSIONS, Permission, Role
from engage.accounts.models import Account, ApiToken, OneTimeLink, RoleGrant, Session
from engage.accounts.tokens import token_hash
from engage.database import db, read, read_at_once
from engage.errors import NotFound, NotSignedIn
from engage.transaction import with_retries
from engage.web.pagination import MAX_LIMIT, Page, cut
from engage.web.security import is_api

SID = "sid"  # where the browser's cookie carries the token of its session

MAX_STAFF = 500

_BEARER = re.compile(r"Bearer +([A-Za-z0-9._~+/=-]+) *", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class AccountView:
    """What a person sees of the own account."""

    id: uuid.UUID
    email: str
    display_name: str
    locale: str
    phone: str | None
    version: int
    roles: tuple[Grant, ...]


@dataclass(frozen=True, slots=True)
class SessionView:
    """A browser that is signed in."""

    id: uuid.UUID
    device: str
    created_at: datetime
    is_current: bool


@dataclass(frozen=True, slots=True)
class TokenView:
    """A bearer token, without its secret."""

    id: uuid.UUID
    label: str
    scopes: list[str]
    created_at: datetime
    expires_at: datetime
    is_current: bool


@dataclass(frozen=True, slots=True)
class Holder:
    """Whom a password or a link stands for. Never leaves the services."""

    id: uuid.UUID
    email: str
    display_name: str
    locale: str
    verified_at: datetime | None
    password_hash: str


@dataclass(frozen=True, slots=True)
class StaffView:
    """Somebody whom others may put to work, by name; of the roles only what the work needs."""

    id: uuid.UUID
    display_name: str


_HOLDER = [getattr(Account, name) for name in Holder.__dataclass_fields__]


def _credential(model: type[Session | ApiToken], *more: Any) -> Select[Any]:
    """A credential that is still good, its account, and one row for each role of it."""
    person = (Account.id, Account.display_name, Account.email, Account.locale, Account.phone)
    return (
        select(*person, model.id, RoleGrant.role, RoleGrant.district, *more)
        .select_from(model)
        .join(Account, Account.id == model.account_id)
        .outerjoin(RoleGrant, RoleGrant.account_id == Account.id)
        .where(model.token_hash == bindparam("token_hash"), model.expires_at > bindparam("now"))
    )


_BY_SESSION = _credential(Session)
_BY_TOKEN = _credential(ApiToken, ApiToken.scopes)
_BY_EMAIL = select(*_HOLDER).where(func.lower(Account.email) == func.lower(bindparam("email", type_=String)))
_BY_LINK = (
    select(*_HOLDER)
    .join(OneTimeLink, OneTimeLink.account_id == Account.id)
    .where(OneTimeLink.token_hash == bindparam("token_hash"), OneTimeLink.purpose == bindparam("purpose"))
    .where(OneTimeLink.expires_at > bindparam("now"))
)


def find_person(viewer: Actor, account_id: uuid.UUID) -> Actor | None:
    """An account without its roles and credentials: what an address of its own stands for."""
    found = select(Account.id, Account.display_name, Account.email, Account.locale).where(Account.id == account_id)
    row = db.session.execute(found).one_or_none()
    return None if row is None else Actor(*row, may_write=False)


def actor_of_request(request: Request) -> Actor | None:
    """Who sent it: programs by their bearer token alone, pages by the session of the browser alone.

    One statement, none for files. None for a visitor; a token that is not good raises NotSignedIn.
    """
    if request.endpoint == "static":
        return None
    if is_api():
        return _actor_of_header(request.headers.get("Authorization"))
    sid = session.get(SID)
    return _actor(_BY_SESSION, sid) if isinstance(sid, str) else None


def _actor_of_header(header: str | None) -> Actor | None:
    if header is None:
        return None
    sent = _BEARER.fullmatch(header)
    found = _actor(_BY_TOKEN, sent[1]) if sent else None
    if found is None:
        raise NotSignedIn("invalid-token")
    return found


def find_bearer(viewer: Actor, token: str) -> Actor | None:
    """Who holds a bearer token that is still good, for those who carry it elsewhere than in the header."""
    return _actor(_BY_TOKEN, token)


def _actor(statement: Select[Any], token: str) -> Actor | None:
    rows = _read_apart(statement, token_hash=token_hash(token), now=clock.now())
    if not rows:
        return None
    account_id, name, email, locale, phone, credential_id, *_ = rows[0]
    grants = tuple(Grant(Role(row.role), row.district) for row in rows if row.role)
    may_write = "write" in rows[0].scopes if "scopes" in rows[0]._fields else True
    return Actor(account_id, name, email, locale, phone, grants, credential_id, may_write)


def find_actor(viewer: Actor, account_id: uuid.UUID) -> Actor | None:
    """Who an account is, with the roles of this moment: for what is done in somebody's name after the request."""
    person = (Account.display_name, Account.email, Account.locale, Account.phone, RoleGrant.role, RoleGrant.district)
    found = select(*person).outerjoin(RoleGrant, RoleGrant.account_id == Account.id).where(Account.id == account_id)
    rows = db.session.execute(found).all()
    if not rows:
        return None
    grants = tuple(Grant(Role(row.role), row.district) for row in rows if row.role)
    return Actor(account_id, *rows[0][:4], grants)


def find_holder(viewer: Actor, email: str) -> Holder | None:
    """The account with this address, in whatever case it is typed."""
    rows = _read_apart(_BY_EMAIL, email=email)
    return Holder(*rows[0]) if rows else None


def get_holder(viewer: Actor, email: str) -> Holder:
    holder = find_holder(viewer, email)
    if holder is None:
        raise NotFound
    return holder


def get_own_holder(viewer: Actor) -> Holder:
    rows = _read_apart(select(*_HOLDER).where(Account.id == viewer.account_id))
    if not rows:
        raise NotFound
    return Holder(*rows[0])


def find_holder_of_link(viewer: Actor, purpose: str, token: str) -> Holder | None:
    """Whose link this is, if it can still be used."""
    rows = _read_apart(_BY_LINK, purpose=purpose, token_hash=token_hash(token), now=clock.now())
    return Holder(*rows[0]) if rows else None


def get_account(viewer: Actor) -> AccountView:
    columns = (Account.id, Account.email, Account.display_name, Account.locale, Account.phone, Account.version)
    row = db.session.execute(select(*columns).where(Account.id == viewer.account_id)).one_or_none()
    if row is None:
        raise NotFound
    return AccountView(*row, roles=viewer.grants)


def list_staff(viewer: Actor, permission: Permission, districts: Collection[str] | None) -> list[StaffView]:
    """Who holds a permission in one of some districts (None: anywhere), by name; at most MAX_STAFF."""
    people = select(Account.id, Account.display_name).where(Account.id.in_(_holders(permission, districts)))
    return [StaffView(*row) for row in db.session.execute(people.order_by(Account.display_name).limit(MAX_STAFF))]


def people_with(viewer: Actor, permission: Permission, *districts: str) -> Sequence[Any]:
    """Whom to write to about something in these districts: (account_id, name, address, locale) of those who hold a
    permission in one of them, for services; at most MAX_STAFF.
    """
    person = (Account.id, Account.display_name, Account.email, Account.locale)
    found = select(*person).where(Account.id.in_(_holders(permission, districts)))
    return db.session.execute(found.order_by(Account.id).limit(MAX_STAFF)).all()


def _holders(permission: Permission, districts: Collection[str] | None) -> Select[Any]:
    roles = [role for role in Role if permission in PERMISSIONS[role]]
    everywhere = and_(RoleGrant.district.is_(None), RoleGrant.role.not_in(NEEDS_DISTRICT))
    there = RoleGrant.district.is_not(None) if districts is None else RoleGrant.district.in_(sorted(districts))
    return select(RoleGrant.account_id).where(RoleGrant.role.in_(roles), or_(everywhere, there))


def list_sessions(viewer: Actor) -> list[SessionView]:
    """The browsers that are signed in, the latest first; no more than a hundred."""
    rows = db.session.execute(
        select(Session.id, Session.device, Session.created_at)
        .where(Session.account_id == viewer.account_id, Session.expires_at > clock.now())
        .order_by(Session.id.desc())
        .limit(MAX_LIMIT)
    )
    return [SessionView(*row, is_current=row.id == viewer.credential_id) for row in rows]


def list_tokens(viewer: Actor, *, cursor: tuple[uuid.UUID] | None = None, limit: int = MAX_LIMIT) -> Page[TokenView]:
    """A page of the own tokens, the latest first: ids sort by the time of their making."""
    statement = (
        select(ApiToken.id, ApiToken.label, ApiToken.scopes, ApiToken.created_at, ApiToken.expires_at)
        .where(ApiToken.account_id == viewer.account_id, ApiToken.expires_at > clock.now())
        .order_by(ApiToken.id.desc())
        .limit(limit + 1)
    )
    if cursor:
        statement = statement.where(ApiToken.id < cursor[0])
    rows = db.session.execute(statement).all()
    tokens = [TokenView(*row, is_current=row.id == viewer.credential_id) for row in rows]
    return cut(tokens, limit, lambda token: (str(token.id),))


def _read_apart(statement: Executable, **values: Any) -> Sequence[Any]:
    """Rows read before a transaction begins: on SQLite it would hold the one write lock while a password is hashed."""
    if db.session().in_transaction():
        return list(read(statement, values))
    return with_retries(lambda: read_at_once(statement, values))
