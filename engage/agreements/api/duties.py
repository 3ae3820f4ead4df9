"""What is owed under agreements, in JSON."""

from typing import Any
from uuid import UUID

from engage.access.guard import actor
from engage.access.rules import signed_in
from engage.agreements import queries, services
from engage.agreements.api import blueprint
from engage.agreements.schemas import ASSIGN_INPUT, DONE_INPUT, OBLIGATION_VIEW, REASON_INPUT
from engage.web.api import tagged, version_if_sent
from engage.web.unseen import unseen_first

Sent = dict[str, Any]


def _tagged(obligation_id: UUID) -> Any:
    duty = queries.get_obligation(actor(), obligation_id)
    return tagged(duty, duty.version)


@blueprint.route("/obligations/<uuid:obligation_id>", methods=["GET"])
@signed_in
@blueprint.response(200, OBLIGATION_VIEW)
def show_obligation(obligation_id: UUID) -> Any:
    return _tagged(obligation_id)


@blueprint.route("/obligations/<uuid:obligation_id>/done", methods=["POST"])
@unseen_first(queries.get_obligation)
@signed_in
@blueprint.arguments(DONE_INPUT)
@blueprint.response(200, OBLIGATION_VIEW)
def complete_obligation(sent: Sent, obligation_id: UUID) -> Any:
    services.complete_obligation(actor(), obligation_id, version_if_sent(), **sent)
    return _tagged(obligation_id)


@blueprint.route("/obligations/<uuid:obligation_id>/withdraw", methods=["POST"])
@unseen_first(queries.get_obligation)
@signed_in
@blueprint.arguments(REASON_INPUT)
@blueprint.response(200, OBLIGATION_VIEW)
def withdraw_obligation(sent: Sent, obligation_id: UUID) -> Any:
    services.withdraw_obligation(actor(), obligation_id, version=version_if_sent(), **sent)
    return _tagged(obligation_id)


@blueprint.route("/obligations/<uuid:obligation_id>/assign", methods=["POST"])
@unseen_first(queries.get_obligation)
@signed_in
@blueprint.arguments(ASSIGN_INPUT)
@blueprint.response(200, OBLIGATION_VIEW)
def assign_obligation(sent: Sent, obligation_id: UUID) -> Any:
    services.assign_obligation(actor(), obligation_id, version=version_if_sent(), **sent)
    return _tagged(obligation_id)
