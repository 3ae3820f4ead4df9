"""Words for replies in JSON."""

from typing import Any
from uuid import UUID

from flask import Response

from engage.access.guard import actor
from engage.access.permissions import Permission
from engage.access.rules import requires
from engage.feedback.api import blueprint
from engage.feedback.queries.templates import get_reply_template, list_reply_templates
from engage.feedback.schemas.templates import (
    REPLY_TEMPLATE_CHANGES,
    REPLY_TEMPLATE_FILTER,
    REPLY_TEMPLATE_INPUT,
    REPLY_TEMPLATE_PAGE,
    REPLY_TEMPLATE_VIEW,
)
from engage.feedback.services import templates as services
from engage.web.api import IF_MATCH, no_content, tagged, version_sent
from engage.web.idempotency import idempotent

Sent = dict[str, Any]


def _tagged(reply_template_id: UUID, status: int = 200) -> Any:
    template = get_reply_template(actor(), reply_template_id)
    return tagged(template, template.version, status)


@blueprint.route("/reply-templates", methods=["GET"])
@requires(Permission.THREADS_ANSWER)
@blueprint.arguments(REPLY_TEMPLATE_FILTER, location="query")
@blueprint.response(200, REPLY_TEMPLATE_PAGE)
def list_templates(sent: Sent) -> Any:
    return list_reply_templates(actor(), **sent)


@blueprint.route("/reply-templates", methods=["POST"])
@requires(Permission.TEMPLATES_EDIT)
@idempotent
@blueprint.arguments(REPLY_TEMPLATE_INPUT)
@blueprint.response(201, REPLY_TEMPLATE_VIEW)
def add_template(sent: Sent) -> Any:
    return _tagged(services.add_reply_template(actor(), **sent), 201)


@blueprint.route("/reply-templates/<uuid:reply_template_id>", methods=["GET"])
@requires(Permission.THREADS_ANSWER)
@blueprint.response(200, REPLY_TEMPLATE_VIEW)
def show_template(reply_template_id: UUID) -> Any:
    return _tagged(reply_template_id)


@blueprint.route("/reply-templates/<uuid:reply_template_id>", methods=["PATCH"])
@blueprint.doc(parameters=[IF_MATCH])
@requires(Permission.TEMPLATES_EDIT)
@blueprint.arguments(REPLY_TEMPLATE_CHANGES)
@blueprint.response(200, REPLY_TEMPLATE_VIEW)
def edit_template(sent: Sent, reply_template_id: UUID) -> Any:
    services.edit_reply_template(actor(), reply_template_id, version_sent(), **sent)
    return _tagged(reply_template_id)


@blueprint.route("/reply-templates/<uuid:reply_template_id>", methods=["DELETE"])
@requires(Permission.TEMPLATES_EDIT)
@blueprint.response(204)
def delete_template(reply_template_id: UUID) -> Response:
    services.delete_reply_template(actor(), reply_template_id)
    return no_content()
