"""What the author says of a thread that was closed; nobody reads it but in sums."""

from typing import Any
from uuid import UUID

from flask import Response

from engage.access.guard import actor
from engage.access.rules import public
from engage.feedback import queries, services
from engage.feedback.api import blueprint
from engage.feedback.schemas.rating import RATING_INPUT
from engage.web.api import no_content
from engage.web.unseen import unseen_first


@blueprint.route("/threads/<uuid:thread_id>/rate", methods=["POST"])
@unseen_first(queries.get_thread)
@public
@blueprint.arguments(RATING_INPUT)
@blueprint.response(204)
def rate_thread(sent: dict[str, Any], thread_id: UUID) -> Response:
    services.rate_thread(actor(), thread_id, **sent)
    return no_content()
