"""What has an association before it, and what waits for its members? The page of those who act for it."""

from uuid import UUID

from engage.access.guard import actor
from engage.access.rules import signed_in
from engage.desk.pages import blueprint
from engage.errors import NotFound
from engage.partners.pages.acting import acting_for
from engage.partners.queries import list_memberships
from engage.web.rendering import page


@blueprint.get("/associations/<uuid:association_id>/desk")
@signed_in
def association(association_id: UUID) -> str:
    mine = list_memberships(actor())
    membership = next((one for one in mine if one.association_id == association_id), None)
    if membership is None:
        raise NotFound
    return page("partners/desk.html", membership=membership, memberships=mine, acting=acting_for(mine))
