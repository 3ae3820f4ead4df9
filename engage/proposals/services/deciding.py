"""What the officers of the district answer: yes, another date, or no with a reason."""

import uuid
from typing import Any

from engage import clock
from engage.access.actor import Actor
from engage.errors import Invalid
from engage.language import gettext as _
from engage.proposals.models import WAITING, Proposal, ProposalStatus
from engage.proposals.notifications import ACCEPTED, DECLINED, OFFERED, tell_askers
from engage.proposals.policies import can_decide_on_proposal
from engage.proposals.queries.dates import walls
from engage.proposals.services.granting import grant
from engage.proposals.services.rows import Dates, checked_dates, lock_proposal, turn, venue_in

_TIMES = ("starts_at", "ends_at", "local_start", "local_end")


def accept_proposal(
    actor: Actor, proposal_id: uuid.UUID, version: int | None = None, *, date: int = 0, **plan: Any
) -> uuid.UUID:
    """Plan it as a draft; answers the seminar's id. Without times it takes the wished date at the place `date`, without
    `venue_id` the wished venue; other fields as in `plan_seminar`. Raises as that does, and Conflict `wrong-state`.
    """
    proposal = _lock(actor, proposal_id, version)
    if not any(name in plan for name in _TIMES):
        plan |= _wished(proposal, date)
    held = grant(actor, proposal, **plan)
    made = {"seminar_id": held.seminar_id, **_by(actor)}
    shown = turn(actor, proposal, ProposalStatus.ACCEPTED, "proposal.accepted", **made)
    tell_askers(actor, ACCEPTED, shown, held)
    return held.seminar_id


def offer_dates(
    actor: Actor,
    proposal_id: uuid.UUID,
    version: int | None = None,
    *,
    dates: Dates,
    venue_id: uuid.UUID | None = None,
    note: str | None = None,
) -> None:
    """Offer other dates, at a venue. That binds: the asker's yes makes the draft."""
    proposal = _lock(actor, proposal_id, version)
    venue = venue_in(actor, venue_id or proposal.venue_id, proposal.district)
    if venue is None:
        raise Invalid({"venue_id": [_("Choose a venue: the asker says yes to a day and a place.")]})
    offer = {"offered_dates": checked_dates(dates), "offered_venue_id": venue.id, "reason": note}
    shown = turn(actor, proposal, ProposalStatus.ANSWERED, "proposal.answered", **offer, **_by(actor))
    tell_askers(actor, OFFERED, shown)


def decline_proposal(actor: Actor, proposal_id: uuid.UUID, version: int | None = None, *, reason: str) -> None:
    proposal = _lock(actor, proposal_id, version)
    changes = {"reason": reason, **_by(actor)}
    tell_askers(actor, DECLINED, turn(actor, proposal, ProposalStatus.DECLINED, "proposal.declined", **changes))


def _lock(actor: Actor, proposal_id: uuid.UUID, version: int | None) -> Proposal:
    return lock_proposal(actor, proposal_id, can_decide_on_proposal, WAITING, version)


def _by(actor: Actor) -> dict[str, Any]:
    return {"decided_by": actor.id, "decided_at": clock.now()}


def _wished(proposal: Proposal, place: int) -> dict[str, Any]:
    if place >= len(proposal.dates):
        raise Invalid({"date": [_("Choose one of the dates wished.")]})
    start, end = walls(proposal.dates[place])
    return {"local_start": start, "local_end": end}
