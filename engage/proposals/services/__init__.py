"""Every write to requests for seminars: what askers do, what officers decide, and how a yes becomes a draft."""

from engage.proposals.services.asking import agree_to_offer, ask_for_seminar, withdraw_proposal
from engage.proposals.services.deciding import accept_proposal, decline_proposal, offer_dates
from engage.proposals.services.ending import end_requests_of, forget_contacts, hand_over_requests, lock_requests_of

__all__ = [
    "accept_proposal",
    "agree_to_offer",
    "ask_for_seminar",
    "decline_proposal",
    "end_requests_of",
    "forget_contacts",
    "hand_over_requests",
    "lock_requests_of",
    "offer_dates",
    "withdraw_proposal",
]
