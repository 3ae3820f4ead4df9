"""Whose registrations may this person see? `roster` are those of one seminar, `messages` what was written to them,
`history` what became of one, and `together` what associations took part in, in numbers.
"""

from engage.registrations.queries.associations import (
    count_of_association,
    seminars_of_association,
    standing_of_association,
)
from engage.registrations.queries.history import Change, list_history
from engage.registrations.queries.locked import (
    list_with_lapsed_offers,
    registrations_of,
    seats_of_association,
    standing_of_seminar,
)
from engage.registrations.queries.messages import SentMessage, list_messages
from engage.registrations.queries.roster import (
    count_by_sms,
    count_roster,
    list_chosen_requests,
    list_roster,
    list_whole_roster,
)
from engage.registrations.queries.rows import (
    DESK,
    RegistrationView,
    get_registration,
    get_registration_with_seminar,
    is_changeable,
    list_appointments,
    list_of_association,
    list_own,
    list_requests,
    list_standing,
    list_with_seminars,
)
from engage.registrations.queries.together import Count, Figures, count_together, get_figures, get_public_figures

__all__ = [
    "DESK",
    "Change",
    "Count",
    "Figures",
    "RegistrationView",
    "SentMessage",
    "count_by_sms",
    "count_of_association",
    "count_roster",
    "count_together",
    "get_figures",
    "get_public_figures",
    "get_registration",
    "get_registration_with_seminar",
    "is_changeable",
    "list_appointments",
    "list_chosen_requests",
    "list_history",
    "list_messages",
    "list_of_association",
    "list_own",
    "list_requests",
    "list_roster",
    "list_standing",
    "list_whole_roster",
    "list_with_lapsed_offers",
    "list_with_seminars",
    "registrations_of",
    "seats_of_association",
    "seminars_of_association",
    "standing_of_association",
    "standing_of_seminar",
]
