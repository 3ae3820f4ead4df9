"""Which associations may this person see, and for which ones does the person act?"""

from engage.partners.queries.associations import (
    AssociationView,
    get_association,
    is_verified,
    list_associations,
)
from engage.partners.queries.inside import InsideView, get_inside, get_inside_apart, in_charge_clause
from engage.partners.queries.mandates import RenewalView, get_renewal, list_renewals, list_waiting_renewals
from engage.partners.queries.members import (
    MAX_OPEN_INVITATIONS,
    InvitationView,
    LetterView,
    MemberView,
    find_letter,
    get_member,
    list_invitations,
    list_members,
)
from engage.partners.queries.memberships import (
    MembershipView,
    find_membership,
    list_memberships,
    managers_of,
    verified_associations_of,
    verified_membership_clause,
)
from engage.partners.queries.papers import MOST_PAPERS, PaperView, get_paper, list_papers

__all__ = [
    "MAX_OPEN_INVITATIONS",
    "MOST_PAPERS",
    "AssociationView",
    "InsideView",
    "InvitationView",
    "LetterView",
    "MemberView",
    "MembershipView",
    "PaperView",
    "RenewalView",
    "find_letter",
    "find_membership",
    "get_association",
    "get_inside",
    "get_inside_apart",
    "get_member",
    "get_paper",
    "get_renewal",
    "in_charge_clause",
    "is_verified",
    "list_associations",
    "list_invitations",
    "list_members",
    "list_memberships",
    "list_papers",
    "list_renewals",
    "list_waiting_renewals",
    "managers_of",
    "verified_associations_of",
    "verified_membership_clause",
]
