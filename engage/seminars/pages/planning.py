"""How does an officer plan, publish, move, cancel or hold a seminar on a page?"""

from uuid import UUID

from flask import flash, redirect, url_for
from werkzeug.wrappers import Response as Answer

from engage.access.guard import actor
from engage.access.permissions import Permission
from engage.access.rules import requires, signed_in
from engage.language import gettext as _
from engage.language import ngettext
from engage.seminars import queries, services
from engage.seminars.pages import blueprint
from engage.seminars.pages.fields import (
    TOLD_AT,
    UNPLANNED,
    copied_values,
    keep_what_is_not_shown,
    move_fields,
    plan_context,
    repetition,
    seminar_fields,
    template_values,
    typed_values,
)
from engage.seminars.schemas import MOVE_FORM, REASON_FORM, STEP_FORM
from engage.seminars.schemas.series import BEGINNING_FILTER, MOST_DATES, NEW_SEMINAR_FORM, SERIES_SEMINAR_FORM
from engage.web.forms import Form
from engage.web.idempotency import idempotent
from engage.web.input import read_query
from engage.web.rendering import page

Shown = str | Answer | tuple[str, int]

MOST_TEMPLATES = 200


@blueprint.get("/seminars/new")
@requires(Permission.SEMINARS_PLAN)
def new() -> Shown:
    return _new_page(_new_form())


@blueprint.post("/seminars/new")
@requires(Permission.SEMINARS_PLAN)
@idempotent
def plan() -> Shown:
    form = _new_form()
    with form:
        fields, days = seminar_fields(form), repetition(form)
        if days:
            return _to_series(services.plan_series(actor(), **days, **fields))
        seminar_id = services.plan_seminar(actor(), **fields)
        flash(_("The draft is kept. Publish it when it is ready."))
        return to_seminar(seminar_id)
    return _new_page(form)


@blueprint.get("/seminars/<uuid:seminar_id>/edit")
@signed_in
def edit(seminar_id: UUID) -> Shown:
    return _edit_page(_planning_form(), queries.get_own_plan(actor(), seminar_id))


@blueprint.post("/seminars/<uuid:seminar_id>/edit")
@signed_in
def save(seminar_id: UUID) -> Shown:
    seminar, form = get_planned(seminar_id), _planning_form()
    with form:
        changes = keep_what_is_not_shown(seminar_fields(form), seminar)
        count = services.edit_series(actor(), seminar_id, scope=form.read()["scope"], **changes)
        flash(_saved(count))
        return to_seminar(seminar_id)
    return _edit_page(form, queries.get_own_plan(actor(), seminar_id))


@blueprint.get("/seminars/<uuid:seminar_id>/move")
@signed_in
def ask_move(seminar_id: UUID) -> Shown:
    return _move_page(Form(MOVE_FORM, told_at=TOLD_AT), queries.get_own_plan(actor(), seminar_id))


@blueprint.post("/seminars/<uuid:seminar_id>/move")
@signed_in
def move(seminar_id: UUID) -> Shown:
    seminar, form = get_planned(seminar_id), Form(MOVE_FORM, told_at=TOLD_AT)
    with form:
        changes = keep_what_is_not_shown(move_fields(form), seminar)
        is_moved = services.edit_seminar(actor(), seminar_id, **changes)
        flash(_("The seminar is moved. Everyone registered is being told.") if is_moved else _("Nothing was changed."))
        return to_seminar(seminar_id)
    return _move_page(form, queries.get_own_plan(actor(), seminar_id))


@blueprint.get("/seminars/<uuid:seminar_id>/cancel")
@signed_in
def ask_cancel(seminar_id: UUID) -> Shown:
    return _confirm_page(seminar_id, "cancel", Form(REASON_FORM))


@blueprint.post("/seminars/<uuid:seminar_id>/cancel")
@signed_in
def cancel(seminar_id: UUID) -> Shown:
    form = Form(REASON_FORM)
    with form:
        services.cancel_seminar(actor(), seminar_id, **form.read())
        flash(_("The seminar is cancelled. Everyone registered is being told."))
        return to_seminar(seminar_id)
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
        return redirect(url_for("desk.week"), 303) if step == "delete" else to_seminar(seminar_id)
    return _confirm_page(seminar_id, step, form)


def _done(step: str) -> str:
    if step == "publish":
        return _("The seminar is published.")
    return _("Noted: the seminar took place.") if step == "hold" else _("The draft is deleted.")


def get_planned(seminar_id: UUID) -> queries.SeminarView:
    return queries.get_own_plan(actor(), seminar_id).seminar


def to_seminar(seminar_id: UUID) -> Answer:
    return redirect(url_for("registrations.seminar", seminar_id=seminar_id), 303)


def _to_series(series_id: UUID) -> Answer:
    drafts = queries.get_series(actor(), series_id)
    flash(
        ngettext(
            "%(num)s draft is kept. Publish it when it is ready.",
            "%(num)s drafts are kept. Publish them when they are ready.",
            len(drafts),
        )
    )
    return to_seminar(drafts[0].id)


def _saved(count: int) -> str:
    if count > 1:
        return ngettext("%(num)s seminar is changed.", "%(num)s seminars are changed.", count)
    return _("The changes are kept.") if count else _("Nothing was changed.")


def _new_form() -> Form:
    return Form(NEW_SEMINAR_FORM, told_at=TOLD_AT)


def _planning_form() -> Form:
    return Form(SERIES_SEMINAR_FORM, told_at=TOLD_AT)


def _new_page(form: Form) -> Shown:
    """An empty form, or one that begins with another seminar or with a template."""
    asked = read_query(BEGINNING_FILTER)
    template = queries.get_template(actor(), asked["template"]) if "template" in asked else None
    form.initial = UNPLANNED
    if template:
        form.initial = template_values(template)
    elif "seminar_id" in asked:
        form.initial = copied_values(queries.get_own_plan(actor(), asked["seminar_id"]))
    templates = queries.list_templates(actor(), limit=MOST_TEMPLATES).items
    context = {**plan_context(actor()), "templates": templates, "chosen": template, "max_dates": MOST_DATES}
    return page("seminars/edit.html", form=form, seminar=None, plan=None, **context), form.status


def _edit_page(form: Form, plan: queries.PlanView) -> Shown:
    form.initial = {"scope": "one", **typed_values(plan)}
    context = plan_context(actor(), plan)
    return page("seminars/edit.html", form=form, seminar=plan.seminar, plan=plan, **context), form.status


def _move_page(form: Form, plan: queries.PlanView) -> Shown:
    form.initial = typed_values(plan)
    return page("seminars/move.html", form=form, seminar=plan.seminar, **plan_context(actor(), plan)), form.status


def _confirm_page(seminar_id: UUID, action: str, form: Form) -> Shown:
    plan = queries.get_own_plan(actor(), seminar_id)
    shown = {"seminar": plan.seminar, "warnings": plan.warnings, "action": action, "form": form}
    return page("seminars/confirm.html", **shown), form.status
