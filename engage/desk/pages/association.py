"""What has an association before it, and what waits for its members? The page of those who act for it."""

from uuid import UUID

from flask import Response

from engage.access.guard import actor
from engage.access.rules import signed_in
from engage.desk.pages import blueprint
from engage.desk.services import export_association
from engage.errors import NotFound
from engage.partners.pages.acting import acting_for
from engage.partners.policies import can_edit_association
from engage.partners.queries import get_file, list_memberships
from engage.registrations.pages.calendars import association_calendar_url
from engage.registrations.queries import get_figures, list_with_seminars
from engage.web.archives import as_archive
from engage.web.rendering import page

MAX_PAST = 10


@blueprint.get("/associations/<uuid:association_id>/desk")
@signed_in
def association(association_id: UUID) -> str:
    mine = list_memberships(actor())
    membership = next((one for one in mine if one.association_id == association_id), None)
    if membership is None:
        raise NotFound
    file = get_file(actor(), association_id)
    return page(
        "desk/association.html",
        file=file,
        can_edit=can_edit_association(actor(), file),
        membership=membership,
        memberships=mine,
        acting=acting_for(mine),
        coming=list_with_seminars(actor(), association_id, past=False),
        past=list_with_seminars(actor(), association_id, past=True, limit=MAX_PAST),
        figures=get_figures(actor(), association_id),
        calendar_url=association_calendar_url(association_id),
    )


@blueprint.get("/associations/<uuid:association_id>/desk/export.zip")
@signed_in
def export(association_id: UUID) -> Response:
    return as_archive(export_association(actor(), association_id), f"association-{association_id}")
