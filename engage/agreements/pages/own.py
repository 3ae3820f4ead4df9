"""Which agreements concern me, and what stands in one of them?"""

from typing import Any
from uuid import UUID

from flask import url_for

from engage.access.guard import actor
from engage.access.permissions import Permission
from engage.access.rules import signed_in
from engage.agreements import queries, services
from engage.agreements.pages import blueprint
from engage.agreements.policies import can_act_for
from engage.agreements.schemas import AGREEMENT_FILTER
from engage.audit.queries import list_entries
from engage.errors import NotFound
from engage.partners.queries import MembershipView, list_memberships
from engage.places.queries import district_names
from engage.web.input import read_query
from engage.web.rendering import page

MOST_CHANGES = 50


@blueprint.get("/agreements")
@signed_in
def index() -> str:
    sent = read_query(AGREEMENT_FILTER)
    found = queries.list_agreements(actor(), **sent)
    duties = queries.list_duties(actor(), association_id=sent.get("association_id"))
    may_draft = actor().can(Permission.AGREEMENTS_DRAFT) or bool(list_managed())
    return page("agreements/list.html", agreements=found, duties=duties, filters=sent, may_draft=may_draft)


@blueprint.get("/agreements/<uuid:agreement_id>")
@signed_in
def show(agreement_id: UUID) -> str:
    agreement, party = get_with_party(agreement_id)
    return page(
        "agreements/show.html",
        party=party,
        obligations=queries.list_obligations(actor(), agreement),
        changes=list_entries(actor(), agreement.id, limit=MOST_CHANGES),
        **reading_context(agreement),
    )


def get_with_party(agreement_id: UUID) -> tuple[queries.AgreementView, services.Party]:
    """Raises NotFound for what does not exist for this person."""
    agreement = queries.get_agreement(actor(), agreement_id)
    party = services.party_of(actor(), agreement)
    if party is None:
        raise NotFound
    return agreement, party


def reading_context(agreement: queries.AgreementView) -> dict[str, Any]:
    """What every page of one agreement shows: the text, and who has signed it as it stands."""
    signatures = queries.list_signatures(actor(), agreement)
    return {
        "agreement": agreement,
        "signatures": [one for one in signatures if one.text_hash == agreement.text_hash],
        "superseded": [one for one in signatures if one.text_hash != agreement.text_hash],
        "districts": district_names(),
        "address": url_for(".show", agreement_id=agreement.id),
    }


def list_managed() -> list[MembershipView]:
    """The verified associations for which this person drafts."""
    return [one for one in list_memberships(actor()) if can_act_for(actor(), one) and one.status == "verified"]
