"""What is there to be learned of an association that others may not know? One with everything, and who is outside it.

Whoever adds a thing that belongs to an association makes one here, with words that are nowhere else (`SECRETS`), and
names its id after the gap of its address.
"""

from datetime import date
from typing import Any

from sqlalchemy import select

from engage.access.actor import Actor
from engage.agreements.models import Obligation
from engage.database import db
from engage.files.services import prepare_file
from engage.partners import services
from engage.partners.models import Association
from engage.transaction import transaction
from tests.factories import (
    make_account,
    make_administrator,
    make_agreement,
    make_association,
    make_auditor,
    make_communication_officer,
    make_invitation,
    make_manager,
    make_member,
    make_officer,
    make_paper,
    make_proposal,
    make_registration,
    make_renewal,
    make_seminar,
    make_supervisor,
    make_venue,
)
from tests.files.made import some_pdf

SECRETS = (
    "Zoubida",
    "zoubida@inside.example",
    "manager@inside.example",
    "invited@inside.example",
    "receipt-of-a-renewal",
    "paper-of-the-board",
    "agreement-in-draft",
    "duty-in-draft",
    "wish-of-the-association",
    "note-of-the-delegation",
)


def furnished() -> tuple[Association, dict[str, Any]]:
    """A verified association in Saiss with one thing of each kind, and their ids by the gaps of addresses."""
    association = make_association()
    manager = make_manager(association, email="manager@inside.example")
    member = make_member(association, display_name="Zoubida", email="zoubida@inside.example")
    return association, {
        "association_id": association.id,
        "account_id": member.id,
        "invitation_id": make_invitation(association, by=manager, email="invited@inside.example"),
        "renewal_id": make_renewal(
            association,
            by=manager,
            receipt_number="receipt-of-a-renewal",
            paper=prepare_file(manager, "bureau.pdf", some_pdf()),
        ),
        "paper_id": make_paper(manager, association.id, name="paper-of-the-board"),
        # In a district where none of the outsiders serves: its officers do see what is asked of them.
        "proposal_id": make_proposal(
            manager, association_id=association.id, district="zouagha", note="wish-of-the-association"
        ).id,
        "registration_id": make_registration(
            make_seminar(venue=make_venue(district="zouagha")),
            by=manager,
            association_id=association.id,
            note="note-of-the-delegation",
        ).id,
        **_drafted(association, manager),
    }


def _drafted(association: Association, manager: Actor) -> dict[str, Any]:
    """An agreement that its managers write, of which the police knows nothing yet."""
    owed = [{"side": "association", "what": {"fr": "duty-in-draft"}, "due_on": date(2027, 6, 30)}]
    agreement = make_agreement(
        association, by=manager, status="draft", title={"fr": "agreement-in-draft"}, obligations=owed
    )
    obligation_id = db.session.scalar(select(Obligation.id).where(Obligation.agreement_id == agreement.id))
    return {"agreement_id": agreement.id, "obligation_id": obligation_id}


def outsiders(association: Association) -> dict[str, Actor]:
    """Everybody who may not see inside."""
    other = make_association("Association Annahda")
    return {
        "manager of another": make_manager(other),
        "member of another": make_member(other),
        "former manager": _former_manager(association),
        "citizen": make_account(),
        "officer there": make_officer("saiss"),
        "supervisor elsewhere": make_supervisor("agdal"),
        "administrator": make_administrator(),
        "auditor": make_auditor(),
        "communication": make_communication_officer(),
    }


def _former_manager(association: Association) -> Actor:
    gone = make_manager(association)
    with transaction():
        services.remove_member(gone, association.id, gone.account_id)
    return gone
