"""How does an officer plan, publish, move, cancel or hold a seminar on a page?"""

from uuid import UUID

from flask import flash, redirect, url_for
from werkzeug.wrappers import Response as Answer

from engage.access.guard import actor
from engage.access.permissions import Permission
from engage.access.rules import requires, signed_in
from engage.errors import NotAllowed
from engage.language import gettext as _
from engage.seminars import queries, services
from engage.seminars.pages import blueprint
from engage.seminars.pages.fields import (
    TOLD_AT,
    keep_what_is_not_shown,
    move_fields,
    plan_context,
    seminar_fields,
    typed_values,
)
from engage.seminars.policies import can_plan_in
from engage.seminars.schemas import MOVE_FORM, REASON_FORM, SEMINAR_FORM, STEP_FORM
from engage.web.forms import Form
from engage.web.idempotency import idempotent
from engage.web.rendering import page

Shown = str | Answer | tuple[str, int]

UNPLANNED = {"waiting_list": "strict", "visibility": "public", "languages": ["ar"], "min_party_size": 1}


@blueprint.get("/seminars/new")
@requires(Permission.SEMINARS_PLAN)
def new() -> Shown:
    return _edit_page(_planning_form())


@blueprint.post("/seminars/new")
@requires(Permission.SEMINARS_PLAN)
@idempotent
def plan() -> Shown:
    form = _planning_form()
    with form:
        seminar_id = services.plan_seminar(actor(), **seminar_fields(form))
        flash(_("The draft is kept. Publish it when it is ready."))
        return _to_seminar(seminar_id)
    return _edit_page(form)


@blueprint.get("/seminars/<uuid:seminar_id>/edit")
@signed_in
def edit(seminar_id: UUID) -> Shown:
    seminar = _get_planned(seminar_id)
    return _edit_page(_planning_form(), seminar)


@blueprint.post("/seminars/<uuid:seminar_id>/edit")
@signed_in
def save(seminar_id: UUID) -> Shown:
    seminar, form = _get_planned(seminar_id), _planning_form()
    with form:
        changes = keep_what_is_not_shown(seminar_fields(form), seminar)
        is_changed = services.edit_seminar(actor(), seminar_id, **changes)
        flash(_("The changes are kept.") if is_changed else _("Nothing was changed."))
        return _to_seminar(seminar_id)
    return _edit_page(form, _get_planned(seminar_id))


@blueprint.get("/seminars/<uuid:seminar_id>/move")
@signed_in
def ask_move(seminar_id: UUID) -> Shown:
    seminar = _get_planned(seminar_id)
    return _move_page(Form(MOVE_FORM, told_at=TOLD_AT), seminar)


@blueprint.post("/seminars/<uuid:seminar_id>/move")
@signed_in
def move(seminar_id: UUID) -> Shown:
    seminar, form = _get_planned(seminar_id), Form(MOVE_FORM, told_at=TOLD_AT)
    with form:
        changes = keep_what_is_not_shown(move_fields(form), seminar)
        is_moved = services.edit_seminar(actor(), seminar_id, **changes)
        flash(_("The seminar is moved. Everyone registered is being told.") if is_moved else _("Nothing was changed."))
        return _to_seminar(seminar_id)
    return _move_page(form, _get_planned(seminar_id))


@blueprint.get("/seminars/<uuid:seminar_id>/cancel")
@signed_in
def ask_cancel(seminar_id: UUID) -> Shown:
    if _get_planned(seminar_id).status == "draft":  # nobody was told of it: there is nothing to call off
        return redirect(url_for(".ask_step", seminar_id=seminar_id, step="delete"), 303)
    return _confirm_page(seminar_id, "cancel", Form(REASON_FORM))


@blueprint.post("/seminars/<uuid:seminar_id>/cancel")
@signed_in
def cancel(seminar_id: UUID) -> Shown:
    form = Form(REASON_FORM)
    with form:
        services.cancel_seminar(actor(), seminar_id, **form.read())
        flash(_("The seminar is cancelled. Everyone registered is being told."))
        return _to_seminar(seminar_id)
    return _confirm_page(seminar_id, "cancel", form)


_STEPS = {"publish": services.publish_seminar, "hold": services.hold_seminar, "delete": services.delete_draft}


@blueprint.get("/seminars/<uuid:seminar_id>/<any(publish, hold, delete):step>")
@signed_in
def ask_step(seminar_id: UUID, step: str) -> Shown:
    return _confirm_page(seminar_id, step, Form(STEP_FORM))


@blueprint.post("/seminars/<uuid:seminar_id>/<any(publish, hold, delete):step>")
@signed_in
def take_step(seminar_id: UUID, step: str) -> Shown:
    form = Form(STEP_FORM)
    with form:
        _STEPS[step](actor(), seminar_id, **form.read())
        flash(_done(step))
        return redirect(url_for("desk.week"), 303) if step == "delete" else _to_seminar(seminar_id)
    return _confirm_page(seminar_id, step, form)


def _done(step: str) -> str:
    if step == "publish":
        return _("The seminar is published.")
    return _("Noted: the seminar took place.") if step == "hold" else _("The draft is deleted.")


def _get_planned(seminar_id: UUID) -> queries.SeminarView:
    seminar = queries.get_seminar(actor(), seminar_id)
    if not can_plan_in(actor(), seminar.district):
        raise NotAllowed
    return seminar


def _to_seminar(seminar_id: UUID) -> Answer:
    return redirect(url_for("registrations.seminar", seminar_id=seminar_id), 303)


def _planning_form() -> Form:
    return Form(SEMINAR_FORM, told_at=TOLD_AT)


def _edit_page(form: Form, seminar: queries.SeminarView | None = None) -> Shown:
    form.initial = typed_values(seminar) if seminar else UNPLANNED
    return page("seminars/edit.html", form=form, seminar=seminar, **plan_context(actor(), seminar)), form.status


def _move_page(form: Form, seminar: queries.SeminarView) -> Shown:
    form.initial = typed_values(seminar)
    return page("seminars/move.html", form=form, seminar=seminar, **plan_context(actor(), seminar)), form.status


def _confirm_page(seminar_id: UUID, action: str, form: Form) -> Shown:
    seminar = _get_planned(seminar_id)
    return page("seminars/confirm.html", seminar=seminar, action=action, form=form), form.status
