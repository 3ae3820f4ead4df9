"""What waits for an officer, the next deadline first, how is it shared out, and what became of each thread?"""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from flask import flash, redirect, request, url_for
from werkzeug.wrappers import Response as Answer

from engage.access.guard import actor
from engage.access.permissions import Permission
from engage.access.rules import public, requires
from engage.feedback import queries, services
from engage.feedback.pages import blueprint
from engage.feedback.pages.reading import district_choices, filter_context, late_context, staff_for
from engage.feedback.schemas.queue import (
    CHOSEN_ASSIGN_INPUT,
    CHOSEN_INPUT,
    HISTORY_FILTER,
    NEXT_FILTER,
    QUEUE_FILTER,
)
from engage.language import gettext as _
from engage.language import ngettext
from engage.web.forms import Form
from engage.web.input import understood_query
from engage.web.rendering import page

Shown = Answer | tuple[str, int]


@blueprint.get("/feedback/queue")
@requires(Permission.THREADS_ANSWER)
def queue() -> Shown:
    return _queue_page(Form(CHOSEN_ASSIGN_INPUT))


@blueprint.post("/feedback/queue")
@requires(Permission.THREADS_ANSWER)
def assign_chosen() -> Shown:
    form = Form(CHOSEN_ASSIGN_INPUT)
    with form:
        sent = form.read()
        number = services.assign_threads(actor(), sent["ids"], account_id=sent["account_id"])
        flash(ngettext("%(num)s thread assigned.", "%(num)s threads assigned.", number))
        return redirect(_asked_again(), 303)
    return _queue_page(form)


@blueprint.post("/feedback/queue/acknowledge")
@requires(Permission.THREADS_ANSWER)
def acknowledge_chosen() -> Shown:
    form = Form(CHOSEN_INPUT)
    with form:
        number = services.acknowledge_threads(actor(), form.read()["ids"])
        told = ngettext("%(num)s thread acknowledged.", "%(num)s threads acknowledged.", number)
        flash(told if number else _("They were acknowledged already."))
        return redirect(_asked_again(), 303)
    return _queue_page(form)


@blueprint.get("/feedback/queue/next")
@requires(Permission.THREADS_ANSWER)
def next_in_queue() -> Answer:
    """The thread behind the place where one was, in the same part of the queue."""
    asked = understood_query(NEXT_FILTER)
    which = asked.get("which")
    found = queries.find_next(actor(), asked.get("place"), which)
    if found:
        return redirect(url_for(".show", thread_id=found.id, which=which))
    flash(_("That was the last one."))
    return redirect(url_for(".queue", which=which))


@blueprint.get("/feedback/<uuid:thread_id>/history")
@public
def history(thread_id: UUID) -> str:
    """For those in charge alone; to all others it is not there."""
    thread = queries.get_thread(actor(), thread_id)
    steps = queries.list_history(actor(), thread, **understood_query(HISTORY_FILTER))
    names = dict(staff_for({thread.district} if thread.district else None))
    return page("feedback/history.html", thread=thread, history=steps, names=names, districts=district_choices())


def _asked_again() -> str:
    """The beginning of the list in which they were chosen."""
    asked = _asked(understood_query(QUEUE_FILTER))
    return f"{url_for('.queue')}?{urlencode(asked)}" if asked else url_for(".queue")


def _asked(sent: dict[str, Any]) -> dict[str, str]:
    return {name: sent[name] for name in ("which", "district", "category", "status", "age", "q") if sent.get(name)}


def _queue_page(form: Form) -> Shown:
    sent = understood_query(QUEUE_FILTER)
    found, asked = queries.list_queue(actor(), **sent), _asked(sent)
    staff = staff_for(actor().districts_with(Permission.THREADS_ANSWER))
    context = {
        "page": found,
        "form": form,
        "counts": queries.count_queue(actor()),
        "asked": asked,
        "query": f"?{urlencode(asked)}" if asked else "",
        "staff": staff,
        "names": dict(staff),
        "chosen": request.form.getlist("ids"),
    }
    return page("feedback/queue.html", **context, **late_context(found.items), **filter_context(sent)), form.status
