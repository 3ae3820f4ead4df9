"""What was done together with an association, and all that is kept of it, for programs."""

from dataclasses import asdict
from typing import Any
from uuid import UUID

from flask import Response

from engage.access.guard import actor
from engage.access.rules import public, signed_in
from engage.agreements.queries import count_active
from engage.desk.schemas import FIGURES_VIEW
from engage.desk.services import export_association
from engage.partners.queries import get_association
from engage.registrations.queries import get_public_figures
from engage.web.api import ApiBlueprint
from engage.web.archives import as_archive

blueprint = ApiBlueprint("desk", "What was done together with associations")


@blueprint.route("/associations/<uuid:association_id>/figures", methods=["GET"])
@public
@blueprint.response(200, FIGURES_VIEW)
def show_figures(association_id: UUID) -> Any:
    association = get_association(actor(), association_id)
    agreements = count_active(actor(), [association.id])[association.id]
    return {**asdict(get_public_figures(actor(), association.id)), "agreements": agreements}


@blueprint.route("/associations/<uuid:association_id>/export", methods=["GET"])
@signed_in
@blueprint.response(200, content_type="application/zip", description="JSON, a sheet for each table, and the papers.")
def export(association_id: UUID) -> Response:
    return as_archive(export_association(actor(), association_id), f"association-{association_id}")
