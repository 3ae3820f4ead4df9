"""Whose registrations may this person see? `roster` are those of one seminar, `messages` what was written to them, and
`history` what became of one.
"""

from engage.registrations.queries.history import Change, list_history
from engage.registrations.queries.messages import SentMessage, list_messages
from engage.registrations.queries.roster import count_roster, list_roster, list_whole_roster
from engage.registrations.queries.rows import (
    RegistrationView,
    get_registration,
    get_registration_with_seminar,
    is_changeable,
    list_appointments,
    list_own,
    list_requests,
    list_standing,
    list_with_lapsed_offers,
    list_with_seminars,
    registrations_of,
    standing_of_seminar,
)

__all__ = [
    "Change",
    "RegistrationView",
    "SentMessage",
    "count_roster",
    "get_registration",
    "get_registration_with_seminar",
    "is_changeable",
    "list_appointments",
    "list_history",
    "list_messages",
    "list_own",
    "list_requests",
    "list_roster",
    "list_standing",
    "list_whole_roster",
    "list_with_lapsed_offers",
    "list_with_seminars",
    "registrations_of",
    "standing_of_seminar",
]
