"""What became of what was agreed: a duty gets somebody in charge, is done, or is given up by the side it is owed to."""

import uuid
from datetime import datetime
from typing import Any

from engage import clock
from engage.access.actor import Actor
from engage.agreements.models import OWED_UNDER, Agreement, Obligation, ObligationState
from engage.agreements.queries import list_possible_owners
from engage.agreements.services.rows import lock_agreement, require_acting, require_status
from engage.agreements.services.sides import Party
from engage.audit.services import record
from engage.database import ROW_LOCK, db
from engage.errors import Conflict, Invalid, NotAllowed, NotFound, Stale
from engage.language import gettext as _


def complete_obligation(
    actor: Actor, obligation_id: uuid.UUID, version: int | None = None, evidence: str | None = None
) -> None:
    """The side that owes it says that it is done, and how that can be seen. Raises Conflict, NotAllowed, Stale."""
    obligation, _agreement = _lock_open(actor, obligation_id, version, owed_by_own=True)
    done = {"state": ObligationState.DONE, "done_at": clock.now(), "evidence": evidence}
    _change(actor, obligation, "obligation.done", done)


def withdraw_obligation(actor: Actor, obligation_id: uuid.UUID, reason: str, version: int | None = None) -> None:
    """The side to which it is owed asks for it no longer. Raises Conflict, NotAllowed, Stale."""
    obligation, _agreement = _lock_open(actor, obligation_id, version, owed_by_own=False)
    _change(actor, obligation, "obligation.withdrawn", {"state": ObligationState.WITHDRAWN, "reason": reason})


def assign_obligation(
    actor: Actor, obligation_id: uuid.UUID, owner_id: uuid.UUID | None, version: int | None = None
) -> None:
    """Put somebody of the side that owes it in charge, or nobody. Raises Invalid, Conflict, NotAllowed, Stale."""
    obligation, agreement = _lock_open(actor, obligation_id, version, owed_by_own=True)
    possible = list_possible_owners(actor, agreement, obligation.side)
    if owner_id and owner_id not in {account_id for account_id, _name in possible}:
        raise Invalid({"owner_id": [_("Choose somebody of your own side.")]})
    _change(actor, obligation, "obligation.assigned", {"owner_id": owner_id})


def _lock_open(
    actor: Actor, obligation_id: uuid.UUID, version: int | None, *, owed_by_own: bool
) -> tuple[Obligation, Agreement]:
    """The agreement is locked first, as by everyone."""
    known = db.session.get(Obligation, obligation_id)
    if known is None:
        raise NotFound
    agreement, party = lock_agreement(actor, known.agreement_id)
    obligation = db.session.get(Obligation, obligation_id, with_for_update=ROW_LOCK, populate_existing=True)
    if obligation is None:
        raise NotFound  # written anew in the meantime
    _require_side(party, obligation, owed_by_own)
    if version is not None and version != obligation.version:
        raise Stale
    require_status(agreement, OWED_UNDER)
    if obligation.state != ObligationState.OPEN:
        raise Conflict("wrong-state")
    return obligation, agreement


def _require_side(party: Party, obligation: Obligation, owed_by_own: bool) -> None:
    require_acting(party)
    if (party.side == obligation.side) != owed_by_own:
        raise NotAllowed


def _change(actor: Actor, obligation: Obligation, action: str, changes: dict[str, Any]) -> None:
    """The trail keeps no evidence: it may name people."""
    audited = [name for name in changes if name != "evidence"]
    before = {name: _as_json(getattr(obligation, name)) for name in audited}
    for name, value in changes.items():
        setattr(obligation, name, value)
    obligation.version += 1
    db.session.flush()
    after = {name: _as_json(changes[name]) for name in audited}
    record(actor, action, obligation.agreement_id, before=before, after=after | {"obligation": str(obligation.id)})


def _as_json(value: Any) -> Any:
    return str(value) if isinstance(value, uuid.UUID | datetime) else value
