"""Files made to do harm, and how one of them is read: in a process of its own, under strict limits."""

import io
import resource
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

from engage import language
from engage.city.kinds import KINDS
from engage.city.reading import Findings, read_lines

LIMITS = {resource.RLIMIT_AS: 1_000_000 * 1024, resource.RLIMIT_CPU: 60}
_BOOK = '<workbook xmlns:r="x"><sheets><sheet name="S" sheetId="1" r:id="r1"/></sheets></workbook>'
_RELATIONS = '<Relationships><Relationship Id="r1" Target="worksheets/sheet1.xml"/></Relationships>'
_HEAD = '<row r="1"><c r="A1" t="str"><v>reference</v></c></row>'
_ENTITIES = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
_DTD = f'<!DOCTYPE x [<!ENTITY a0 "aaaaaaaaaa">{_ENTITIES}]>'


def book(sheet: str | bytes, **parts: str) -> bytes:
    """A workbook of one sheet; `parts` are others by the name of their file."""
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as zipped:
        named = {"workbook.xml": _BOOK, "_rels/workbook.xml.rels": _RELATIONS, "worksheets/sheet1.xml": sheet, **parts}
        for name, content in named.items():
            zipped.writestr(f"xl/{name}", content)
    return kept.getvalue()


def sheet(rows: str) -> str:
    return f"<worksheet><sheetData>{_HEAD}{rows}</sheetData></worksheet>"


def _scattered(count: int) -> str:
    """Text that does not compress well."""
    return "".join(map(str, range(count)))


def _many_parts() -> bytes:
    return book(sheet(""), **{f"{number}": "" for number in range(60_000)})


HOSTILE: dict[str, Callable[[], bytes]] = {
    "a zip bomb": lambda: book(b"\0" * 200_000_000),
    "a cell in the last corner": lambda: book(sheet('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>')),
    "a cell far to the side": lambda: book(sheet('<row r="2"><c r="XFD2"><v>1</v></c></row>')),
    "a million empty rows": lambda: book(sheet("".join(f'<row r="{n}"/>' for n in range(2, 1_000_000)))),
    "a row far below": lambda: book(sheet('<row r="1048576"><c r="A1048576"><v>1</v></c></row>')),
    "a billion laughs": lambda: book(_DTD + sheet('<row r="2"><c t="str"><v>&a9;</v></c></row>')),
    "deep nesting": lambda: book(sheet("<a>" * 300_000 + _scattered(300_000))),
    "an endless attribute": lambda: book(sheet(f'<row r="2" x="{_scattered(3_000_000)}"/>')),
    "an endless comment": lambda: book(sheet(f"<!--{_scattered(3_000_000)}-->")),
    "an endless string": lambda: book(
        sheet('<row r="2"><c t="s"><v>0</v></c></row>'),
        **{"sharedStrings.xml": f"<sst><si><t>{_scattered(6_000_000)}</t></si></sst>"},
    ),
    "strings without end": lambda: book(
        sheet(""), **{"sharedStrings.xml": f"<sst>{''.join(f'<si><t>{n}</t></si>' for n in range(700_000))}</sst>"}
    ),
    "sixty thousand parts": _many_parts,
    "half a workbook": lambda: book(sheet('<row r="2"><c><v>1</v></c></row>'))[:-40],
    "a string that is not there": lambda: book(sheet('<row r="2"><c t="s"><v>99</v></c></row>')),
    "a number that is none": lambda: book(sheet('<row r="2"><c><v>1e999999</v></c></row>')),
    "null characters": lambda: b"reference\n" + b"1\0\n" * 1_000_000,
    "an open quote": lambda: b'reference\n"' + b"x\n" * 10_000_000,
    "one endless line": lambda: b"reference\n" + b"," * 20_000_000,
    "nothing but line ends": lambda: b"\n" * 20_000_000,
    "nothing but quotes": lambda: b'"' * 20_000_000,
    "a million columns": lambda: b"a," * 1_000_000,
}


def read_apart(path: Path) -> tuple[float, int, int]:
    """CPU seconds, megabytes more than before, and problems found. For a process that does nothing else."""
    for what, most in LIMITS.items():
        resource.setrlimit(what, (most, most))
    language.use("en")
    content, found = path.read_bytes(), Findings(1000)
    before, begun = _peak(), time.process_time()
    for _line in read_lines("hostile", content, KINDS["seminars"].columns, found):
        pass
    return time.process_time() - begun, _peak() - before, found.problem_count


def _peak() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
