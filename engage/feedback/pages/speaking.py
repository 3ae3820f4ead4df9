"""What people do with a thread: each step has its own address and its own form."""

from collections.abc import Callable
from typing import Any, NamedTuple
from urllib.parse import urlencode
from uuid import UUID

from flask import flash, redirect, request, url_for
from marshmallow import Schema
from werkzeug.wrappers import Response as Answer

from engage.access.guard import actor
from engage.access.rules import public
from engage.accounts import limits
from engage.errors import NotFound
from engage.feedback import queries, services
from engage.feedback.pages import blueprint
from engage.feedback.pages.reading import place_in_queue, thread_page
from engage.feedback.schemas.merging import MERGE_INPUT
from engage.feedback.schemas.rating import RATING_INPUT
from engage.feedback.schemas.speaking import BODY_FORM, EDIT_FORM, REPLY_FORM
from engage.feedback.schemas.steps import ASSIGN_INPUT, CONTACT_INPUT, REASON_INPUT, REFER_INPUT, TRANSFER_INPUT
from engage.feedback.schemas.threads import OWN_FILTER
from engage.language import Lazy
from engage.language import gettext as _
from engage.seminars.schemas import NO_INPUT
from engage.web.forms import Form
from engage.web.idempotency import idempotent
from engage.web.input import understood_query
from engage.web.rendering import page

Shown = str | Answer | tuple[str, int]


class Step(NamedTuple):
    """What the form of a step sends, who takes it, and what is said then."""

    schema: Schema
    take: Callable[..., Any]
    told: str


STEPS = {
    "reply": Step(REPLY_FORM, services.add_reply, Lazy("The official reply is there for all who see the thread.")),
    "note": Step(BODY_FORM, services.add_note, Lazy("The note is kept, for officers alone.")),
    "acknowledge": Step(NO_INPUT, services.acknowledge_thread, Lazy("Acknowledged. The author is told.")),
    "assign": Step(ASSIGN_INPUT, services.assign_thread, Lazy("Assigned.")),
    "transfer": Step(TRANSFER_INPUT, services.transfer_thread, Lazy("It is with the other district now.")),
    "answer": Step(REPLY_FORM, services.answer_thread, Lazy("Answered. The author is told.")),
    "close": Step(NO_INPUT, services.close_thread, Lazy("Closed. It stays to be read.")),
    "rate": Step(RATING_INPUT, services.rate_thread, Lazy("Thank you. Your answer is counted.")),
    "reopen": Step(REASON_INPUT, services.reopen_thread, Lazy("Reopened. We go on with it.")),
    "refer": Step(REFER_INPUT, services.refer_thread, Lazy("Referred. The author is told.")),
    "decline": Step(REASON_INPUT, services.decline_thread, Lazy("Declined. The author reads why.")),
    "merge": Step(MERGE_INPUT, services.merge_thread, Lazy("Joined. Both are treated together now.")),
    "unmerge": Step(NO_INPUT, services.unmerge_thread, Lazy("Taken apart. It is treated by itself again.")),
    "publish": Step(NO_INPUT, services.publish_thread, Lazy("Everyone can read it now.")),
    "support": Step(NO_INPUT, services.support_thread, Lazy("You support this.")),
    "withdraw": Step(NO_INPUT, services.withdraw_support, Lazy("You no longer support this.")),
    "follow": Step(NO_INPUT, services.follow_thread, Lazy("We will write to you when there is an official reply.")),
    "unfollow": Step(NO_INPUT, services.unfollow_thread, Lazy("We will no longer write to you about this.")),
    "contact": Step(CONTACT_INPUT, services.change_contact, Lazy("Kept.")),
}


@blueprint.post(f"/feedback/<uuid:thread_id>/<any({','.join(STEPS)}):step>")
@public
@limits.posts("comments", lambda: _step() in {"comment", "reopen"})
@limits.posts("reports", lambda: _step() in {"support", "follow"})
@idempotent
def take(thread_id: UUID, step: str) -> Shown:
    schema, act, told = STEPS[step]
    form = Form(schema)
    with form:
        act(actor(), thread_id, **form.read())
        flash(str(told))
        return redirect(_where_next(thread_id), 303)
    return thread_page(thread_id, form, step)


def _step() -> str:
    return str((request.view_args or {}).get("step"))


def _where_next(thread_id: UUID) -> str:
    """Back to the thread, unless whoever gave it away sees it no longer."""
    try:
        queries.get_thread(actor(), thread_id)
    except NotFound:
        return url_for(".queue")
    place, address = place_in_queue(), url_for(".show", thread_id=thread_id)
    return f"{address}?{urlencode(place)}" if place else address


@blueprint.get("/posts/<uuid:post_id>/edit")
@public
def ask_edit(post_id: UUID) -> Shown:
    return _edit_page(post_id, Form(EDIT_FORM))


@blueprint.post("/posts/<uuid:post_id>/edit")
@public
@limits.posts("comments")
def edit(post_id: UUID) -> Shown:
    form = Form(EDIT_FORM)
    with form:
        services.edit_post(actor(), post_id, **form.read())
        flash(_("Your words are changed. Those before are kept in the history."))
        return redirect(url_for(".show", thread_id=queries.get_post(actor(), post_id).thread_id), 303)
    return _edit_page(post_id, form)


def _edit_page(post_id: UUID, form: Form) -> Shown:
    """For whoever wrote it, and (to read the history) those in charge. Raises NotFound."""
    post = queries.get_post(actor(), post_id)
    edits = queries.list_edits(actor(), post, **understood_query(OWN_FILTER))
    form.initial = {"body": post.body, "version": post.version}
    thread = queries.get_thread(actor(), post.thread_id)
    return page("feedback/edit.html", post=post, thread=thread, edits=edits, form=form), form.status
