"""What has an association before it, and what waits for its members? The pages of those who act for it."""

from typing import Any
from uuid import UUID

from flask import Response

from engage.access.guard import actor
from engage.access.rules import signed_in
from engage.agreements.queries import list_under_way
from engage.desk.pages import blueprint
from engage.desk.services import export_association
from engage.partners.pages.acting import acting_for
from engage.partners.policies import can_edit_association
from engage.partners.queries import get_own, list_history, list_memberships
from engage.partners.schemas.applying import BY_TIME
from engage.proposals.queries import list_proposals
from engage.registrations.pages.calendars import association_calendar_url
from engage.registrations.queries import get_figures, list_with_seminars
from engage.web.archives import as_archive
from engage.web.input import understood_query
from engage.web.rendering import page

MAX_SHOWN = 10
MAX_PAST = 50


@blueprint.get("/associations/<uuid:association_id>/desk")
@signed_in
def association(association_id: UUID) -> str:
    """What is to come and what waits, with the way to all that is kept: each has a page of its own."""
    dossier, kept = get_own(actor(), association_id)
    mine = list_memberships(actor())
    own = {"dossier": dossier, "kept": kept, "can_edit": can_edit_association(actor(), dossier)}
    return page("desk/association.html", **own, memberships=mine, acting=acting_for(mine), **_to_come(association_id))


@blueprint.get("/associations/<uuid:association_id>/desk/past")
@signed_in
def past(association_id: UUID) -> str:
    dossier, _kept = get_own(actor(), association_id)
    figures = get_figures(actor(), association_id)
    delegations = list_with_seminars(actor(), association_id, past=True, limit=MAX_PAST)
    return page("desk/past.html", dossier=dossier, figures=figures, past=delegations, most=MAX_PAST)


@blueprint.get("/associations/<uuid:association_id>/desk/history")
@signed_in
def history(association_id: UUID) -> str:
    dossier, _kept = get_own(actor(), association_id)
    found = list_history(actor(), dossier, **understood_query(BY_TIME))
    return page("desk/history.html", dossier=dossier, history=found)


@blueprint.get("/associations/<uuid:association_id>/desk/export.zip")
@signed_in
def export(association_id: UUID) -> Response:
    return as_archive(export_association(actor(), association_id), f"association-{association_id}")


def _to_come(association_id: UUID) -> dict[str, Any]:
    return {
        "coming": list_with_seminars(actor(), association_id, past=False),
        "proposals": list_proposals(actor(), association_id=association_id, limit=MAX_SHOWN).items,
        "agreements": list_under_way(actor(), association_id),
        "calendar_url": association_calendar_url(association_id),
    }
