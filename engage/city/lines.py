"""Which lines does a CSV file hold, and where does each one stand, so that every fault can be found again?"""

import csv
import io
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path

Cells = dict[str, str | None]
MissingColumns = Callable[[Collection[str]], list[str]]


@dataclass(frozen=True)
class Problem:
    """What is wrong, and where: `venues.csv:12: capacity: Enter a whole number.`"""

    file: str
    line: int
    column: str
    text: str

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
        return Problem(self.file, self.number, column, text)


def read_lines(path: Path, missing_columns: MissingColumns, problems: list[Problem]) -> Iterator[Line]:
    """The lines of a file (UTF-8, commas, with a header). What cannot be read is added to `problems`."""
    rows = _rows(path, problems)
    number, header = next(rows, (1, []))
    columns = [cell.lower() for cell in header]
    missing = missing_columns(columns)
    problems.extend(Problem(path.name, number, column, "This column is missing.") for column in missing)
    if missing:
        return
    for number, row in rows:
        line = Line(path.name, number, {column: cell or None for column, cell in zip_longest(columns, row)})
        faults = _faults(line, len(row) > len(columns))
        problems.extend(faults)
        if not faults:
            yield line


def _rows(path: Path, problems: list[Problem]) -> Iterator[tuple[int, list[str]]]:
    # Bytes that are not UTF-8 become lone surrogates, which are told line by line.
    text = path.read_bytes().decode("utf-8-sig", "surrogateescape")
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    while True:
        number = reader.line_num + 1
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as unreadable:
            problems.append(Problem(path.name, number, "", f"This is not CSV: {unreadable}."))
            return
        if any(cell.strip() for cell in row):
            yield number, [cell.strip() for cell in row]


def _faults(line: Line, is_too_long: bool) -> list[Problem]:
    if is_too_long:
        return [line.problem("", "This line has more cells than there are columns. Put words with commas in quotes.")]
    broken = [column for column, cell in line.cells.items() if cell and any("\ud800" <= c <= "\udfff" for c in cell)]
    return [line.problem(column, "This is not UTF-8.") for column in broken]
