"""Districts and venues in JSON."""

from typing import Any
from uuid import UUID

from engage.access.guard import actor
from engage.access.permissions import Permission
from engage.access.rules import public, requires
from engage.places import queries, services
from engage.places.schemas import (
    DISTRICT_FILTER,
    DISTRICT_PAGE,
    VENUE_CHANGES,
    VENUE_FILTER,
    VENUE_INPUT,
    VENUE_PAGE,
    VENUE_VIEW,
)
from engage.web.api import IF_MATCH, ApiBlueprint, tagged, version_sent
from engage.web.idempotency import idempotent

blueprint = ApiBlueprint("places", "Districts and venues")

Sent = dict[str, Any]


def _tagged(venue_id: UUID, status: int = 200) -> Any:
    venue = queries.get_venue(actor(), venue_id)
    return tagged(venue, venue.version, status)


@blueprint.route("/districts", methods=["GET"])
@public
@blueprint.arguments(DISTRICT_FILTER, location="query")
@blueprint.response(200, DISTRICT_PAGE)
def list_districts(sent: Sent) -> Any:
    return queries.list_districts(actor(), **sent)


@blueprint.route("/venues", methods=["GET"])
@public
@blueprint.arguments(VENUE_FILTER, location="query")
@blueprint.response(200, VENUE_PAGE)
def list_venues(sent: Sent) -> Any:
    return queries.list_venues(actor(), **sent)


@blueprint.route("/venues", methods=["POST"])
@requires(Permission.PLACES_EDIT)
@idempotent
@blueprint.arguments(VENUE_INPUT)
@blueprint.response(201, VENUE_VIEW)
def add_venue(sent: Sent) -> Any:
    return _tagged(services.add_venue(actor(), **sent), 201)


@blueprint.route("/venues/<uuid:venue_id>", methods=["GET"])
@public
@blueprint.response(200, VENUE_VIEW)
def show_venue(venue_id: UUID) -> Any:
    return _tagged(venue_id)


@blueprint.route("/venues/<uuid:venue_id>", methods=["PATCH"])
@blueprint.doc(parameters=[IF_MATCH])
@requires(Permission.PLACES_EDIT)
@blueprint.arguments(VENUE_CHANGES)
@blueprint.response(200, VENUE_VIEW)
def edit_venue(sent: Sent, venue_id: UUID) -> Any:
    services.edit_venue(actor(), venue_id, version_sent(), **sent)
    return _tagged(venue_id)
