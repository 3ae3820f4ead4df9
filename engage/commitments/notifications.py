"""Who is reminded of a commitment? Never its words: it may stand in a private thread, and others read mail too."""

from typing import Any

from engage.access.actor import Actor
from engage.access.permissions import Permission
from engage.accounts.models import Account
from engage.accounts.queries import people_with
from engage.commitments.models import Commitment
from engage.database import db
from engage.outbox.services import message
from engage.settings import current_settings

DUE = "commitment_due"


def remind(actor: Actor, commitment: Commitment, days_left: int) -> list[dict[str, Any]]:
    """Its owner; when it is late, or nobody has it, the supervisors of the district too."""
    owner = db.session.get(Account, commitment.owner_id) if commitment.owner_id else None
    people = {owner.id: owner} if owner else {}
    if days_left < 0 or not people:
        districts = [commitment.district] if commitment.district else []
        people |= {one.id: one for one in people_with(actor, Permission.THREADS_DECIDE, *districts)}
    return [_to(one, commitment, days_left) for one in people.values()]


def _to(one: Any, commitment: Commitment, days_left: int) -> dict[str, Any]:
    payload = {
        "name": one.display_name,
        "due_on": commitment.due_on.isoformat(),
        "days": abs(days_left),
        "late": days_left < 0,
        "url": f"{current_settings().base_url}/commitments/{commitment.id}",
    }
    return message(DUE, one.email, one.locale, payload, recipient_id=one.id, subject_id=commitment.id)
