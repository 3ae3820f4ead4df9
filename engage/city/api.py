"""Files brought in by programs, in JSON but for the files themselves."""

from typing import Any
from uuid import UUID

from flask import request

from engage.access.guard import actor
from engage.access.rules import requires
from engage.city import queries, services
from engage.city.kinds import PERMISSIONS
from engage.city.reading import MOST_BYTES
from engage.city.schemas import IMPORT_FILTER, IMPORT_FORM, IMPORT_PAGE, IMPORT_QUERY, IMPORT_VIEW
from engage.errors import Invalid
from engage.seminars.schemas import NO_INPUT
from engage.web.api import IF_MATCH, ApiBlueprint, tagged, version_sent
from engage.web.files import sent_file, takes_files
from engage.web.idempotency import idempotent

blueprint = ApiBlueprint("imports", "Programmes, venues and associations from files")

Sent = dict[str, Any]

_FILE = {"type": "string", "format": "binary"}
_FORM = {"type": "object", "properties": {"file": _FILE, "kind": {"type": "string"}}, "required": ["file"]}
_BODY = {
    "description": "A CSV file or a workbook (.xlsx), as the body or in a form; what it is shows in its content.",
    "required": True,
    "content": {
        "text/csv": {"schema": _FILE},
        "application/octet-stream": {"schema": _FILE},
        "multipart/form-data": {"schema": _FORM},
    },
}


def _tagged(import_id: UUID, status: int = 200) -> Any:
    found = queries.get_import(actor(), import_id)
    return tagged(found, found.version, status)


def _file_sent(query: Sent) -> Sent:
    kind = request.form.get("kind") or query.get("kind")
    if wrong := IMPORT_FORM.validate({"kind": kind} if kind else {}):
        raise Invalid(wrong)
    name, content = sent_file()
    return {"kind": kind, "file_name": name or query.get("file_name", ""), "content": content}


@blueprint.route("/imports", methods=["POST"])
@requires(*PERMISSIONS)
@takes_files(MOST_BYTES)
@idempotent
@blueprint.doc(requestBody=_BODY)
@blueprint.arguments(IMPORT_QUERY, location="query")
@blueprint.response(202, IMPORT_VIEW)
def start_import(query: Sent) -> Any:
    return _tagged(services.start_import(actor(), **_file_sent(query)), 202)


@blueprint.route("/imports", methods=["GET"])
@requires(*PERMISSIONS)
@blueprint.arguments(IMPORT_FILTER, location="query")
@blueprint.response(200, IMPORT_PAGE)
def list_imports(sent: Sent) -> Any:
    return queries.list_imports(actor(), **sent)


@blueprint.route("/imports/<uuid:import_id>", methods=["GET"])
@requires(*PERMISSIONS)
@blueprint.response(200, IMPORT_VIEW)
def show_import(import_id: UUID) -> Any:
    return _tagged(import_id)


@blueprint.route("/imports/<uuid:import_id>/apply", methods=["POST"])
@blueprint.doc(parameters=[{**IF_MATCH, "required": False, "description": "Only if it is still this version."}])
@requires(*PERMISSIONS)
@blueprint.arguments(NO_INPUT)
@blueprint.response(202, IMPORT_VIEW)
def apply_import(_sent: Sent, import_id: UUID) -> Any:
    services.apply_import(actor(), import_id, version_sent() if "If-Match" in request.headers else None)
    return _tagged(import_id, 202)
