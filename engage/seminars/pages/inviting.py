"""How does an officer invite guests, and how does a guest come by the link?"""

from uuid import UUID

from flask import flash, redirect, url_for
from werkzeug.wrappers import Response as Answer

from engage.access.guard import actor
from engage.access.rules import signed_in
from engage.language import gettext as _
from engage.language import localised, ngettext
from engage.partners.queries import list_associations
from engage.partners.schemas.directory import ASSOCIATION_FILTER
from engage.seminars import queries, services
from engage.seminars.pages import blueprint
from engage.seminars.queries import guests
from engage.seminars.schemas import NO_INPUT
from engage.seminars.schemas.guests import GUESTS_FORM
from engage.web.forms import Form
from engage.web.input import understood_query
from engage.web.rendering import page

Shown = str | Answer | tuple[str, int]


@blueprint.get("/seminars/<uuid:seminar_id>/guests")
@signed_in
def guest_list(seminar_id: UUID) -> Shown:
    return _guests_page(seminar_id, Form(GUESTS_FORM))


@blueprint.post("/seminars/<uuid:seminar_id>/guests")
@signed_in
def invite(seminar_id: UUID) -> Shown:
    form = Form(GUESTS_FORM, told_at={"association_ids": "association_id"})
    with form:
        sent = form.read()
        chosen = [sent["association_id"]] if "association_id" in sent else []
        new = services.invite_guests(actor(), seminar_id, association_ids=chosen, emails=sent.get("emails", []))
        flash(ngettext("%(num)s new guest.", "%(num)s new guests.", new))
        return _back(seminar_id)
    return _guests_page(seminar_id, form)


@blueprint.post("/seminars/<uuid:seminar_id>/guests/<uuid:guest_id>/remove")
@signed_in
def remove_guest(seminar_id: UUID, guest_id: UUID) -> Answer:
    services.remove_guest(actor(), seminar_id, guest_id)
    flash(_("The guest is off the list. A registration that was made stays."))
    return _back(seminar_id)


@blueprint.post("/seminars/<uuid:seminar_id>/invitation-link")
@signed_in
def renew_link(seminar_id: UUID) -> Shown:
    form = Form(NO_INPUT)
    with form:
        services.renew_invitation_link(actor(), seminar_id)
        flash(_("The new link is ready. The one before no longer works."))
        return _back(seminar_id)
    return _guests_page(seminar_id, form)


@blueprint.get("/invited/<uuid:seminar_id>/<string(maxlength=60):token>")
@signed_in
def ask_accept(seminar_id: UUID, token: str) -> Shown:
    return page("seminars/invited.html", seminar=guests.get_invited(actor(), seminar_id, token))


@blueprint.post("/invited/<uuid:seminar_id>/<string(maxlength=60):token>")
@signed_in
def accept(seminar_id: UUID, token: str) -> Answer:
    services.accept_invitation(actor(), seminar_id, token)
    return redirect(url_for("registrations.seminar", seminar_id=seminar_id), 303)


def _guests_page(seminar_id: UUID, form: Form) -> Shown:
    seminar = queries.get_seminar(actor(), seminar_id)
    invited = guests.list_guests(actor(), seminar)
    words = understood_query(ASSOCIATION_FILTER).get("q", "")
    found = list_associations(actor(), q=words, limit=100).items
    return page(
        "seminars/guests.html",
        seminar=seminar,
        form=form,
        guests=invited,
        link=guests.invitation_url(actor(), seminar),
        q=words,
        associations=[(str(one.id), localised(one.name)[0]) for one in found],
    ), form.status


def _back(seminar_id: UUID) -> Answer:
    return redirect(url_for(".guest_list", seminar_id=seminar_id), 303)
