"""What is said in a thread, and noted beside it."""

from typing import Any
from uuid import UUID

from engage.access.guard import actor
from engage.access.rules import public
from engage.accounts import limits
from engage.feedback import queries, services
from engage.feedback.api import blueprint
from engage.feedback.schemas.speaking import (
    BODY_INPUT,
    EDIT_PAGE,
    NOTE_PAGE,
    POST_INPUT,
    POST_MADE,
    POST_PAGE,
    POST_VIEW,
)
from engage.feedback.schemas.threads import OWN_FILTER
from engage.web.api import IF_MATCH, tagged, version_sent
from engage.web.idempotency import idempotent
from engage.web.unseen import unseen_first

Sent = dict[str, Any]


@blueprint.route("/threads/<uuid:thread_id>/posts", methods=["GET"])
@unseen_first(queries.get_thread)
@public
@blueprint.arguments(OWN_FILTER, location="query")
@blueprint.response(200, POST_PAGE)
def list_posts(sent: Sent, thread_id: UUID) -> Any:
    return queries.list_posts(actor(), queries.get_thread(actor(), thread_id), **sent)


@blueprint.route("/threads/<uuid:thread_id>/posts", methods=["POST"])
@unseen_first(queries.get_thread)
@public
@limits.posts("comments")
@idempotent
@blueprint.arguments(POST_INPUT)
@blueprint.response(201, POST_MADE)
def add_post(sent: Sent, thread_id: UUID) -> Any:
    kind, show_name = sent.pop("kind"), sent.pop("show_name")
    if kind == "reply":
        return {"id": services.add_reply(actor(), thread_id, **sent), "kind": kind}
    said = {"body": sent["body"]} | ({"show_name": show_name} if kind == "comment" else {})
    add = services.add_comment if kind == "comment" else services.add_note
    return {"id": add(actor(), thread_id, **said), "kind": kind}


@blueprint.route("/threads/<uuid:thread_id>/notes", methods=["GET"])
@unseen_first(queries.get_thread)
@public
@blueprint.arguments(OWN_FILTER, location="query")
@blueprint.response(200, NOTE_PAGE)
def list_notes(sent: Sent, thread_id: UUID) -> Any:
    return queries.list_notes(actor(), queries.get_thread(actor(), thread_id), **sent)


@blueprint.route("/posts/<uuid:post_id>", methods=["GET"])
@public
@blueprint.response(200, POST_VIEW)
def show_post(post_id: UUID) -> Any:
    post = queries.get_post(actor(), post_id)
    return tagged(post, post.version)


@blueprint.route("/posts/<uuid:post_id>", methods=["PATCH"])
@unseen_first(queries.get_post)
@blueprint.doc(parameters=[IF_MATCH])
@public
@limits.posts("comments")
@blueprint.arguments(BODY_INPUT)
@blueprint.response(200, POST_VIEW)
def edit_post(sent: Sent, post_id: UUID) -> Any:
    services.edit_post(actor(), post_id, version_sent(), **sent)
    post = queries.get_post(actor(), post_id)
    return tagged(post, post.version)


@blueprint.route("/posts/<uuid:post_id>/edits", methods=["GET"])
@unseen_first(queries.get_post)
@public
@blueprint.arguments(OWN_FILTER, location="query")
@blueprint.response(200, EDIT_PAGE)
def list_edits(sent: Sent, post_id: UUID) -> Any:
    return queries.list_edits(actor(), queries.get_post(actor(), post_id), **sent)
