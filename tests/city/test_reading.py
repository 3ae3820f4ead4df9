"""Is a file read as people made it: in any encoding, with any separator, as CSV or as a workbook?"""

import csv
import io
from datetime import date, datetime
from typing import Any

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from engage import language
from engage.city.reading import Columns, Findings, Line, read_lines
from engage.city.reading.text import encoding_of
from tests.city.hostile import book, sheet

ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be")
HEAD = ["reference", "title_ar", "title_fr"]
ARABIC, FRENCH = "السلامة الطرقية؛ چ", "Sécurité routière à l’École, «\u00a0Ça\u00a0»"


def read(content: bytes, *, head: list[str] = HEAD) -> tuple[list[list[str | None]], Findings]:
    found = Findings()
    columns = Columns(lambda heading: heading if heading in head else None, lambda known: [])
    with language.speaking("en"):
        lines: list[Line] = list(read_lines("file", content, columns, found))
    return [list(line.cells.values()) for line in lines], found


def told(content: bytes) -> list[str]:
    return [str(problem) for problem in read(content)[1].problems]


def table(*rows: list[str], separator: str = ",") -> str:
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=separator).writerows(rows)
    return text.getvalue()


def workbook(*rows: list[Any], formats: dict[type, str] | None = None, sheets: tuple[str, ...] = ("Sheet1",)) -> bytes:
    kept = io.BytesIO()
    with xlsxwriter.Workbook(kept, {"in_memory": True}) as book:
        for name in sheets:
            page = book.add_worksheet(name)
            for number, row in enumerate(rows if name == sheets[-1] else [["?"], ["!"]]):
                for column, cell in enumerate(row):
                    shown = (formats or {}).get(type(cell))
                    page.write(number, column, cell, book.add_format({"num_format": shown}) if shown else None)
    return kept.getvalue()


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("separator", [";", ",", "\t"])
@pytest.mark.parametrize("ending", ["\r\n", "\n", "\r"])
def test_every_encoding_separator_and_line_end(encoding: str, separator: str, ending: str) -> None:
    text = table(HEAD, ["1", ARABIC, FRENCH], ["2", "", "x"], separator=separator).replace("\r\n", ending)
    lines, found = read(text.encode(encoding))
    assert lines == [["1", ARABIC, FRENCH], ["2", None, "x"]]
    assert not found.problems and not found.notices


@pytest.mark.parametrize(
    ("encoding", "cells"),
    [
        ("cp1256", ["1", "السلامة الطرقية", "Sécurité à l’école"]),
        ("cp1256", ["1", "عبر وFacebook وWhatsApp", "çà et là"]),
        ("cp1252", ["1", "É", "ÉCOLE À FÈS, Élèves d’Été"]),
        ("cp1252", ["1", "x", "déjà vu"]),
    ],
)
def test_the_encodings_of_old_spreadsheets(encoding: str, cells: list[str]) -> None:
    assert read(table(HEAD, cells, separator=";").encode(encoding))[0] == [cells]


words = st.text(st.sampled_from("ابتثجحخدذرزسشصضطظعغفقكلمنهوي abcdefgéèçà٠١٢،؛;,\"'\n\t"), min_size=1, max_size=30)


@given(rows=st.lists(st.tuples(words, words), min_size=1, max_size=6), separator=st.sampled_from(";,\t"), at=st.data())
def test_what_is_written_is_read(rows: list[tuple[str, str]], separator: str, at: Any) -> None:
    encoding = at.draw(st.sampled_from(ENCODINGS))
    lines = [["n", *(cell.strip() for cell in row)] for row in rows]
    text = table(HEAD, *lines, separator=separator)
    assert read(text.encode(encoding))[0] == [[cell or None for cell in line] for line in lines]


@given(st.binary(max_size=400) | st.binary(max_size=300).map(lambda rest: b"PK\x03\x04" + rest))
def test_no_bytes_break_the_reader(content: bytes) -> None:
    lines, found = read(content)
    assert isinstance(lines, list) and found.problem_count == len(found.problems)


def test_a_few_broken_bytes_do_not_garble_the_rest() -> None:
    content = table(HEAD, ["1", ARABIC, FRENCH], ["2", ARABIC, "caf\udce9"]).encode("utf-8", "surrogateescape")
    assert encoding_of(content) == "utf-8"
    lines, found = read(content)
    assert lines == [["1", ARABIC, FRENCH]]
    assert [(problem.line, problem.column) for problem in found.problems] == [(3, "title_fr")]


def test_a_broken_heading_can_be_quoted() -> None:
    _lines, found = read(b"reference,\xc3\xa9\xc3\xa8\xc3\xa0\xc3\xa7 \xe9\n1,x\n")
    assert [notice.column for notice in found.notices] == ["éèàç ?"]


def test_the_line_that_names_the_separator_is_passed_over() -> None:
    lines, found = read(b"sep=;\r\nreference;title_fr\r\n1;a, b\r\n")
    assert (lines, found.problems) == ([["1", "a, b"]], [])


def test_empty_lines_above_the_heading_hide_no_separator() -> None:
    lines, found = read(b"\r\n  \r\nreference;title_fr\r\n1;a, b\r\n")
    assert (lines, found.problems) == ([["1", "a, b"]], [])


@pytest.mark.parametrize("cells", [["mac-roman", "Sécurité à l’école"], ["iso-8859-6", "السلامة الطرقية بالمدرسة"]])
def test_an_encoding_that_is_not_known_garbles_nothing(cells: list[str]) -> None:
    lines, found = read(table(HEAD[:2], cells).encode(cells[0]))
    assert not lines and "UTF-8" in found.problems[0].text


def test_a_formula_that_failed_is_no_word() -> None:
    assert told(b"reference,title_fr\n1,#REF!\n2,#1\n") == [
        "file:2: title_fr: A formula failed here. Write what it should say."
    ]


def test_a_formula_without_a_result_is_a_problem_at_its_cell() -> None:
    formulas = '<c r="{0}"><f>A1</f></c>', '<c r="{0}"><f>A1</f><v></v></c>', '<c r="{0}"><f t="shared" si="0"/></c>'
    for formula in formulas:
        [lone] = read(book(sheet(f'<row r="2">{formula.format("A2")}</row>')))[1].problems
        assert (lone.line, lone.column, lone.cell) == (2, "reference", "=?")
        assert lone.text.startswith("This formula has no result yet.")
    for kept in ('<c r="A2" t="str"><f>A1</f><v></v></c>', '<c r="A2"/>'):
        assert read(book(sheet(f'<row r="2">{kept}</row>')))[1].problems == []
    lines, found = read(book(sheet('<row r="2"><c r="A2"><f>1+1</f><v>2</v></c></row>')))
    assert (lines, found.problems) == ([["2"]], [])


def test_unknown_columns_are_told_and_passed_over() -> None:
    lines, found = read(table([*HEAD, "note", ""], ["1", "a", "b", "c", ""]).encode())
    assert lines == [["1", "a", "b"]]
    assert [(notice.line, notice.column) for notice in found.notices] == [(1, "note")]


def test_a_column_that_stands_there_twice_is_told() -> None:
    assert told(b"reference,reference\n1,2\n") == ["file:1: reference: This column stands there twice."]


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"reference\n1\x00\n", "file:2: This is no text: it holds null characters."),
        (b'reference\n"1\n2\n', "file:2: This is not CSV: unexpected end of data."),
        (b"reference\n" + b"x" * 100_001, "file:2: This line is too long."),
        (b"reference\n" + b"x" * 10_001, "file:2: reference: A cell holds at most 10000 characters."),
        (
            b"reference\n1\n" + b"\n" * 10_001 + b"2\n",
            "file:3: More than 10000 empty lines follow each other. Delete them.",
        ),
        (
            b"reference\n" + b"1\n" * 100_001,
            "file:100002: There are more than 100000 lines. Send them in several files.",
        ),
        (
            b"reference\n1,2\n",
            "file:2: This line has more cells than there are columns. Put words with commas in quotes.",
        ),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600,
            "file:1: This workbook is of an old kind, or locked. Save it as .xlsx, without a password.",
        ),
        (b"%PDF-1.7\n", "file:1: This is no table. Send a CSV file or a workbook (.xlsx)."),
        (b"x" * 32_000_001, "file:1: The file is too large: 32 MB at most."),
    ],
    ids=range(10),
)
def test_what_cannot_be_read_is_refused_in_words(content: bytes, problem: str) -> None:
    assert told(content) == [problem]


def test_a_workbook_says_dates_numbers_and_answers_as_cells() -> None:
    formats = {datetime: "dd/mm/yyyy hh:mm", date: "dd/mm/yyyy"}
    rows = [[33.0, datetime(2026, 9, 21, 16, 30), date(2026, 9, 21)], ["٣٣", True, 12.5]]
    lines, found = read(workbook(HEAD, *rows, formats=formats))
    assert lines == [["33", "2026-09-21 16:30", "2026-09-21"], ["٣٣", "yes", "12.5"]]
    assert not found.problems


def test_a_number_that_is_no_date_stays_a_number() -> None:
    assert read(workbook(HEAD, [46000, 46000.5, "x"]))[0] == [["46000", "46000.5", "x"]]


def test_the_sheet_that_bears_the_name_is_read_else_the_first() -> None:
    found = Findings()
    columns = Columns(lambda heading: heading, lambda known: [], {"programme"})
    content = workbook(HEAD, ["1", "a", "b"], sheets=("Notes", "Programme"))
    assert [line.cells["reference"] for line in read_lines("f", content, columns, found)] == ["1"]
    assert [line.cells for line in read_lines("f", content, Columns(str, lambda known: []), found)] == [{"?": "!"}]


def test_empty_rows_and_gaps_keep_their_numbers() -> None:
    found = Findings()
    columns = Columns(lambda heading: heading, lambda known: [])
    lines = list(read_lines("f", workbook(["a", "b"], [], ["1"], [], [None, "2"]), columns, found))
    assert [(line.number, line.cells) for line in lines] == [(3, {"a": "1", "b": None}), (5, {"a": None, "b": "2"})]
