"""How does an officer write to those who registered: to whom, what, is it right, and what was sent before?"""

from uuid import UUID

from flask import flash, redirect, request, url_for
from werkzeug.wrappers import Response as Answer

from engage.access.guard import actor
from engage.access.rules import signed_in
from engage.language import ngettext
from engage.outbox.sms import SURE_TO_FIT
from engage.registrations import queries, services
from engage.registrations.pages import blueprint
from engage.registrations.schemas import MESSAGE_FORM, RECIPIENTS_FORM, REGISTRATION_FILTER
from engage.registrations.services.messaging import WRITTEN_TO
from engage.seminars.queries import SeminarView, get_seminar
from engage.web.forms import Form
from engage.web.idempotency import idempotent
from engage.web.input import read_form, understood_query
from engage.web.rendering import page

Shown = str | Answer | tuple[str, int]


@blueprint.get("/seminars/<uuid:seminar_id>/messages")
@signed_in
def messages(seminar_id: UUID) -> Shown:
    return _writing_page(get_seminar(actor(), seminar_id), Form(MESSAGE_FORM, {"status": WRITTEN_TO}))


@blueprint.post("/seminars/<uuid:seminar_id>/messages")
@signed_in
@idempotent
def message(seminar_id: UUID) -> Shown:
    """Its `step`: `write` (with what was chosen on the roster), `check` (is it right?) or `send`."""
    planned, form = get_seminar(actor(), seminar_id), Form(MESSAGE_FORM)
    if request.form.get("step") in ("check", "send"):
        with form:
            return _check_or_send(planned, form)
    return _writing_page(planned, form)


def _check_or_send(planned: SeminarView, form: Form) -> Shown:
    typed = form.read()
    if typed.pop("step") == "check":
        services.check_short(actor(), planned, **typed)
        return page("registrations/message.html", seminar=planned, form=form, typed=typed, counts=_counts(planned))
    sent = services.send_message(actor(), planned.id, **typed)
    flash(ngettext("The message goes to %(num)s party.", "The message goes to %(num)s parties.", sent.recipients))
    return redirect(url_for(".messages", seminar_id=planned.id), 303)


def _writing_page(planned: SeminarView, form: Form) -> Shown:
    return page(
        "registrations/messages.html",
        seminar=planned,
        form=form,
        chosen=_counts(planned) if form.values("ids") else None,
        totals=queries.count_roster(actor(), planned),
        sure_to_fit=SURE_TO_FIT,
        page=queries.list_messages(actor(), planned, **understood_query(REGISTRATION_FILTER)),
    ), form.status


def _counts(planned: SeminarView) -> dict[str, tuple[int, int]]:
    """Parties and people by state among those who are chosen."""
    chosen = read_form(RECIPIENTS_FORM) if request.method == "POST" else {}
    return queries.count_roster(actor(), planned, **chosen or {"status": WRITTEN_TO})
