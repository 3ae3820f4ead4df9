"""Changing districts and venues. A venue's code and the districts themselves come from the import alone."""

import uuid
from typing import Any, Literal

from sqlalchemy import select

from engage import clock
from engage.access.actor import Actor
from engage.audit.services import record
from engage.database import ROW_LOCK, db, new_id
from engage.errors import Invalid, NotAllowed, NotFound, Stale
from engage.language import LOCALES
from engage.language import gettext as _
from engage.places import signals
from engage.places.models import District, Venue
from engage.places.policies import can_edit_places_in
from engage.places.queries import CHANGED, district_names, forget_district_names
from engage.text import fold
from engage.transaction import after_commit

Outcome = Literal["new", "changed", "unchanged"]

NAME_KEY_LENGTH = 400
_OPTIONAL = {"code": None, "step_free_access": False, "address": None, "latitude": None, "longitude": None}


def add_venue(actor: Actor, **details: Any) -> uuid.UUID:
    """A new venue with the fields of `Venue`; answers its id. Raises Invalid, NotAllowed."""
    venue = Venue(id=new_id(), created_at=clock.now(), version=1, **_OPTIONAL | details)
    _check_venue(actor, venue)
    db.session.add(venue)
    db.session.flush()
    record(actor, "venue.added", venue.id, after=details)
    return venue.id


def edit_venue(actor: Actor, venue_id: uuid.UUID, version: int | None = None, **changes: Any) -> None:
    """Change some fields of a venue. Raises Stale when `version` is no longer the current one, NotAllowed, and Invalid
    also for a capacity below that of a seminar to come (engage.seminars looks).
    """
    venue = db.session.get(Venue, venue_id, with_for_update=ROW_LOCK, populate_existing=True)
    if venue is None:
        raise NotFound
    if not can_edit_places_in(actor, venue.district):
        raise NotAllowed
    if changes.get("district", venue.district) != venue.district:
        raise Invalid({"district": [_("A venue stays in its district: seminars there belong to its officers.")]})
    _change(actor, venue, version, changes, "venue.edited", venue_id)


def edit_district(actor: Actor, code: str, version: int | None = None, **changes: Any) -> None:
    """Change the names of a district, or its place on the map. Raises Invalid, Stale, NotAllowed."""
    district = db.session.get(District, code, with_for_update=ROW_LOCK, populate_existing=True)
    if district is None:
        raise NotFound
    if not can_edit_places_in(actor, code):
        raise NotAllowed
    _change(actor, district, version, changes, "district.edited", code)


def import_district(actor: Actor, *, code: str, name: dict[str, str], **details: Any) -> Outcome:
    """Add a district or bring it up to date, by code. What is not given stays, also a name in another language."""
    district = db.session.get(District, code)
    if district is None:
        return _add_district(actor, District(code=code, name=name, version=1, **details))
    version = district.version
    edit_district(actor, code, name=district.name | name, **details)
    return "unchanged" if district.version == version else "changed"


def import_venue(actor: Actor, *, code: str, name: dict[str, str], **details: Any) -> Outcome:
    """Add a venue or bring it up to date, by code. What is not given stays, also a name in another language."""
    venue = db.session.scalar(select(Venue).where(Venue.code == code))
    if venue is None:
        add_venue(actor, code=code, name=name, **details)
        return "new"
    version = venue.version
    edit_venue(actor, venue.id, name=venue.name | name, **details)
    return "unchanged" if venue.version == version else "changed"


def _add_district(actor: Actor, district: District) -> Outcome:
    if not can_edit_places_in(actor, district.code):
        raise NotAllowed
    _check_point(district)
    db.session.add(district)
    _flush_district()
    record(actor, "district.added", district.code, after={"name": district.name, "kind": district.kind})
    return "new"


def _change(
    actor: Actor, thing: Venue | District, version: int | None, changes: dict[str, Any], action: str, key: object
) -> None:
    if version is not None and version != thing.version:
        raise Stale
    before = {name: getattr(thing, name) for name in changes}
    if before == changes:
        return
    _assign(actor, thing, changes)
    record(actor, action, key, before=before, after=changes)
    news = signals.venue_edited if isinstance(thing, Venue) else signals.district_edited
    news.send(thing, actor=actor)


def _assign(actor: Actor, thing: Venue | District, changes: dict[str, Any]) -> None:
    with db.session.no_autoflush:  # nothing reaches the store before it was checked
        for name, value in changes.items():
            setattr(thing, name, value)
        thing.version += 1
        _check_point(thing) if isinstance(thing, District) else _check_venue(actor, thing)
    _flush_district() if isinstance(thing, District) else db.session.flush()


def _flush_district() -> None:
    db.session.flush()
    db.session.info[CHANGED] = True
    after_commit(forget_district_names)


def _check_point(thing: Venue | District) -> None:
    if (thing.latitude is None) != (thing.longitude is None):
        missing = "latitude" if thing.latitude is None else "longitude"
        raise Invalid({missing: [_("Give both the latitude and the longitude, or neither.")]})


def _check_venue(actor: Actor, venue: Venue) -> None:
    """Every rule that a venue can break, and the key by which it is found."""
    if venue.district not in district_names():
        raise Invalid({"district": [_("This district does not exist.")]})
    if not can_edit_places_in(actor, venue.district):
        raise NotAllowed
    _check_point(venue)
    venue.name_key = fold(" ".join(venue.name[code] for code in LOCALES if code in venue.name))[:NAME_KEY_LENGTH]
