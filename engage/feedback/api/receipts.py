"""For those who wrote without an account."""

from typing import Any
from uuid import UUID

from flask import Response

from engage.access.guard import actor
from engage.access.rules import public
from engage.accounts import limits
from engage.feedback import queries, services
from engage.feedback.api import blueprint
from engage.feedback.receipts import receipt_hash
from engage.feedback.schemas.receipts import RECEIPT_INPUT, RECEIPT_OPENED
from engage.feedback.schemas.steps import CONTACT_INPUT
from engage.settings import current_settings
from engage.web.api import no_content
from engage.web.unseen import unseen_first

Sent = dict[str, Any]


@blueprint.route("/receipts", methods=["POST"])
@public
@limits.receipts
@blueprint.arguments(RECEIPT_INPUT)
@blueprint.response(201, RECEIPT_OPENED)
def open_receipt(sent: Sent) -> Any:
    found_by = receipt_hash(current_settings().secret_key, sent["receipt"])
    return services.open_receipt(actor(), receipt_hash=found_by)


@blueprint.route("/threads/<uuid:thread_id>/contact", methods=["POST"])
@unseen_first(queries.get_thread)
@public
@blueprint.arguments(CONTACT_INPUT)
@blueprint.response(204)
def change_contact(sent: Sent, thread_id: UUID) -> Response:
    services.change_contact(actor(), thread_id, **sent)
    return no_content()
