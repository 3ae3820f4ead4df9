"""What is reported, hidden, appealed against, restored and redacted; what waits for moderators; the watched words."""

from typing import Any
from uuid import UUID

from flask import Response

from engage.access.guard import actor
from engage.access.permissions import Permission
from engage.access.rules import public, requires
from engage.accounts import limits
from engage.feedback import queries, services
from engage.feedback.api import blueprint
from engage.feedback.schemas.moderation import (
    APPEAL_INPUT,
    CASE_COUNTS,
    CASE_FILTER,
    CASE_PAGE,
    CASE_VIEW,
    GROUND_INPUT,
    MAY_REASON_INPUT,
    REDACT_INPUT,
    WATCHED_WORD_FILTER,
    WATCHED_WORD_INPUT,
    WATCHED_WORD_PAGE,
    WATCHED_WORD_VIEW,
)
from engage.feedback.schemas.speaking import POST_VIEW
from engage.feedback.schemas.steps import REASON_INPUT
from engage.seminars.schemas import NO_INPUT
from engage.web.api import IF_MATCH, no_content, tagged, version_sent
from engage.web.idempotency import idempotent
from engage.web.unseen import unseen_first

Sent = dict[str, Any]


@blueprint.route("/posts/<uuid:post_id>/report", methods=["POST"])
@unseen_first(queries.get_post)
@public
@limits.posts("reports")
@blueprint.arguments(GROUND_INPUT)
@blueprint.response(204)
def report_post(sent: Sent, post_id: UUID) -> Response:
    services.report_post(actor(), post_id, network=limits.network(), **sent)
    return no_content()


@blueprint.route("/posts/<uuid:post_id>/appeal", methods=["POST"])
@unseen_first(queries.get_post)
@public
@blueprint.arguments(APPEAL_INPUT)
@blueprint.response(204)
def appeal_hiding(sent: Sent, post_id: UUID) -> Response:
    services.appeal_hiding(actor(), post_id, appeal=sent["reason"])
    return no_content()


@blueprint.route("/posts/<uuid:post_id>/moderation", methods=["GET"])
@requires(Permission.POSTS_MODERATE)
@blueprint.response(200, CASE_VIEW)
def show_case(post_id: UUID) -> Any:
    return queries.get_case(actor(), post_id)


@blueprint.route("/posts/<uuid:post_id>/release", methods=["POST"])
@unseen_first(queries.get_post)
@public
@blueprint.arguments(NO_INPUT)
@blueprint.response(200, POST_VIEW)
def release_post(_sent: Sent, post_id: UUID) -> Any:
    services.release_post(actor(), post_id)
    return queries.get_post(actor(), post_id)


@blueprint.route("/posts/<uuid:post_id>/hide", methods=["POST"])
@unseen_first(queries.get_post)
@public
@blueprint.arguments(GROUND_INPUT)
@blueprint.response(200, POST_VIEW)
def hide_post(sent: Sent, post_id: UUID) -> Any:
    services.hide_post(actor(), post_id, **sent)
    return queries.get_post(actor(), post_id)


@blueprint.route("/posts/<uuid:post_id>/restore", methods=["POST"])
@unseen_first(queries.get_post)
@public
@blueprint.arguments(MAY_REASON_INPUT)
@blueprint.response(200, POST_VIEW)
def restore_post(sent: Sent, post_id: UUID) -> Any:
    services.restore_post(actor(), post_id, **sent)
    return queries.get_post(actor(), post_id)


@blueprint.route("/posts/<uuid:post_id>/uphold", methods=["POST"])
@unseen_first(queries.get_post)
@public
@blueprint.arguments(REASON_INPUT)
@blueprint.response(200, POST_VIEW)
def uphold_hiding(sent: Sent, post_id: UUID) -> Any:
    services.uphold_hiding(actor(), post_id, **sent)
    return queries.get_post(actor(), post_id)


@blueprint.route("/posts/<uuid:post_id>/dismiss", methods=["POST"])
@unseen_first(queries.get_post)
@public
@blueprint.arguments(MAY_REASON_INPUT)
@blueprint.response(200, POST_VIEW)
def dismiss_reports(sent: Sent, post_id: UUID) -> Any:
    services.dismiss_reports(actor(), post_id, **sent)
    return queries.get_post(actor(), post_id)


@blueprint.route("/posts/<uuid:post_id>/redaction", methods=["PUT"])
@unseen_first(queries.get_post)
@blueprint.doc(parameters=[IF_MATCH])
@public
@blueprint.arguments(REDACT_INPUT)
@blueprint.response(200, POST_VIEW)
def redact_post(sent: Sent, post_id: UUID) -> Any:
    services.redact_post(actor(), post_id, version_sent(), **sent)
    post = queries.get_post(actor(), post_id)
    return tagged(post, post.version)


@blueprint.route("/moderation", methods=["GET"])
@requires(Permission.POSTS_MODERATE)
@blueprint.arguments(CASE_FILTER, location="query")
@blueprint.response(200, CASE_PAGE)
def list_cases(sent: Sent) -> Any:
    return queries.list_cases(actor(), **sent)


@blueprint.route("/moderation/counts", methods=["GET"])
@requires(Permission.POSTS_MODERATE)
@blueprint.response(200, CASE_COUNTS)
def count_cases() -> Any:
    return queries.count_cases(actor())


@blueprint.route("/watched-words", methods=["GET"])
@requires(Permission.WORDS_WATCH)
@blueprint.arguments(WATCHED_WORD_FILTER, location="query")
@blueprint.response(200, WATCHED_WORD_PAGE)
def list_watched_words(sent: Sent) -> Any:
    return queries.list_watched_words(actor(), **sent)


@blueprint.route("/watched-words", methods=["POST"])
@requires(Permission.WORDS_WATCH)
@idempotent
@blueprint.arguments(WATCHED_WORD_INPUT)
@blueprint.response(201, WATCHED_WORD_VIEW)
def watch_word(sent: Sent) -> Any:
    return services.watch_word(actor(), **sent)


@blueprint.route("/watched-words/<uuid:word_id>", methods=["DELETE"])
@requires(Permission.WORDS_WATCH)
@blueprint.response(204)
def unwatch_word(word_id: UUID) -> Response:
    services.unwatch_word(actor(), word_id)
    return no_content()
