"""Papers of associations, in JSON but for the files themselves."""

from typing import Any
from uuid import UUID

from flask import Response, make_response

from engage.access.guard import actor
from engage.access.rules import signed_in
from engage.files.pages import send_file
from engage.files.services import MOST_BYTES
from engage.partners import queries, services
from engage.partners.api import blueprint
from engage.partners.schemas.papers import PAPER_BODY, PAPER_FORM, PAPER_PAGE, PAPER_VIEW
from engage.web.api import no_content
from engage.web.files import sent_file, takes_files
from engage.web.idempotency import idempotent
from engage.web.input import read_form
from engage.web.unseen import unseen_first


@blueprint.route("/associations/<uuid:association_id>/papers", methods=["GET"])
@signed_in
@blueprint.response(200, PAPER_PAGE)
def list_papers(association_id: UUID) -> Any:
    return {"items": queries.list_papers(actor(), association_id)}


@blueprint.route("/associations/<uuid:association_id>/papers", methods=["POST"])
@unseen_first(queries.get_inside)
@signed_in
@takes_files(MOST_BYTES)
@blueprint.doc(requestBody=PAPER_BODY)
@blueprint.response(201, PAPER_VIEW)
def add_paper(association_id: UUID) -> Any:
    sent, (name, content) = read_form(PAPER_FORM), sent_file()
    file = services.prepare_paper(actor(), association_id, name=name, content=content)
    return _keep(association_id, file=file, **sent)


@idempotent
def _keep(association_id: UUID, **details: Any) -> Response:
    """Claims the key after the file was examined: the store is not kept waiting for that."""
    paper_id = services.add_paper(actor(), association_id, **details)
    return make_response(PAPER_VIEW.dump(queries.get_paper(actor(), association_id, paper_id)), 201)


@blueprint.route("/associations/<uuid:association_id>/papers/<uuid:paper_id>/file", methods=["GET"])
@signed_in
@blueprint.doc(responses={"200": {"content": {"application/octet-stream": {}}, "description": "The file."}})
def paper_file(association_id: UUID, paper_id: UUID) -> Response:
    return send_file(queries.get_paper(actor(), association_id, paper_id).file)


@blueprint.route("/associations/<uuid:association_id>/papers/<uuid:paper_id>", methods=["DELETE"])
@unseen_first(queries.get_paper)
@signed_in
@blueprint.response(204)
def withdraw_paper(association_id: UUID, paper_id: UUID) -> Response:
    services.withdraw_paper(actor(), association_id, paper_id)
    return no_content()
