"""Who are the partners of the police, in JSON?"""

from typing import Any

from engage.access.guard import actor
from engage.access.rules import public
from engage.partners import queries
from engage.partners.api import blueprint
from engage.partners.schemas.directory import ASSOCIATION_FILTER, ASSOCIATION_PAGE


@blueprint.route("/associations", methods=["GET"])
@public
@blueprint.arguments(ASSOCIATION_FILTER, location="query")
@blueprint.response(200, ASSOCIATION_PAGE)
def list_associations(sent: dict[str, Any]) -> Any:
    return queries.list_associations(actor(), **sent)
