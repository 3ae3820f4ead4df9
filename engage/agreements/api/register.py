"""The public register of agreements, in JSON."""

from typing import Any

from engage.access.guard import actor
from engage.access.rules import public
from engage.agreements import queries
from engage.agreements.api import blueprint
from engage.agreements.schemas import REGISTER_FILTER, REGISTER_PAGE, REGISTERED_AGREEMENT


@blueprint.route("/agreements/register", methods=["GET"])
@public
@blueprint.arguments(REGISTER_FILTER, location="query")
@blueprint.response(200, REGISTER_PAGE)
def list_registered(sent: dict[str, Any]) -> Any:
    return queries.list_registered(actor(), **sent)


@blueprint.route("/agreements/register/<string:reference>", methods=["GET"])
@public
@blueprint.response(200, REGISTERED_AGREEMENT)
def show_registered(reference: str) -> Any:
    return queries.get_registered(actor(), reference)
