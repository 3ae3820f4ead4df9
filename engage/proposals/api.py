"""Requests for seminars in JSON."""

from typing import Any
from uuid import UUID

from engage.access.guard import actor
from engage.access.rules import signed_in
from engage.proposals import queries, services
from engage.proposals.schemas import (
    ACCEPT_INPUT,
    AGREE_INPUT,
    DOUBLES_VIEW,
    OFFER_INPUT,
    PROPOSAL_FILTER,
    PROPOSAL_INPUT,
    PROPOSAL_PAGE,
    PROPOSAL_VIEW,
)
from engage.seminars.schemas import NO_INPUT, REASON_INPUT
from engage.web.api import ApiBlueprint, tagged, version_if_sent
from engage.web.idempotency import idempotent
from engage.web.unseen import unseen_first

blueprint = ApiBlueprint("proposals", "Requests for seminars of associations and schools")

Sent = dict[str, Any]


def _tagged(proposal_id: UUID, status: int = 200) -> Any:
    proposal = queries.get_proposal(actor(), proposal_id)
    return tagged(proposal, proposal.version, status)


@blueprint.route("/proposals", methods=["GET"])
@signed_in
@blueprint.arguments(PROPOSAL_FILTER, location="query")
@blueprint.response(200, PROPOSAL_PAGE)
def list_proposals(sent: Sent) -> Any:
    return queries.list_proposals(actor(), **sent)


@blueprint.route("/proposals", methods=["POST"])
@signed_in
@idempotent
@blueprint.arguments(PROPOSAL_INPUT)
@blueprint.response(201, PROPOSAL_VIEW)
def ask_for_seminar(sent: Sent) -> Any:
    return _tagged(services.ask_for_seminar(actor(), **sent), 201)


@blueprint.route("/proposals/<uuid:proposal_id>", methods=["GET"])
@signed_in
@blueprint.response(200, PROPOSAL_VIEW)
def show_proposal(proposal_id: UUID) -> Any:
    return _tagged(proposal_id)


@blueprint.route("/proposals/<uuid:proposal_id>/doubles", methods=["GET"])
@signed_in
@blueprint.response(200, DOUBLES_VIEW)
def list_doubles(proposal_id: UUID) -> Any:
    return queries.doubles_of(actor(), queries.get_proposal(actor(), proposal_id))


@blueprint.route("/proposals/<uuid:proposal_id>/accept", methods=["POST"])
@unseen_first(queries.get_proposal)
@signed_in
@idempotent
@blueprint.arguments(ACCEPT_INPUT)
@blueprint.response(200, PROPOSAL_VIEW)
def accept_proposal(sent: Sent, proposal_id: UUID) -> Any:
    services.accept_proposal(actor(), proposal_id, version_if_sent(), **sent)
    return _tagged(proposal_id)


@blueprint.route("/proposals/<uuid:proposal_id>/suggest", methods=["POST"])
@unseen_first(queries.get_proposal)
@signed_in
@blueprint.arguments(OFFER_INPUT)
@blueprint.response(200, PROPOSAL_VIEW)
def offer_dates(sent: Sent, proposal_id: UUID) -> Any:
    services.offer_dates(actor(), proposal_id, version_if_sent(), **sent)
    return _tagged(proposal_id)


@blueprint.route("/proposals/<uuid:proposal_id>/decline", methods=["POST"])
@unseen_first(queries.get_proposal)
@signed_in
@blueprint.arguments(REASON_INPUT)
@blueprint.response(200, PROPOSAL_VIEW)
def decline_proposal(sent: Sent, proposal_id: UUID) -> Any:
    services.decline_proposal(actor(), proposal_id, version_if_sent(), **sent)
    return _tagged(proposal_id)


@blueprint.route("/proposals/<uuid:proposal_id>/agree", methods=["POST"])
@unseen_first(queries.get_proposal)
@signed_in
@idempotent
@blueprint.arguments(AGREE_INPUT)
@blueprint.response(200, PROPOSAL_VIEW)
def agree_to_offer(sent: Sent, proposal_id: UUID) -> Any:
    services.agree_to_offer(actor(), proposal_id, version_if_sent(), **sent)
    return _tagged(proposal_id)


@blueprint.route("/proposals/<uuid:proposal_id>/withdraw", methods=["POST"])
@unseen_first(queries.get_proposal)
@signed_in
@blueprint.arguments(NO_INPUT)
@blueprint.response(200, PROPOSAL_VIEW)
def withdraw_proposal(_sent: Sent, proposal_id: UUID) -> Any:
    services.withdraw_proposal(actor(), proposal_id, version_if_sent())
    return _tagged(proposal_id)
