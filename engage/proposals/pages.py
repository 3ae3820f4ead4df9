"""How does an association or a school ask for a seminar on a page, and how do officers answer?"""

from datetime import datetime
from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, request, url_for
from werkzeug.wrappers import Response as Answer

from engage.access.guard import actor
from engage.access.permissions import Permission
from engage.access.rules import signed_in
from engage.errors import Conflict, NotAllowed
from engage.language import gettext as _
from engage.language import localised, show_date
from engage.partners.policies import can_register_delegation
from engage.partners.queries import list_memberships
from engage.places.queries import district_names, list_venues_in
from engage.proposals import queries, services
from engage.proposals.policies import can_answer_for_asker, can_decide_on_proposal
from engage.proposals.schemas import (
    ACCEPT_FILTER,
    ACCEPT_FORM,
    AGREE_FORM,
    OFFER_FORM,
    PROPOSAL_FILTER,
    PROPOSAL_FORM,
)
from engage.registrations.queries import list_standing
from engage.seminars.schemas import REASON_FORM, STEP_FORM
from engage.web.forms import Form
from engage.web.idempotency import idempotent
from engage.web.input import understood_query
from engage.web.rendering import label_in_all, page

blueprint = Blueprint("proposals", __name__)

Shown = str | Answer | tuple[str, int]

TOLD_AT = {"starts_at": "day", "ends_at": "end_clock", "venue-taken": "venue_id"}


@blueprint.get("/proposals")
@signed_in
def index() -> str:
    asked, decides = understood_query(PROPOSAL_FILTER), actor().can(Permission.SEMINARS_PLAN)
    if decides and "status" not in request.args:
        asked["status"] = "open"
    found = queries.list_proposals(actor(), **asked)
    return page("proposals/list.html", page=found, asked=asked, decides=decides, districts=_own_districts())


@blueprint.get("/proposals/new")
@signed_in
def new() -> Shown:
    return _new_page(Form(PROPOSAL_FORM))


@blueprint.post("/proposals/new")
@signed_in
@idempotent
def ask() -> Shown:
    form = Form(PROPOSAL_FORM)
    with form:
        proposal_id = services.ask_for_seminar(actor(), **_meant(form.read()))
        flash(_("Your request has been sent to the officers of the district. We will write to you."))
        return _to_proposal(proposal_id)
    return _new_page(form)


@blueprint.get("/proposals/<uuid:proposal_id>")
@signed_in
def show(proposal_id: UUID) -> Shown:
    return _proposal_page(proposal_id, Form(AGREE_FORM))


@blueprint.get("/proposals/<uuid:proposal_id>/accept")
@signed_in
def ask_accept(proposal_id: UUID) -> Shown:
    return _accept_page(_to_decide(proposal_id), Form(ACCEPT_FORM, told_at=TOLD_AT))


@blueprint.post("/proposals/<uuid:proposal_id>/accept")
@signed_in
@idempotent
def accept(proposal_id: UUID) -> Shown:
    form = Form(ACCEPT_FORM, told_at=TOLD_AT)
    with form:
        seminar_id = services.accept_proposal(actor(), proposal_id, **_planned(form.read()))
        flash(_("The draft is made, and the seats are held. Whoever asked is being told."))
        return redirect(url_for("registrations.seminar", seminar_id=seminar_id), 303)
    return _accept_page(_to_decide(proposal_id), form)


@blueprint.get("/proposals/<uuid:proposal_id>/suggest")
@signed_in
def ask_dates(proposal_id: UUID) -> Shown:
    return _offer_page(_to_decide(proposal_id), Form(OFFER_FORM))


@blueprint.post("/proposals/<uuid:proposal_id>/suggest")
@signed_in
def offer_dates(proposal_id: UUID) -> Shown:
    form = Form(OFFER_FORM)
    with form:
        services.offer_dates(actor(), proposal_id, **form.read())
        flash(_("The dates are offered. Whoever asked is being told."))
        return _to_proposal(proposal_id)
    return _offer_page(_to_decide(proposal_id), form)


@blueprint.get("/proposals/<uuid:proposal_id>/decline")
@signed_in
def ask_decline(proposal_id: UUID) -> Shown:
    return _confirm_page("decline", _to_decide(proposal_id), Form(REASON_FORM))


@blueprint.post("/proposals/<uuid:proposal_id>/decline")
@signed_in
def decline(proposal_id: UUID) -> Shown:
    form = Form(REASON_FORM)
    with form:
        services.decline_proposal(actor(), proposal_id, **form.read())
        flash(_("The request is declined, and the person is told why."))
        return _to_proposal(proposal_id)
    return _confirm_page("decline", _to_decide(proposal_id), form)


@blueprint.post("/proposals/<uuid:proposal_id>/agree")
@signed_in
@idempotent
def agree(proposal_id: UUID) -> Shown:
    form = Form(AGREE_FORM)
    with form:
        services.agree_to_offer(actor(), proposal_id, **form.read())
        flash(_("Agreed: the seminar is being prepared, and your seats are held."))
        return _to_proposal(proposal_id)
    return _proposal_page(proposal_id, form)


@blueprint.get("/proposals/<uuid:proposal_id>/withdraw")
@signed_in
def ask_withdraw(proposal_id: UUID) -> Shown:
    return _confirm_page("withdraw", _to_answer(proposal_id), Form(STEP_FORM))


@blueprint.post("/proposals/<uuid:proposal_id>/withdraw")
@signed_in
def withdraw(proposal_id: UUID) -> Shown:
    form = Form(STEP_FORM)
    with form:
        services.withdraw_proposal(actor(), proposal_id, **form.read())
        flash(_("The request is withdrawn."))
        return _to_proposal(proposal_id)
    return _confirm_page("withdraw", _to_answer(proposal_id), form)


def _meant(sent: dict[str, Any]) -> dict[str, Any]:
    """What was sent, unless it was asked before and nobody said that it is meant again. Raises Conflict."""
    is_again = sent.pop("again", False)
    before = None if is_again else queries.find_asked_before(actor(), **sent)
    if before:
        raise Conflict("asked-already", day=show_date(before.asked_on))
    return sent


def _planned(sent: dict[str, Any]) -> dict[str, Any]:
    day = sent.pop("day")
    walls = {"local_start": sent.pop("start_clock"), "local_end": sent.pop("end_clock")}
    return sent | {name: datetime.combine(day, at) for name, at in walls.items()}


def _to_proposal(proposal_id: UUID) -> Answer:
    return redirect(url_for(".show", proposal_id=proposal_id), 303)


def _to_decide(proposal_id: UUID) -> queries.ProposalView:
    proposal = queries.get_proposal(actor(), proposal_id)
    if not can_decide_on_proposal(actor(), proposal):
        raise NotAllowed
    return proposal


def _to_answer(proposal_id: UUID) -> queries.ProposalView:
    proposal = queries.get_proposal(actor(), proposal_id)
    if not can_answer_for_asker(actor(), proposal):
        raise NotAllowed
    return proposal


def _own_districts() -> list[tuple[str, str]]:
    allowed = actor().districts_with(Permission.SEMINARS_PLAN)
    found = district_names().items()
    return [(code, localised(name)[0]) for code, name in found if allowed is None or code in allowed]


def _venues(districts: frozenset[str] | None, chosen: UUID | None = None) -> list[tuple[str, str]]:
    found = list_venues_in(actor(), districts, chosen)
    words = _("%(venue)s (%(count)s people)")
    return [(str(one.id), words % {"venue": localised(one.name)[0], "count": one.capacity}) for one in found]


def _new_page(form: Form) -> Shown:
    managed = [one for one in list_memberships(actor()) if can_register_delegation(one) and one.status == "verified"]
    associations = [(str(one.association_id), localised(one.name)[0]) for one in managed]
    form.initial = {"languages": ["ar"], "association_id": associations[0][0] if associations else None}
    form.initial |= {"contact_phone": actor().phone}
    districts = [(code, localised(name)[0]) for code, name in district_names().items()]
    shown = {"associations": associations, "venues": _venues(None), "districts": districts}
    return page("proposals/new.html", form=form, **shown), form.status


def _proposal_page(proposal_id: UUID, form: Form) -> Shown:
    proposal = queries.get_proposal(actor(), proposal_id)
    context = {
        "dates": queries.list_dates(actor(), proposal, proposal.dates, proposal.venue_id),
        "offered": queries.plain_dates(actor(), proposal.offered_dates),
        "doubles": queries.doubles_of(actor(), proposal),
        "held": list_standing(actor(), proposal.seminar_id) if proposal.seminar_id else [],
        "can_decide": can_decide_on_proposal(actor(), proposal),
        "can_answer": can_answer_for_asker(actor(), proposal),
    }
    return page("proposals/show.html", proposal=proposal, form=form, **context), form.status


def _accept_page(proposal: queries.ProposalView, form: Form) -> Shown:
    place = understood_query(ACCEPT_FILTER).get("date", 0)
    wished = proposal.dates[place] if place < len(proposal.dates) else proposal.dates[0]
    form.initial = {**wished, "venue_id": proposal.venue_id, "capacity": proposal.expected}
    form.initial["title"] = label_in_all("themes", proposal.theme)
    venues = _venues(frozenset({proposal.district}), proposal.venue_id)
    return page("proposals/accept.html", proposal=proposal, form=form, venues=venues), form.status


def _offer_page(proposal: queries.ProposalView, form: Form) -> Shown:
    form.initial = {"venue_id": proposal.offered_venue_id or proposal.venue_id, "dates": proposal.offered_dates}
    venues = _venues(frozenset({proposal.district}))
    return page("proposals/suggest.html", proposal=proposal, form=form, venues=venues), form.status


def _confirm_page(action: str, proposal: queries.ProposalView, form: Form) -> Shown:
    return page("proposals/confirm.html", proposal=proposal, action=action, form=form), form.status
