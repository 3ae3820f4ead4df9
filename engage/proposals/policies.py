"""May this person do that with a request for a seminar? Decided from what is at hand, without asking the store."""

from typing import Protocol
from uuid import UUID

from engage.access.actor import Actor
from engage.partners.models import MembershipRole
from engage.seminars.policies import can_plan_in


class Asked(Protocol):
    """What a policy needs to know of a request; `viewer_role` is the asker's role in its association."""

    @property
    def account_id(self) -> UUID: ...
    @property
    def association_id(self) -> UUID | None: ...
    @property
    def district(self) -> str: ...
    @property
    def viewer_role(self) -> str | None: ...


def can_decide_on_proposal(actor: Actor, proposal: Asked) -> bool:
    """Accept, offer other dates, decline: whoever plans seminars in its district, and belongs not to those who ask."""
    return can_plan_in(actor, proposal.district) and proposal.viewer_role is None


def can_answer_for_asker(actor: Actor, proposal: Asked) -> bool:
    """Agree to what was offered, or withdraw: the person who asked; of an association's, those who manage it today."""
    if proposal.association_id is None:
        return proposal.account_id == actor.id
    return proposal.viewer_role == MembershipRole.MANAGER
