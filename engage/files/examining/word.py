"""Is a Word document (.docx, ECMA-376) words and pictures alone? Looked at part by part, never built as a whole."""

import re
import zipfile
from collections.abc import Callable

from engage.files.examining.refusals import ACTIVE, DAMAGED, FILLED, REACHING, SWOLLEN, refused
from engage.files.zipped import BROKEN, Elements, Swollen, opened, parsed

MOST_UNPACKED = 100_000_000
_DESCRIPTION_BYTES = 2_000_000
_TYPES = "[Content_Types].xml"
_DOCUMENT = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_ACTIVE = re.compile(r"macroenabled|vba|activex|ms-word\.(?:attachedtoolbars|keymapcustomizations)", re.IGNORECASE)
_FILLED = re.compile(r"oleobject|/package$|afchunk|/embeddings/", re.IGNORECASE)
_OUTSIDE = re.compile(r"(^|/)\.\.(/|$)|^/|\\|:")
_END = 22  # bytes of the record at the end of a zip


def plain_document(content: bytes) -> bytes:
    """The same document. Raises Invalid for macros, other files in it, and parts that are taken from elsewhere."""
    try:
        with opened(content, MOST_UNPACKED) as document:
            _check_whole(content, document)
            _check_names(document)
            _check_types(document)
            for name in document.namelist():
                if name.endswith(".rels"):
                    _read(document, name, _check_relation)
            if document.testzip() is not None:  # all of it, which is bounded: no size is a lie
                raise refused(DAMAGED)
    except Swollen:
        raise refused(SWOLLEN) from None
    except BROKEN:
        raise refused(DAMAGED) from None
    return content


def _check_whole(content: bytes, document: zipfile.ZipFile) -> None:
    """It begins and ends as a zip, so it is nothing else before and behind; `%PDF` near the start is a second face."""
    entries = document.infolist()
    is_whole = min(one.header_offset for one in entries) == 0 and content[-_END:].startswith(b"PK\x05\x06")
    if not is_whole or b"%PDF-" in content[:1024]:
        raise refused(DAMAGED)
    if any(one.flag_bits & 1 for one in entries):
        raise refused(DAMAGED)


def _check_names(document: zipfile.ZipFile) -> None:
    names = document.namelist()
    if len({name.lower() for name in names}) != len(names) or any(map(_OUTSIDE.search, names)):
        raise refused(DAMAGED)
    for name in names:
        _check_words(f"/{name}")


def _check_types(document: zipfile.ZipFile) -> None:
    """A document of Word, and no template, whatever the name of the file says."""
    types: list[str] = []
    _read(document, _TYPES, lambda _name, attributes: types.append(attributes.get("ContentType", "")))
    for one in types:
        _check_words(one)
    if _DOCUMENT not in types:
        raise refused(DAMAGED)


def _check_relation(_name: str, attributes: dict[str, str]) -> None:
    meant = attributes.get("Type", "")
    _check_words(meant)
    if attributes.get("TargetMode", "").lower() == "external" and not meant.endswith("/hyperlink"):
        raise refused(REACHING)


def _check_words(said: str) -> None:
    if _ACTIVE.search(said):
        raise refused(ACTIVE)
    if _FILLED.search(said):
        raise refused(FILLED)


def _read(document: zipfile.ZipFile, name: str, on_start: Callable[[str, dict[str, str]], None]) -> None:
    if document.getinfo(name).file_size > _DESCRIPTION_BYTES:
        raise Swollen
    for _chunk in parsed(document.open(name), Elements(on_start)):
        pass
