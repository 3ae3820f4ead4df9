"""Opening threads and finding them."""

from typing import Any
from uuid import UUID

from flask import make_response

from engage.access.guard import actor
from engage.access.rules import public, signed_in
from engage.accounts import limits
from engage.feedback import floods, queries, services
from engage.feedback.api import blueprint
from engage.feedback.proofs import MAX_SENT, new_challenge
from engage.feedback.receipts import receipt_for, receipt_hash
from engage.feedback.schemas.proofs import CHALLENGE
from engage.feedback.schemas.threads import (
    OWN_FILTER,
    THREAD_FILTER,
    THREAD_INPUT,
    THREAD_MADE,
    THREAD_PAGE,
    THREAD_VIEW,
)
from engage.settings import current_settings
from engage.web.idempotency import idempotent, request_seed

Sent = dict[str, Any]
CHALLENGE_SOLUTION = {
    "in": "header",
    "name": floods.HEADER,
    "description": "Where 403 `challenge-required` asks for it: base64 of the JSON of challenge and solution.",
    "schema": {"type": "string", "maxLength": MAX_SENT},
}


@blueprint.route("/threads", methods=["POST"])
@blueprint.doc(parameters=[CHALLENGE_SOLUTION])
@public
@limits.posts("threads")
@blueprint.arguments(THREAD_INPUT)
@blueprint.response(201, THREAD_MADE)
def open_thread(sent: Sent) -> Any:
    place = sent.pop("location", None) or {}
    if actor().is_authenticated:
        return _open_once(**sent, **place)
    key = current_settings().secret_key
    receipt = receipt_for(key, request_seed())
    made = make_response(_open_once(**sent, **place, receipt_hash=receipt_hash(key, receipt)))
    return {**made.get_json(), "receipt": receipt}


@idempotent
def _open_once(**details: Any) -> Any:
    """What is kept for whoever sends it again: all but the receipt, which is made from the request itself."""
    floods.require_proof()
    made = services.open_thread(actor(), **details)
    return {"id": str(made.id), "reference": made.reference}, 201


@blueprint.route("/threads", methods=["GET"])
@public
@blueprint.arguments(THREAD_FILTER, location="query")
@blueprint.response(200, THREAD_PAGE)
def list_threads(sent: Sent) -> Any:
    return queries.list_threads(actor(), **sent)


@blueprint.route("/challenges", methods=["GET"])
@public
@blueprint.response(200, CHALLENGE)
def show_challenge() -> Any:
    return new_challenge(current_settings().secret_key)


@blueprint.route("/me/threads", methods=["GET"])
@signed_in
@blueprint.arguments(OWN_FILTER, location="query")
@blueprint.response(200, THREAD_PAGE)
def list_own_threads(sent: Sent) -> Any:
    return queries.list_own_threads(actor(), **sent)


@blueprint.route("/threads/<uuid:thread_id>", methods=["GET"])
@public
@blueprint.response(200, THREAD_VIEW)
def show_thread(thread_id: UUID) -> Any:
    return queries.get_thread(actor(), thread_id)
