"""How much may a file hold before it is refused, and how is it refused?"""

from typing import NamedTuple

MOST_BYTES = 32_000_000  # 100,000 lines of a programme in two languages are 23 MB
MOST_LINES = 100_000
MOST_LINE = 100_000  # characters
MOST_CELL = 10_000
MOST_GAP = 10_000  # empty lines in a row
MOST_COLUMNS = 100
NO_RESULT = "=?"  # what stands in a cell whose formula nobody has worked out


class Row(NamedTuple):
    """A line as it stands in its file, whose first is 1."""

    number: int
    cells: list[str]


class Unreadable(Exception):
    """Why the reading ends here; `line` is 0 where the last line that was read says where."""

    def __init__(self, why: str, line: int = 0) -> None:
        super().__init__(why)
        self.line = line
