"""Templates for seminars in JSON."""

from typing import Any
from uuid import UUID

from flask import Response

from engage.access.guard import actor
from engage.access.permissions import Permission
from engage.access.rules import requires
from engage.seminars import queries, services
from engage.seminars.api import Sent, blueprint
from engage.seminars.schemas.templates import (
    TEMPLATE_CHANGES,
    TEMPLATE_FILTER,
    TEMPLATE_INPUT,
    TEMPLATE_PAGE,
    TEMPLATE_VIEW,
)
from engage.web.api import IF_MATCH, no_content, tagged, version_sent
from engage.web.idempotency import idempotent


def _tagged(template_id: UUID, status: int = 200) -> Any:
    template = queries.get_template(actor(), template_id)
    return tagged(template, template.version, status)


@blueprint.route("/seminar-templates", methods=["GET"])
@requires(Permission.SEMINARS_PLAN)
@blueprint.arguments(TEMPLATE_FILTER, location="query")
@blueprint.response(200, TEMPLATE_PAGE)
def list_templates(sent: Sent) -> Any:
    return queries.list_templates(actor(), **sent)


@blueprint.route("/seminar-templates", methods=["POST"])
@requires(Permission.SEMINARS_PLAN)
@idempotent
@blueprint.arguments(TEMPLATE_INPUT)
@blueprint.response(201, TEMPLATE_VIEW)
def add_template(sent: Sent) -> Any:
    return _tagged(services.add_template(actor(), **sent), 201)


@blueprint.route("/seminar-templates/<uuid:template_id>", methods=["GET"])
@requires(Permission.SEMINARS_PLAN)
@blueprint.response(200, TEMPLATE_VIEW)
def show_template(template_id: UUID) -> Any:
    return _tagged(template_id)


@blueprint.route("/seminar-templates/<uuid:template_id>", methods=["PATCH"])
@blueprint.doc(parameters=[IF_MATCH])
@requires(Permission.TEMPLATES_EDIT)
@blueprint.arguments(TEMPLATE_CHANGES)
@blueprint.response(200, TEMPLATE_VIEW)
def edit_template(sent: Sent, template_id: UUID) -> Any:
    services.edit_template(actor(), template_id, version_sent(), **sent)
    return _tagged(template_id)


@blueprint.route("/seminar-templates/<uuid:template_id>", methods=["DELETE"])
@requires(Permission.TEMPLATES_EDIT)
@blueprint.response(204)
def delete_template(template_id: UUID) -> Response:
    services.delete_template(actor(), template_id)
    return no_content()
