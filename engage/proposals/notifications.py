"""Who is told what about a request for a seminar? Rows for the outbox; the words are in templates/emails/."""

from collections.abc import Iterable
from typing import Any

from engage.access.actor import Actor
from engage.outbox.services import message, owe
from engage.proposals.queries import ProposalView, Recipient, askers_of, officers_of
from engage.proposals.queries.dates import walls
from engage.proposals.queries.people import person
from engage.registrations.queries import RegistrationView
from engage.seminars.notifications import seminar_snapshot, seminar_url
from engage.settings import current_settings

ASKED = "proposal_asked"
ACCEPTED = "proposal_accepted"
OFFERED = "proposal_answered"
DECLINED = "proposal_declined"
AGREED = "proposal_agreed"
WITHDRAWN = "proposal_withdrawn"


def tell_officers(actor: Actor, kind: str, proposal: ProposalView) -> None:
    """Those who decide in its district."""
    _tell(kind, officers_of(actor, proposal.district), proposal)


def tell_officer(actor: Actor, kind: str, proposal: ProposalView, held: RegistrationView | None = None) -> None:
    """The one who answered last; nobody where nobody did."""
    _tell(kind, person(actor, proposal.decided_by), proposal, **_seminar(held, is_own=False))


def tell_askers(actor: Actor, kind: str, proposal: ProposalView, held: RegistrationView | None = None) -> None:
    """Those who asked: a delegation's managers, or the person."""
    _tell(kind, askers_of(actor, proposal), proposal, **_seminar(held, is_own=True))


def _tell(kind: str, people: Iterable[Recipient], proposal: ProposalView, **more: Any) -> None:
    payload = _payload(proposal) | more
    owe([_message(kind, one, proposal, payload) for one in people])


def _message(kind: str, to: Recipient, proposal: ProposalView, payload: dict[str, Any]) -> dict[str, Any]:
    own = payload | {"name": to.name}
    return message(kind, to.address, to.locale, own, recipient_id=to.id, subject_id=proposal.id)


def _payload(proposal: ProposalView) -> dict[str, Any]:
    dates = proposal.offered_dates if proposal.status == "answered" else proposal.dates
    spans = [walls(one) for one in dates]
    return {
        "asker": proposal.asker,
        "theme": proposal.theme,
        "district_name": proposal.district_name,
        "expected": proposal.expected,
        "dates": [{"local_start": start.isoformat(), "local_end": end.isoformat()} for start, end in spans],
        "venue_name": proposal.offered_venue_name or proposal.venue_name,
        "reason": proposal.reason,
        "url": f"{current_settings().base_url}/proposals/{proposal.id}",
    }


def _seminar(held: RegistrationView | None, *, is_own: bool) -> dict[str, Any]:
    """The draft, for officers at its own address, for who holds seats in it at that of the registration."""
    if held is None or held.seminar is None:
        return {}
    url = f"{current_settings().base_url}/registrations/{held.id}" if is_own else seminar_url(held.seminar_id)
    party = {"party_size": held.party_size, "headcounts": held.headcounts}
    return {"seminar": seminar_snapshot(held.seminar) | {"url": url}, **party}
