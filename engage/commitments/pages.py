"""You said, we did: what the police promised on pages, and where officers say what became of it."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any, NamedTuple
from uuid import UUID

from flask import Blueprint, flash, redirect, url_for
from marshmallow import Schema
from werkzeug.wrappers import Response as Answer

from engage.access.guard import actor
from engage.access.permissions import Permission
from engage.access.rules import public, requires
from engage.accounts.queries import list_staff
from engage.commitments import queries, services
from engage.commitments.figures import kept_figures
from engage.commitments.queries.asking import CommitmentStanding
from engage.commitments.schemas import (
    ASSIGN_FORM,
    CHARGE_FILTER,
    COMMITMENT_FILTER,
    COMMITMENT_INPUT,
    DONE_FORM,
    MOVE_FORM,
    PLACE_FILTER,
    WITHDRAW_FORM,
)
from engage.language import Lazy
from engage.language import gettext as _
from engage.places.queries import district_names
from engage.seminars.policies import can_plan_in
from engage.seminars.queries import get_seminar
from engage.web.forms import Form
from engage.web.idempotency import idempotent
from engage.web.input import understood_query
from engage.web.lists import kept_for_visitors
from engage.web.rendering import page

Shown = Answer | tuple[str, int]

blueprint = Blueprint("commitments", __name__)

_FILTERS = ("district", "category", "theme")


class Step(NamedTuple):
    """What the form of a step sends, who takes it, and what is said then."""

    schema: Schema
    take: Callable[..., Any]
    told: str


STEPS = {
    "done": Step(DONE_FORM, services.complete_commitment, Lazy("It is done, and everyone reads how that can be seen.")),
    "move": Step(MOVE_FORM, services.move_commitment, Lazy("It has another day. The day before stays to be read.")),
    "withdraw": Step(WITHDRAW_FORM, services.withdraw_commitment, Lazy("It is withdrawn, and everyone reads why.")),
    "assign": Step(ASSIGN_FORM, services.assign_commitment, Lazy("Somebody else keeps it now.")),
}


@blueprint.get("/commitments")
@public
@kept_for_visitors
def index() -> str:
    """What everyone may read, the same for all; what is open first, and of that what is late."""
    sent = understood_query(COMMITMENT_FILTER)
    sent["state"] = sent.get("state") or CommitmentStanding.OPEN.value
    found = queries.list_commitments(actor(), all_see=True, **sent)
    return page("commitments/list.html", page=found, state=sent["state"], **_filter_context(sent))


@blueprint.get("/commitments/mine")
@requires(Permission.THREADS_ANSWER)
def mine() -> str:
    """What is for this officer, or the officers of the own districts, to keep."""
    sent = understood_query(CHARGE_FILTER)
    return page("commitments/mine.html", page=queries.list_in_charge(actor(), **sent), which=sent.get("which"))


@blueprint.get("/commitments/<uuid:commitment_id>")
@public
def show(commitment_id: UUID) -> Shown:
    return _commitment_page(commitment_id)


@blueprint.post(f"/commitments/<uuid:commitment_id>/<any({','.join(STEPS)}):step>")
@public
def take(commitment_id: UUID, step: str) -> Shown:
    schema, act, told = STEPS[step]
    form = Form(schema)
    with form:
        act(actor(), commitment_id, **form.read())
        flash(str(told))
        return redirect(url_for(".show", commitment_id=commitment_id), 303)
    return _commitment_page(commitment_id, form, step)


@blueprint.get("/seminars/<uuid:seminar_id>/commitments")
@public
def at_seminar(seminar_id: UUID) -> Shown:
    return _seminar_page(seminar_id, Form(COMMITMENT_INPUT))


@blueprint.post("/seminars/<uuid:seminar_id>/commitments")
@public
@idempotent
def promise(seminar_id: UUID) -> Shown:
    form = Form(COMMITMENT_INPUT)
    with form:
        services.promise_at_seminar(actor(), seminar_id, **form.read())
        flash(_("The commitment is kept. You are its owner, and will be reminded."))
        return redirect(url_for(".at_seminar", seminar_id=seminar_id), 303)
    return _seminar_page(seminar_id, form)


def _filter_context(sent: dict[str, Any]) -> dict[str, Any]:
    """What was asked, and the numbers of it."""
    filters = {name: sent.get(name) for name in _FILTERS}
    in_all, by_district = kept_figures(**filters)
    return {
        "in_all": in_all,
        "by_district": by_district,
        "filters": SimpleNamespace(**filters),
        "is_filtered": any(filters.values()),
        "districts": district_names(),
    }


def _commitment_page(commitment_id: UUID, refused: Form | None = None, step: str = "") -> Shown:
    """One commitment with its forms; one of them may have been `refused`, that of a `step`."""
    commitment = queries.get_commitment(actor(), commitment_id)
    moves = queries.list_moves(actor(), commitment) if commitment.is_moved else []
    shown = {"moves": moves, "staff": _staff(commitment), "refused": refused, "step": step}
    return page("commitments/show.html", commitment=commitment, **shown), refused.status if refused else 200


def _staff(commitment: queries.CommitmentView) -> list[tuple[str, str]]:
    if not (commitment.in_charge and commitment.is_open):
        return []
    people = list_staff(actor(), Permission.THREADS_ANSWER, commitment.districts or None)
    return [(str(person.id), person.display_name) for person in people]


def _seminar_page(seminar_id: UUID, form: Form) -> Shown:
    seminar = get_seminar(actor(), seminar_id)
    found = queries.list_commitments(actor(), seminar_id=seminar.id, **understood_query(PLACE_FILTER))
    may_promise = can_plan_in(actor(), seminar.district) and seminar.status in ("published", "held", "reported")
    shown = {"seminar": seminar, "page": found, "may_promise": may_promise}
    return page("commitments/seminar.html", form=form, **shown), form.status
