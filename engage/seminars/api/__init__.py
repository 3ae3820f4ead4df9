"""Seminars in JSON."""

from typing import Any
from uuid import UUID

from flask import Response

from engage.access.guard import actor
from engage.access.permissions import Permission
from engage.access.rules import public, requires, signed_in
from engage.calendar import publish
from engage.seminars import queries, services
from engage.seminars.notifications import calendar_event
from engage.seminars.queries import guests
from engage.seminars.queries.guests import invitation_url
from engage.seminars.schemas import (
    MOVE_INPUT,
    NO_INPUT,
    OFFICERS_INPUT,
    OFFICERS_VIEW,
    REASON_INPUT,
    SEMINAR_CHANGES,
    SEMINAR_INPUT,
    SEMINAR_PAGE,
    SEMINAR_VIEW,
    WARNING_LIST,
)
from engage.seminars.schemas.finding import (
    FACET_FILTER,
    FACETS_VIEW,
    SAVED_FILTER_INPUT,
    SAVED_FILTER_LIST,
    SAVED_FILTER_VIEW,
    SEMINAR_FILTER,
)
from engage.seminars.schemas.guests import GUEST_PAGE, GUESTS_INPUT, LINK_VIEW
from engage.seminars.schemas.series import SCOPE_FILTER
from engage.web.api import IF_MATCH, ApiBlueprint, no_content, tagged, version_sent
from engage.web.idempotency import idempotent
from engage.web.unseen import unseen_first

blueprint = ApiBlueprint("seminars", "Awareness seminars: catalogue and life cycle")

Sent = dict[str, Any]


def tagged_seminar(seminar_id: UUID, status: int = 200) -> Any:
    seminar = queries.get_seminar(actor(), seminar_id)
    return tagged(seminar, seminar.version, status)


def _tagged_plan(seminar_id: UUID) -> Any:
    plan = queries.get_own_plan(actor(), seminar_id)
    return tagged(plan, plan.seminar.version)


@blueprint.route("/seminars", methods=["GET"])
@public
@blueprint.arguments(SEMINAR_FILTER, location="query")
@blueprint.response(200, SEMINAR_PAGE)
def list_seminars(sent: Sent) -> Any:
    return queries.find_seminars(actor(), **sent)


@blueprint.route("/seminars/facets", methods=["GET"])
@public
@blueprint.arguments(FACET_FILTER, location="query")
@blueprint.response(200, FACETS_VIEW)
def count_facets(sent: Sent) -> Any:
    return queries.count_facets(actor(), **queries.find_seminars(actor(), limit=1, **sent).filters)


@blueprint.route("/me/filters", methods=["GET"])
@signed_in
@blueprint.response(200, SAVED_FILTER_LIST)
def list_filters() -> Any:
    return {"items": queries.list_filters(actor())}


@blueprint.route("/me/filters", methods=["POST"])
@signed_in
@idempotent
@blueprint.arguments(SAVED_FILTER_INPUT)
@blueprint.response(201, SAVED_FILTER_VIEW)
def keep_filter(sent: Sent) -> Any:
    return queries.get_filter(actor(), services.keep_filter(actor(), **sent))


@blueprint.route("/me/filters/<uuid:filter_id>", methods=["DELETE"])
@signed_in
@blueprint.response(204)
def delete_filter(filter_id: UUID) -> Response:
    services.delete_filter(actor(), filter_id)
    return no_content()


@blueprint.route("/seminars", methods=["POST"])
@requires(Permission.SEMINARS_PLAN)
@idempotent
@blueprint.arguments(SEMINAR_INPUT)
@blueprint.response(201, SEMINAR_VIEW)
def plan_seminar(sent: Sent) -> Any:
    return tagged_seminar(services.plan_seminar(actor(), **sent), 201)


@blueprint.route("/seminars/<uuid:seminar_id>", methods=["GET"])
@public
@blueprint.response(200, SEMINAR_VIEW)
def show_seminar(seminar_id: UUID) -> Any:
    return tagged_seminar(seminar_id)


@blueprint.route("/seminars/<uuid:seminar_id>", methods=["PATCH"])
@unseen_first(queries.get_seminar)
@blueprint.doc(parameters=[IF_MATCH])
@signed_in
@blueprint.arguments(SCOPE_FILTER, location="query")
@blueprint.arguments(SEMINAR_CHANGES)
@blueprint.response(200, SEMINAR_VIEW)
def edit_seminar(asked: Sent, sent: Sent, seminar_id: UUID) -> Any:
    services.edit_series(actor(), seminar_id, version_sent(), **asked, **sent)
    return tagged_seminar(seminar_id)


@blueprint.route("/seminars/<uuid:seminar_id>", methods=["DELETE"])
@signed_in
@blueprint.response(204)
def delete_draft(seminar_id: UUID) -> Response:
    services.delete_draft(actor(), seminar_id)
    return no_content()


@blueprint.route("/seminars/<uuid:seminar_id>/officers", methods=["GET"])
@signed_in
@blueprint.response(200, OFFICERS_VIEW)
def show_officers(seminar_id: UUID) -> Any:
    return _tagged_plan(seminar_id)


@blueprint.route("/seminars/<uuid:seminar_id>/officers", methods=["PUT"])
@unseen_first(queries.get_seminar)
@blueprint.doc(parameters=[IF_MATCH])
@signed_in
@blueprint.arguments(OFFICERS_INPUT)
@blueprint.response(200, OFFICERS_VIEW)
def assign_officers(sent: Sent, seminar_id: UUID) -> Any:
    services.edit_seminar(actor(), seminar_id, version_sent(), **sent)
    return _tagged_plan(seminar_id)


@blueprint.route("/seminars/<uuid:seminar_id>/warnings", methods=["GET"])
@signed_in
@blueprint.response(200, WARNING_LIST)
def list_warnings(seminar_id: UUID) -> Any:
    return {"items": queries.get_own_plan(actor(), seminar_id).warnings}


@blueprint.route("/seminars/<uuid:seminar_id>/publish", methods=["POST"])
@unseen_first(queries.get_seminar)
@signed_in
@blueprint.arguments(NO_INPUT)
@blueprint.response(200, SEMINAR_VIEW)
def publish_seminar(_sent: Sent, seminar_id: UUID) -> Any:
    services.publish_seminar(actor(), seminar_id)
    return tagged_seminar(seminar_id)


@blueprint.route("/seminars/<uuid:seminar_id>/move", methods=["POST"])
@unseen_first(queries.get_seminar)
@signed_in
@blueprint.arguments(MOVE_INPUT)
@blueprint.response(200, SEMINAR_VIEW)
def move_seminar(sent: Sent, seminar_id: UUID) -> Any:
    services.edit_seminar(actor(), seminar_id, **sent)
    return tagged_seminar(seminar_id)


@blueprint.route("/seminars/<uuid:seminar_id>/cancel", methods=["POST"])
@unseen_first(queries.get_seminar)
@signed_in
@blueprint.arguments(REASON_INPUT)
@blueprint.response(200, SEMINAR_VIEW)
def cancel_seminar(sent: Sent, seminar_id: UUID) -> Any:
    services.cancel_seminar(actor(), seminar_id, **sent)
    return tagged_seminar(seminar_id)


@blueprint.route("/seminars/<uuid:seminar_id>/hold", methods=["POST"])
@unseen_first(queries.get_seminar)
@signed_in
@blueprint.arguments(NO_INPUT)
@blueprint.response(200, SEMINAR_VIEW)
def hold_seminar(_sent: Sent, seminar_id: UUID) -> Any:
    services.hold_seminar(actor(), seminar_id)
    return tagged_seminar(seminar_id)


@blueprint.route("/seminars/<uuid:seminar_id>/guests", methods=["GET"])
@signed_in
@blueprint.response(200, GUEST_PAGE)
def list_guests(seminar_id: UUID) -> Any:
    return {"items": guests.list_guests(actor(), queries.get_seminar(actor(), seminar_id))}


@blueprint.route("/seminars/<uuid:seminar_id>/guests", methods=["POST"])
@unseen_first(queries.get_seminar)
@signed_in
@idempotent
@blueprint.arguments(GUESTS_INPUT)
@blueprint.response(201, GUEST_PAGE)
def invite_guests(sent: Sent, seminar_id: UUID) -> Any:
    services.invite_guests(actor(), seminar_id, **sent)
    return {"items": guests.list_guests(actor(), queries.get_seminar(actor(), seminar_id))}


@blueprint.route("/seminars/<uuid:seminar_id>/guests/<uuid:guest_id>", methods=["DELETE"])
@signed_in
@blueprint.response(204)
def remove_guest(seminar_id: UUID, guest_id: UUID) -> Response:
    services.remove_guest(actor(), seminar_id, guest_id)
    return no_content()


@blueprint.route("/seminars/<uuid:seminar_id>/invitation-link", methods=["POST"])
@unseen_first(queries.get_seminar)
@signed_in
@idempotent
@blueprint.arguments(NO_INPUT)
@blueprint.response(201, LINK_VIEW)
def renew_invitation_link(_sent: Sent, seminar_id: UUID) -> Any:
    services.renew_invitation_link(actor(), seminar_id)
    return {"url": invitation_url(actor(), queries.get_seminar(actor(), seminar_id))}


@blueprint.route("/seminars/<uuid:seminar_id>/calendar.ics", methods=["GET"])
@public
@blueprint.response(200, content_type="text/calendar")
def seminar_calendar(seminar_id: UUID) -> Response:
    event = calendar_event(queries.get_seminar(actor(), seminar_id))
    return Response(publish(event), mimetype="text/calendar")


from engage.seminars.api import series, templates  # noqa: E402, F401 - they add their addresses to the blueprint
