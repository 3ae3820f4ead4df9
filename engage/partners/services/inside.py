"""What must hold before anything inside an association changes? Its row under lock, and who the actor is to it."""

import uuid
from collections.abc import Collection
from typing import Any

from engage.access.actor import Actor
from engage.database import ROW_LOCK, db
from engage.errors import Conflict, NotFound
from engage.partners.models import Association
from engage.partners.queries import InsideView, get_inside


def lock_inside(actor: Actor, association_id: uuid.UUID) -> InsideView:
    """Lock the association, so that of two who change its members at once the second sees what the first has done."""
    lock_association(association_id)
    return get_inside(actor, association_id)


def lock_association(association_id: uuid.UUID, *, alone: bool = False) -> Association:
    """`alone` waits also for whoever registers a delegation of it in this moment, and makes them wait."""
    how: Any = True if alone else ROW_LOCK
    locked = db.session.get(Association, association_id, with_for_update=how, populate_existing=True)
    if locked is None:
        raise NotFound
    return locked


def require_status(association: InsideView | Association, allowed: Collection[str]) -> None:
    if association.status not in allowed:
        raise Conflict("wrong-state")
