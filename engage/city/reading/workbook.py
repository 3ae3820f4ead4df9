"""What do the cells of a workbook (.xlsx, ECMA-376) say? Its values alone, streamed, from the one sheet that is meant.

How its parts are read without trusting them is in engage.files.zipped.
"""

import re
import zipfile
from collections.abc import Callable, Collection, Iterator
from datetime import datetime, timedelta
from typing import IO

from engage.city.reading.bounds import MOST_CELL, MOST_COLUMNS, NO_RESULT, Row, Unreadable
from engage.files.zipped import BROKEN, Elements, Swollen, opened, parsed
from engage.language import gettext as _
from engage.text import fold

MOST_UNPACKED = 250_000_000
MOST_STRINGS = 600_000
_DESCRIPTION_BYTES = 5_000_000  # of the parts that only describe the sheets
_STRINGS_BYTES = 60_000_000
_LAST_DAY = 2_958_466  # 31 December 9999


def is_workbook(content: bytes) -> bool:
    return content.startswith(b"PK\x03\x04")


def workbook_rows(content: bytes, sheets: Collection[str]) -> Iterator[Row]:
    """The rows of the sheet that bears one of the names, else of the first. Raises Unreadable for anything else."""
    try:
        with _opened(content) as book:
            described = _Workbook(book)
            sheet = _Sheet(described.strings(), described.date_styles(), described.is_1904)
            yield from sheet.rows(book.open(described.path_of(sheets)))
    except BROKEN:
        raise Unreadable(_("This is no workbook (.xlsx), or it is damaged.")) from None


def _opened(content: bytes) -> zipfile.ZipFile:
    try:
        return opened(content, MOST_UNPACKED)
    except Swollen:
        raise Unreadable(_("This workbook unpacks to more than a table holds."), 1) from None


class _Workbook:
    """Which sheets there are, and what their cells refer to."""

    def __init__(self, book: zipfile.ZipFile) -> None:
        self._book, self._names = book, set(book.namelist())
        self._sheets: list[tuple[str, str]] = []
        self._targets: dict[str, str] = {}
        self.is_1904 = False
        self._read("xl/workbook.xml", self._on_description)
        self._read("xl/_rels/workbook.xml.rels", self._on_relation)

    def path_of(self, names: Collection[str]) -> str:
        meant = [id_ for title, id_ in self._sheets if fold(title).strip() in names]
        target = self._targets[(meant or [self._sheets[0][1]])[0]]
        return target.removeprefix("/") if target.startswith("/") else f"xl/{target}"

    def strings(self) -> list[str]:
        collected = _Strings()
        if "xl/sharedStrings.xml" in self._names:
            _check_size(self._book, "xl/sharedStrings.xml", _STRINGS_BYTES)
            for _chunk in parsed(self._book.open("xl/sharedStrings.xml"), collected):
                pass
        return collected.found

    def date_styles(self) -> set[int]:
        """The numbers of the cell styles that show a number as a date."""
        collected = _Styles()
        if "xl/styles.xml" in self._names:
            self._read("xl/styles.xml", collected.on_start)
        return collected.dates()

    def _on_description(self, name: str, attributes: dict[str, str]) -> None:
        if name == "sheet" and attributes.get("state", "visible") == "visible":
            self._sheets.append((attributes.get("name", ""), _local(attributes).get("id", "")))
        elif name == "workbookPr":
            self.is_1904 = attributes.get("date1904") in ("1", "true")

    def _on_relation(self, name: str, attributes: dict[str, str]) -> None:
        if name == "Relationship" and attributes.get("TargetMode") != "External":
            self._targets[attributes.get("Id", "")] = attributes.get("Target", "")

    def _read(self, path: str, on_start: Callable[[str, dict[str, str]], None]) -> None:
        _check_size(self._book, path, _DESCRIPTION_BYTES)
        for _chunk in parsed(self._book.open(path), Elements(on_start)):
            pass


def _check_size(book: zipfile.ZipFile, path: str, most: int) -> None:
    if book.getinfo(path).file_size > most:
        raise Unreadable(_("This workbook unpacks to more than a table holds."), 1)


class Words:
    """Words that come in pieces, cut where no cell may be longer."""

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._room = MOST_CELL + 1

    def add(self, piece: str) -> None:
        if self._room > 0:
            self._pieces.append(piece[: self._room])
            self._room -= len(piece)

    def take(self) -> str:
        words = "".join(self._pieces)
        self._pieces, self._room = [], MOST_CELL + 1
        return words


class _Strings(Elements):
    """The shared strings; how they are pronounced (`rPh`) is no part of them."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._words = Words()
        self._is_text = self._is_aside = False

    def on_start(self, name: str, attributes: dict[str, str]) -> None:
        self._is_text = name == "t" and not self._is_aside
        self._is_aside = self._is_aside or name == "rPh"

    def on_text(self, text: str) -> None:
        if self._is_text:
            self._words.add(text)

    def on_end(self, name: str) -> None:
        self._is_text = False
        if name == "rPh":
            self._is_aside = False
        elif name == "si":
            self.found.append(self._words.take())
            if len(self.found) > MOST_STRINGS:
                raise Unreadable(_("This workbook unpacks to more than a table holds."), 1)


class _Styles(Elements):
    """Which cell styles show dates."""

    def __init__(self) -> None:
        super().__init__()
        self._formats: dict[str, str] = {}
        self._of_cells: list[str] = []
        self._is_of_cells = False

    def on_start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "numFmt":
            self._formats[attributes.get("numFmtId", "")] = attributes.get("formatCode", "")[:200]
        elif name in ("cellXfs", "cellStyleXfs", "dxfs", "cellStyles"):
            self._is_of_cells = name == "cellXfs"
        elif name == "xf" and self._is_of_cells:
            self._of_cells.append(attributes.get("numFmtId", "0"))

    def dates(self) -> set[int]:
        from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format

        known = {str(number): code for number, code in BUILTIN_FORMATS.items()} | self._formats
        dates = {number for number, code in known.items() if is_date_format(code)}
        return {place for place, number in enumerate(self._of_cells) if number in dates}


class _Sheet(Elements):
    """The rows of one sheet, as they are met."""

    def __init__(self, strings: list[str], date_styles: set[int], is_1904: bool) -> None:
        super().__init__()
        self._strings, self._date_styles = strings, date_styles
        self._epoch = datetime(1904, 1, 1) if is_1904 else datetime(1899, 12, 30)  # noqa: DTZ001 - a wall clock's
        self._done: list[Row] = []
        self._row, self._column = Row(0, []), 0
        self._cell: dict[str, str] = {}
        self._words = Words()
        self._is_value = self._has_formula = False

    def rows(self, part: IO[bytes]) -> Iterator[Row]:
        for _chunk in parsed(part, self):
            yield from self._done
            self._done.clear()

    def on_start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "row":
            number = int(attributes.get("r", self._row.number + 1))
            if number <= self._row.number:
                raise ValueError(number)
            self._row, self._column = Row(number, []), 0
        elif name == "c":
            self._cell, self._has_formula = attributes, False
            self._column = _column(attributes["r"]) if "r" in attributes else self._column + 1
        else:
            self._is_value = name in ("v", "t")
            self._has_formula = self._has_formula or name == "f"

    def on_text(self, text: str) -> None:
        if self._is_value:
            self._words.add(text)

    def on_end(self, name: str) -> None:
        self._is_value = False
        if name == "c" and (words := self._words.take()):
            self._keep(self._value(words))
        elif name == "c" and self._has_formula and self._cell.get("t", "n") == "n":  # else its result is an empty text
            self._keep(NO_RESULT)
        elif name == "row":
            self._done.append(self._row)

    def _keep(self, value: str) -> None:
        cells = self._row.cells
        if self._column > MOST_COLUMNS and value.strip():
            raise Unreadable(
                _("There is something in column %(number)s. Delete it.", number=self._column), self._row.number
            )
        if len(cells) < self._column <= MOST_COLUMNS:
            cells.extend([""] * (self._column - len(cells)))
            cells[self._column - 1] = value

    def _value(self, text: str) -> str:
        kind = self._cell.get("t", "n")
        if kind == "s":
            return self._strings[int(text)]
        if kind == "b":
            return "yes" if text == "1" else "no"
        if kind != "n":
            return text
        return self._number(float(text), int(self._cell.get("s", 0)) in self._date_styles)

    def _number(self, value: float, is_date: bool) -> str:
        if is_date and 1 <= value < _LAST_DAY:
            moment = self._epoch + timedelta(minutes=round(value * 1440))
            return f"{moment:%Y-%m-%d}" if moment.hour == moment.minute == 0 else f"{moment:%Y-%m-%d %H:%M}"
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)


def _column(reference: str) -> int:
    """The number of a column: 1 for A12, 16,384 for XFD1."""
    letters = re.fullmatch(r"([A-Z]{1,3})[0-9]{1,7}", reference)
    if letters is None:
        raise ValueError(reference)
    number = 0
    for letter in letters[1]:
        number = number * 26 + ord(letter) - 64
    return number


def _local(attributes: dict[str, str]) -> dict[str, str]:
    return {name.rpartition(":")[2]: value for name, value in attributes.items()}
