"""Which districts and venues are there? All of them are public."""

import time
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from flask import current_app
from sqlalchemy import Select, func, literal, or_, select, tuple_
from sqlalchemy import Uuid as UuidType

from engage.access.actor import Actor
from engage.database import db
from engage.errors import NotFound
from engage.language import gettext as _
from engage.language import speaking
from engage.places.models import District, DistrictKind, Venue
from engage.text import fold
from engage.web.pagination import Page, cut

NAMES_KEPT_SECONDS = 30
MAX_OFFERED = 500
CHANGED = "engage.districts_changed"  # in the session: this very transaction changes districts
_NAMES = "engage.district_names"  # in the application: (until when, names and kinds)


@dataclass(frozen=True, slots=True)
class DistrictView:
    """What pages and programs see of a district."""

    code: str
    name: dict[str, str]
    kind: str
    latitude: float | None
    longitude: float | None
    version: int


@dataclass(frozen=True, slots=True)
class VenueView:
    """What pages and programs see of a venue."""

    id: uuid.UUID
    code: str | None
    name: dict[str, str]
    name_key: str
    district: str
    kind: str
    capacity: int
    step_free_access: bool
    address: str | None
    latitude: float | None
    longitude: float | None
    version: int

    @property
    def district_name(self) -> dict[str, str]:
        return district_names().get(self.district, {})


_DISTRICTS: Select[Any] = select(*(getattr(District, name) for name in DistrictView.__dataclass_fields__))
_VENUES: Select[Any] = select(*(getattr(Venue, name) for name in VenueView.__dataclass_fields__))


def district_names() -> dict[str, dict[str, str]]:
    """The names of all districts by code, in the order of the codes; kept in the process for half a minute."""
    return {code: name for code, (name, _kind) in _districts().items()}


def district_words(code: str) -> dict[str, str]:
    """The name of a district with the word that says what it is, as an address needs it; a commune's name says so."""
    name, kind = _districts().get(code, ({}, ""))
    return name if kind == DistrictKind.COMMUNE else {tongue: _with_its_word(tongue, name[tongue]) for tongue in name}


@lru_cache(maxsize=256)
def _with_its_word(tongue: str, name: str) -> str:
    with speaking(tongue):
        return _("%(name)s district", name=name)


def _districts() -> dict[str, tuple[dict[str, str], str]]:
    if db.session.info.get(CHANGED):
        return _read_districts()  # what is not committed yet must not be seen by others, nor outlive a rollback
    until, found = current_app.extensions.get(_NAMES, (0.0, {}))
    if time.monotonic() > until:
        found = _read_districts()
        current_app.extensions[_NAMES] = (time.monotonic() + NAMES_KEPT_SECONDS, found)
    return dict(found)


def forget_district_names() -> None:
    """Make the next reader of the names see what was just committed."""
    db.session.info.pop(CHANGED, None)
    current_app.extensions.pop(_NAMES, None)


def _read_districts() -> dict[str, tuple[dict[str, str], str]]:
    rows = db.session.execute(select(District.code, District.name, District.kind).order_by(District.code))
    return {row.code: (row.name, row.kind) for row in rows}


def list_districts(viewer: Actor, *, cursor: tuple[str] | None = None, limit: int = 100) -> Page[DistrictView]:
    found = _DISTRICTS.order_by(District.code).limit(limit + 1)
    if cursor:
        found = found.where(District.code > cursor[0])
    rows = [DistrictView(*row) for row in db.session.execute(found)]
    return cut(rows, limit, lambda row: (row.code,))


def district_centres(viewer: Actor) -> dict[str, tuple[float, float]]:
    """Where each district lies (latitude, longitude): the point that is kept of it, else the middle of its venues."""
    means = {"latitude": func.avg(Venue.latitude), "longitude": func.avg(Venue.longitude)}
    middle = select(Venue.district, *(mean.label(name) for name, mean in means.items())).group_by(Venue.district)
    of_venues = middle.subquery()
    centre = [func.coalesce(getattr(District, name), of_venues.columns[name]) for name in means]
    found = select(District.code, *centre).outerjoin(of_venues, of_venues.columns.district == District.code)
    return {code: (north, east) for code, north, east in db.session.execute(found) if north is not None}


def get_district(viewer: Actor, code: str) -> DistrictView:
    if code not in district_names():
        raise NotFound
    row = db.session.execute(_DISTRICTS.where(District.code == code)).one()
    return DistrictView(*row)


def list_venues(
    viewer: Actor,
    *,
    district: str | None = None,
    q: str | None = None,
    cursor: tuple[str, uuid.UUID] | None = None,
    limit: int = 20,
) -> Page[VenueView]:
    """A page of the venues by name; `q` finds words anywhere in a name, in any language and spelling."""
    found = _VENUES.order_by(Venue.name_key, Venue.id).limit(limit + 1)
    if district:
        found = found.where(Venue.district == district)
    for word in fold(q or "").split()[:8]:
        found = found.where(Venue.name_key.contains(word, autoescape=True))
    if cursor:
        after = tuple_(literal(cursor[0]), literal(cursor[1], UuidType))
        found = found.where(tuple_(Venue.name_key, Venue.id) > after)
    rows = [VenueView(*row) for row in db.session.execute(found)]
    return cut(rows, limit, lambda row: (row.name_key, str(row.id)))


def get_venue(viewer: Actor, venue_id: uuid.UUID) -> VenueView:
    venue = find_venue(viewer, venue_id)
    if venue is None:
        raise NotFound
    return venue


def find_venue(viewer: Actor, venue_id: uuid.UUID) -> VenueView | None:
    row = db.session.execute(_VENUES.where(Venue.id == venue_id)).one_or_none()
    return None if row is None else VenueView(*row)


def find_venue_by_code(viewer: Actor, code: str) -> VenueView | None:
    """The venue that an import calls by this code."""
    row = db.session.execute(_VENUES.where(Venue.code == code)).one_or_none()
    return None if row is None else VenueView(*row)


def list_venues_in(
    viewer: Actor, districts: frozenset[str] | None, chosen: uuid.UUID | None = None
) -> Sequence[VenueView]:
    """The venues to choose from when something is planned in some districts (None: in all); at most MAX_OFFERED.

    The one that is `chosen` so far comes first, wherever it is.
    """
    chosen_first = [Venue.id != chosen] if chosen else []
    found = _VENUES.order_by(*chosen_first, Venue.name_key, Venue.id).limit(MAX_OFFERED)
    if districts is not None:
        found = found.where(or_(Venue.district.in_(sorted(districts)), Venue.id == chosen))
    return [VenueView(*row) for row in db.session.execute(found)]
