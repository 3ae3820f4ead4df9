"""Which associations may this person see, and for which ones does the person act?"""

from engage.partners.queries.associations import (
    AssociationView,
    get_association,
    is_verified,
    list_associations,
)
from engage.partners.queries.files import (
    AssociationFile,
    consequences_of,
    count_open_applications,
    find_file,
    get_file,
    get_file_in_charge,
    list_applications,
)
from engage.partners.queries.history import Change, list_history
from engage.partners.queries.look_alikes import LookAlike, LookAlikes, find_look_alikes, list_look_alikes
from engage.partners.queries.memberships import (
    MembershipView,
    count_people,
    find_membership,
    list_memberships,
    managers_of,
    people_of,
    verified_associations_of,
    verified_membership_clause,
)

__all__ = [
    "AssociationFile",
    "AssociationView",
    "Change",
    "LookAlike",
    "LookAlikes",
    "MembershipView",
    "consequences_of",
    "count_open_applications",
    "count_people",
    "find_file",
    "find_look_alikes",
    "find_membership",
    "get_association",
    "get_file",
    "get_file_in_charge",
    "is_verified",
    "list_applications",
    "list_associations",
    "list_history",
    "list_look_alikes",
    "list_memberships",
    "managers_of",
    "people_of",
    "verified_associations_of",
    "verified_membership_clause",
]
