"""What do the bytes of a CSV file say: in which encoding, between which separators, line by line?"""

import csv
import io
import re
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Iterator
from itertools import islice
from typing import Any

from engage.city.reading.bounds import MOST_LINE, Row, Unreadable
from engage.language import gettext as _

SEPARATORS = (";", ",", "\t")
_SAMPLE = 1_000_000
_LATIN, _ARABIC = "[A-Za-zÀ-ɏ]", "[\u0620-\u06ff]"
_CAPITALS = "ÀÂÄÇÈÉÊËÎÏÔÖÙÛÜ".encode("cp1252").decode("cp1256")  # those of French, as Arabic letters
_MIXED = re.compile(f"{_LATIN}[{_CAPITALS}]|[{_CAPITALS}]{_LATIN}")
_ARABIC_WORD = re.compile(f"{_ARABIC}{{2,}}")
_GARBLED = re.compile(f"{_LATIN}{_ARABIC}+{_LATIN}|{_ARABIC}{_LATIN}+{_ARABIC}")  # nobody writes so
_HIGH_BYTES = {*range(8), 0x20, 0x21, 0xFB, 0xFE, 0xFF}  # Latin to Arabic, punctuation, Arabic forms, marks
_OTHERS = (b"\xd0\xcf\x11\xe0", b"%PDF", b"{\\rtf", b"<", b"PK", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"\x1f\x8b")


def text_rows(content: bytes) -> Iterator[Row]:
    """The records of a CSV file, also those without words. Raises Unreadable where it ends to be one."""
    _refuse_others(content)
    encoding = encoding_of(content)
    errors = "surrogateescape" if encoding.startswith("utf-8") else "replace"
    # `newline=""`: a file of a Mac of old ends its lines with CR alone; the reader of CSV wants them as they are.
    with io.TextIOWrapper(io.BytesIO(content), encoding, errors, newline="") as lines:
        head = next((line for line in iter(lambda: lines.readline(MOST_LINE), "") if line.strip()), "")
        said = re.fullmatch(r'"?sep=([;,\t])"?\s*', head)  # a line of its own, which some spreadsheets write
        lines.seek(0)
        records = _records(csv.reader(_bounded(lines), delimiter=said[1] if said else _separator(head), strict=True))
        yield from islice(records, 1 if said else 0, None)


def _records(reader: Any) -> Iterator[Row]:
    while True:
        number = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as broken:
            raise Unreadable(_("This is not CSV: %(why)s.", why=broken), number) from None
        yield Row(number, cells)


def _bounded(lines: io.TextIOWrapper) -> Iterator[str]:
    for number, line in enumerate(iter(lambda: lines.readline(MOST_LINE + 1), ""), 1):
        if len(line) > MOST_LINE:
            raise Unreadable(_("This line is too long."), number)
        if "\0" in line:
            raise Unreadable(_("This is no text: it holds null characters."), number)
        yield line


def _refuse_others(content: bytes) -> None:
    start = content[:64].lstrip()
    if start.startswith(_OTHERS[0]):
        raise Unreadable(_("This workbook is of an old kind, or locked. Save it as .xlsx, without a password."), 1)
    if start.startswith(_OTHERS):
        raise Unreadable(_("This is no table. Send a CSV file or a workbook (.xlsx)."), 1)


def encoding_of(content: bytes) -> str:
    """UTF-8, UTF-16, Windows-1256 or Windows-1252, by what the bytes can and what they cannot be."""
    if content.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        return "utf-16"
    if content.startswith(BOM_UTF8):
        return "utf-8-sig"
    if b"\0" in content[:4096] and (wide := _wide_encoding(content[:4096])):
        return wide
    try:
        content.decode()
    except UnicodeDecodeError:
        return _eight_bit_encoding(content[:_SAMPLE])
    return "utf-8"


def _wide_encoding(sample: bytes) -> str | None:
    """UTF-16 without a mark: on one side stand the few high bytes of Latin and Arabic, and many of them are zero."""
    for encoding, high, low in (("utf-16-le", sample[1::2], sample[::2]), ("utf-16-be", sample[::2], sample[1::2])):
        if high.count(0) * 20 >= len(high) and set(high) <= _HIGH_BYTES and 0 not in low:
            return encoding
    return None


def _eight_bit_encoding(sample: bytes) -> str:
    """Both of Windows share the small letters of French; as Arabic, the capitals of French stand inside Latin words.
    What is neither, as a Macintosh writes it, mixes letters of both and is refused.

    UTF-8 with a few broken bytes is none of them: it is told line by line, instead of garbling everything.
    """
    escaped = sample.decode("utf-8", "surrogateescape")
    broken = sum("\udc80" <= c <= "\udcff" for c in escaped)
    if sum(c > "\x7f" for c in escaped) > 2 * broken:
        return "utf-8"
    arabic = sample.decode("cp1256")
    words = len(_ARABIC_WORD.findall(arabic))
    if len(_MIXED.findall(arabic)) > words:
        return "cp1252"
    if 20 * len(_GARBLED.findall(arabic)) > words:
        raise Unreadable(_("Some characters cannot be read here. Save the file as UTF-8."), 1)
    return "cp1256"


def _separator(head: str) -> str:
    outside = re.sub(r'"[^"]*"', "", head)
    return max(SEPARATORS, key=lambda one: (outside.count(one), one == ","))
