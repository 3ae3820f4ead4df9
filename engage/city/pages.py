"""How does an officer bring a file in: choose it, see what it would do, and say so?"""

from uuid import UUID

from flask import Blueprint, Response, redirect, url_for
from werkzeug.wrappers import Response as Answer

from engage.access.guard import actor
from engage.access.rules import requires
from engage.city import queries, services
from engage.city.kinds import KINDS, OFFERED, PERMISSIONS
from engage.city.policies import can_import
from engage.city.reading import MOST_BYTES
from engage.city.schemas import APPLY_FORM, IMPORT_FILTER, IMPORT_FORM
from engage.language import gettext as _
from engage.web.files import sent_file, takes_files
from engage.web.forms import Form
from engage.web.idempotency import idempotent
from engage.web.input import read_query
from engage.web.rendering import page
from engage.web.sheets import Sheet, as_file

blueprint = Blueprint("imports", __name__)

Shown = str | Answer | tuple[str, int]

_KIND_GAP = f"<any({', '.join(OFFERED)}):kind>"


@blueprint.get("/imports")
@requires(*PERMISSIONS)
def index() -> Shown:
    return _index_page(Form(IMPORT_FORM))


@blueprint.post("/imports")
@requires(*PERMISSIONS)
@takes_files(MOST_BYTES)
@idempotent
def send() -> Shown:
    form = Form(IMPORT_FORM)
    with form:
        name, content = sent_file()
        import_id = services.start_import(actor(), **form.read(), file_name=name, content=content)
        return redirect(url_for(".show", import_id=import_id), 303)
    return _index_page(form)


@blueprint.get("/imports/<uuid:import_id>")
@requires(*PERMISSIONS)
def show(import_id: UUID) -> Shown:
    return _import_page(Form(APPLY_FORM), import_id)


@blueprint.post("/imports/<uuid:import_id>/apply")
@requires(*PERMISSIONS)
def apply(import_id: UUID) -> Shown:
    form = Form(APPLY_FORM)
    with form:
        services.apply_import(actor(), import_id, **form.read())
        return redirect(url_for(".show", import_id=import_id), 303)
    return _import_page(form, import_id)


@blueprint.get("/imports/<uuid:import_id>/problems.csv")
@requires(*PERMISSIONS)
def problems(import_id: UUID) -> Response:
    found = queries.get_import(actor(), import_id)
    kind = KINDS[found.kind]
    rows = [told._replace(column=kind.label_of(told.column)) for told in found.told_problems]
    head = [_("Line"), _("Column"), _("Problem"), _("What stands there")]
    return as_file(Sheet(found.file_name, head, rows), "csv", name=_("problems"))


@blueprint.get(f"/imports/{_KIND_GAP}/example.csv", defaults={"ending": "csv"})
@blueprint.get(f"/imports/{_KIND_GAP}/example.xlsx", defaults={"ending": "xlsx"})
@requires(*PERMISSIONS)
def example(kind: str, ending: str) -> Response:
    """The head of a file with one line, to be written on."""
    columns = KINDS[kind].known_columns
    rows = [[column.example for column in columns]]
    return as_file(Sheet(str(KINDS[kind].label), [str(column.label) for column in columns], rows), ending, name=kind)


def _index_page(form: Form) -> Shown:
    kinds = [KINDS[name] for name in OFFERED if can_import(actor(), name)]
    form.initial = {"kind": kinds[0].name} if len(kinds) == 1 else {}
    found = queries.list_imports(actor(), **read_query(IMPORT_FILTER))
    return page("city/imports.html", form=form, kinds=kinds, imports=found, most=MOST_BYTES // 1_000_000), form.status


def _import_page(form: Form, import_id: UUID) -> Shown:
    found = queries.get_import(actor(), import_id)
    return page("city/import.html", form=form, sent=found, kind=KINDS[found.kind]), form.status
