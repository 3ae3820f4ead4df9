"""Searches that people keep under a name."""

import uuid

from sqlalchemy import func, select

from engage import clock
from engage.access.actor import Actor
from engage.accounts.models import Account
from engage.audit.services import record
from engage.database import db, new_id
from engage.errors import Conflict, Invalid, NotFound
from engage.language import gettext as _
from engage.places.queries import district_names
from engage.seminars.models import MAX_SAVED_FILTERS, SavedFilter


def keep_filter(actor: Actor, *, name: str, query: dict[str, str]) -> uuid.UUID:
    """Raises Conflict for a name that is taken and for one search too many, Invalid for a district that is none."""
    if not query:
        raise Invalid({"query": [_("Choose a filter first: there is nothing to keep.")]})
    if query.get("district") and query["district"] not in district_names():
        raise Invalid({"query.district": [_("This district does not exist.")]})
    _lock_account(actor)
    mine = SavedFilter.account_id == actor.account_id
    if (db.session.scalar(select(func.count()).where(mine)) or 0) >= MAX_SAVED_FILTERS:
        raise Conflict("too-many-filters", most=MAX_SAVED_FILTERS)
    kept = SavedFilter(id=new_id(), account_id=actor.account_id, name=name, query=query, created_at=clock.now())
    db.session.add(kept)
    db.session.flush()
    record(actor, "filter.kept", kept.id)  # what somebody looks for, and calls it, is nobody's business
    return kept.id


def rename_filter(actor: Actor, filter_id: uuid.UUID, *, name: str) -> None:
    _get_own(actor, filter_id).name = name
    db.session.flush()
    record(actor, "filter.renamed", filter_id)


def delete_filter(actor: Actor, filter_id: uuid.UUID) -> None:
    db.session.delete(_get_own(actor, filter_id))
    db.session.flush()
    record(actor, "filter.deleted", filter_id)


def _lock_account(actor: Actor) -> None:
    """Two at once would both find room for one more."""
    mine = select(Account.id).where(Account.id == actor.account_id)
    db.session.execute(mine.with_for_update(key_share=True))


def _get_own(actor: Actor, filter_id: uuid.UUID) -> SavedFilter:
    kept = db.session.get(SavedFilter, filter_id)
    if kept is None or kept.account_id != actor.account_id:
        raise NotFound
    return kept
