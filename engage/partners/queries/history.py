"""What became of an association here: when, by whom, and with which words?"""

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from engage.access.actor import Actor
from engage.access.permissions import Permission
from engage.accounts.models import Account
from engage.audit.queries import list_entries
from engage.database import db
from engage.language import Lazy
from engage.partners.queries.dossiers import Dossier
from engage.web.pagination import Page, cut

# Actions on an association that the trail knows, in words. Others are shown as a change.
ACTIONS: dict[str, str] = {
    "association.added": Lazy("Brought in with a file of the city"),
    "association.applied": Lazy("Applied"),
    "association.edited": Lazy("Changed"),
    "association.asked": Lazy("More was asked for"),
    "association.answered": Lazy("The question was answered"),
    "association.verified": Lazy("Verified"),
    "association.refused": Lazy("Refused"),
    "association.suspended": Lazy("Suspended"),
    "association.restored": Lazy("Restored"),
    "association.dissolved": Lazy("Dissolved"),
    "member.added": Lazy("Somebody was given the right to act for it"),
    "member.joined": Lazy("Somebody accepted an invitation to act for it"),
    "member.left": Lazy("A member left"),
    "member.removed": Lazy("A member was removed"),
    "member.role_changed": Lazy("A member got another role"),
    "invitation.sent": Lazy("Somebody was invited to act for it"),
    "invitation.revoked": Lazy("An invitation was taken back"),
    "mandate.renewed": Lazy("The mandate of the board was renewed"),
    "renewal.filed": Lazy("The renewal of the mandate was filed"),
    "renewal.refused": Lazy("The renewal of the mandate was refused"),
    "renewal.paper_erased": Lazy("The paper of an old renewal was erased"),
    "paper.added": Lazy("A paper was added"),
    "paper.withdrawn": Lazy("A paper was withdrawn"),
    "paper.erased": Lazy("A withdrawn paper was erased"),
}


@dataclass(frozen=True, slots=True)
class Change:
    """One step. `name` of who did it is for those who verify; None for the others and where nobody did it."""

    id: uuid.UUID
    at: datetime
    action: str
    name: str | None
    before: dict[str, Any]
    after: dict[str, Any]

    @property
    def words(self) -> str:
        return str(ACTIONS.get(self.action, ACTIONS["association.edited"]))


def list_history(
    viewer: Actor, dossier: Dossier, *, cursor: tuple[datetime, uuid.UUID] | None = None, limit: int = 20
) -> Page[Change]:
    """Newest first, of an association whose dossier the viewer sees."""
    entries = list_entries(viewer, dossier.id, cursor=cursor, limit=limit + 1)
    sees_names = any(viewer.can_in(Permission.ASSOCIATIONS_VERIFY, district) for district in dossier.districts)
    ids = {one.actor_id for one in entries if one.actor_id} if sees_names else set()
    rows = db.session.execute(select(Account.id, Account.display_name).where(Account.id.in_(ids))) if ids else ()
    names = {row.id: row.display_name for row in rows}
    changes = [
        Change(one.id, one.at, one.action, names.get(one.actor_id), one.before or {}, one.after or {})
        for one in entries
    ]
    return cut(changes, limit, lambda one: (one.at.isoformat(), str(one.id)))
