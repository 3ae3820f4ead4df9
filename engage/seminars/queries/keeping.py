"""Which searches does a person keep?"""

import uuid
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from engage.access.actor import Actor
from engage.database import db
from engage.errors import NotFound
from engage.seminars.models import MAX_SAVED_FILTERS, SavedFilter


@dataclass(frozen=True, slots=True)
class SavedFilterView:
    """A search under a name; `query` is what the form of the catalogue sends."""

    id: uuid.UUID
    name: str
    query: dict[str, str]
    created_at: datetime


_OWN = select(*(getattr(SavedFilter, name) for name in SavedFilterView.__dataclass_fields__))


def list_filters(viewer: Actor) -> list[SavedFilterView]:
    """The own ones, by name; none of a visitor."""
    if not viewer.is_authenticated:
        return []
    found = _OWN.where(SavedFilter.account_id == viewer.account_id).order_by(SavedFilter.name)
    return [SavedFilterView(*row) for row in db.session.execute(found.limit(MAX_SAVED_FILTERS))]


def get_filter(viewer: Actor, filter_id: uuid.UUID) -> SavedFilterView:
    for kept in list_filters(viewer):
        if kept.id == filter_id:
            return kept
    raise NotFound
