"""The steps of a thread's life."""

from typing import Any
from uuid import UUID

from flask import Response

from engage.access.guard import actor
from engage.access.rules import public
from engage.accounts import limits
from engage.feedback import queries, services
from engage.feedback.api import blueprint
from engage.feedback.schemas.steps import ANSWER_INPUT, ASSIGN_INPUT, REASON_INPUT, REFER_INPUT, TRANSFER_INPUT
from engage.feedback.schemas.threads import THREAD_VIEW
from engage.seminars.schemas import NO_INPUT
from engage.web.api import no_content
from engage.web.unseen import unseen_first

Sent = dict[str, Any]


@blueprint.route("/threads/<uuid:thread_id>/acknowledge", methods=["POST"])
@unseen_first(queries.get_thread)
@public
@blueprint.arguments(NO_INPUT)
@blueprint.response(200, THREAD_VIEW)
def acknowledge_thread(_sent: Sent, thread_id: UUID) -> Any:
    services.acknowledge_thread(actor(), thread_id)
    return queries.get_thread(actor(), thread_id)


@blueprint.route("/threads/<uuid:thread_id>/assign", methods=["POST"])
@unseen_first(queries.get_thread)
@public
@blueprint.arguments(ASSIGN_INPUT)
@blueprint.response(200, THREAD_VIEW)
def assign_thread(sent: Sent, thread_id: UUID) -> Any:
    services.assign_thread(actor(), thread_id, **sent)
    return queries.get_thread(actor(), thread_id)


@blueprint.route("/threads/<uuid:thread_id>/transfer", methods=["POST"])
@unseen_first(queries.get_thread)
@public
@blueprint.arguments(TRANSFER_INPUT)
@blueprint.response(204)
def transfer_thread(sent: Sent, thread_id: UUID) -> Response:
    services.transfer_thread(actor(), thread_id, **sent)
    return no_content()  # whoever gave it away may see it no longer


@blueprint.route("/threads/<uuid:thread_id>/answer", methods=["POST"])
@unseen_first(queries.get_thread)
@public
@blueprint.arguments(ANSWER_INPUT)
@blueprint.response(200, THREAD_VIEW)
def answer_thread(sent: Sent, thread_id: UUID) -> Any:
    services.answer_thread(actor(), thread_id, **sent)
    return queries.get_thread(actor(), thread_id)


@blueprint.route("/threads/<uuid:thread_id>/close", methods=["POST"])
@unseen_first(queries.get_thread)
@public
@blueprint.arguments(NO_INPUT)
@blueprint.response(200, THREAD_VIEW)
def close_thread(_sent: Sent, thread_id: UUID) -> Any:
    services.close_thread(actor(), thread_id)
    return queries.get_thread(actor(), thread_id)


@blueprint.route("/threads/<uuid:thread_id>/reopen", methods=["POST"])
@unseen_first(queries.get_thread)
@public
@limits.posts("comments")
@blueprint.arguments(REASON_INPUT)
@blueprint.response(200, THREAD_VIEW)
def reopen_thread(sent: Sent, thread_id: UUID) -> Any:
    services.reopen_thread(actor(), thread_id, **sent)
    return queries.get_thread(actor(), thread_id)


@blueprint.route("/threads/<uuid:thread_id>/refer", methods=["POST"])
@unseen_first(queries.get_thread)
@public
@blueprint.arguments(REFER_INPUT)
@blueprint.response(200, THREAD_VIEW)
def refer_thread(sent: Sent, thread_id: UUID) -> Any:
    services.refer_thread(actor(), thread_id, **sent)
    return queries.get_thread(actor(), thread_id)


@blueprint.route("/threads/<uuid:thread_id>/decline", methods=["POST"])
@unseen_first(queries.get_thread)
@public
@blueprint.arguments(REASON_INPUT)
@blueprint.response(200, THREAD_VIEW)
def decline_thread(sent: Sent, thread_id: UUID) -> Any:
    services.decline_thread(actor(), thread_id, **sent)
    return queries.get_thread(actor(), thread_id)


@blueprint.route("/threads/<uuid:thread_id>/publish", methods=["POST"])
@unseen_first(queries.get_thread)
@public
@blueprint.arguments(NO_INPUT)
@blueprint.response(200, THREAD_VIEW)
def publish_thread(_sent: Sent, thread_id: UUID) -> Any:
    services.publish_thread(actor(), thread_id)
    return queries.get_thread(actor(), thread_id)
