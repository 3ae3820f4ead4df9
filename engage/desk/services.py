"""Taking out what is kept of an association: one archive of JSON, sheets for people, and its papers."""

import uuid
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from functools import partial
from itertools import accumulate
from typing import Any

import orjson

from engage import clock
from engage.access.actor import Actor
from engage.desk.queries import Column, Table, export_tables
from engage.files.services import read_file
from engage.language import LOCALES, current, localised
from engage.partners.models import MembershipRole
from engage.partners.queries import PaperView, get_own, list_papers
from engage.settings import current_settings
from engage.web.archives import Entry
from engage.web.rendering import labels
from engage.web.sheets import Cell, Sheet, to_csv

MOST_BYTES = 100_000_000  # of papers in one archive


def export_association(actor: Actor, association_id: uuid.UUID) -> list[Entry]:
    """Everything that this person, who acts for the association, may see of it. Raises NotFound for anybody else."""
    dossier, _kept = get_own(actor, association_id)
    papers = list_papers(actor, association_id)
    tables = export_tables(actor, dossier, papers)
    kept = {"id": association_id, "name": dossier.name, **{table.name: table.rows for table in tables}}
    entries = [Entry("association.json", orjson.dumps(kept, option=orjson.OPT_INDENT_2))]
    entries += [Entry(f"{table.name}.csv", to_csv(_sheet(table))) for table in tables]
    return entries + (_files(actor, papers) if dossier.viewer_role == MembershipRole.MANAGER else [])


def _files(actor: Actor, papers: Sequence[PaperView]) -> list[Entry]:
    """The papers themselves, the newest first, up to MOST_BYTES; each is read when its turn comes."""
    sizes = accumulate(paper.file.size for paper in papers)
    fitting = [paper for paper, size in zip(papers, sizes, strict=True) if size <= MOST_BYTES]
    return [
        Entry(f"papers/{number:02}-{paper.kind}-{paper.file.name}", partial(read_file, actor, paper.file.id))
        for number, paper in enumerate(fitting, 1)
    ]


def _sheet(table: Table) -> Sheet:
    rows = [[_cell(column, row.get(column.key)) for column in table.columns] for row in table.rows]
    return Sheet(table.name, [str(column.label) for column in table.columns], rows)


def _cell(column: Column, value: Any) -> Cell:
    """As a person reads it in the current language: words for codes, hours on the clocks of the city."""
    if column.words:
        return {row[0]: row[1] for row in labels(column.words, current())}.get(value, str(value))
    if isinstance(value, datetime):
        return f"{clock.local(value, current_settings().timezone):%Y-%m-%d %H:%M}"
    if isinstance(value, Mapping):
        return _words(value)
    if isinstance(value, Sequence) and not isinstance(value, str):
        return "; ".join(_words(one) if isinstance(one, Mapping) else str(one) for one in value)
    return value if value is None or isinstance(value, str | int | date) else str(value)


def _words(value: Mapping[str, Any]) -> str:
    """Words in several languages, else what stands side by side."""
    if value.keys() <= set(LOCALES):
        return localised(value)[0]
    return " ".join(str(part) for part in value.values() if part)
