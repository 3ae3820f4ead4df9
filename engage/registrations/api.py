"""Registrations in JSON."""

from typing import Any
from uuid import UUID

from engage.access.guard import actor
from engage.access.rules import signed_in
from engage.registrations import queries, services
from engage.registrations.schemas import (
    ACCEPT_INPUT,
    APPROVE_MANY,
    CANCEL_INPUT,
    CHANGE_PAGE,
    DECIDED_PAGE,
    DECLINE_INPUT,
    DECLINE_MANY,
    GUEST_INPUT,
    MESSAGE_INPUT,
    REGISTRATION_CHANGES,
    REGISTRATION_FILTER,
    REGISTRATION_INPUT,
    REGISTRATION_PAGE,
    REGISTRATION_VIEW,
    ROSTER_FILTER,
    SENT_MESSAGE_PAGE,
    SENT_MESSAGE_VIEW,
)
from engage.seminars.queries import get_seminar
from engage.seminars.schemas import NO_INPUT
from engage.web.api import IF_MATCH, ApiBlueprint, tagged, version_sent
from engage.web.errors import words_for
from engage.web.idempotency import idempotent
from engage.web.unseen import unseen_first

blueprint = ApiBlueprint("registrations", "Registrations of citizens and delegations")

Sent = dict[str, Any]


def _tagged(registration: queries.RegistrationView, status: int = 200) -> Any:
    return tagged(registration, registration.version, status)


@blueprint.route("/seminars/<uuid:seminar_id>/registrations", methods=["POST"])
@unseen_first(get_seminar)
@signed_in
@idempotent
@blueprint.arguments(REGISTRATION_INPUT)
@blueprint.response(201, REGISTRATION_VIEW)
def register(sent: Sent, seminar_id: UUID) -> Any:
    return _tagged(services.register(actor(), seminar_id, **sent), 201)


@blueprint.route("/seminars/<uuid:seminar_id>/registrations/desk", methods=["POST"])
@unseen_first(get_seminar)
@signed_in
@idempotent
@blueprint.arguments(GUEST_INPUT)
@blueprint.response(201, REGISTRATION_VIEW)
def register_guest(sent: Sent, seminar_id: UUID) -> Any:
    return _tagged(services.register_guest(actor(), seminar_id, **sent), 201)


@blueprint.route("/seminars/<uuid:seminar_id>/registrations/approve", methods=["POST"])
@unseen_first(get_seminar)
@signed_in
@blueprint.arguments(APPROVE_MANY)
@blueprint.response(200, DECIDED_PAGE)
def approve_registrations(sent: Sent, seminar_id: UUID) -> Any:
    asked = [(registration_id, None) for registration_id in sent["ids"]]
    return {"items": map(_told, services.approve_registrations(actor(), seminar_id, asked))}


@blueprint.route("/seminars/<uuid:seminar_id>/registrations/decline", methods=["POST"])
@unseen_first(get_seminar)
@signed_in
@blueprint.arguments(DECLINE_MANY)
@blueprint.response(200, DECIDED_PAGE)
def decline_registrations(sent: Sent, seminar_id: UUID) -> Any:
    asked = [(registration_id, None) for registration_id in sent["ids"]]
    return {"items": map(_told, services.decline_registrations(actor(), seminar_id, asked, sent["reason"]))}


def _told(decided: services.Decided) -> dict[str, Any]:
    refusal = decided.refusal and {"type": f"/problems/{decided.refusal.type}", "detail": words_for(decided.refusal)[1]}
    one = decided.registration
    return {"id": one.id, "code": one.code, "status": decided.status, "refusal": refusal}


@blueprint.route("/seminars/<uuid:seminar_id>/registrations", methods=["GET"])
@unseen_first(get_seminar)
@signed_in
@blueprint.arguments(ROSTER_FILTER, location="query")
@blueprint.response(200, REGISTRATION_PAGE)
def list_roster(sent: Sent, seminar_id: UUID) -> Any:
    return queries.list_roster(actor(), get_seminar(actor(), seminar_id), **sent)


@blueprint.route("/seminars/<uuid:seminar_id>/messages", methods=["POST"])
@unseen_first(get_seminar)
@signed_in
@idempotent
@blueprint.arguments(MESSAGE_INPUT)
@blueprint.response(201, SENT_MESSAGE_VIEW)
def send_message(sent: Sent, seminar_id: UUID) -> Any:
    return services.send_message(actor(), seminar_id, **sent)


@blueprint.route("/seminars/<uuid:seminar_id>/messages", methods=["GET"])
@unseen_first(get_seminar)
@signed_in
@blueprint.arguments(REGISTRATION_FILTER, location="query")
@blueprint.response(200, SENT_MESSAGE_PAGE)
def list_messages(sent: Sent, seminar_id: UUID) -> Any:
    return queries.list_messages(actor(), get_seminar(actor(), seminar_id), **sent)


@blueprint.route("/me/registrations", methods=["GET"])
@signed_in
@blueprint.arguments(REGISTRATION_FILTER, location="query")
@blueprint.response(200, REGISTRATION_PAGE)
def list_own(sent: Sent) -> Any:
    return queries.list_own(actor(), **sent)


@blueprint.route("/associations/<uuid:association_id>/registrations", methods=["GET"])
@unseen_first(queries.list_of_association)
@signed_in
@blueprint.arguments(REGISTRATION_FILTER, location="query")
@blueprint.response(200, REGISTRATION_PAGE)
def list_of_association(sent: Sent, association_id: UUID) -> Any:
    return queries.list_of_association(actor(), association_id, **sent)


@blueprint.route("/registrations/<uuid:registration_id>", methods=["GET"])
@signed_in
@blueprint.response(200, REGISTRATION_VIEW)
def show_registration(registration_id: UUID) -> Any:
    return _tagged(queries.get_registration(actor(), registration_id))


@blueprint.route("/registrations/<uuid:registration_id>/history", methods=["GET"])
@unseen_first(queries.get_registration)
@signed_in
@blueprint.arguments(REGISTRATION_FILTER, location="query")
@blueprint.response(200, CHANGE_PAGE)
def list_history(sent: Sent, registration_id: UUID) -> Any:
    registration = queries.get_registration_with_seminar(actor(), registration_id)
    return queries.list_history(actor(), registration, **sent)


@blueprint.route("/registrations/<uuid:registration_id>", methods=["PATCH"])
@unseen_first(queries.get_registration)
@blueprint.doc(parameters=[IF_MATCH])
@signed_in
@blueprint.arguments(REGISTRATION_CHANGES)
@blueprint.response(200, REGISTRATION_VIEW)
def change_registration(sent: Sent, registration_id: UUID) -> Any:
    return _tagged(services.change_registration(actor(), registration_id, version_sent(), **sent))


@blueprint.route("/registrations/<uuid:registration_id>/cancel", methods=["POST"])
@unseen_first(queries.get_registration)
@signed_in
@blueprint.arguments(CANCEL_INPUT)
@blueprint.response(200, REGISTRATION_VIEW)
def cancel_registration(sent: Sent, registration_id: UUID) -> Any:
    return _tagged(services.cancel_registration(actor(), registration_id, **sent))


@blueprint.route("/registrations/<uuid:registration_id>/approve", methods=["POST"])
@unseen_first(queries.get_registration)
@signed_in
@blueprint.arguments(NO_INPUT)
@blueprint.response(200, REGISTRATION_VIEW)
def approve_registration(_sent: Sent, registration_id: UUID) -> Any:
    return _tagged(services.approve_registration(actor(), registration_id))


@blueprint.route("/registrations/<uuid:registration_id>/decline", methods=["POST"])
@unseen_first(queries.get_registration)
@signed_in
@blueprint.arguments(DECLINE_INPUT)
@blueprint.response(200, REGISTRATION_VIEW)
def decline_registration(sent: Sent, registration_id: UUID) -> Any:
    return _tagged(services.decline_registration(actor(), registration_id, **sent))


@blueprint.route("/registrations/<uuid:registration_id>/accept-offer", methods=["POST"])
@unseen_first(queries.get_registration)
@signed_in
@blueprint.arguments(ACCEPT_INPUT)
@blueprint.response(200, REGISTRATION_VIEW)
def accept_offer(sent: Sent, registration_id: UUID) -> Any:
    return _tagged(services.accept_offer(actor(), registration_id, **sent))


@blueprint.route("/registrations/<uuid:registration_id>/decline-offer", methods=["POST"])
@unseen_first(queries.get_registration)
@signed_in
@blueprint.arguments(NO_INPUT)
@blueprint.response(200, REGISTRATION_VIEW)
def decline_offer(_sent: Sent, registration_id: UUID) -> Any:
    return _tagged(services.decline_offer(actor(), registration_id))
