"""Holidays in JSON."""

from typing import Any
from uuid import UUID

from flask import Response

from engage.access.guard import actor
from engage.access.permissions import Permission
from engage.access.rules import public, requires
from engage.holidays import queries, services
from engage.holidays.schemas import HOLIDAY_CHANGES, HOLIDAY_FILTER, HOLIDAY_INPUT, HOLIDAY_PAGE, HOLIDAY_VIEW
from engage.web.api import IF_MATCH, ApiBlueprint, no_content, tagged, version_sent
from engage.web.idempotency import idempotent

blueprint = ApiBlueprint("holidays", "Public holidays and school breaks, of which planners are warned")

Sent = dict[str, Any]


def _tagged(holiday_id: UUID, status: int = 200) -> Any:
    holiday = queries.get_holiday(actor(), holiday_id)
    return tagged(holiday, holiday.version, status)


@blueprint.route("/holidays", methods=["GET"])
@public
@blueprint.arguments(HOLIDAY_FILTER, location="query")
@blueprint.response(200, HOLIDAY_PAGE)
def list_holidays(sent: Sent) -> Any:
    return queries.list_holidays(actor(), **sent)


@blueprint.route("/holidays", methods=["POST"])
@requires(Permission.PLACES_EDIT)
@idempotent
@blueprint.arguments(HOLIDAY_INPUT)
@blueprint.response(201, HOLIDAY_VIEW)
def add_holiday(sent: Sent) -> Any:
    return _tagged(services.add_holiday(actor(), **sent), 201)


@blueprint.route("/holidays/<uuid:holiday_id>", methods=["PATCH"])
@blueprint.doc(parameters=[IF_MATCH])
@requires(Permission.PLACES_EDIT)
@blueprint.arguments(HOLIDAY_CHANGES)
@blueprint.response(200, HOLIDAY_VIEW)
def edit_holiday(sent: Sent, holiday_id: UUID) -> Any:
    services.edit_holiday(actor(), holiday_id, version_sent(), **sent)
    return _tagged(holiday_id)


@blueprint.route("/holidays/<uuid:holiday_id>", methods=["DELETE"])
@requires(Permission.PLACES_EDIT)
@blueprint.response(204)
def delete_holiday(holiday_id: UUID) -> Response:
    services.delete_holiday(actor(), holiday_id)
    return no_content()
