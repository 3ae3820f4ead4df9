"""What has an association before it, and what waits for its members? The page of those who act for it."""

from uuid import UUID

from engage.access.guard import actor
from engage.access.rules import signed_in
from engage.desk.pages import blueprint
from engage.errors import NotFound
from engage.partners.policies import can_edit_association
from engage.partners.queries import find_membership, get_dossier
from engage.web.rendering import page


@blueprint.get("/associations/<uuid:association_id>/desk")
@signed_in
def association(association_id: UUID) -> str:
    membership = find_membership(actor(), association_id)
    if membership is None:
        raise NotFound
    dossier = get_dossier(actor(), association_id)
    return page(
        "partners/desk.html", membership=membership, dossier=dossier, can_edit=can_edit_association(actor(), dossier)
    )
