"""Supporting and following."""

from typing import Any
from uuid import UUID

from flask import Response

from engage.access.guard import actor
from engage.access.rules import public
from engage.accounts import limits
from engage.feedback import queries, services
from engage.feedback.api import blueprint
from engage.feedback.schemas.threads import THREAD_VIEW
from engage.seminars.schemas import NO_INPUT
from engage.web.api import no_content
from engage.web.unseen import unseen_first

Sent = dict[str, Any]


@blueprint.route("/threads/<uuid:thread_id>/support", methods=["POST"])
@unseen_first(queries.get_thread)
@public
@limits.posts("reports")
@blueprint.arguments(NO_INPUT)
@blueprint.response(200, THREAD_VIEW)
def support_thread(_sent: Sent, thread_id: UUID) -> Any:
    services.support_thread(actor(), thread_id)
    return queries.get_thread(actor(), thread_id)


@blueprint.route("/threads/<uuid:thread_id>/support", methods=["DELETE"])
@unseen_first(queries.get_thread)
@public
@blueprint.response(204)
def withdraw_support(thread_id: UUID) -> Response:
    services.withdraw_support(actor(), thread_id)
    return no_content()


@blueprint.route("/threads/<uuid:thread_id>/follow", methods=["POST"])
@unseen_first(queries.get_thread)
@public
@limits.posts("reports")
@blueprint.arguments(NO_INPUT)
@blueprint.response(204)
def follow_thread(_sent: Sent, thread_id: UUID) -> Response:
    services.follow_thread(actor(), thread_id)
    return no_content()


@blueprint.route("/threads/<uuid:thread_id>/follow", methods=["DELETE"])
@unseen_first(queries.get_thread)
@public
@blueprint.response(204)
def unfollow_thread(thread_id: UUID) -> Response:
    services.unfollow_thread(actor(), thread_id)
    return no_content()
