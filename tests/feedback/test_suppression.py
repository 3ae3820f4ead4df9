"""Can what is left out of a table be worked out from what is told?"""

from collections.abc import Iterator

from hypothesis import given
from hypothesis import strategies as st

from engage.feedback.suppression import LEAST, told

PARTS = 4
tables = st.lists(
    st.lists(st.one_of(st.integers(0, 7), st.integers(0, 400)), min_size=PARTS, max_size=PARTS), min_size=1, max_size=13
)
Shown = dict[int, list[int | None]]


def _told(rows: list[list[int]]) -> Shown:
    return told(dict(enumerate(rows)))


@given(tables)
def test_what_is_told_is_true_and_never_small(rows: list[list[int]]) -> None:
    for row, cells in _told(rows).items():
        exact = [*rows[row], sum(rows[row])]
        assert all(cell in (None, number) for cell, number in zip(cells, exact, strict=True))
        assert all(cell is None or cell == 0 or cell >= LEAST for cell in cells)


@given(tables)
def test_nothing_that_is_left_out_can_be_worked_out(rows: list[list[int]]) -> None:
    """Whoever knows what is told, and all sums, still finds at least two numbers for each cell that is left out."""
    shown = _told(rows)
    if len(rows) == 1:
        assert set(shown[0]) == {None} or None not in shown[0]
        return
    for row, cells in shown.items():
        for column, cell in enumerate(cells):
            assert cell is not None or _is_open(rows, shown, row, column), (rows, shown, row, column)


@given(tables)
def test_a_table_of_large_numbers_is_told_whole(rows: list[list[int]]) -> None:
    large = [[number + LEAST for number in row] for row in rows]
    assert all(None not in cells for cells in _told(large).values())


@given(tables)
def test_what_is_left_out_is_together_no_small_number_either(rows: list[list[int]]) -> None:
    """By subtraction one finds how much was left out of a row or a column: at least five, or all that there is."""
    shown, table = _told(rows), [[*row, sum(row)] for row in rows]
    for row, cells in shown.items():
        left_out = sum(table[row][column] for column, cell in enumerate(cells) if cell is None)
        assert cells[-1] is None or left_out == 0 or left_out >= LEAST
    for column in range(PARTS + 1):
        all_there_is = sum(row[column] for row in table)
        left_out = sum(table[row][column] for row, cells in shown.items() if cells[column] is None)
        assert left_out in (0, all_there_is) or left_out >= LEAST


def test_a_small_number_takes_three_others_with_it() -> None:
    shown = _told([[90, 20, 3, 40], [80, 30, 9, 50], [70, 40, 8, 60]])
    assert shown == {0: [90, None, None, 40, 153], 1: [80, None, None, 50, 169], 2: [70, 40, 8, 60, 178]}


def test_a_row_of_one_thread_is_not_given_away_by_the_others() -> None:
    shown = _told([[1, 0, 0, 0], [50, 10, 10, 10]])
    assert shown[0][0] is None and shown[0][4] is None and shown[1][0] is None and shown[1][4] is None


# What is left out is a flow from the rows to the columns, and from the sum of all to a row where its total is left out;
# what is told, and all sums, fix the rest. The flow along an edge can be another one exactly if some cycle of what may
# still grow or shrink goes through that edge: here that is looked for, in whatever way the numbers were left out.


def _is_open(rows: list[list[int]], shown: Shown, row: int, column: int) -> bool:
    edges = {edge: (tail, head) for edge, tail, head in _edges(shown)}
    numbers = {edge: [*rows[edge[0]], sum(rows[edge[0]])][edge[1]] for edge in edges}
    own = (row, column)
    tail, head = edges[own]
    ways: dict[str, set[str]] = {}
    for edge, (start, end) in edges.items():
        if edge == own:
            continue
        ways.setdefault(start, set()).add(end)
        if numbers[edge]:
            ways.setdefault(end, set()).add(start)
    grows = _reaches(ways, head, tail)
    return grows or (numbers[own] > 0 and _reaches(ways, tail, head))


def _edges(shown: Shown) -> Iterator[tuple[tuple[int, int], str, str]]:
    for row, cells in shown.items():
        for column, cell in enumerate(cells):
            if cell is None and column == PARTS:
                yield (row, column), "all", f"row {row}"
            elif cell is None:
                yield (row, column), f"row {row}", f"column {column}"


def _reaches(ways: dict[str, set[str]], start: str, end: str) -> bool:
    seen, waiting = {start}, [start]
    while waiting:
        for place in ways.get(waiting.pop(), set()) - seen:
            seen.add(place)
            waiting.append(place)
    return end in seen
