"""How do supervisors keep the words that officers reply with?"""

from uuid import UUID

from flask import flash, redirect, url_for
from werkzeug.wrappers import Response as Answer

from engage.access.guard import actor
from engage.access.permissions import Permission
from engage.access.rules import requires
from engage.feedback.pages import blueprint
from engage.feedback.queries.templates import ReplyTemplateView, get_reply_template, list_reply_templates
from engage.feedback.schemas.templates import (
    REPLY_TEMPLATE_DELETE_FORM,
    REPLY_TEMPLATE_EDIT_FORM,
    REPLY_TEMPLATE_FILTER,
    REPLY_TEMPLATE_FORM,
)
from engage.feedback.services import templates as services
from engage.language import gettext as _
from engage.web.forms import Form
from engage.web.idempotency import idempotent
from engage.web.input import read_query
from engage.web.rendering import page

Shown = str | Answer | tuple[str, int]


@blueprint.get("/reply-templates")
@requires(Permission.THREADS_ANSWER)
def templates() -> str:
    return page("feedback/templates.html", templates=list_reply_templates(actor(), **read_query(REPLY_TEMPLATE_FILTER)))


@blueprint.get("/reply-templates/new")
@requires(Permission.TEMPLATES_EDIT)
def new_template() -> Shown:
    return _template_page(Form(REPLY_TEMPLATE_FORM))


@blueprint.post("/reply-templates/new")
@requires(Permission.TEMPLATES_EDIT)
@idempotent
def add_template() -> Shown:
    form = Form(REPLY_TEMPLATE_FORM)
    with form:
        services.add_reply_template(actor(), **form.read())
        flash(_("The template is kept. Everyone who answers finds it in the threads that it fits."))
        return _to_templates()
    return _template_page(form)


@blueprint.get("/reply-templates/<uuid:reply_template_id>/edit")
@requires(Permission.TEMPLATES_EDIT)
def edit_template(reply_template_id: UUID) -> Shown:
    return _template_page(Form(REPLY_TEMPLATE_EDIT_FORM), get_reply_template(actor(), reply_template_id))


@blueprint.post("/reply-templates/<uuid:reply_template_id>/edit")
@requires(Permission.TEMPLATES_EDIT)
def save_template(reply_template_id: UUID) -> Shown:
    form = Form(REPLY_TEMPLATE_EDIT_FORM)
    with form:
        services.edit_reply_template(actor(), reply_template_id, **form.read())
        flash(_("The changes are kept."))
        return _to_templates()
    return _template_page(form, get_reply_template(actor(), reply_template_id))


@blueprint.get("/reply-templates/<uuid:reply_template_id>/delete")
@requires(Permission.TEMPLATES_EDIT)
def ask_delete_template(reply_template_id: UUID) -> Shown:
    return _delete_page(reply_template_id, Form(REPLY_TEMPLATE_DELETE_FORM))


@blueprint.post("/reply-templates/<uuid:reply_template_id>/delete")
@requires(Permission.TEMPLATES_EDIT)
def delete_template(reply_template_id: UUID) -> Shown:
    form = Form(REPLY_TEMPLATE_DELETE_FORM)
    with form:
        services.delete_reply_template(actor(), reply_template_id, **form.read())
        flash(_("The template is deleted."))
        return _to_templates()
    return _delete_page(reply_template_id, form)


def _to_templates() -> Answer:
    return redirect(url_for(".templates"), 303)


def _template_page(form: Form, kept: ReplyTemplateView | None = None) -> Shown:
    form.initial = {name: getattr(kept, name) for name in REPLY_TEMPLATE_EDIT_FORM.fields} if kept else {}
    return page("feedback/template.html", form=form, kept=kept), form.status


def _delete_page(reply_template_id: UUID, form: Form) -> Shown:
    return page(
        "feedback/template_delete.html", form=form, kept=get_reply_template(actor(), reply_template_id)
    ), form.status
