"""Drafting, proposing, signing, renewing and ending agreements, and keeping what was agreed."""

from engage.agreements.services.drafting import draft_agreement, edit_agreement, renew_agreement
from engage.agreements.services.duties import assign_obligation, complete_obligation, withdraw_obligation
from engage.agreements.services.following import (
    advance_agreements,
    end_all_of,
    lock_all_of,
    warn_of_ends,
    warn_of_obligations,
)
from engage.agreements.services.sides import Party, party_of
from engage.agreements.services.steps import propose_agreement, sign_agreement, terminate_agreement

__all__ = [
    "Party",
    "advance_agreements",
    "assign_obligation",
    "complete_obligation",
    "draft_agreement",
    "edit_agreement",
    "end_all_of",
    "lock_all_of",
    "party_of",
    "propose_agreement",
    "renew_agreement",
    "sign_agreement",
    "terminate_agreement",
    "warn_of_ends",
    "warn_of_obligations",
    "withdraw_obligation",
]
