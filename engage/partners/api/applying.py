"""How do programs apply for an association, and look after it?"""

from typing import Any
from uuid import UUID

from engage.access.guard import actor
from engage.access.rules import public, signed_in
from engage.partners import queries, services
from engage.partners.api import blueprint
from engage.partners.policies import can_verify_association
from engage.partners.schemas.applying import (
    ASSOCIATION_CHANGES,
    ASSOCIATION_INPUT,
    DOSSIER_VIEW,
    LOOK_ALIKE_FILTER,
    LOOK_ALIKE_LIST,
)
from engage.web.api import IF_MATCH, tagged, version_sent
from engage.web.idempotency import idempotent
from engage.web.unseen import unseen_first

Sent = dict[str, Any]


@blueprint.route("/associations", methods=["POST"])
@signed_in
@idempotent
@blueprint.arguments(ASSOCIATION_INPUT)
@blueprint.response(201, DOSSIER_VIEW)
def apply_for(sent: Sent) -> Any:
    return shown(services.apply_for(actor(), **sent), 201)


@blueprint.route("/associations/look-alikes", methods=["GET"])
@signed_in
@blueprint.arguments(LOOK_ALIKE_FILTER, location="query")
@blueprint.response(200, LOOK_ALIKE_LIST)
def find_look_alikes(sent: Sent) -> Any:
    """Which verified associations may be the same as one of this name?"""
    return {"items": queries.find_look_alikes(actor(), {"name": sent["name"]})}


@blueprint.route("/associations/<uuid:association_id>", methods=["GET"])
@public
@blueprint.response(200, DOSSIER_VIEW)
def show_association(association_id: UUID) -> Any:
    return shown(association_id)


@blueprint.route("/associations/<uuid:association_id>", methods=["PATCH"])
@unseen_first(queries.get_association)
@blueprint.doc(parameters=[IF_MATCH])
@signed_in
@blueprint.arguments(ASSOCIATION_CHANGES)
@blueprint.response(200, DOSSIER_VIEW)
def edit_association(sent: Sent, association_id: UUID) -> Any:
    services.edit_association(actor(), association_id, version_sent(), **sent)
    return shown(association_id)


def shown(association_id: UUID, status: int = 200) -> Any:
    """What this person may see of it: everyone the public facts, its people and its verifiers the rest."""
    dossier = queries.find_dossier(actor(), association_id)
    if dossier is None:
        association = queries.get_association(actor(), association_id)
        return tagged(association, association.version, status)
    return tagged(_with_look_alikes(dossier), dossier.version, status)


def _with_look_alikes(dossier: queries.Dossier) -> Any:
    if not can_verify_association(actor(), dossier):
        return dossier
    known = {name: getattr(dossier, name) for name in dossier.__dataclass_fields__}
    return {**known, "look_alikes": queries.list_look_alikes(actor(), [dossier])[dossier.id]}
