"""What has an association before it, and what waits for its members? The page of those who act for it."""

from typing import Any
from uuid import UUID

from flask import Response

from engage.access.guard import actor
from engage.access.rules import signed_in
from engage.agreements.queries import list_agreements, list_duties, list_to_sign
from engage.desk.pages import blueprint
from engage.desk.services import export_association
from engage.errors import NotFound
from engage.partners.pages.acting import acting_for
from engage.partners.policies import can_edit_association
from engage.partners.queries import get_dossier, list_history, list_members, list_memberships, list_papers
from engage.proposals.queries import list_proposals
from engage.registrations.pages.calendars import association_calendar_url
from engage.registrations.queries import get_figures, list_with_seminars
from engage.web.archives import as_archive
from engage.web.rendering import page

MAX_SHOWN = 10


@blueprint.get("/associations/<uuid:association_id>/desk")
@signed_in
def association(association_id: UUID) -> str:
    mine = list_memberships(actor())
    membership = next((one for one in mine if one.association_id == association_id), None)
    if membership is None:
        raise NotFound
    own = {"membership": membership, "memberships": mine, "acting": acting_for(mine)}
    return page("desk/association.html", **own, **_together(association_id), **_of_its_own(association_id))


@blueprint.get("/associations/<uuid:association_id>/desk/export.zip")
@signed_in
def export(association_id: UUID) -> Response:
    return as_archive(export_association(actor(), association_id), f"association-{association_id}")


def _together(association_id: UUID) -> dict[str, Any]:
    """What it does and agrees with the police."""
    of_it: dict[str, Any] = {"association_id": association_id, "limit": MAX_SHOWN}
    return {
        "coming": list_with_seminars(actor(), association_id, past=False),
        "past": list_with_seminars(actor(), association_id, past=True, limit=MAX_SHOWN),
        "proposals": list_proposals(actor(), **of_it).items,
        "agreements": list_agreements(actor(), **of_it).items,
        "to_sign": list_to_sign(actor(), "association", **of_it),
        "duties": list_duties(actor(), within=None, **of_it),
        "figures": get_figures(actor(), association_id),
        "calendar_url": association_calendar_url(association_id),
    }


def _of_its_own(association_id: UUID) -> dict[str, Any]:
    """What is kept of it, who acts for it, and what became of it."""
    dossier = get_dossier(actor(), association_id)
    return {
        "dossier": dossier,
        "can_edit": can_edit_association(actor(), dossier),
        "papers": [one for one in list_papers(actor(), association_id) if one.is_current],
        "members": list_members(actor(), association_id, limit=MAX_SHOWN),
        "history": list_history(actor(), dossier, limit=MAX_SHOWN).items,
    }
