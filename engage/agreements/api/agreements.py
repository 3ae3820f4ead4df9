"""Agreements in JSON, for their two sides."""

from typing import Any
from uuid import UUID

from engage.access.guard import actor
from engage.access.rules import signed_in
from engage.agreements import queries, services
from engage.agreements.api import blueprint
from engage.agreements.schemas import (
    AGREEMENT_CHANGES,
    AGREEMENT_FILTER,
    AGREEMENT_INPUT,
    AGREEMENT_PAGE,
    AGREEMENT_VIEW,
    NO_INPUT,
    REASON_INPUT,
    RENEW_INPUT,
    SIGN_INPUT,
)
from engage.web.api import IF_MATCH, tagged, version_if_sent, version_sent
from engage.web.idempotency import idempotent
from engage.web.unseen import unseen_first

Sent = dict[str, Any]


def _tagged(agreement_id: UUID, status: int = 200) -> Any:
    one = queries.get_agreement(actor(), agreement_id)
    body = {name: getattr(one, name) for name in (*one.__dataclass_fields__, "association_name")}
    body["obligations"] = queries.list_obligations(actor(), one)
    body["signatures"] = queries.list_signatures(actor(), one)
    return tagged(body, one.version, status)


@blueprint.route("/agreements", methods=["GET"])
@signed_in
@blueprint.arguments(AGREEMENT_FILTER, location="query")
@blueprint.response(200, AGREEMENT_PAGE)
def list_agreements(sent: Sent) -> Any:
    return queries.list_agreements(actor(), **sent)


@blueprint.route("/agreements", methods=["POST"])
@signed_in
@idempotent
@blueprint.arguments(AGREEMENT_INPUT)
@blueprint.response(201, AGREEMENT_VIEW)
def draft_agreement(sent: Sent) -> Any:
    return _tagged(services.draft_agreement(actor(), **sent), 201)


@blueprint.route("/agreements/<uuid:agreement_id>", methods=["GET"])
@signed_in
@blueprint.response(200, AGREEMENT_VIEW)
def show_agreement(agreement_id: UUID) -> Any:
    return _tagged(agreement_id)


@blueprint.route("/agreements/<uuid:agreement_id>", methods=["PATCH"])
@unseen_first(queries.get_agreement)
@blueprint.doc(parameters=[IF_MATCH])
@signed_in
@blueprint.arguments(AGREEMENT_CHANGES)
@blueprint.response(200, AGREEMENT_VIEW)
def edit_agreement(sent: Sent, agreement_id: UUID) -> Any:
    services.edit_agreement(actor(), agreement_id, version_sent(), **sent)
    return _tagged(agreement_id)


@blueprint.route("/agreements/<uuid:agreement_id>/propose", methods=["POST"])
@unseen_first(queries.get_agreement)
@signed_in
@blueprint.arguments(NO_INPUT)
@blueprint.response(200, AGREEMENT_VIEW)
def propose_agreement(_sent: Sent, agreement_id: UUID) -> Any:
    services.propose_agreement(actor(), agreement_id, version_if_sent())
    return _tagged(agreement_id)


@blueprint.route("/agreements/<uuid:agreement_id>/sign", methods=["POST"])
@unseen_first(queries.get_agreement)
@signed_in
@blueprint.arguments(SIGN_INPUT)
@blueprint.response(200, AGREEMENT_VIEW)
def sign_agreement(sent: Sent, agreement_id: UUID) -> Any:
    services.sign_agreement(actor(), agreement_id, version_if_sent(), **sent)
    return _tagged(agreement_id)


@blueprint.route("/agreements/<uuid:agreement_id>/terminate", methods=["POST"])
@unseen_first(queries.get_agreement)
@signed_in
@blueprint.arguments(REASON_INPUT)
@blueprint.response(200, AGREEMENT_VIEW)
def terminate_agreement(sent: Sent, agreement_id: UUID) -> Any:
    services.terminate_agreement(actor(), agreement_id, version=version_if_sent(), **sent)
    return _tagged(agreement_id)


@blueprint.route("/agreements/<uuid:agreement_id>/renew", methods=["POST"])
@unseen_first(queries.get_agreement)
@signed_in
@idempotent
@blueprint.arguments(RENEW_INPUT)
@blueprint.response(201, AGREEMENT_VIEW)
def renew_agreement(sent: Sent, agreement_id: UUID) -> Any:
    return _tagged(services.renew_agreement(actor(), agreement_id, version_if_sent(), **sent), 201)
