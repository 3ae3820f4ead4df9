"""Who acts for an association? Where managers invite, change roles and take people out, and where anyone leaves."""

from uuid import UUID

from flask import flash, redirect, url_for
from werkzeug.wrappers import Response as Answer

from engage.access.guard import actor
from engage.access.rules import signed_in
from engage.accounts import limits
from engage.errors import NotAllowed
from engage.language import gettext as _
from engage.partners import queries, services
from engage.partners.pages import blueprint
from engage.partners.policies import can_manage_members
from engage.partners.schemas.members import (
    INVITATION_INPUT,
    MEMBER_FILTER,
    ROLE_FORM,
    VERSION_FORM,
    RoleAnswer,
)
from engage.web.forms import Form
from engage.web.idempotency import idempotent
from engage.web.input import understood_query
from engage.web.rendering import page

Shown = str | Answer | tuple[str, int]

TOLD_AT = {"already-member": "email", "too-many-invitations": "email"}


@blueprint.get("/associations/<uuid:association_id>/members")
@signed_in
def members(association_id: UUID) -> Shown:
    return _members_page(association_id, Form(INVITATION_INPUT, {"role": "member"}))


@blueprint.post("/associations/<uuid:association_id>/invitations")
@signed_in
@limits.letters("association-invitation")
@idempotent
def invite(association_id: UUID) -> Shown:
    form = Form(INVITATION_INPUT, told_at=TOLD_AT)
    with form:
        services.invite_member(actor(), association_id, **form.read())
        flash(_("The invitation is on its way. It is good for 14 days."))
        return _to_members(association_id)
    return _members_page(association_id, form)


@blueprint.post("/associations/<uuid:association_id>/invitations/<uuid:invitation_id>/revoke")
@signed_in
def revoke(association_id: UUID, invitation_id: UUID) -> Answer:
    services.revoke_invitation(actor(), association_id, invitation_id)
    flash(_("The invitation is revoked. Its link no longer works."))
    return _to_members(association_id)


@blueprint.get("/associations/<uuid:association_id>/members/<uuid:account_id>")
@signed_in
def member(association_id: UUID, account_id: UUID) -> Shown:
    one = queries.get_member(actor(), association_id, account_id)
    return _member_page("member", association_id, one, Form(ROLE_FORM, {"role": one.role}))


@blueprint.post("/associations/<uuid:association_id>/members/<uuid:account_id>")
@signed_in
def save_member(association_id: UUID, account_id: UUID) -> Shown:
    form = Form(ROLE_FORM)
    with form:
        _change(association_id, account_id, **form.read())
        flash(_("The role is changed. It counts at once."))
        return _to_members(association_id)
    one = queries.get_member(actor(), association_id, account_id)
    return _member_page("member", association_id, one, form)


@blueprint.get("/associations/<uuid:association_id>/members/<uuid:account_id>/remove")
@signed_in
def ask_remove(association_id: UUID, account_id: UUID) -> Shown:
    one = queries.get_member(actor(), association_id, account_id)
    return _member_page("remove", association_id, one, Form(VERSION_FORM))


@blueprint.post("/associations/<uuid:association_id>/members/<uuid:account_id>/remove")
@signed_in
def remove(association_id: UUID, account_id: UUID) -> Shown:
    form = Form(VERSION_FORM)
    with form:
        services.remove_member(actor(), association_id, account_id, **form.read())
        return _gone(association_id, account_id)
    one = queries.get_member(actor(), association_id, account_id)
    return _member_page("remove", association_id, one, form)


def _change(association_id: UUID, account_id: UUID, role: str, version: int | None = None) -> None:
    if role == RoleAnswer.SUCCESSOR:
        services.hand_over(actor(), association_id, account_id, version=version)
    else:
        services.change_role(actor(), association_id, account_id, role=role, version=version)


def _gone(association_id: UUID, account_id: UUID) -> Answer:
    if account_id == actor().id:
        flash(_("You no longer act for this association."))
        return redirect(url_for("registrations.mine"), 303)
    flash(_("This person no longer acts for the association."))
    return _to_members(association_id)


def _members_page(association_id: UUID, form: Form) -> Shown:
    inside = queries.get_inside(actor(), association_id)
    found = queries.list_members(actor(), inside, **understood_query(MEMBER_FILTER))
    return page(
        "partners/members.html",
        inside=inside,
        members=found,
        invitations=queries.list_invitations(actor(), inside) if inside.sees_addresses else [],
        can_manage=can_manage_members(actor(), inside),
        form=form,
    ), form.status


def _member_page(name: str, association_id: UUID, one: queries.MemberView, form: Form) -> Shown:
    inside = queries.get_inside(actor(), association_id)
    can_manage, is_self = can_manage_members(actor(), inside), one.account_id == actor().id
    if not can_manage and not (is_self and name == "remove"):
        raise NotAllowed
    return page(f"partners/{name}.html", inside=inside, member=one, is_self=is_self, form=form), form.status


def _to_members(association_id: UUID) -> Answer:
    return redirect(url_for(".members", association_id=association_id), 303)
