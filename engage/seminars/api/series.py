"""Seminars that repeat, and several at once, in JSON."""

from typing import Any
from uuid import UUID

from engage.access.guard import actor
from engage.access.permissions import Permission
from engage.access.rules import public, requires, signed_in
from engage.seminars import queries, services
from engage.seminars.api import Sent, blueprint, tagged_seminar
from engage.seminars.schemas import SEMINAR_PAGE, SEMINAR_VIEW
from engage.seminars.schemas.series import (
    DUPLICATE_INPUT,
    PUBLISH_INPUT,
    SERIES_CANCEL_INPUT,
    SERIES_INPUT,
    SERIES_MOVE_INPUT,
    SERIES_STEP,
    SERIES_VIEW,
)
from engage.web.idempotency import idempotent
from engage.web.unseen import unseen_first


def _shown(series_id: UUID) -> dict[str, Any]:
    return {"id": series_id, "items": queries.get_series(actor(), series_id)}


@blueprint.route("/series", methods=["POST"])
@requires(Permission.SEMINARS_PLAN)
@idempotent
@blueprint.arguments(SERIES_INPUT)
@blueprint.response(201, SERIES_VIEW)
def plan_series(sent: Sent) -> Any:
    until = sent.pop("weekly", {}).get("until")
    return _shown(services.plan_series(actor(), until=until, **sent))


@blueprint.route("/series/<uuid:series_id>", methods=["GET"])
@public
@blueprint.response(200, SERIES_VIEW)
def show_series(series_id: UUID) -> Any:
    return _shown(series_id)


@blueprint.route("/series/<uuid:series_id>/publish", methods=["POST"])
@unseen_first(queries.get_series)
@signed_in
@blueprint.arguments(SERIES_STEP)
@blueprint.response(200, SERIES_VIEW)
def publish_series(sent: Sent, series_id: UUID) -> Any:
    services.publish_series(actor(), series_id, **sent)
    return _shown(series_id)


@blueprint.route("/series/<uuid:series_id>/move", methods=["POST"])
@unseen_first(queries.get_series)
@signed_in
@idempotent
@blueprint.arguments(SERIES_MOVE_INPUT)
@blueprint.response(200, SERIES_VIEW)
def move_series(sent: Sent, series_id: UUID) -> Any:
    services.move_series(actor(), series_id, **sent)
    return _shown(series_id)


@blueprint.route("/series/<uuid:series_id>/cancel", methods=["POST"])
@unseen_first(queries.get_series)
@signed_in
@blueprint.arguments(SERIES_CANCEL_INPUT)
@blueprint.response(200, SERIES_VIEW)
def cancel_series(sent: Sent, series_id: UUID) -> Any:
    services.cancel_series(actor(), series_id, **sent)
    return _shown(series_id)


@blueprint.route("/seminars/publish", methods=["POST"])
@requires(Permission.SEMINARS_PLAN)
@blueprint.arguments(PUBLISH_INPUT)
@blueprint.response(200, SEMINAR_PAGE)
def publish_seminars(sent: Sent) -> Any:
    services.publish_seminars(actor(), **sent)
    return queries.list_chosen(actor(), sent["ids"])


@blueprint.route("/seminars/<uuid:seminar_id>/duplicate", methods=["POST"])
@unseen_first(queries.get_seminar)
@signed_in
@idempotent
@blueprint.arguments(DUPLICATE_INPUT)
@blueprint.response(201, SEMINAR_VIEW)
def duplicate_seminar(sent: Sent, seminar_id: UUID) -> Any:
    return tagged_seminar(services.duplicate_seminar(actor(), seminar_id, **sent), 201)
