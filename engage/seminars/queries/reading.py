"""Which seminars may this person see, and how do they find them?"""

import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, bindparam, exists, false, func, literal, or_, select, true, tuple_
from sqlalchemy import Uuid as UuidType

from engage import clock
from engage.access.actor import Actor
from engage.access.permissions import Permission
from engage.accounts.models import Account
from engage.database import UTCDateTime, db, holds, read
from engage.errors import NotFound
from engage.partners.queries import verified_associations_of, verified_membership_clause
from engage.places.models import Venue
from engage.places.queries import district_names, district_words
from engage.seminars.models import (
    MAX_LENGTH,
    Seminar,
    SeminarGuest,
    SeminarStatus,
    SeminarWord,
    Visibility,
    registration_state,
)
from engage.text import Term, search_terms
from engage.web.pagination import Page, cut

Cursor = tuple[datetime, uuid.UUID]


@dataclass(frozen=True, slots=True)
class SeminarView:
    """What pages and programs see of a seminar."""

    id: uuid.UUID
    reference: str
    series_id: uuid.UUID | None
    title: dict[str, str]
    summary: dict[str, str]
    description: dict[str, str]
    theme: str
    audiences: list[str]
    languages: list[str]
    district: str
    venue_id: uuid.UUID | None
    agreement_id: uuid.UUID | None
    online_url: str | None
    local_start: datetime
    local_end: datetime
    timezone: str
    starts_at: datetime
    ends_at: datetime
    registration_opens_at: datetime | None
    registration_closes_at: datetime | None
    capacity: int
    min_party_size: int
    max_party_size: int
    association_quota: int | None
    seats_taken: int
    waiting_count: int
    queue_comes_first: bool
    approval_required: bool
    waiting_list: str
    visibility: str
    invitation_round: int
    status: str
    published_at: datetime | None
    cancel_reason: str | None
    calendar_sequence: int
    updated_at: datetime
    version: int
    venue_name: dict[str, str] | None
    venue_address: str | None
    step_free_access: bool | None
    latitude: float | None
    longitude: float | None

    @property
    def seats_free(self) -> int:
        return self.capacity - self.seats_taken

    @property
    def is_over(self) -> bool:
        return self.ends_at <= clock.now()

    @property
    def registration(self) -> str:
        return registration_state(self, clock.now())

    @property
    def district_name(self) -> dict[str, str]:
        return district_names().get(self.district, {})

    @property
    def district_words(self) -> dict[str, str]:
        """The name as an address says it."""
        return district_words(self.district)


_OWN = [getattr(Seminar, name) for name in SeminarView.__dataclass_fields__ if hasattr(Seminar, name)]
_OF_VENUE: list[Any] = [
    Venue.name.label("venue_name"),
    Venue.address.label("venue_address"),
    Venue.step_free_access,
    Venue.latitude,
    Venue.longitude,
]
VIEW: Select[Any] = select(*_OWN, *_OF_VENUE).outerjoin(Venue, Venue.id == Seminar.venue_id)
# For SELECT … FOR NO KEY UPDATE. A reader that had to wait for the lock gets the seminar as it is now, but a joined
# venue as it was before; a subquery is asked again.
_VENUE_NOW: list[Any] = [select(column).where(Venue.id == Seminar.venue_id).scalar_subquery() for column in _OF_VENUE]
LOCKABLE_VIEW: Select[Any] = select(*_OWN, *_VENUE_NOW)


def get_seminar(viewer: Actor, seminar_id: uuid.UUID) -> SeminarView:
    """Raises NotFound for what is not there and for what this person may not see."""
    row = read(_one_for(viewer), {"seminar_id": seminar_id}).one_or_none()
    if row is None:
        raise NotFound
    return SeminarView(*row)


@lru_cache(maxsize=256)
def _one_for(viewer: Actor) -> Select[Any]:
    """Made once for each who asks: to put such a statement together takes longer than to run it."""
    return VIEW.where(Seminar.id == bindparam("seminar_id"), visible_to(viewer))


def is_visible(viewer: Actor, seminar_id: uuid.UUID) -> bool:
    return bool(db.session.scalar(select(Seminar.id).where(Seminar.id == seminar_id, visible_to(viewer))))


@lru_cache(maxsize=256)
def visible_to(viewer: Actor) -> ColumnElement[bool]:
    """The rows this person may see: what is published to them, and everything in the districts where they plan."""
    published = Seminar.published_at.is_not(None)
    audience = [and_(published, Seminar.visibility == Visibility.PUBLIC)]
    if viewer.is_authenticated:
        to_members = and_(published, Seminar.visibility == Visibility.ASSOCIATIONS, verified_membership_clause(viewer))
        to_guests = and_(published, Seminar.visibility == Visibility.INVITED, _is_guest(viewer))
        audience += [to_members, to_guests, planned_by(viewer)]
    return or_(*audience)


def _is_guest(viewer: Actor) -> ColumnElement[bool]:
    """Invited as a person, by an e-mail address that is proved, or with a verified association."""
    is_proved = exists().where(Account.id == viewer.id, Account.verified_at.is_not(None))
    invited = or_(
        SeminarGuest.account_id == viewer.id,
        and_(SeminarGuest.email == viewer.email.lower(), is_proved),
        SeminarGuest.association_id.in_(verified_associations_of(viewer)),
    )
    return exists().where(SeminarGuest.seminar_id == Seminar.id, invited)


def planned_by(viewer: Actor, permission: Permission = Permission.SEMINARS_PLAN) -> ColumnElement[bool]:
    """The seminars of the districts where this person holds a permission."""
    districts = viewer.districts_with(permission)
    if districts is None:
        return true()
    return Seminar.district.in_(sorted(districts)) if districts else false()


def list_seminars(viewer: Actor, *, cursor: Cursor | None = None, limit: int = 20, **filters: Any) -> Page[SeminarView]:
    """A page of the catalogue by time, by the filters of FILTERS; without `starts_from`, of what has not ended yet."""
    if cursor is None and not any(filters.values()):
        return _cut(_first_page(viewer, limit), limit)
    found = VIEW.where(visible_to(viewer), *(FILTERS[name](value) for name, value in filters.items() if value))
    if not filters.get("starts_from"):
        found = found.where(*not_over())
    return page_of(found, cursor, limit)


def page_of(found: Select[Any], cursor: Cursor | None, limit: int) -> Page[SeminarView]:
    """A page by time, after a cursor."""
    found = found.order_by(Seminar.starts_at, Seminar.id).limit(limit + 1)
    if cursor:
        after = tuple_(literal(cursor[0], UTCDateTime), literal(cursor[1], UuidType))
        found = found.where(tuple_(Seminar.starts_at, Seminar.id) > after)
    return _cut(found, limit)


def _cut(found: Select[Any], limit: int) -> Page[SeminarView]:
    rows = [SeminarView(*row) for row in read(found)]
    return cut(rows, limit, lambda row: (row.starts_at.isoformat(), str(row.id)))


@lru_cache(maxsize=256)
def _first_page(viewer: Actor, limit: int) -> Select[Any]:
    """What is asked most, put together once for each who asks."""
    return VIEW.where(visible_to(viewer), *not_over()).order_by(Seminar.starts_at, Seminar.id).limit(limit + 1)


# The moment at which a statement is run, not that at which it was put together.
_NOW = bindparam("now", callable_=clock.now, type_=UTCDateTime)
_LONG_AGO = bindparam("long_ago", callable_=lambda: clock.now() - MAX_LENGTH, type_=UTCDateTime)


def not_over() -> tuple[ColumnElement[bool], ...]:
    # None lasts longer than MAX_LENGTH: the first clause lets the index leave out years of the past.
    return Seminar.starts_at > _LONG_AGO, Seminar.ends_at > _NOW


def _matches(q: str, instead: dict[str, list[str]] | None = None) -> ColumnElement[bool]:
    """Every word must occur, or one of those `instead` of it."""
    terms = search_terms(q, instead)
    if not terms:
        return false()  # signs alone: nothing is called so
    return and_(*(Seminar.id.in_(select(SeminarWord.seminar_id).where(is_meant(term))) for term in terms))


def is_meant(term: Term) -> ColumnElement[bool]:
    """Whether a word in the index is what was asked for."""
    whole = [SeminarWord.word.in_(term.whole)] if term.whole else []
    return or_(*whole, *(_begins(word) for word in term.begun))


def _begins(word: str) -> ColumnElement[bool]:
    return and_(SeminarWord.word >= word, SeminarWord.word < word + "\U0010ffff")


def is_open() -> ColumnElement[bool]:
    return and_(
        Seminar.status == SeminarStatus.PUBLISHED,
        func.coalesce(Seminar.registration_closes_at, Seminar.starts_at) > _NOW,
        or_(Seminar.registration_opens_at.is_(None), Seminar.registration_opens_at <= _NOW),
        Seminar.seats_taken < Seminar.capacity,
        ~Seminar.queue_comes_first,
    )


FILTERS: dict[str, Callable[[Any], ColumnElement[bool]]] = {
    "district": lambda code: Seminar.district == code,
    "theme": lambda theme: Seminar.theme == theme,
    "audience": lambda audience: holds(Seminar.audiences, audience),
    "language": lambda language: holds(Seminar.languages, language),
    "starts_from": lambda instant: Seminar.starts_at >= instant,
    "starts_to": lambda instant: Seminar.starts_at <= instant,
    "q": _matches,
    "corrected": lambda asked: _matches(*asked),
    "agreement_id": lambda agreement_id: Seminar.agreement_id == agreement_id,
    "open": lambda _wanted: is_open(),
}


def get_series(viewer: Actor, series_id: uuid.UUID) -> Sequence[SeminarView]:
    """The seminars of a series, by time; there are never many. Raises NotFound if this person may see none of them."""
    found = VIEW.where(Seminar.series_id == series_id, visible_to(viewer)).order_by(Seminar.starts_at, Seminar.id)
    rows = [SeminarView(*row) for row in db.session.execute(found)]
    if not rows:
        raise NotFound
    return rows


def list_chosen(viewer: Actor, ids: Sequence[uuid.UUID]) -> Page[SeminarView]:
    """Those of some seminars that this person may see, by time."""
    return page_of(VIEW.where(Seminar.id.in_(ids), visible_to(viewer)), None, len(ids))


def list_calendar(
    viewer: Actor, starts_from: datetime, starts_to: datetime, *, limit: int, **filters: Any
) -> Sequence[SeminarView]:
    """What begins in a span, by time, whatever became of it; by the filters of FILTERS."""
    found = VIEW.where(visible_to(viewer), Seminar.starts_at >= starts_from, Seminar.starts_at < starts_to)
    found = found.where(*(FILTERS[name](value) for name, value in filters.items() if value))
    rows = db.session.execute(found.order_by(Seminar.starts_at, Seminar.id).limit(limit))
    return [SeminarView(*row) for row in rows]
