"""Which associations may this person see, and for which ones does the person act?"""

from engage.partners.queries.associations import (
    AssociationView,
    count_by_district,
    get_association,
    is_verified,
    list_associations,
)
from engage.partners.queries.dossiers import (
    Dossier,
    acts_for_receipt,
    consequences_of,
    count_open_applications,
    find_dossier,
    get_dossier,
    get_dossier_in_charge,
    list_applications,
)
from engage.partners.queries.history import Change, list_history
from engage.partners.queries.inside import InsideView, get_inside, get_inside_apart, in_charge_clause
from engage.partners.queries.look_alikes import LookAlike, find_look_alikes, list_look_alikes
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
    count_people,
    find_membership,
    list_memberships,
    managers_of,
    people_of,
    verified_associations_of,
    verified_membership_clause,
)
from engage.partners.queries.papers import MOST_PAPERS, PaperView, get_paper, list_papers, without_papers

__all__ = [
    "MAX_OPEN_INVITATIONS",
    "MOST_PAPERS",
    "AssociationView",
    "Change",
    "Dossier",
    "InsideView",
    "InvitationView",
    "LetterView",
    "LookAlike",
    "MemberView",
    "MembershipView",
    "PaperView",
    "RenewalView",
    "acts_for_receipt",
    "consequences_of",
    "count_by_district",
    "count_open_applications",
    "count_people",
    "find_dossier",
    "find_letter",
    "find_look_alikes",
    "find_membership",
    "get_association",
    "get_dossier",
    "get_dossier_in_charge",
    "get_inside",
    "get_inside_apart",
    "get_member",
    "get_paper",
    "get_renewal",
    "in_charge_clause",
    "is_verified",
    "list_applications",
    "list_associations",
    "list_history",
    "list_invitations",
    "list_look_alikes",
    "list_members",
    "list_memberships",
    "list_papers",
    "list_renewals",
    "list_waiting_renewals",
    "managers_of",
    "people_of",
    "verified_associations_of",
    "verified_membership_clause",
    "without_papers",
]
