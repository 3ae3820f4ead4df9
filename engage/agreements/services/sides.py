"""For which side does somebody act in an agreement?"""

from dataclasses import dataclass

from engage import clock
from engage.access.actor import Actor
from engage.agreements.models import Agreement, AgreementStatus, Side
from engage.agreements.policies import can_act_for, can_bind, can_draft_in, can_sign_in
from engage.agreements.queries import AgreementView
from engage.partners.queries import MembershipView, find_membership
from engage.settings import current_settings


@dataclass(frozen=True, slots=True)
class Party:
    """A side, and what somebody may do for it: `may_act` to draft, propose and follow, `may_sign` to bind it."""

    side: Side
    may_act: bool
    may_sign: bool


def party_of(actor: Actor, agreement: Agreement | AgreementView) -> Party | None:
    """None where the agreement does not exist for this person."""
    membership = find_membership(actor, agreement.association_id)
    party = _as_member(actor, membership) if membership else _as_officer(actor, agreement.districts)
    if party is None or agreement.status != AgreementStatus.DRAFT:
        return party
    return party if party.may_act and party.side == agreement.drafted_side else None


def _as_member(actor: Actor, membership: MembershipView) -> Party:
    today = clock.today(current_settings().timezone)
    return Party(Side.ASSOCIATION, can_act_for(actor, membership), can_bind(actor, membership, today))


def _as_officer(actor: Actor, districts: list[str]) -> Party | None:
    if not can_draft_in(actor, districts):
        return None
    return Party(Side.POLICE, may_act=True, may_sign=can_sign_in(actor, districts))
