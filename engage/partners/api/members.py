"""Who acts for an association, and who is invited to, in JSON?"""

from typing import Any
from uuid import UUID

from flask import Response

from engage.access.guard import actor
from engage.access.rules import signed_in
from engage.accounts import limits
from engage.partners import queries, services
from engage.partners.api import blueprint
from engage.partners.schemas.members import (
    INVITATION_INPUT,
    INVITATION_PAGE,
    INVITATION_VIEW,
    JOIN_INPUT,
    JOINED_VIEW,
    MEMBER_FILTER,
    MEMBER_INPUT,
    MEMBER_PAGE,
    MEMBER_VIEW,
)
from engage.web.api import IF_MATCH, no_content, tagged, version_if_sent, version_sent
from engage.web.idempotency import idempotent
from engage.web.unseen import unseen_first

Sent = dict[str, Any]


@blueprint.route("/associations/<uuid:association_id>/members", methods=["GET"])
@signed_in
@blueprint.arguments(MEMBER_FILTER, location="query")
@blueprint.response(200, MEMBER_PAGE)
def list_members(sent: Sent, association_id: UUID) -> Any:
    return queries.list_members(actor(), association_id, **sent)


@blueprint.route("/associations/<uuid:association_id>/members/<uuid:account_id>", methods=["GET"])
@signed_in
@blueprint.response(200, MEMBER_VIEW)
def show_member(association_id: UUID, account_id: UUID) -> Any:
    return _tagged(association_id, account_id)


@blueprint.route("/associations/<uuid:association_id>/members/<uuid:account_id>", methods=["PATCH"])
@blueprint.doc(parameters=[IF_MATCH])
@unseen_first(queries.get_member)
@signed_in
@blueprint.arguments(MEMBER_INPUT)
@blueprint.response(200, MEMBER_VIEW)
def change_role(sent: Sent, association_id: UUID, account_id: UUID) -> Any:
    services.change_role(actor(), association_id, account_id, version=version_sent(), **sent)
    return _tagged(association_id, account_id)


@blueprint.route("/associations/<uuid:association_id>/members/<uuid:account_id>", methods=["DELETE"])
@signed_in
@blueprint.response(204)
def remove_member(association_id: UUID, account_id: UUID) -> Response:
    services.remove_member(actor(), association_id, account_id, version=version_if_sent())
    return no_content()


@blueprint.route("/associations/<uuid:association_id>/members/<uuid:account_id>/hand-over", methods=["POST"])
@signed_in
@blueprint.response(200, MEMBER_VIEW)
def hand_over(association_id: UUID, account_id: UUID) -> Any:
    services.hand_over(actor(), association_id, account_id, version=version_if_sent())
    return _tagged(association_id, account_id)


@blueprint.route("/associations/<uuid:association_id>/invitations", methods=["GET"])
@signed_in
@blueprint.response(200, INVITATION_PAGE)
def list_invitations(association_id: UUID) -> Any:
    return {"items": queries.list_invitations(actor(), association_id)}


@blueprint.route("/associations/<uuid:association_id>/invitations", methods=["POST"])
@unseen_first(queries.get_inside)
@signed_in
@limits.letters("association-invitation")
@idempotent
@blueprint.arguments(INVITATION_INPUT)
@blueprint.response(201, INVITATION_VIEW)
def invite_member(sent: Sent, association_id: UUID) -> Any:
    return services.invite_member(actor(), association_id, **sent)


@blueprint.route("/associations/<uuid:association_id>/invitations/<uuid:invitation_id>", methods=["DELETE"])
@signed_in
@blueprint.response(204)
def revoke_invitation(association_id: UUID, invitation_id: UUID) -> Response:
    services.revoke_invitation(actor(), association_id, invitation_id)
    return no_content()


@blueprint.route("/invitations/accept", methods=["POST"])
@signed_in
@idempotent
@blueprint.arguments(JOIN_INPUT)
@blueprint.response(200, JOINED_VIEW)
def accept_invitation(sent: Sent) -> Any:
    return {"association_id": services.accept_invitation(actor(), **sent)}


def _tagged(association_id: UUID, account_id: UUID) -> Any:
    member = queries.get_member(actor(), association_id, account_id)
    return tagged(member, member.version)
