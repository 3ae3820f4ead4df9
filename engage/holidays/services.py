"""Changing the holidays."""

import uuid
from typing import Any, Literal

from sqlalchemy import select

from engage.access.actor import Actor
from engage.audit.services import record
from engage.database import ROW_LOCK, db, new_id
from engage.errors import Invalid, NotAllowed, NotFound, Stale
from engage.holidays.models import MAX_LENGTH, Holiday
from engage.holidays.policies import can_edit_holidays
from engage.language import gettext as _

_FIELDS = ("kind", "name", "starts_on", "ends_on")


def add_holiday(actor: Actor, **details: Any) -> uuid.UUID:
    """Some more days off, with the fields of `Holiday`; answers their id. Raises Invalid, NotAllowed."""
    _check(actor, Holiday(**details))
    holiday = Holiday(id=new_id(), version=1, **details)
    db.session.add(holiday)
    db.session.flush()
    record(actor, "holiday.added", holiday.id, after=_snapshot(holiday))
    return holiday.id


def edit_holiday(actor: Actor, holiday_id: uuid.UUID, version: int | None = None, **changes: Any) -> bool:
    """Change some fields; answers whether any did. Raises Stale, Invalid, NotAllowed."""
    holiday = _lock(actor, holiday_id, version)
    before = _snapshot(holiday)
    with db.session.no_autoflush:  # nothing reaches the store before it was checked
        for name, value in changes.items():
            setattr(holiday, name, value)
        _check(actor, holiday)
    after = _snapshot(holiday)
    if after == before:
        return False
    holiday.version += 1
    db.session.flush()
    record(actor, "holiday.edited", holiday.id, before=before, after=after)
    return True


def delete_holiday(actor: Actor, holiday_id: uuid.UUID, version: int | None = None) -> None:
    """Take it off the list: those days were none. The trail keeps what it was."""
    holiday = _lock(actor, holiday_id, version)
    record(actor, "holiday.deleted", holiday.id, before=_snapshot(holiday))
    db.session.delete(holiday)
    db.session.flush()


def import_holiday(
    actor: Actor, *, code: str, name: dict[str, str], **details: Any
) -> Literal["new", "changed", "unchanged"]:
    """Add it or bring it up to date, by code. A name in a language that is not given stays."""
    holiday = db.session.scalar(select(Holiday).where(Holiday.code == code))
    if holiday is None:
        add_holiday(actor, code=code, name=name, **details)
        return "new"
    return "changed" if edit_holiday(actor, holiday.id, name=holiday.name | name, **details) else "unchanged"


def _lock(actor: Actor, holiday_id: uuid.UUID, version: int | None) -> Holiday:
    holiday = db.session.get(Holiday, holiday_id, with_for_update=ROW_LOCK, populate_existing=True)
    if holiday is None:
        raise NotFound
    if not can_edit_holidays(actor):
        raise NotAllowed
    if version is not None and version != holiday.version:
        raise Stale
    return holiday


def _check(actor: Actor, holiday: Holiday) -> None:
    if not can_edit_holidays(actor):
        raise NotAllowed
    if holiday.ends_on < holiday.starts_on:
        raise Invalid({"ends_on": [_("The last day comes before the first.")]})
    if holiday.ends_on - holiday.starts_on >= MAX_LENGTH:
        raise Invalid({"ends_on": [_("%(days)s days at most.", days=MAX_LENGTH.days)]})


def _snapshot(holiday: Holiday) -> dict[str, Any]:
    values = {name: getattr(holiday, name) for name in _FIELDS}
    return values | {name: values[name].isoformat() for name in ("starts_on", "ends_on")}
