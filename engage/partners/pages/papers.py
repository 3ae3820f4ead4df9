"""Which papers has an association given, and how does it give another one?"""

from typing import Any
from uuid import UUID

from flask import Response, flash, redirect, url_for
from werkzeug.wrappers import Response as Answer

from engage.access.guard import actor
from engage.access.rules import signed_in
from engage.errors import NotAllowed
from engage.files.pages import send_file
from engage.files.services import MOST_BYTES
from engage.language import gettext as _
from engage.partners import queries, services
from engage.partners.pages import blueprint
from engage.partners.policies import can_keep_papers
from engage.partners.schemas.papers import PAPER_FORM
from engage.web.files import sent_file, takes_files
from engage.web.forms import Form
from engage.web.idempotency import idempotent
from engage.web.rendering import page
from engage.web.unseen import unseen_first

Shown = str | Answer | tuple[str, int]

TOLD_AT = {"too-many-papers": "file"}


@blueprint.get("/associations/<uuid:association_id>/papers")
@signed_in
def papers(association_id: UUID) -> Shown:
    return _papers_page(Form(PAPER_FORM), association_id)


@blueprint.post("/associations/<uuid:association_id>/papers")
@unseen_first(queries.get_inside)
@signed_in
@takes_files(MOST_BYTES)
def add_paper(association_id: UUID) -> Shown:
    form = Form(PAPER_FORM, told_at=TOLD_AT)
    with form:
        sent, (name, content) = form.read(), sent_file()
        file = services.prepare_paper(actor(), association_id, name=name, content=content)
        return _keep(association_id, file=file, **sent)
    return _papers_page(form, association_id)


@idempotent
def _keep(association_id: UUID, **details: Any) -> Answer:
    """Claims the key after the file was examined: the store is not kept waiting for that."""
    services.add_paper(actor(), association_id, **details)
    flash(_("The paper is kept."))
    return redirect(url_for(".papers", association_id=association_id), 303)


@blueprint.get("/associations/<uuid:association_id>/papers/<uuid:paper_id>/file")
@signed_in
def paper_file(association_id: UUID, paper_id: UUID) -> Response:
    return send_file(queries.get_paper(actor(), association_id, paper_id).file)


@blueprint.get("/associations/<uuid:association_id>/papers/<uuid:paper_id>/withdraw")
@signed_in
def ask_withdraw(association_id: UUID, paper_id: UUID) -> Shown:
    inside = queries.get_inside(actor(), association_id)
    paper = queries.get_paper(actor(), association_id, paper_id)
    if not can_keep_papers(actor(), inside):
        raise NotAllowed
    return page("partners/paper_withdraw.html", inside=inside, paper=paper)


@blueprint.post("/associations/<uuid:association_id>/papers/<uuid:paper_id>/withdraw")
@unseen_first(queries.get_paper)
@signed_in
def withdraw_paper(association_id: UUID, paper_id: UUID) -> Answer:
    services.withdraw_paper(actor(), association_id, paper_id)
    flash(_("The paper is withdrawn."))
    return redirect(url_for(".papers", association_id=association_id), 303)


def _papers_page(form: Form, association_id: UUID) -> Shown:
    inside = queries.get_inside(actor(), association_id)
    shown = {
        "inside": inside,
        "papers": queries.list_papers(actor(), inside),
        "may_keep": can_keep_papers(actor(), inside) and inside.status != "dissolved",
        "most": MOST_BYTES // 1_000_000,
    }
    return page("partners/papers.html", form=form, **shown), form.status
