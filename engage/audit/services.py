"""Writing the trail, in the transaction of the change it reports."""

from typing import Any

from sqlalchemy import insert

from engage import clock
from engage.access.actor import Actor
from engage.audit.models import AuditEntry
from engage.database import new_id, table_of, write
from engage.request_id import current_request_id

_INSERT = insert(table_of(AuditEntry))


def record(
    actor: Actor,
    action: str,
    subject_id: object,
    *,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
) -> None:
    """Keep that `actor` did `action` (`seminar.published`) to a row; of two states only the fields that differ."""
    write(_INSERT, entry(actor, action, subject_id, before=before, after=after))


def record_all(entries: list[dict[str, Any]]) -> None:
    """The same for many at once, each made by `entry`; one statement."""
    if entries:
        write(_INSERT, entries)


def entry(
    actor: Actor,
    action: str,
    subject_id: object,
    *,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
) -> dict[str, Any]:
    if before is not None and after is not None:
        before, after = _differences(before, after), _differences(after, before)
    return {
        "id": new_id(),
        "at": clock.now(),
        "actor_id": actor.id,
        "action": action,
        "subject_id": str(subject_id),
        "before": before,
        "after": after,
        "request_id": current_request_id(),
    }


def _differences(of: dict[str, Any], against: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in of.items() if against.get(name) != value}
