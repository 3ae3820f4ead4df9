"""Which associations may this person see, and for which ones does the person act?"""

from engage.partners.queries.associations import (
    AssociationView,
    get_association,
    is_verified,
    list_associations,
)
from engage.partners.queries.inside import InsideView, get_inside, get_inside_apart, in_charge_clause
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
    "MOST_PAPERS",
    "AssociationView",
    "InsideView",
    "MembershipView",
    "PaperView",
    "find_membership",
    "get_association",
    "get_inside",
    "get_inside_apart",
    "get_paper",
    "in_charge_clause",
    "is_verified",
    "list_associations",
    "list_memberships",
    "list_papers",
    "managers_of",
    "verified_associations_of",
    "verified_membership_clause",
]
