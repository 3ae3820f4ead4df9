"""When does a request end without anybody's answer, and what is left of one when its time is over?"""

import uuid
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import or_, select, update

from engage import clock
from engage.access.actor import Actor
from engage.audit.services import entry, record_all
from engage.database import db
from engage.proposals.models import WAITING, Proposal, ProposalStatus
from engage.settings import current_settings

KEPT = timedelta(days=365)


def end_requests_of(actor: Actor, association_id: uuid.UUID) -> None:
    """An association is no more: nobody could say yes to what it asked for."""
    found = lock_requests_of(actor, association_id)
    after: dict[str, Any] = {"status": ProposalStatus.WITHDRAWN}
    changes = {**after, "updated_at": clock.now(), "version": Proposal.version + 1}
    db.session.execute(update(Proposal).where(Proposal.id.in_([row.id for row in found])).values(changes))
    told = [(row.id, {"status": row.status}) for row in found]
    record_all([entry(actor, "proposal.withdrawn", one, before=before, after=after) for one, before in told])


def lock_requests_of(actor: Actor, association_id: uuid.UUID) -> Sequence[Any]:
    """What of an association waits for an answer (id, status), in the order of their ids."""
    waiting = Proposal.association_id == association_id, Proposal.status.in_(WAITING)
    found = select(Proposal.id, Proposal.status).where(*waiting).order_by(Proposal.id)
    return db.session.execute(found.with_for_update(key_share=True)).all()


def hand_over_requests(actor: Actor, association_id: uuid.UUID, account_id: uuid.UUID, heir_id: uuid.UUID) -> None:
    """What somebody who left asked for waits in the name of a manager, in whose name seats will be held."""
    waiting = Proposal.association_id == association_id, Proposal.status.in_(WAITING)
    own = update(Proposal).where(*waiting, Proposal.account_id == account_id)
    db.session.execute(own.values(account_id=heir_id).execution_options(synchronize_session=False))


def forget_contacts(actor: Actor) -> int:
    """Erase telephone numbers, addresses and what was written a year after the last of the days; how many had any."""
    over = Proposal.last_on < clock.today(current_settings().timezone) - KEPT
    erased = dict.fromkeys(("contact_phone", "contact_email", "note", "reason"))
    has_any = or_(*(getattr(Proposal, name).is_not(None) for name in erased))
    forgotten = update(Proposal).where(over, has_any, Proposal.status.not_in(WAITING)).values(erased)
    found = db.session.execute(forgotten.execution_options(synchronize_session=False))
    return int(found.rowcount)  # type: ignore[attr-defined]
