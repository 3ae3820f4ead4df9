"""What an association or a school does: ask for a seminar, agree to another date, take the request back."""

import uuid
from typing import Any

from sqlalchemy import func, select

from engage import clock
from engage.access.actor import Actor
from engage.accounts.models import Account
from engage.accounts.queries import find_actor
from engage.audit.services import record
from engage.database import db, new_id
from engage.errors import Conflict, Invalid
from engage.language import gettext as _
from engage.partners.models import Association
from engage.partners.services import require_fit
from engage.places.models import VenueKind
from engage.places.queries import VenueView, district_names
from engage.proposals.models import MAX_WAITING, WAITING, Proposal, ProposalStatus
from engage.proposals.notifications import ACCEPTED, AGREED, ASKED, WITHDRAWN, tell_askers, tell_officer, tell_officers
from engage.proposals.policies import can_answer_for_asker
from engage.proposals.queries import get_proposal
from engage.proposals.queries.dates import walls
from engage.proposals.services.granting import grant
from engage.proposals.services.rows import Dates, checked_dates, lock_proposal, turn, venue_in
from engage.registrations.services import association_name
from engage.registrations.services.fitting import check_counts
from engage.seminars.policies import can_plan_in
from engage.text import fold

SCHOOLS = frozenset({VenueKind.PRIMARY_SCHOOL, VenueKind.MIDDLE_SCHOOL, VenueKind.HIGH_SCHOOL, VenueKind.UNIVERSITY})


def ask_for_seminar(actor: Actor, *, dates: Dates, **fields: Any) -> uuid.UUID:
    """A request of an association that the actor manages, or of a school by name or venue; answers its id.

    Fields as in `Proposal`; where a venue is wished it says the district. Raises Conflict (`association-not-verified`,
    `too-many-proposals`), Invalid, NotAllowed.
    """
    association_name(actor, fields.get("association_id"))
    _check_number(actor, fields.get("association_id"))
    if fields.get("association_id"):  # it may have been suspended or dissolved a moment ago; now that waits for us
        require_fit(actor, fields["association_id"])
    venue = venue_in(actor, fields.get("venue_id"), fields.get("district") or "")
    fields["district"] = venue.district if venue else fields.get("district") or ""
    fields["headcounts"] = {level: count for level, count in (fields.get("headcounts") or {}).items() if count}
    check_counts(fields["expected"], fields["headcounts"])
    _check(fields, venue)
    kept = checked_dates(dates)
    proposal = Proposal(id=new_id(), account_id=actor.account_id, offered_dates=[], **_dated(kept), **fields)
    proposal.establishment_key = fold(proposal.establishment)[:400] if proposal.establishment else None
    proposal.status, proposal.version = ProposalStatus.OPEN, 1
    proposal.created_at = proposal.updated_at = clock.now()
    db.session.add(proposal)
    db.session.flush()
    told = {name: getattr(proposal, name) for name in ("status", "theme", "district", "expected", "dates")}
    record(actor, "proposal.asked", proposal.id, after=told)
    tell_officers(actor, ASKED, get_proposal(actor, proposal.id))
    return proposal.id


def agree_to_offer(actor: Actor, proposal_id: uuid.UUID, version: int | None = None, *, date: int = 0) -> uuid.UUID:
    """Say yes to one of the dates that were offered (`date` is its place in the list): it becomes a draft at once, in
    the name of the officer who offered it; answers the seminar's id. Raises Conflict `date-taken` where the venue is
    gone meanwhile.
    """
    proposal = lock_proposal(actor, proposal_id, can_answer_for_asker, [ProposalStatus.ANSWERED], version)
    association_name(actor, proposal.association_id)  # it must be able to send a delegation today, as when it asked
    if date >= len(proposal.offered_dates):
        raise Invalid({"date": [_("Choose one of the dates offered.")]})
    start, end = walls(proposal.offered_dates[date])
    planner = _planner(actor, proposal)
    try:
        held = grant(planner, proposal, venue_id=proposal.offered_venue_id, local_start=start, local_end=end)
    except Invalid as refused:  # nobody asked about venues can mend one
        raise Conflict("date-taken") from refused
    shown = turn(actor, proposal, ProposalStatus.ACCEPTED, "proposal.agreed", seminar_id=held.seminar_id)
    tell_askers(actor, ACCEPTED, shown, held)
    tell_officer(actor, AGREED, shown, held)
    return held.seminar_id


def withdraw_proposal(actor: Actor, proposal_id: uuid.UUID, version: int | None = None) -> None:
    """Take it back while it waits; the officer who offered dates hears of it."""
    proposal = lock_proposal(actor, proposal_id, can_answer_for_asker, WAITING, version)
    tell_officer(actor, WITHDRAWN, turn(actor, proposal, ProposalStatus.WITHDRAWN, "proposal.withdrawn"))


def _planner(actor: Actor, proposal: Proposal) -> Actor:
    """Whoever offered the date; the offer stands also when that officer has gone elsewhere."""
    officer = find_actor(actor, proposal.decided_by) if proposal.decided_by else None
    return officer if officer and can_plan_in(officer, proposal.district) else Actor.system()


def _dated(kept: list[dict[str, str]]) -> dict[str, Any]:
    days = sorted(walls(one)[0].date() for one in kept)
    return {"dates": kept, "first_on": days[0], "last_on": days[-1]}


def _check(fields: dict[str, Any], venue: VenueView | None) -> None:
    errors: dict[str, list[str]] = {}
    if fields["district"] not in district_names():
        errors["district"] = [_("Choose a district, or a venue.")]
    if not fields.get("association_id"):
        if not fields.get("establishment") and (venue is None or venue.kind not in SCHOOLS):
            errors["establishment"] = [_("Name the school, or choose one as the venue.")]
        if not fields.get("contact_phone"):
            errors["contact_phone"] = [_("Give a telephone number at which we reach the school.")]
    if errors:
        raise Invalid(errors)


def _check_number(actor: Actor, association_id: uuid.UUID | None) -> None:
    """Two at once would both find room for one more: the asker's row is locked."""
    asker = select(Association.id).where(Association.id == association_id)
    own = Proposal.association_id == association_id
    if association_id is None:
        asker = select(Account.id).where(Account.id == actor.account_id)
        own = Proposal.association_id.is_(None) & (Proposal.account_id == actor.account_id)
    db.session.execute(asker.with_for_update(key_share=True))
    waiting = select(func.count()).where(own, Proposal.status.in_(WAITING))
    if (db.session.scalar(waiting) or 0) >= MAX_WAITING:
        raise Conflict("too-many-proposals", most=MAX_WAITING)
