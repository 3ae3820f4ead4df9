"""What became of a thread: when, by whom, and what was before? For those in charge of it."""

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Uuid as UuidType
from sqlalchemy import literal, select, tuple_

from engage.access.actor import Actor
from engage.accounts.models import Account
from engage.audit.models import AuditEntry
from engage.database import UTCDateTime, db
from engage.errors import NotFound
from engage.feedback.queries.reading import ThreadView
from engage.language import Lazy
from engage.web.pagination import Page, cut

# Every action on a thread that the trail knows, in words. Others are shown as a change.
ACTIONS: dict[str, str] = {
    "thread.opened": Lazy("Written"),
    "thread.published": Lazy("Everyone may read it"),
    "thread.acknowledged": Lazy("Acknowledged"),
    "thread.assigned": Lazy("Assigned"),
    "thread.begun": Lazy("Work on it began"),
    "thread.transferred": Lazy("Given to another district"),
    "thread.replied": Lazy("Official reply"),
    "thread.noted": Lazy("Internal note"),
    "thread.commented": Lazy("Comment"),
    "thread.answered": Lazy("Answered"),
    "thread.closed": Lazy("Thread closed"),
    "thread.reopened": Lazy("Reopened"),
    "thread.referred": Lazy("Referred to another authority"),
    "thread.declined": Lazy("Not taken up"),
    "thread.merged": Lazy("Joined to another thread"),
    "thread.unmerged": Lazy("Treated by itself again"),
    "thread.contact_changed": Lazy("Another address to be told at"),
    "post.released": Lazy("Words that waited were let through"),
    "post.hidden": Lazy("Words were hidden"),
    "post.restored": Lazy("Words were restored"),
    "post.redacted": Lazy("Passages were taken out for others"),
    "post.appealed": Lazy("Appeal against hiding"),
    "post.hiding_upheld": Lazy("Appeal decided: the words stay hidden"),
    "post.reports_dismissed": Lazy("Reports dismissed: the words may stand"),
    "photo.added": Lazy("A photograph was added"),
    "photo.changed": Lazy("What a photograph shows was changed"),
    "photo.described": Lazy("What a photograph shows was changed"),  # by those in charge
    "photo.covered": Lazy("Parts of a photograph were covered or uncovered"),
    "photo.erased": Lazy("A photograph was erased"),
}
_CHANGED = Lazy("Changed")
# Who supports, who follows, and when an author looks is no business of officers.
_OF_READERS = (
    *("thread.supported", "thread.support_withdrawn", "thread.followed", "thread.unfollowed"),
    *("receipt.opened", "receipt.ended", "post.reported"),
)
_OF_AUTHOR = {"thread.opened", "thread.reopened", "thread.contact_changed"}  # alone
_OF_RESIDENTS = {"thread.commented", "photo.added", "photo.changed", "post.appealed"}  # also of others than the author
_OF_EITHER = {"thread.closed", "thread.unmerged"}  # of the author, or of an officer


_TOLD = ("status", "district", "assigned_to")  # of what was before and after


@dataclass(frozen=True, slots=True)
class Step:
    """One of them. `by` is `author`, `resident` (somebody else who commented), `officer` or `system`; `name` is that of
    an officer, nobody else's.
    """

    id: uuid.UUID
    at: datetime
    action: str
    by: str
    name: str | None
    before: dict[str, Any]
    after: dict[str, Any]

    @property
    def words(self) -> str:
        return str(ACTIONS.get(self.action, _CHANGED))


def list_history(
    viewer: Actor, thread: ThreadView, *, cursor: tuple[datetime, uuid.UUID] | None = None, limit: int = 20
) -> Page[Step]:
    """Newest first, in one statement. Raises NotFound for whoever is not in charge."""
    if not thread.in_charge:
        raise NotFound
    entry = AuditEntry.id, AuditEntry.at, AuditEntry.actor_id, AuditEntry.action, AuditEntry.before, AuditEntry.after
    found = select(*entry, Account.display_name).outerjoin(Account, Account.id == AuditEntry.actor_id)
    found = found.where(AuditEntry.subject_id == str(thread.id), AuditEntry.action.not_in(_OF_READERS))
    if cursor:
        before = tuple_(literal(cursor[0], UTCDateTime), literal(cursor[1], UuidType))
        found = found.where(tuple_(AuditEntry.at, AuditEntry.id) < before)
    found = found.order_by(AuditEntry.at.desc(), AuditEntry.id.desc()).limit(limit + 1)
    steps = [_step(thread, row) for row in db.session.execute(found)]
    return cut(steps, limit, lambda one: (one.at.isoformat(), str(one.id)))


def _step(thread: ThreadView, row: Any) -> Step:
    by = _by(thread, row.actor_id, row.action)
    is_forgotten = thread.author_id is None and row.action in _OF_EITHER  # it may have been the author
    name = row.display_name if by == "officer" and not is_forgotten else None
    return Step(row.id, row.at, row.action, by, name, _told(row.before), _told(row.after))


def _by(thread: ThreadView, actor_id: uuid.UUID | None, action: str) -> str:
    """Who has no account leaves no id, like what happens by itself; but some steps only people take."""
    if action in _OF_AUTHOR or (actor_id is not None and actor_id == thread.author_id):
        return "author"
    if actor_id is None:
        return "author" if action in _OF_RESIDENTS | _OF_EITHER else "system"
    return "resident" if action in _OF_RESIDENTS else "officer"


def _told(state: dict[str, Any] | None) -> dict[str, Any]:
    return {name: value for name, value in (state or {}).items() if name in _TOLD and value is not None}
