"""How is a board's mandate renewed, in JSON?"""

from typing import Any
from uuid import UUID

from engage.access.guard import actor
from engage.access.permissions import Permission
from engage.access.rules import requires, signed_in
from engage.partners import queries, services
from engage.partners.api import blueprint
from engage.partners.schemas.mandates import REFUSAL_INPUT, RENEWAL_FILTER, RENEWAL_INPUT, RENEWAL_PAGE, RENEWAL_VIEW
from engage.web.api import tagged, version_if_sent
from engage.web.idempotency import idempotent
from engage.web.unseen import unseen_first

Sent = dict[str, Any]


@blueprint.route("/associations/<uuid:association_id>/renewals", methods=["GET"])
@signed_in
@blueprint.arguments(RENEWAL_FILTER, location="query")
@blueprint.response(200, RENEWAL_PAGE)
def list_renewals(sent: Sent, association_id: UUID) -> Any:
    return queries.list_renewals(actor(), association_id, **sent)


@blueprint.route("/associations/<uuid:association_id>/renewals", methods=["POST"])
@unseen_first(queries.get_inside)
@signed_in
@idempotent
@blueprint.arguments(RENEWAL_INPUT)
@blueprint.response(201, RENEWAL_VIEW)
def file_renewal(sent: Sent, association_id: UUID) -> Any:
    return _tagged(services.file_renewal(actor(), association_id, **sent), 201)


@blueprint.route("/renewals", methods=["GET"])
@requires(Permission.ASSOCIATIONS_VERIFY)
@blueprint.arguments(RENEWAL_FILTER, location="query")
@blueprint.response(200, RENEWAL_PAGE)
def list_waiting_renewals(sent: Sent) -> Any:
    return queries.list_waiting_renewals(actor(), **sent)


@blueprint.route("/renewals/<uuid:renewal_id>", methods=["GET"])
@signed_in
@blueprint.response(200, RENEWAL_VIEW)
def show_renewal(renewal_id: UUID) -> Any:
    return _tagged(queries.get_renewal(actor(), renewal_id))


@blueprint.route("/renewals/<uuid:renewal_id>/accept", methods=["POST"])
@signed_in
@blueprint.response(200, RENEWAL_VIEW)
def accept_renewal(renewal_id: UUID) -> Any:
    return _tagged(services.accept_renewal(actor(), renewal_id, version=version_if_sent()))


@blueprint.route("/renewals/<uuid:renewal_id>/refuse", methods=["POST"])
@unseen_first(queries.get_renewal)
@signed_in
@blueprint.arguments(REFUSAL_INPUT)
@blueprint.response(200, RENEWAL_VIEW)
def refuse_renewal(sent: Sent, renewal_id: UUID) -> Any:
    return _tagged(services.refuse_renewal(actor(), renewal_id, version=version_if_sent(), **sent))


def _tagged(renewal: queries.RenewalView, status: int = 200) -> Any:
    return tagged(renewal, renewal.version, status)
