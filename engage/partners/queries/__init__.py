"""Which associations may this person see, and for which ones does the person act?"""

from engage.partners.queries.associations import (
    AssociationView,
    count_by_district,
    get_association,
    is_verified,
    list_associations,
)
from engage.partners.queries.memberships import (
    MembershipView,
    find_membership,
    list_memberships,
    managers_of,
    verified_associations_of,
    verified_membership_clause,
)

__all__ = [
    "AssociationView",
    "MembershipView",
    "count_by_district",
    "find_membership",
    "get_association",
    "is_verified",
    "list_associations",
    "list_memberships",
    "managers_of",
    "verified_associations_of",
    "verified_membership_clause",
]
