"""How does an officer publish several seminars, or move and cancel what repeats, on one page?"""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from flask import flash, redirect, url_for

from engage.access.guard import actor
from engage.access.permissions import Permission
from engage.access.rules import requires, signed_in
from engage.errors import NotFound
from engage.language import gettext as _
from engage.language import ngettext
from engage.seminars import queries, services
from engage.seminars.pages import blueprint
from engage.seminars.pages.fields import TOLD_AT, plan_context
from engage.seminars.pages.planning import Shown, to_seminar
from engage.seminars.policies import can_plan_in
from engage.seminars.schemas.series import DRAFT_FILTER, PUBLISH_INPUT, SERIES_FORMS
from engage.web.forms import Form
from engage.web.idempotency import idempotent
from engage.web.input import read_query
from engage.web.rendering import page

_STEPS: dict[str, Callable[..., int]] = {
    "publish": services.publish_series,
    "move": services.move_series,
    "cancel": services.cancel_series,
}
_TOLD_AT = {**TOLD_AT, "capacity": "venue_id", "registration_opens_at": "days", "registration_closes_at": "days"}


@blueprint.get("/seminars/drafts")
@requires(Permission.SEMINARS_PLAN)
def drafts() -> Shown:
    return _drafts_page(Form(PUBLISH_INPUT))


@blueprint.post("/seminars/drafts")
@requires(Permission.SEMINARS_PLAN)
def publish_drafts() -> Shown:
    form = Form(PUBLISH_INPUT)
    with form:
        flash(_published(services.publish_seminars(actor(), **form.read())))
        return redirect(url_for(".drafts"), 303)
    return _drafts_page(form)


@blueprint.get("/seminars/<uuid:seminar_id>/series/<any(publish, move, cancel):step>")
@signed_in
def ask_series_step(seminar_id: UUID, step: str) -> Shown:
    return _step_page(seminar_id, step, _step_form(step))


@blueprint.post("/seminars/<uuid:seminar_id>/series/<any(publish, move, cancel):step>")
@signed_in
@idempotent
def take_series_step(seminar_id: UUID, step: str) -> Shown:
    series_id, form = _get_in_series(seminar_id).seminar.series_id, _step_form(step)
    with form:
        count = _STEPS[step](actor(), series_id, **_as_asked(form, seminar_id))
        flash(_done(step, count))
        return to_seminar(seminar_id)
    return _step_page(seminar_id, step, form)


def _step_form(step: str) -> Form:
    return Form(SERIES_FORMS[step], {"scope": "following", "days": 0}, _TOLD_AT)


def _as_asked(form: Form, seminar_id: UUID) -> dict[str, Any]:
    sent = form.read()
    return {**sent, "from_id": seminar_id} if sent.pop("scope") == "following" else sent


def _done(step: str, count: int) -> str:
    if step == "publish":
        return _published(count)
    if not count:
        return _("Nothing was changed.")
    if step == "move":
        return ngettext(
            "%(num)s seminar is moved. Everyone registered is being told.",
            "%(num)s seminars are moved. Everyone registered is being told.",
            count,
        )
    return ngettext(
        "%(num)s seminar is cancelled. Everyone registered is being told.",
        "%(num)s seminars are cancelled. Everyone registered is being told.",
        count,
    )


def _published(count: int) -> str:
    return ngettext("%(num)s seminar is published.", "%(num)s seminars are published.", count)


def _get_in_series(seminar_id: UUID) -> queries.PlanView:
    plan = queries.get_own_plan(actor(), seminar_id)
    if plan.seminar.series_id is None:
        raise NotFound
    return plan


def _drafts_page(form: Form) -> Shown:
    found = queries.list_drafts(actor(), **read_query(DRAFT_FILTER))
    return page("seminars/drafts.html", form=form, drafts=found), form.status


def _step_page(seminar_id: UUID, step: str, form: Form) -> Shown:
    plan = _get_in_series(seminar_id)
    seminar = plan.seminar
    series = queries.get_series(actor(), seminar.series_id) if seminar.series_id else []
    own = [one for one in series if can_plan_in(actor(), one.district)]
    shown = {"seminar": seminar, "series": own, "version": sum(one.version for one in own), "step": step, "form": form}
    return page("seminars/series.html", **shown, **plan_context(actor(), plan)), form.status
