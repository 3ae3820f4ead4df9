"""What is in this PDF? A program by itself: reads one from its input and says a word about it. Knows nothing of Engage.

It looks at every object that a reader of PDF may reach, also at those in packed streams, and unpacks nothing else.
"""

import io
import logging
import re
import resource
import sys
from collections.abc import Iterator
from typing import Any

from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, NullObject

NULL = NullObject()
MEMORY, SECONDS = 768_000_000, 5
_ACTS = {"/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/GoToE", "/GoToR", "/Rendition", "/Movie", "/Sound"}
_ACTIVE_KEYS = {"/JS", "/JavaScript", "/XFA", "/RichMediaContent", "/RichMediaSettings"}
_FILE_KEYS = {"/EF", "/EmbeddedFiles"}
# Also what no reference leads to: another reader may find it.
_RAW = re.compile(rb"/(JavaScript|Launch|EmbeddedFiles?)\b")


def main(most_pages: int) -> str:
    content = sys.stdin.buffer.read()
    reader = PdfReader(io.BytesIO(content), strict=False)
    if reader.is_encrypted:
        return "locked"
    for thing in _things(reader):
        if isinstance(thing, DictionaryObject) and (word := _word_about(thing)):
            return word
    if found := _RAW.search(content):
        return "filled" if found[1].startswith(b"Embedded") else "active"
    return "long" if len(reader.pages) > most_pages else "plain"


def _word_about(thing: DictionaryObject) -> str | None:
    said = {name: thing.get(name, NULL).get_object() for name in ("/Type", "/Subtype", "/S")}
    if _FILE_KEYS & thing.keys() or said["/Type"] == "/EmbeddedFile":
        return "filled"
    if _ACTIVE_KEYS & thing.keys() or any(said["/S"] == act for act in _ACTS) or said["/Subtype"] == "/RichMedia":
        return "active"
    return None


def _things(reader: PdfReader) -> Iterator[Any]:
    """Every object and what is inside it; references are not followed, since what they lead to comes by itself."""
    waiting: list[Any] = [reader.trailer, *_objects(reader)]
    while waiting:
        thing = waiting.pop()
        yield thing
        if isinstance(thing, DictionaryObject):
            waiting += [thing.raw_get(name) for name in thing]
        elif isinstance(thing, ArrayObject):
            waiting += [list.__getitem__(thing, place) for place in range(len(thing))]


def _objects(reader: PdfReader) -> Iterator[Any]:
    for generation, places in list(reader.xref.items()):
        for number in list(places):
            yield reader.get_object(IndirectObject(number, generation, reader))
    for number in list(reader.xref_objStm):
        yield reader.get_object(IndirectObject(number, 0, reader))


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    logging.disable()
    sys.stdout.write(main(int(sys.argv[1])))
