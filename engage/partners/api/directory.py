"""Who are the partners of the police, in JSON?"""

from typing import Any
from uuid import UUID

from engage.access.guard import actor
from engage.access.rules import public
from engage.partners import queries
from engage.partners.api import blueprint
from engage.partners.schemas.directory import ASSOCIATION_FILTER, ASSOCIATION_PAGE, ASSOCIATION_VIEW
from engage.web.api import tagged


@blueprint.route("/associations", methods=["GET"])
@public
@blueprint.arguments(ASSOCIATION_FILTER, location="query")
@blueprint.response(200, ASSOCIATION_PAGE)
def list_associations(sent: dict[str, Any]) -> Any:
    return queries.list_associations(actor(), **sent)


@blueprint.route("/associations/<uuid:association_id>", methods=["GET"])
@public
@blueprint.response(200, ASSOCIATION_VIEW)
def show_association(association_id: UUID) -> Any:
    association = queries.get_association(actor(), association_id)
    return tagged(association, association.version)
