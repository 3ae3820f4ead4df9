"""How does a table leave as a file that a spreadsheet opens? Every cell says what it says: none is ever a formula."""

import csv
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import Response, send_file

from engage import language

Cell = str | int | date | None

_BEGINS_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_INSIDE = re.compile(r";(?=[=+@-])")  # where commas stand in numbers, spreadsheets cut a line at its semicolons
_NEGATIVE = re.compile(r"-[0-9]+(\.[0-9]+)?")
_MEDIA_TYPES = {
    "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@dataclass(frozen=True)
class Sheet:
    """A table with a title; text, whole numbers, days and empty cells."""

    title: str
    head: Sequence[str]
    rows: Sequence[Sequence[Cell]]


def as_file(sheet: Sheet, kind: str, name: str) -> Response:
    """An answer that a browser keeps as `name.csv` or `name.xlsx`."""
    content = io.BytesIO(to_csv(sheet) if kind == "csv" else to_xlsx(sheet))
    return send_file(content, _MEDIA_TYPES[kind], as_attachment=True, download_name=f"{name}.{kind}")


def to_csv(sheet: Sheet) -> bytes:
    """UTF-8 with a byte order mark, or Excel garbles Arabic. What looks like a formula gets an apostrophe."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerows([[_harmless(cell) for cell in row] for row in (sheet.head, *sheet.rows)])
    return text.getvalue().encode("utf-8-sig")


def _harmless(cell: Cell) -> str:
    words = "" if cell is None else _INSIDE.sub(";'", str(cell))
    is_formula = isinstance(cell, str) and words.startswith(_BEGINS_FORMULA) and not _NEGATIVE.fullmatch(words)
    return f"'{words}" if is_formula else words


def to_xlsx(sheet: Sheet) -> bytes:
    """A workbook of one sheet, in Arabic from right to left; text is written as text, whatever it begins with."""
    import xlsxwriter  # a few MB that most processes never need

    kept = io.BytesIO()
    options = {"in_memory": True, "default_date_format": "yyyy-mm-dd"}
    with xlsxwriter.Workbook(kept, options) as workbook:
        page = workbook.add_worksheet()
        if language.direction(language.current()) == "rtl":
            page.right_to_left()
        page.set_landscape()
        page.repeat_rows(0)
        page.freeze_panes(1, 0)
        page.write_row(0, 0, sheet.head, workbook.add_format({"bold": True}))
        for number, row in enumerate(sheet.rows, 1):
            for column, cell in enumerate(row):
                _write(page, number, column, cell)
        page.autofit()
        workbook.set_properties({"title": sheet.title})
    return kept.getvalue()


def _write(page: Any, row: int, column: int, cell: Cell) -> None:
    if isinstance(cell, str):
        page.write_string(row, column, cell)
    elif isinstance(cell, int):
        page.write_number(row, column, cell)
    elif cell is not None:
        page.write_datetime(row, column, cell)
