"""What is this file really, and is it as harmless as it looks? Told by its content alone.

Everything here was made by strangers: sizes are looked at before anything is unpacked, and reading ends soon.
"""

from collections.abc import Callable, Collection
from typing import NamedTuple

from engage.errors import Invalid
from engage.files.examining.pdf import plain_pdf
from engage.files.examining.pictures import plain_jpeg, plain_png
from engage.files.examining.word import plain_document
from engage.language import gettext as _


class Kind(NamedTuple):
    """A kind of file that may be kept: how it begins, and what makes sure of it (and may change it)."""

    label: str
    media_type: str
    ending: str
    begins: bytes
    plain: Callable[[bytes], bytes]


PDF = Kind("PDF", "application/pdf", ".pdf", b"%PDF-", plain_pdf)
JPEG = Kind("JPEG", "image/jpeg", ".jpg", b"\xff\xd8\xff", plain_jpeg)
PNG = Kind("PNG", "image/png", ".png", b"\x89PNG\r\n\x1a\n", plain_png)
DOCX = Kind(
    "DOCX",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".docx",
    b"PK\x03\x04",
    plain_document,
)


def kind_of(content: bytes, allowed: Collection[Kind]) -> Kind:
    """Which of the kinds that are taken here this is. Raises Invalid for any other."""
    for kind in allowed:
        if content.startswith(kind.begins):
            return kind
    if not content:
        raise Invalid({"file": [_("Choose a file that is not empty.")]})
    kinds = ", ".join(kind.label for kind in allowed)
    raise Invalid({"file": [_("This kind of file is not taken here. Send one of these: %(kinds)s.", kinds=kinds)]})
