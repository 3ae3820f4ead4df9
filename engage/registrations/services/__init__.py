"""Every write to registrations. `seating` moves seats under the seminar's lock; the others say when."""

from engage.registrations.services.deciding import (
    Decided,
    approve_registration,
    approve_registrations,
    decline_registration,
    decline_registrations,
)
from engage.registrations.services.desk import register_guest
from engage.registrations.services.ending import end_of_association, hand_over_delegations, lock_seminars_of
from engage.registrations.services.following import (
    cancel_all,
    check_nobody_registered,
    check_nobody_stands,
    check_waiting_fit,
    promote_waiting,
    send_calendar_again,
    tell_of_move,
    tell_of_publication,
)
from engage.registrations.services.forgetting import forget_details
from engage.registrations.services.holding import hold_seats
from engage.registrations.services.messaging import check_short, send_message
from engage.registrations.services.offering import accept_offer, decline_offer
from engage.registrations.services.registering import (
    association_name,
    cancel_registration,
    change_registration,
    register,
)

__all__ = [
    "Decided",
    "accept_offer",
    "approve_registration",
    "approve_registrations",
    "association_name",
    "cancel_all",
    "cancel_registration",
    "change_registration",
    "check_nobody_registered",
    "check_nobody_stands",
    "check_short",
    "check_waiting_fit",
    "decline_offer",
    "decline_registration",
    "decline_registrations",
    "end_of_association",
    "forget_details",
    "hand_over_delegations",
    "hold_seats",
    "lock_seminars_of",
    "promote_waiting",
    "register",
    "register_guest",
    "send_calendar_again",
    "send_message",
    "tell_of_move",
    "tell_of_publication",
]
