"""Which requests for seminars may this person see? `dates` are looked at one by one, `doubles` point out what was asked
before, `people` are those who must hear of one.
"""

from engage.proposals.queries.dates import DateView, list_dates, plain_dates
from engage.proposals.queries.doubles import Doubles, doubles_of, find_asked_before
from engage.proposals.queries.people import Recipient, askers_of, officers_of
from engage.proposals.queries.rows import ProposalView, count_of_association, get_proposal, list_open, list_proposals

__all__ = [
    "DateView",
    "Doubles",
    "ProposalView",
    "Recipient",
    "askers_of",
    "count_of_association",
    "doubles_of",
    "find_asked_before",
    "get_proposal",
    "list_dates",
    "list_open",
    "list_proposals",
    "officers_of",
    "plain_dates",
]
