"""The queue of officers, what became of a thread, and feedback in figures."""

from typing import Any
from uuid import UUID

from engage.access.guard import actor
from engage.access.permissions import Permission
from engage.access.rules import public, requires
from engage.feedback import queries, services
from engage.feedback.api import blueprint
from engage.feedback.schemas.figures import DISTRICTS_VIEW, PERIOD_FILTER, THREAD_FIGURES_VIEW
from engage.feedback.schemas.queue import (
    CHOSEN_ASSIGN_INPUT,
    CHOSEN_DONE,
    CHOSEN_INPUT,
    HISTORY_FILTER,
    HISTORY_PAGE,
    QUEUE_COUNTS,
    QUEUE_FILTER,
)
from engage.feedback.schemas.threads import THREAD_PAGE
from engage.web.unseen import unseen_first

Sent = dict[str, Any]


@blueprint.route("/threads/queue", methods=["GET"])
@requires(Permission.THREADS_ANSWER)
@blueprint.arguments(QUEUE_FILTER, location="query")
@blueprint.response(200, THREAD_PAGE)
def list_queue(sent: Sent) -> Any:
    return queries.list_queue(actor(), **sent)


@blueprint.route("/threads/queue/counts", methods=["GET"])
@requires(Permission.THREADS_ANSWER)
@blueprint.response(200, QUEUE_COUNTS)
def count_queue() -> Any:
    return queries.count_queue(actor())


@blueprint.route("/threads/queue/acknowledge", methods=["POST"])
@requires(Permission.THREADS_ANSWER)
@blueprint.arguments(CHOSEN_INPUT)
@blueprint.response(200, CHOSEN_DONE)
def acknowledge_threads(sent: Sent) -> Any:
    return {"number": services.acknowledge_threads(actor(), sent["ids"])}


@blueprint.route("/threads/queue/assign", methods=["POST"])
@requires(Permission.THREADS_ANSWER)
@blueprint.arguments(CHOSEN_ASSIGN_INPUT)
@blueprint.response(200, CHOSEN_DONE)
def assign_threads(sent: Sent) -> Any:
    return {"number": services.assign_threads(actor(), sent["ids"], account_id=sent["account_id"])}


@blueprint.route("/threads/<uuid:thread_id>/history", methods=["GET"])
@unseen_first(queries.get_thread)
@public
@blueprint.arguments(HISTORY_FILTER, location="query")
@blueprint.response(200, HISTORY_PAGE)
def list_history(sent: Sent, thread_id: UUID) -> Any:
    return queries.list_history(actor(), queries.get_thread(actor(), thread_id), **sent)


@blueprint.route("/threads/districts", methods=["GET"])
@requires(Permission.THREADS_DECIDE)
@blueprint.arguments(PERIOD_FILTER, location="query")
@blueprint.response(200, DISTRICTS_VIEW)
def count_districts(sent: Sent) -> Any:
    return queries.count_districts(actor(), **sent)


@blueprint.route("/threads/figures", methods=["GET"])
@public
@blueprint.response(200, THREAD_FIGURES_VIEW)
def show_figures() -> Any:
    return queries.get_public_figures(actor())
