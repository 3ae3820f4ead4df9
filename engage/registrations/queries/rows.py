"""Whose registrations may this person see?"""

import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, bindparam, case, func, literal, or_, select, text, tuple_, union_all
from sqlalchemy import Uuid as UuidType
from sqlalchemy.orm import aliased

from engage import clock
from engage.access.actor import Actor, Grant
from engage.access.permissions import Permission
from engage.accounts.models import Account
from engage.database import UTCDateTime, db, read
from engage.errors import NotFound
from engage.partners.models import Association, Membership
from engage.partners.queries import find_membership
from engage.places.models import Venue
from engage.registrations.models import HOLDING_SEATS, STANDING, Level, Registration, RegistrationStatus
from engage.seminars.models import EDITABLE, Seminar, SeminarStatus
from engage.seminars.queries import VIEW as SEMINAR_VIEW
from engage.seminars.queries import SeminarView, planned_by
from engage.web.pagination import Page, cut

MAX_SHOWN = 100
REMEMBERED = frozenset(STANDING) | HOLDING_SEATS
DESK = "desk"  # the role of an officer in the registration of somebody without account

Cursor = tuple[datetime, uuid.UUID]


@dataclass(frozen=True, slots=True)
class RegistrationView:
    """What pages, programs and messages need of a registration."""

    id: uuid.UUID
    seminar_id: uuid.UUID
    account_id: uuid.UUID
    association_id: uuid.UUID | None
    guest_name: str | None
    guest_email: str | None
    guest_locale: str | None
    code: str
    party_size: int
    headcounts: dict[str, int]
    attendees: list[dict[str, Any]]
    contact_phone: str | None
    note: str | None
    status: str
    queue_number: int | None
    offered_seats: int | None
    offer_expires_at: datetime | None
    reason: str | None
    created_at: datetime
    version: int
    account_name: str  # these three are the guest's, where an officer registered one
    account_email: str | None
    account_locale: str
    association_name: dict[str, str] | None
    viewer_role: str | None
    waiting_position: int | None
    seminar: SeminarView | None = None

    @property
    def is_of_guest(self) -> bool:
        """Whether an officer registered somebody who has no account."""
        return self.guest_name is not None

    @property
    def answers_for_minors(self) -> str | None:
        """The adult who answers for the minors of the party: the first who is named, else whoever registered."""
        if not any(count for level, count in self.headcounts.items() if level != Level.ADULTS):
            return None
        return self.attendees[0]["name"] if self.attendees else self.account_name

    @property
    def has_offer(self) -> bool:
        """Whether it waits and may accept fewer seats than it asked for, now."""
        return self.offer_expires_at is not None and self.offer_expires_at > clock.now()


_OWN = [getattr(Registration, name) for name in RegistrationView.__dataclass_fields__ if hasattr(Registration, name)]
_Ahead = aliased(Registration)
_NEWEST_FIRST = (Registration.created_at.desc(), Registration.id.desc())


def view_for(viewer: Actor, *more: Any) -> Select[Any]:
    """What a RegistrationView is made of, and `more` columns behind it, without saying of which registrations."""
    role = select(Membership.role).where(
        Membership.account_id == _id_of(viewer), Membership.association_id == Registration.association_id
    )
    ahead = select(func.count()).where(
        _Ahead.seminar_id == Registration.seminar_id,
        _Ahead.status == RegistrationStatus.WAITLISTED,
        _Ahead.queue_number <= Registration.queue_number,
    )
    position = case((Registration.status == RegistrationStatus.WAITLISTED, ahead.scalar_subquery()), else_=None)
    is_of_guest = Registration.guest_name.is_not(None)
    may_act = and_(is_of_guest, planned_by(viewer, Permission.REGISTRATIONS_MANAGE))
    of_account = (
        func.coalesce(Registration.guest_name, Account.display_name),
        case((is_of_guest, Registration.guest_email), else_=Account.email),
        func.coalesce(Registration.guest_locale, Account.locale),
    )
    viewer_role = case((may_act, literal(DESK)), else_=role.scalar_subquery())
    return (
        select(*_OWN, *of_account, Association.name, viewer_role, position, *more)
        .join_from(Registration, Account, Account.id == Registration.account_id)
        .outerjoin(Association, Association.id == Registration.association_id)
        .join(Seminar, Seminar.id == Registration.seminar_id)
    )


def _with_seminars(viewer: Actor) -> Select[Any]:
    return view_for(viewer, *SEMINAR_VIEW.selected_columns).outerjoin(Venue, Venue.id == Seminar.venue_id)


def _visible_to(viewer: Actor) -> ColumnElement[bool]:
    return or_(_is_own(viewer), _is_of_associations(viewer), planned_by(viewer, Permission.REGISTRATIONS_MANAGE))


def _is_own(viewer: Actor) -> ColumnElement[bool]:
    of_nobody_else = Registration.association_id.is_(None), Registration.guest_name.is_(None)
    return and_(*of_nobody_else, Registration.account_id == _id_of(viewer))


def _is_of_associations(viewer: Actor) -> ColumnElement[bool]:
    return Registration.association_id.in_(
        select(Membership.association_id).where(Membership.account_id == _id_of(viewer))
    )


def _id_of(viewer: Actor) -> ColumnElement[uuid.UUID | None]:
    """A value with a name, so that the same statement can be asked for another viewer."""
    return bindparam("viewer_id", viewer.id, UuidType)


def get_registration(viewer: Actor, registration_id: uuid.UUID) -> RegistrationView:
    """Raises NotFound for what is not there and for what this person may not see."""
    return RegistrationView(*_row_of(view_for, viewer, registration_id))


def get_registration_with_seminar(viewer: Actor, registration_id: uuid.UUID) -> RegistrationView:
    """The same with its seminar: whoever sees the registration sees what it is for."""
    return _with_seminar(_row_of(_with_seminars, viewer, registration_id))


def _row_of(view: Callable[[Actor], Select[Any]], viewer: Actor, registration_id: uuid.UUID) -> Any:
    asked = {"registration_id": registration_id, "viewer_id": viewer.id}
    row = read(_one_for(view, viewer.grants), asked).one_or_none()
    if row is None:
        raise NotFound
    return row


@lru_cache(maxsize=256)
def _one_for(view: Callable[[Actor], Select[Any]], grants: tuple[Grant, ...]) -> Select[Any]:
    """Made once for all who have the same roles: to put such a statement together takes longer than to run it."""
    someone = Actor(grants=grants)
    return view(someone).where(Registration.id == bindparam("registration_id"), _visible_to(someone))


def is_changeable(registration: RegistrationView) -> bool:
    """Whether it still stands at a seminar that is still to come."""
    seminar = registration.seminar
    coming = seminar is not None and seminar.status in EDITABLE and seminar.ends_at > clock.now()
    return coming and registration.status in STANDING


def list_standing(viewer: Actor, seminar_id: uuid.UUID) -> Sequence[RegistrationView]:
    """The viewer's own registrations at one seminar, and those of the viewer's associations, that still stand."""
    if not viewer.is_authenticated:
        return []
    own = or_(_is_own(viewer), _is_of_associations(viewer))
    found = view_for(viewer).where(Registration.seminar_id == seminar_id, own, Registration.status.in_(STANDING))
    return [RegistrationView(*row) for row in db.session.execute(found.order_by(Registration.id).limit(MAX_SHOWN))]


def list_own(viewer: Actor, *, cursor: Cursor | None = None, limit: int = 20) -> Page[RegistrationView]:
    """The viewer's own registrations and those of the viewer's associations, newest first."""
    # Looked for apart, each along an index of its own: with an OR of both PostgreSQL reads the whole table.
    either = union_all(*(_newest(whose(viewer), cursor, limit + 1) for whose in (_is_own, _is_of_associations)))
    found = view_for(viewer).where(Registration.id.in_(either)).order_by(*_NEWEST_FIRST).limit(limit + 1)
    return _page(db.session.execute(found), limit)


def _newest(whose: ColumnElement[bool], cursor: Cursor | None, number: int) -> Select[Any]:
    """The ids of the first of them, after a cursor."""
    found = select(Registration.id).where(whose).order_by(*_NEWEST_FIRST).limit(number)
    if cursor:
        found = found.where(_key() < _after(cursor))
    return select(found.subquery().c.id)  # SQLite takes no LIMIT inside a UNION


def list_of_association(
    viewer: Actor, association_id: uuid.UUID, *, cursor: Cursor | None = None, limit: int = 20
) -> Page[RegistrationView]:
    """Those of an association for which the viewer acts, newest first. Raises NotFound for any other."""
    if find_membership(viewer, association_id) is None:
        raise NotFound
    found = view_for(viewer).where(Registration.association_id == association_id)
    if cursor:
        found = found.where(_key() < _after(cursor))
    return _page(db.session.execute(found.order_by(*_NEWEST_FIRST).limit(limit + 1)), limit)


def list_with_seminars(
    viewer: Actor, association_id: uuid.UUID | None = None, *, past: bool, limit: int = MAX_SHOWN // 2
) -> Sequence[RegistrationView]:
    """The viewer's own registrations, or those of one association of theirs, with their seminars, to come or past."""
    of_association = and_(_is_of_associations(viewer), Registration.association_id == association_id)
    found = _with_seminars(viewer).where(_is_own(viewer) if association_id is None else of_association)
    is_past = or_(Seminar.ends_at <= clock.now(), Registration.status.not_in(STANDING))
    order = (Seminar.starts_at.desc(), Registration.id) if past else (Seminar.starts_at, Registration.id)
    rows = db.session.execute(found.where(is_past if past else ~is_past).order_by(*order).limit(limit))
    return [_with_seminar(row) for row in rows]


def list_appointments(viewer: Actor, association_id: uuid.UUID | None) -> Sequence[tuple[SeminarView, bool]]:
    """Where the viewer (or an association of the viewer's) is registered, and whether the seats are sure.

    What is to come and the last month, also what was cancelled as a whole: calendars must learn of it.
    """
    of_association = and_(_is_of_associations(viewer), Registration.association_id == association_id)
    wanted = and_(_is_own(viewer) if association_id is None else of_association, Seminar.starts_at > _last_month())
    standing = or_(Registration.status.in_(REMEMBERED), Seminar.status == SeminarStatus.CANCELLED)
    found = SEMINAR_VIEW.add_columns(Registration.status).join(Registration, Registration.seminar_id == Seminar.id)
    rows = db.session.execute(found.where(wanted, standing).order_by(Seminar.starts_at, Seminar.id).limit(500))
    # A cancelled seminar may have several: what was cancelled before, and what with it.
    return list({row.id: _appointment(row) for row in rows}.values())


def _appointment(row: Any) -> tuple[SeminarView, bool]:
    """The seats of a draft are sure, its day is not yet."""
    seminar = SeminarView(*row[:-1])
    return seminar, row[-1] in HOLDING_SEATS and seminar.status != SeminarStatus.DRAFT


def _last_month() -> datetime:
    return clock.now() - timedelta(days=30)


def list_requests(viewer: Actor, *, limit: int) -> Sequence[RegistrationView]:
    """Registrations that wait for the decision of this officer, the oldest first."""
    waiting = Registration.status == text("'requested'"), Seminar.ends_at > clock.now()
    decided_by_viewer = planned_by(viewer, Permission.REGISTRATIONS_MANAGE)
    found = _with_seminars(viewer).where(decided_by_viewer, *waiting)
    rows = db.session.execute(found.order_by(Registration.created_at, Registration.id).limit(limit))
    return [_with_seminar(row) for row in rows]


_WIDTH = len(RegistrationView.__dataclass_fields__) - 1


def _with_seminar(row: Any) -> RegistrationView:
    return replace(RegistrationView(*row[:_WIDTH]), seminar=SeminarView(*row[_WIDTH:]))


def _key() -> ColumnElement[Any]:
    return tuple_(Registration.created_at, Registration.id)


def _after(cursor: Cursor) -> ColumnElement[Any]:
    return tuple_(literal(cursor[0], UTCDateTime), literal(cursor[1], UuidType))


def _page(rows: Any, limit: int) -> Page[RegistrationView]:
    views = [RegistrationView(*row) for row in rows]
    return cut(views, limit, lambda view: (view.created_at.isoformat(), str(view.id)))
