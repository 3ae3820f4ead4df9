"""Threads about the same matter: found before one is written, and merged by those in charge."""

from typing import Any
from uuid import UUID

from engage.access.guard import actor
from engage.access.rules import public
from engage.errors import NotAllowed, NotSignedIn
from engage.feedback import queries, services
from engage.feedback.api import blueprint
from engage.feedback.schemas.merging import MERGE_INPUT, SIMILAR_QUERY, SIMILAR_THREADS
from engage.feedback.schemas.threads import THREAD_VIEW
from engage.seminars.schemas import NO_INPUT
from engage.web.unseen import unseen_first

Sent = dict[str, Any]


@blueprint.route("/threads/similar", methods=["GET"])
@public
@blueprint.arguments(SIMILAR_QUERY, location="query")
@blueprint.response(200, SIMILAR_THREADS)
def list_similar(sent: Sent) -> Any:
    return {"items": queries.list_similar(actor(), **sent)}


@blueprint.route("/threads/<uuid:thread_id>/similar", methods=["GET"])
@unseen_first(queries.get_thread)
@public
@blueprint.response(200, SIMILAR_THREADS)
def list_alike(thread_id: UUID) -> Any:
    """For those in charge."""
    thread = queries.get_thread(actor(), thread_id)
    if not thread.in_charge:
        raise NotAllowed if actor().is_authenticated or actor().opened_thread else NotSignedIn
    return {"items": queries.list_alike(actor(), thread)[0]}


@blueprint.route("/threads/<uuid:thread_id>/merge", methods=["POST"])
@unseen_first(queries.get_thread)
@public
@blueprint.arguments(MERGE_INPUT)
@blueprint.response(200, THREAD_VIEW)
def merge_thread(sent: Sent, thread_id: UUID) -> Any:
    services.merge_thread(actor(), thread_id, **sent)
    return queries.get_thread(actor(), thread_id)


@blueprint.route("/threads/<uuid:thread_id>/unmerge", methods=["POST"])
@unseen_first(queries.get_thread)
@public
@blueprint.arguments(NO_INPUT)
@blueprint.response(200, THREAD_VIEW)
def unmerge_thread(_sent: Sent, thread_id: UUID) -> Any:
    services.unmerge_thread(actor(), thread_id)
    return queries.get_thread(actor(), thread_id)
