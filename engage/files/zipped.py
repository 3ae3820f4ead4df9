"""How is a zip of XML (a workbook, a document) read without trusting a byte of it?

A few kilobytes can claim to be gigabytes, nested without end or full of entities. So sizes are looked at before
anything is unpacked, every part is read in a stream, and no tree is ever built.
"""

import io
import zipfile
import zlib
from collections.abc import Callable, Iterator
from typing import IO, Any
from xml.parsers import expat

MOST_ENTRIES = 1_000
MOST_RATIO = 200  # of what is unpacked to what is packed; those of people stay below 50
BROKEN = (
    *(zipfile.BadZipFile, zlib.error, expat.ExpatError, EOFError, OSError, RuntimeError, ValueError, LookupError),
    OverflowError,  # a place beyond what can be counted
)
_CHUNK, _MOST_TOKEN, _MOST_DEPTH = 1 << 16, 1 << 20, 60


class Swollen(Exception):
    """It has more parts, or unpacks to more, than is bearable."""


def is_zip(content: bytes) -> bool:
    """Whether some reader may take it for a zip, broken ones included."""
    try:
        return zipfile.is_zipfile(io.BytesIO(content))
    except BROKEN:
        return True


def opened(content: bytes, most_unpacked: int) -> zipfile.ZipFile:
    """The zip, once it is sure that it cannot unpack to more. Raises Swollen, and one of BROKEN for what is no zip."""
    if content.count(b"PK\x01\x02") > MOST_ENTRIES:  # before the list of entries is read
        raise Swollen
    book = zipfile.ZipFile(io.BytesIO(content))
    entries = book.infolist()
    is_swollen = any(one.file_size > 1 << 20 and one.file_size > MOST_RATIO * one.compress_size for one in entries)
    if is_swollen or sum(one.file_size for one in entries) > most_unpacked:
        raise Swollen
    if any(one.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for one in entries):
        raise zipfile.BadZipFile
    return book


class Elements:
    """What a part is made of; `on_start` is told each element and its attributes."""

    def __init__(self, on_start: Callable[[str, dict[str, str]], None] | None = None) -> None:
        self._told = on_start

    def on_start(self, name: str, attributes: dict[str, str]) -> None:
        if self._told:
            self._told(name, attributes)

    def on_end(self, name: str) -> None: ...

    def on_text(self, text: str) -> None: ...


def parsed(part: IO[bytes], elements: Elements) -> Iterator[None]:
    """Read a part piece by piece. Raises Unreadable for what no spreadsheet writes: a DTD, endless nesting or words."""
    parser = _parser(elements)
    with part:
        read = 0
        while piece := part.read(_CHUNK):
            read += len(piece)
            parser.Parse(piece)
            if read - parser.CurrentByteIndex > _MOST_TOKEN:
                raise ValueError(read)
            yield
        parser.Parse(b"", True)
        yield


def _parser(elements: Elements) -> Any:
    depth = 0

    def on_start(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > _MOST_DEPTH:
            raise ValueError(depth)
        elements.on_start(name.rpartition(":")[2], attributes)

    def on_end(name: str) -> None:
        nonlocal depth
        depth -= 1
        elements.on_end(name.rpartition(":")[2])

    def refuse(*_declared: object) -> None:
        raise ValueError("a document type")

    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler, parser.EndElementHandler = on_start, on_end
    parser.CharacterDataHandler = elements.on_text
    parser.StartDoctypeDeclHandler = refuse
    return parser
