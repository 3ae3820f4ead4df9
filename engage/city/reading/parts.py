"""How is a part of a workbook read without ever building a tree of it?"""

from collections.abc import Callable, Iterator
from typing import IO, Any
from xml.parsers import expat

from engage.city.reading.bounds import MOST_CELL

_CHUNK, _MOST_TOKEN, _MOST_DEPTH = 1 << 16, 1 << 20, 60


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
