"""Which numbers of a table may everyone read, so that none under five can be found, not even by subtraction?

A table has rows (districts, say) whose parts add up to the row's own total, and the sums of the parts over all rows are
told too. A cell of 1 to 4 is left out, and with it others: each cell that is left out is one corner of four, in two
rows and two columns, whose numbers could all be one more or one less without any told number changing. So nobody can
work it out.
"""

from collections.abc import Hashable, Iterator, Mapping, Sequence
from itertools import product
from typing import TypeVar

LEAST = 5  # fewer than these may be known by name to somebody

Key = TypeVar("Key", bound=Hashable)
Cell = tuple[int, int]


def told(rows: Mapping[Key, Sequence[int]]) -> dict[Key, list[int | None]]:
    """The parts of each row and its total after them, without what is not told."""
    table = [[*parts, sum(parts)] for parts in rows.values()]
    hidden = _hidden(table)
    cells = ([None if (r, c) in hidden else n for c, n in enumerate(row)] for r, row in enumerate(table))
    return dict(zip(rows, cells, strict=True))


def _hidden(table: list[list[int]]) -> set[Cell]:
    hidden = {(r, c) for r, row in enumerate(table) for c, number in enumerate(row) if 0 < number < LEAST}
    for cell in sorted(hidden, key=lambda cell: table[cell[0]][cell[1]]):
        corners = min(_corners(table, cell), key=lambda four: _loss(table, hidden, cell, four), default=None)
        if corners is None:  # one row alone: nothing of it is told
            return {(r, c) for r, row in enumerate(table) for c in range(len(row))}
        hidden.update(corners)
    return hidden


def _corners(table: list[list[int]], cell: Cell) -> Iterator[list[Cell]]:
    """The other three of each four that protect a cell: one more here, one less there, and all sums stay."""
    (row, column), total = cell, len(table[0]) - 1
    for r, c in product(range(len(table)), range(total + 1)):
        if r == row or c == column:
            continue
        # Part and total of a row rise and fall together; two parts of it against each other.
        falls = (row, c) if total in (c, column) else (r, c)
        if table[falls[0]][falls[1]]:
            yield [(row, c), (r, column), (r, c)]


def _loss(table: list[list[int]], hidden: set[Cell], cell: Cell, corners: list[Cell]) -> tuple[bool, bool, int]:
    """Rather together with enough of the same row and of the same column; then what is least."""
    beside, below, _ = (table[r][c] for r, c in corners)
    own = table[cell[0]][cell[1]]
    return own + beside < LEAST, own + below < LEAST, sum(table[r][c] for r, c in corners if (r, c) not in hidden)
