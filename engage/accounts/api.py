"""Accounts, bearer tokens and the own profile in JSON."""

from typing import Any
from uuid import UUID

from flask import Response

from engage.access.guard import actor
from engage.access.rules import public, signed_in
from engage.accounts import limits, queries, services
from engage.accounts.passwords import seal
from engage.accounts.schemas import (
    ME_CHANGES,
    ME_VIEW,
    SIGN_UP_INPUT,
    SIGN_UP_VIEW,
    TOKEN_CREATED_VIEW,
    TOKEN_FILTER,
    TOKEN_INPUT,
    TOKEN_PAGE,
    VERIFY_INPUT,
)
from engage.web.api import IF_MATCH, ApiBlueprint, no_content, tagged, version_sent
from engage.web.idempotency import idempotent

blueprint = ApiBlueprint("accounts", "Accounts, tokens and the own profile")

Sent = dict[str, Any]


@blueprint.route("/accounts", methods=["POST"])
@public
@limits.letters("sign-up")
@blueprint.arguments(SIGN_UP_INPUT)
@blueprint.response(201, SIGN_UP_VIEW)
def sign_up(sent: Sent) -> Any:
    return _open_account(password_hash=seal(sent.pop("password"), email=sent["email"]), **sent)


@idempotent
def _open_account(**details: Any) -> Any:
    """Claims the key after the password was hashed: the store is not kept waiting for that."""
    services.sign_up(actor(), **details)
    return {"status": "verification_sent"}, 201


@blueprint.route("/accounts/verify", methods=["POST"])
@public
@blueprint.arguments(VERIFY_INPUT)
@blueprint.response(204)
def verify_address(sent: Sent) -> Response:
    services.verify_address(actor(), **sent)
    return no_content()


@blueprint.route("/tokens", methods=["POST"])
@public
@limits.guesses
@blueprint.arguments(TOKEN_INPUT)
@blueprint.response(201, TOKEN_CREATED_VIEW)
def create_token(sent: Sent) -> Any:
    sent.pop("otp", None)
    return services.create_token(actor(), **sent)


@blueprint.route("/tokens", methods=["GET"])
@signed_in
@blueprint.arguments(TOKEN_FILTER, location="query")
@blueprint.response(200, TOKEN_PAGE)
def list_tokens(sent: Sent) -> Any:
    return queries.list_tokens(actor(), **sent)


@blueprint.route("/tokens/current", methods=["DELETE"])
@signed_in
@blueprint.response(204)
def revoke_current_token() -> Response:
    services.revoke_token(actor(), actor().credential_id)
    return no_content()


@blueprint.route("/tokens/<uuid:token_id>", methods=["DELETE"])
@signed_in
@blueprint.response(204)
def revoke_token(token_id: UUID) -> Response:
    services.revoke_token(actor(), token_id)
    return no_content()


@blueprint.route("/me", methods=["GET"])
@signed_in
@blueprint.response(200, ME_VIEW)
def show_me() -> Any:
    account = queries.get_account(actor())
    return tagged(account, account.version)


@blueprint.route("/me", methods=["PATCH"])
@blueprint.doc(parameters=[IF_MATCH])
@signed_in
@blueprint.arguments(ME_CHANGES)
@blueprint.response(200, ME_VIEW)
def edit_me(sent: Sent) -> Any:
    services.edit_profile(actor(), version_sent(), **sent)
    account = queries.get_account(actor())
    return tagged(account, account.version)
