"""Which agreements may this person see, for which side does the person act, and what is owed under them?"""

from engage.agreements.queries.duties import DutyView, get_obligation, list_duties, list_obligations
from engage.agreements.queries.people import StaffToTell, list_possible_owners, list_to_tell
from engage.agreements.queries.promises import promised_duties
from engage.agreements.queries.reading import (
    AgreementUnderWay,
    AgreementView,
    ListedAgreement,
    SignatureView,
    ToSign,
    count_standing,
    get_agreement,
    list_agreements,
    list_signatures,
    list_to_sign,
    list_under_way,
    visible_to,
)
from engage.agreements.queries.register import (
    OfferedAgreement,
    RegisteredAgreement,
    count_active,
    covers,
    find_title,
    get_registered,
    list_offered,
    list_registered,
)

__all__ = [
    "AgreementUnderWay",
    "AgreementView",
    "DutyView",
    "ListedAgreement",
    "OfferedAgreement",
    "RegisteredAgreement",
    "SignatureView",
    "StaffToTell",
    "ToSign",
    "count_active",
    "count_standing",
    "covers",
    "find_title",
    "get_agreement",
    "get_obligation",
    "get_registered",
    "list_agreements",
    "list_duties",
    "list_obligations",
    "list_offered",
    "list_possible_owners",
    "list_registered",
    "list_signatures",
    "list_to_sign",
    "list_to_tell",
    "list_under_way",
    "promised_duties",
    "visible_to",
]
