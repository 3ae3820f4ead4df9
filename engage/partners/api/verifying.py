"""How do programs decide on an association? A step takes `If-Match` where it is sent."""

from typing import Any
from uuid import UUID

from engage.access.guard import actor
from engage.access.rules import signed_in
from engage.partners import queries, services
from engage.partners.api import blueprint
from engage.partners.api.applying import shown
from engage.partners.schemas.applying import (
    DISSOLUTION_STEP,
    DOSSIER_VIEW,
    PLAIN_STEP,
    QUESTION_STEP,
    REASON_STEP,
    SUSPENSION_STEP,
)
from engage.web.api import version_if_sent
from engage.web.unseen import unseen_first

Sent = dict[str, Any]


@blueprint.route("/associations/<uuid:association_id>/verify", methods=["POST"])
@unseen_first(queries.get_dossier_in_charge)
@signed_in
@blueprint.arguments(PLAIN_STEP)
@blueprint.response(200, DOSSIER_VIEW)
def verify_association(_sent: Sent, association_id: UUID) -> Any:
    services.verify_association(actor(), association_id, version=version_if_sent())
    return shown(association_id)


@blueprint.route("/associations/<uuid:association_id>/refuse", methods=["POST"])
@unseen_first(queries.get_dossier_in_charge)
@signed_in
@blueprint.arguments(REASON_STEP)
@blueprint.response(200, DOSSIER_VIEW)
def refuse_association(sent: Sent, association_id: UUID) -> Any:
    services.refuse_association(actor(), association_id, version=version_if_sent(), **sent)
    return shown(association_id)


@blueprint.route("/associations/<uuid:association_id>/ask", methods=["POST"])
@unseen_first(queries.get_dossier_in_charge)
@signed_in
@blueprint.arguments(QUESTION_STEP)
@blueprint.response(200, DOSSIER_VIEW)
def ask_association(sent: Sent, association_id: UUID) -> Any:
    services.ask_association(actor(), association_id, version=version_if_sent(), **sent)
    return shown(association_id)


@blueprint.route("/associations/<uuid:association_id>/suspend", methods=["POST"])
@unseen_first(queries.get_dossier_in_charge)
@signed_in
@blueprint.arguments(SUSPENSION_STEP)
@blueprint.response(200, DOSSIER_VIEW)
def suspend_association(sent: Sent, association_id: UUID) -> Any:
    services.suspend_association(actor(), association_id, version=version_if_sent(), **sent)
    return shown(association_id)


@blueprint.route("/associations/<uuid:association_id>/restore", methods=["POST"])
@unseen_first(queries.get_dossier_in_charge)
@signed_in
@blueprint.arguments(PLAIN_STEP)
@blueprint.response(200, DOSSIER_VIEW)
def restore_association(_sent: Sent, association_id: UUID) -> Any:
    services.restore_association(actor(), association_id, version=version_if_sent())
    return shown(association_id)


@blueprint.route("/associations/<uuid:association_id>/dissolve", methods=["POST"])
@unseen_first(queries.get_dossier_in_charge)
@signed_in
@blueprint.arguments(DISSOLUTION_STEP)
@blueprint.response(200, DOSSIER_VIEW)
def dissolve_association(sent: Sent, association_id: UUID) -> Any:
    services.dissolve_association(actor(), association_id, version=version_if_sent(), **sent)
    return shown(association_id)
