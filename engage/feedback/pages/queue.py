"""What waits for an officer, the next deadline first, and how is it shared out?"""

from flask import flash, redirect, request, url_for
from werkzeug.wrappers import Response as Answer

from engage.access.guard import actor
from engage.access.permissions import Permission
from engage.access.rules import requires
from engage.feedback import queries, services
from engage.feedback.pages import blueprint
from engage.feedback.pages.reading import filter_context, late_context, staff_for
from engage.feedback.schemas.queue import QUEUE_FILTER
from engage.feedback.schemas.steps import ASSIGN_FORM
from engage.language import ngettext
from engage.web.forms import Form
from engage.web.input import understood_query
from engage.web.rendering import page

Shown = Answer | tuple[str, int]


@blueprint.get("/feedback/queue")
@requires(Permission.THREADS_ANSWER)
def queue() -> Shown:
    return _queue_page(Form(ASSIGN_FORM))


@blueprint.post("/feedback/queue")
@requires(Permission.THREADS_ANSWER)
def assign_chosen() -> Shown:
    form = Form(ASSIGN_FORM)
    with form:
        sent = form.read()
        number = services.assign_threads(actor(), sent["ids"], account_id=sent["account_id"])
        flash(ngettext("%(num)s thread assigned.", "%(num)s threads assigned.", number))
        return redirect(url_for(".queue"), 303)
    return _queue_page(form)


def _queue_page(form: Form) -> Shown:
    sent = understood_query(QUEUE_FILTER)
    found = queries.list_queue(actor(), **sent)
    staff = staff_for(actor().districts_with(Permission.THREADS_ANSWER))
    context = {
        "page": found,
        "form": form,
        "counts": queries.count_queue(actor()),
        "which": sent.get("which"),
        "staff": staff,
        "names": dict(staff),
        "chosen": request.form.getlist("ids"),
    }
    return page("feedback/queue.html", **context, **late_context(found.items), **filter_context(sent)), form.status
