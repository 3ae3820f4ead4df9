"""A request under its lock: who may take a step with it, and what a step leaves behind."""

import uuid
from collections.abc import Callable, Sequence
from datetime import date, datetime, time
from typing import Any

from engage import clock
from engage.access.actor import Actor
from engage.audit.services import record
from engage.database import ROW_LOCK, db
from engage.errors import Conflict, Invalid, NotAllowed, Stale
from engage.language import gettext as _
from engage.places.queries import VenueView, find_venue
from engage.proposals.models import Proposal, ProposalStatus
from engage.proposals.queries import ProposalView, get_proposal
from engage.settings import current_settings

Policy = Callable[[Actor, ProposalView], bool]
Dates = Sequence[dict[str, Any]]  # {day: date, start_clock: time, end_clock: time}, as schemas read them


def lock_proposal(
    actor: Actor, proposal_id: uuid.UUID, policy: Policy, allowed: Sequence[str], version: int | None
) -> Proposal:
    """Raises NotFound, NotAllowed, Stale, and Conflict where the step is no longer (or not yet) possible."""
    seen = get_proposal(actor, proposal_id)
    if not policy(actor, seen):
        raise NotAllowed
    proposal = db.session.get_one(Proposal, proposal_id, with_for_update=ROW_LOCK, populate_existing=True)
    if version is not None and version != proposal.version:
        raise Stale
    if proposal.status not in allowed:
        raise Conflict("wrong-state")
    return proposal


def turn(actor: Actor, proposal: Proposal, status: ProposalStatus, action: str, **changes: Any) -> ProposalView:
    """Another state; what people wrote stays out of the trail."""
    before = {"status": proposal.status}
    for name, value in {"status": status, "updated_at": clock.now(), **changes}.items():
        setattr(proposal, name, value)
    proposal.version += 1
    db.session.flush()
    seminar = {"seminar_id": str(proposal.seminar_id)} if proposal.seminar_id else {}
    record(actor, action, proposal.id, before=before, after={"status": status} | seminar)
    return get_proposal(actor, proposal.id)


def checked_dates(dates: Dates) -> list[dict[str, str]]:
    """The days as they are kept. Raises Invalid for one that is over, ends before it begins, or stands there twice."""
    errors: dict[str, list[str]] = {}
    for place, one in enumerate(dates):
        errors |= {f"dates.{place}.{field}": [words] for field, words in _wrong_with(one).items()}
    kept = [_kept(one) for one in dates]
    if len({tuple(one.values()) for one in kept}) < len(kept):
        errors["dates"] = [_("The same date stands here twice.")]
    if errors:
        raise Invalid(errors)
    return kept


def _wrong_with(one: dict[str, Any]) -> dict[str, str]:
    start, end = (datetime.combine(one["day"], one[name]) for name in ("start_clock", "end_clock"))
    if end <= start:
        return {"end_clock": _("The end must be after the start.")}
    try:
        is_over = clock.instant(start, current_settings().timezone) <= clock.now()
    except clock.NoSuchHour:
        return {"start_clock": _("The clocks change that day and this hour does not exist. Choose another.")}
    return {"day": _("This day is over. Choose one to come.")} if is_over else {}


def _kept(one: dict[str, Any]) -> dict[str, str]:
    day: date = one["day"]
    clocks: dict[str, time] = {name: one[name] for name in ("start_clock", "end_clock")}
    return {"day": day.isoformat()} | {name: f"{at:%H:%M}" for name, at in clocks.items()}


def venue_in(actor: Actor, venue_id: uuid.UUID | None, district: str) -> VenueView | None:
    """Raises Invalid for a venue that is not there, or not in this district."""
    venue = find_venue(actor, venue_id) if venue_id else None
    if venue_id and venue is None:
        raise Invalid({"venue_id": [_("This venue does not exist.")]})
    if venue and district and venue.district != district:
        raise Invalid({"venue_id": [_("This venue is in another district.")]})
    return venue
