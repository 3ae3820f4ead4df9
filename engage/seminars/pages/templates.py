"""How does a planner keep a seminar as a template, and a supervisor look after the templates?"""

from uuid import UUID

from flask import flash, redirect, url_for
from werkzeug.wrappers import Response as Answer

from engage.access.guard import actor
from engage.access.permissions import Permission
from engage.access.rules import requires, signed_in
from engage.language import gettext as _
from engage.seminars import queries, services
from engage.seminars.pages import blueprint
from engage.seminars.pages.planning import Shown, get_planned
from engage.seminars.schemas import STEP_FORM
from engage.seminars.schemas.templates import TEMPLATE_FILTER, TEMPLATE_FORM, TEMPLATE_NAME_FORM
from engage.web.forms import Form
from engage.web.idempotency import idempotent
from engage.web.input import read_query
from engage.web.rendering import page


@blueprint.get("/seminar-templates")
@requires(Permission.SEMINARS_PLAN)
def templates() -> str:
    found = queries.list_templates(actor(), **read_query(TEMPLATE_FILTER))
    return page("seminars/templates.html", templates=found)


@blueprint.get("/seminars/<uuid:seminar_id>/template")
@signed_in
def ask_template(seminar_id: UUID) -> Shown:
    return _keep_page(seminar_id, Form(TEMPLATE_NAME_FORM))


@blueprint.post("/seminars/<uuid:seminar_id>/template")
@signed_in
@idempotent
def keep_template(seminar_id: UUID) -> Shown:
    form = Form(TEMPLATE_NAME_FORM)
    with form:
        services.keep_as_template(actor(), seminar_id, **form.read())
        flash(_("The template is kept. Everyone who plans can begin with it."))
        return _to_templates()
    return _keep_page(seminar_id, form)


@blueprint.get("/seminar-templates/<uuid:template_id>/edit")
@requires(Permission.TEMPLATES_EDIT)
def edit_template(template_id: UUID) -> Shown:
    return _template_page(template_id, Form(TEMPLATE_FORM))


@blueprint.post("/seminar-templates/<uuid:template_id>/edit")
@requires(Permission.TEMPLATES_EDIT)
def save_template(template_id: UUID) -> Shown:
    form = Form(TEMPLATE_FORM)
    with form:
        services.edit_template(actor(), template_id, **form.read())
        flash(_("The changes are kept."))
        return _to_templates()
    return _template_page(template_id, form)


@blueprint.get("/seminar-templates/<uuid:template_id>/delete")
@requires(Permission.TEMPLATES_EDIT)
def ask_delete_template(template_id: UUID) -> Shown:
    return _delete_page(template_id, Form(STEP_FORM))


@blueprint.post("/seminar-templates/<uuid:template_id>/delete")
@requires(Permission.TEMPLATES_EDIT)
def delete_template(template_id: UUID) -> Shown:
    form = Form(STEP_FORM)
    with form:
        services.delete_template(actor(), template_id, **form.read())
        flash(_("The template is deleted."))
        return _to_templates()
    return _delete_page(template_id, form)


def _to_templates() -> Answer:
    return redirect(url_for("seminars.templates"), 303)


def _keep_page(seminar_id: UUID, form: Form) -> Shown:
    seminar = get_planned(seminar_id)
    form.initial = {"name": seminar.title}
    return page("seminars/template.html", form=form, seminar=seminar, kept=None), form.status


def _template_page(template_id: UUID, form: Form) -> Shown:
    template = queries.get_template(actor(), template_id)
    form.initial = {"name": template.name, "theme": template.theme, "version": template.version}
    return page("seminars/template.html", form=form, seminar=None, kept=template), form.status


def _delete_page(template_id: UUID, form: Form) -> Shown:
    template = queries.get_template(actor(), template_id)
    return page("seminars/template_delete.html", form=form, kept=template), form.status
