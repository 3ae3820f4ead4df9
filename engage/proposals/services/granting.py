"""How does a yes become a draft in which the asker's delegation holds its seats?"""

import uuid
from typing import Any

from engage import clock
from engage.access.actor import Actor
from engage.accounts.queries import find_person
from engage.errors import Invalid, NotFound
from engage.language import gettext as _
from engage.partners.services import require_fit
from engage.proposals.models import Proposal
from engage.proposals.services.rows import venue_in
from engage.registrations.queries import RegistrationView
from engage.registrations.services import hold_seats
from engage.seminars.models import Visibility, WaitingList
from engage.seminars.services import plan_seminar
from engage.web.rendering import label_in_all


def grant(
    planner: Actor,
    proposal: Proposal,
    *,
    venue_id: uuid.UUID | None = None,
    capacity: int | None = None,
    title: dict[str, str] | None = None,
    **plan: Any,
) -> RegistrationView:
    """Plan the draft by all the rules of planning, and give the asker as many of its seats as were asked for.

    Answers the party with its seminar; the request is locked. Raises Conflict (`association-not-verified`,
    `mandate-expired`), Invalid, NotAllowed.
    """
    venue = venue_in(planner, venue_id or proposal.venue_id, proposal.district)
    seats = capacity or min(proposal.expected, venue.capacity if venue else proposal.expected)
    party = min(proposal.expected, seats)
    asked = {name: getattr(proposal, name) for name in ("theme", "audiences", "languages", "district")}
    ordinary = {"approval_required": False, "waiting_list": WaitingList.STRICT, "visibility": Visibility.PUBLIC}
    size = {"venue_id": venue.id if venue else None, "capacity": seats, "max_party_size": party}
    seminar_id = plan_seminar(
        planner, title=title or label_in_all("themes", proposal.theme), **asked, **ordinary, **size, **plan
    )
    held = _hold(planner, proposal, seminar_id, party)
    if held.seminar and held.seminar.starts_at <= clock.now():
        raise Invalid({"starts_at": [_("This day is over. Choose one to come.")]})
    if proposal.association_id:  # it may have been suspended a moment ago. From now on that waits for us.
        require_fit(planner, proposal.association_id)
    return held


def _hold(planner: Actor, proposal: Proposal, seminar_id: uuid.UUID, party_size: int) -> RegistrationView:
    """Fewer than were counted by level are counted anew by the asker."""
    holder = find_person(planner, proposal.account_id)
    if holder is None:
        raise NotFound
    counts = proposal.headcounts if party_size == proposal.expected else {}
    said = {"association_id": proposal.association_id, "contact_phone": proposal.contact_phone, "note": proposal.note}
    return hold_seats(planner, seminar_id, holder=holder, party_size=party_size, headcounts=counts, **said)
