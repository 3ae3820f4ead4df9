"""Which lines does a file hold, CSV or workbook, and where does each one stand, so that every fault can be found again?

What a file is shows in its first bytes, never in its name. Whatever it is, reading takes little memory and ends soon.
"""

import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from itertools import zip_longest

from engage.city.reading.bounds import MOST_BYTES, MOST_CELL, MOST_GAP, MOST_LINES, NO_RESULT, Row, Unreadable
from engage.city.reading.text import text_rows
from engage.city.reading.workbook import is_workbook, workbook_rows
from engage.language import gettext as _
from engage.language import ngettext

_BROKEN = re.compile("[\ud800-\udfff\ufffd]")  # what the decoding could not make sense of
_FAILED = re.compile(r"#(REF!|N/A|NAME\?|NOM\?|VALUE!|VALEUR!|DIV/0!|NUM!|NOMBRE!|NULL!|NUL!)")  # what formulas say

MOST_QUOTED = 200

Cells = dict[str, str | None]
MissingColumns = Callable[[Collection[str]], list[str]]

__all__ = ["MOST_BYTES", "MOST_LINES", "Cells", "Columns", "Findings", "Line", "Problem", "read_lines"]


@dataclass(frozen=True)
class Problem:
    """What is wrong or worth knowing, and where: `venues.csv:12: capacity: Enter a whole number.`"""

    file: str
    line: int
    column: str
    text: str
    cell: str = ""

    def __str__(self) -> str:
        return ": ".join(part for part in (f"{self.file}:{self.line}", self.column, self.text) if part)


@dataclass(frozen=True)
class Line:
    """One line of a file: its cells by column, None where a cell is empty."""

    file: str
    number: int
    cells: Cells

    @property
    def place(self) -> str:
        return f"{self.file}:{self.number}"

    def problem(self, column: str, text: str) -> Problem:
        return Problem(self.file, self.number, column, text, quoted(self.cells.get(column) or ""))


def quoted(text: str) -> str:
    """The beginning of what somebody wrote, with a question mark for what no store can keep."""
    return text[:MOST_QUOTED].encode("utf-8", "replace").decode()


@dataclass(frozen=True)
class Columns:
    """What a kind of file knows of columns: which one a heading means, which are missing, how its sheet is called."""

    called: Callable[[str], str | None]
    missing: MissingColumns
    sheets: Collection[str] = ()


class Findings:
    """What cannot be read in a file, and what was passed over. Of many problems only the first are kept."""

    def __init__(self, most: int | None = None) -> None:
        self.problems: list[Problem] = []
        self.notices: list[Problem] = []
        self.problem_count = 0
        self._most = most

    def refuse(self, problem: Problem) -> None:
        self.problem_count += 1
        if self._most is None or len(self.problems) < self._most:
            self.problems.append(problem)

    def note(self, notice: Problem) -> None:
        if self._most is None or len(self.notices) < self._most:
            self.notices.append(notice)


def read_lines(file: str, content: bytes, columns: Columns, found: Findings) -> Iterator[Line]:
    """The lines below the header. What cannot be read goes to `found`, and so do columns that nobody knows."""
    last = 0
    try:
        rows = _bounded(_rows(content, columns.sheets))
        head = next(rows, Row(1, []))
        last = head.number
        known = _known_columns(file, head, columns, found)
        if known is None:
            return
        for row in rows:
            last = row.number
            line = Line(file, row.number, _cells(known, row))
            faults = _faults(line, row, len(known))
            for fault in faults:
                found.refuse(fault)
            if not faults:
                yield line
    except Unreadable as refused:
        found.refuse(Problem(file, refused.line or last + 1, "", str(refused)))


def _rows(content: bytes, sheets: Collection[str]) -> Iterator[Row]:
    if len(content) > MOST_BYTES:
        raise Unreadable(_("The file is too large: %(most)s MB at most.", most=MOST_BYTES // 1_000_000), 1)
    return workbook_rows(content, sheets) if is_workbook(content) else text_rows(content)


def _bounded(rows: Iterator[Row]) -> Iterator[Row]:
    """The rows that hold something; raises Unreadable for too many, and for too many empty ones between them."""
    before, count = 0, 0
    for row in rows:
        if row.number - before > MOST_GAP:
            raise Unreadable(_("More than %(most)s empty lines follow each other. Delete them.", most=MOST_GAP))
        cells = [cell.strip() for cell in row.cells]
        if any(cells):
            before, count = row.number, count + 1
            if count > MOST_LINES + 1:
                raise Unreadable(_("There are more than %(most)s lines. Send them in several files.", most=MOST_LINES))
            yield Row(row.number, cells)


def _known_columns(file: str, head: Row, columns: Columns, found: Findings) -> list[str | None] | None:
    """The column that each heading means, None for those that are passed over; nothing if one is missing or twice."""
    known = [columns.called(heading) for heading in _without_empty_end(head.cells)]
    missing = columns.missing([column for column in known if column])
    twice = {column for column in known if column and known.count(column) > 1}
    for column in missing:
        found.refuse(Problem(file, head.number, column, _("This column is missing.")))
    for column in sorted(twice):
        found.refuse(Problem(file, head.number, column, _("This column stands there twice.")))
    for heading, meant in zip(head.cells, known, strict=False):
        if heading and not meant:
            told = _("This column is not known. It is passed over.")
            found.note(Problem(file, head.number, quoted(heading), told))
    return None if missing or twice else known


def _without_empty_end(cells: list[str]) -> list[str]:
    while cells and not cells[-1]:
        cells = cells[:-1]
    return cells


def _cells(known: list[str | None], row: Row) -> Cells:
    return {column: cell or None for column, cell in zip_longest(known, row.cells[: len(known)]) if column}


def _faults(line: Line, row: Row, columns: int) -> list[Problem]:
    if any(row.cells[columns:]):
        told = _("This line has more cells than there are columns. Put words with commas in quotes.")
        return [line.problem("", told)]
    told = ngettext("A cell holds at most %(num)s character.", "A cell holds at most %(num)s characters.", MOST_CELL)
    faults = [line.problem(column, told) for column, cell in line.cells.items() if cell and len(cell) > MOST_CELL]
    broken = [column for column, cell in line.cells.items() if cell and _BROKEN.search(cell)]
    told = _("Some characters cannot be read here. Save the file as UTF-8.")
    faults += [Problem(line.file, line.number, column, told) for column in broken]
    told = _("A formula failed here. Write what it should say.")
    failed = [column for column, cell in line.cells.items() if cell and _FAILED.fullmatch(cell)]
    faults += [line.problem(column, told) for column in failed]
    told = _("This formula has no result yet. Open the file in a spreadsheet, save it and send it again.")
    return faults + [line.problem(column, told) for column, cell in line.cells.items() if cell == NO_RESULT]
