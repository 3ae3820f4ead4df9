"""Commitments in JSON."""

from typing import Any
from uuid import UUID

from engage.access.guard import actor
from engage.access.permissions import Permission
from engage.access.rules import public, requires
from engage.commitments import queries, services
from engage.commitments.figures import kept_figures
from engage.commitments.schemas import (
    ASSIGN_INPUT,
    CHARGE_FILTER,
    COMMITMENT_FILTER,
    COMMITMENT_INPUT,
    COMMITMENT_MOVES,
    COMMITMENT_PAGE,
    COMMITMENT_VIEW,
    DONE_INPUT,
    KEPT_FIGURES,
    KEPT_FILTER,
    MOVE_INPUT,
    WITHDRAW_INPUT,
)
from engage.seminars.queries import get_seminar
from engage.web.api import ApiBlueprint, tagged, version_if_sent
from engage.web.idempotency import idempotent
from engage.web.unseen import unseen_first

Sent = dict[str, Any]

blueprint = ApiBlueprint("commitments", "You said, we did: what the police promised, and what became of it")


@blueprint.route("/commitments", methods=["GET"])
@public
@blueprint.arguments(COMMITMENT_FILTER, location="query")
@blueprint.response(200, COMMITMENT_PAGE)
def list_commitments(sent: Sent) -> Any:
    return queries.list_commitments(actor(), **sent)


@blueprint.route("/commitments/figures", methods=["GET"])
@public
@blueprint.arguments(KEPT_FILTER, location="query")
@blueprint.response(200, KEPT_FIGURES)
def show_figures(sent: Sent) -> Any:
    in_all, by_district = kept_figures(**sent)
    return {"total": in_all, "by_district": by_district}


@blueprint.route("/me/commitments", methods=["GET"])
@requires(Permission.THREADS_ANSWER)
@blueprint.arguments(CHARGE_FILTER, location="query")
@blueprint.response(200, COMMITMENT_PAGE)
def list_in_charge(sent: Sent) -> Any:
    return queries.list_in_charge(actor(), **sent)


@blueprint.route("/seminars/<uuid:seminar_id>/commitments", methods=["POST"])
@unseen_first(get_seminar)
@public
@idempotent
@blueprint.arguments(COMMITMENT_INPUT)
@blueprint.response(201, COMMITMENT_VIEW)
def promise_at_seminar(sent: Sent, seminar_id: UUID) -> Any:
    return _tagged(services.promise_at_seminar(actor(), seminar_id, **sent), 201)


@blueprint.route("/commitments/<uuid:commitment_id>", methods=["GET"])
@public
@blueprint.response(200, COMMITMENT_VIEW)
def show_commitment(commitment_id: UUID) -> Any:
    return _tagged(commitment_id)


@blueprint.route("/commitments/<uuid:commitment_id>/moves", methods=["GET"])
@public
@blueprint.response(200, COMMITMENT_MOVES)
def list_moves(commitment_id: UUID) -> Any:
    return {"items": queries.list_moves(actor(), queries.get_commitment(actor(), commitment_id))}


@blueprint.route("/commitments/<uuid:commitment_id>/done", methods=["POST"])
@unseen_first(queries.get_commitment)
@public
@blueprint.arguments(DONE_INPUT)
@blueprint.response(200, COMMITMENT_VIEW)
def complete_commitment(sent: Sent, commitment_id: UUID) -> Any:
    services.complete_commitment(actor(), commitment_id, version_if_sent(), **sent)
    return _tagged(commitment_id)


@blueprint.route("/commitments/<uuid:commitment_id>/withdraw", methods=["POST"])
@unseen_first(queries.get_commitment)
@public
@blueprint.arguments(WITHDRAW_INPUT)
@blueprint.response(200, COMMITMENT_VIEW)
def withdraw_commitment(sent: Sent, commitment_id: UUID) -> Any:
    services.withdraw_commitment(actor(), commitment_id, version_if_sent(), **sent)
    return _tagged(commitment_id)


@blueprint.route("/commitments/<uuid:commitment_id>/move", methods=["POST"])
@unseen_first(queries.get_commitment)
@public
@blueprint.arguments(MOVE_INPUT)
@blueprint.response(200, COMMITMENT_VIEW)
def move_commitment(sent: Sent, commitment_id: UUID) -> Any:
    services.move_commitment(actor(), commitment_id, version_if_sent(), **sent)
    return _tagged(commitment_id)


@blueprint.route("/commitments/<uuid:commitment_id>/assign", methods=["POST"])
@unseen_first(queries.get_commitment)
@public
@blueprint.arguments(ASSIGN_INPUT)
@blueprint.response(200, COMMITMENT_VIEW)
def assign_commitment(sent: Sent, commitment_id: UUID) -> Any:
    services.assign_commitment(actor(), commitment_id, version_if_sent(), **sent)
    return _tagged(commitment_id)


def _tagged(commitment_id: UUID, status: int = 200) -> Any:
    commitment = queries.get_commitment(actor(), commitment_id)
    return tagged(commitment, commitment.version, status)
