"""Files as people send them, and as those who mean harm do."""

import io
import struct
import zipfile
import zlib
from collections.abc import Callable
from functools import cache
from typing import Any

from PIL import Image
from pypdf import PdfWriter
from pypdf.generic import DictionaryObject, NameObject, TextStringObject

DOCUMENT = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_GPS, _ORIENTATION = 0x8825, 0x0112


def pdf(pages: int = 1, change: Callable[[PdfWriter], object] | None = None) -> bytes:
    writer = PdfWriter()
    for _page in range(pages):
        writer.add_blank_page(595, 842)
    if change:
        change(writer)
    kept = io.BytesIO()
    writer.write(kept)
    return kept.getvalue()


@cache
def some_pdf() -> bytes:
    return pdf()


def picture(form: str = "JPEG", size: tuple[int, int] = (60, 40), mode: str = "RGB", **options: Any) -> bytes:
    kept = io.BytesIO()
    image = Image.new(mode, size)
    image.putpixel((0, 0), (200, 30, 30) if mode == "RGB" else 1)
    image.save(kept, form, **options)
    return kept.getvalue()


def photo_of_home(orientation: int = 1) -> bytes:
    """A photograph that says where it was taken."""
    exif = Image.Exif()
    exif[_ORIENTATION] = orientation
    exif[_GPS] = {1: "N", 2: (34.0, 2.0, 0.0), 3: "W", 4: (5.0, 0.0, 0.0)}
    return picture(exif=exif, comment=b"at home")


def photo_of_an_odd_camera() -> bytes:
    """A photograph that lies on its side, and whose width is said in letters."""
    orientation = struct.pack("<HHLHH", _ORIENTATION, 3, 1, 6, 0)
    width = struct.pack("<HHL4s", 0x0100, 2, 2, b"60")
    said = b"Exif\0\0II*\0" + struct.pack("<LH", 8, 2) + orientation + width + bytes(4)
    plain = picture()
    return plain[:2] + b"\xff\xe1" + struct.pack("!H", len(said) + 2) + said + plain[2:]


def document(types: str = DOCUMENT, relations: str = "", **parts: bytes | str) -> bytes:
    """A Word document; `parts` are more of them by name."""
    named: dict[str, bytes | str] = {
        "[Content_Types].xml": f'<Types><Override PartName="/word/document.xml" ContentType="{types}"/></Types>',
        "_rels/.rels": f'<Relationships><Relationship Id="r1" Type="{_RELATIONS}/officeDocument" '
        'Target="word/document.xml"/></Relationships>',
        "word/document.xml": "<w:document><w:body><w:p><w:r><w:t>Statuts</w:t></w:r></w:p></w:body></w:document>",
        "word/_rels/document.xml.rels": f"<Relationships>{relations}</Relationships>",
        **parts,
    }
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as zipped:
        for name, content in named.items():
            zipped.writestr(name, content)
    return kept.getvalue()


def outside(kind: str, target: str = "https://elsewhere.example/x") -> str:
    return f'<Relationship Id="r9" Type="{_RELATIONS}/{kind}" Target="{target}" TargetMode="External"/>'


def inside(kind: str) -> str:
    return f'<Relationship Id="r9" Type="{_RELATIONS}/{kind}" Target="media/x"/>'


def _action(**said: str) -> DictionaryObject:
    return DictionaryObject({NameObject(f"/{name}"): NameObject(f"/{value}") for name, value in said.items()})


def _opens_with(**said: str) -> Callable[[PdfWriter], object]:
    def change(writer: PdfWriter) -> None:
        writer.root_object[NameObject("/OpenAction")] = writer._add_object(_action(**said))

    return change


def _with_form(writer: PdfWriter) -> None:
    writer.root_object[NameObject("/AcroForm")] = DictionaryObject({NameObject("/XFA"): TextStringObject("<xdp/>")})


def _said_elsewhere(writer: PdfWriter) -> None:
    """The name of the action is an object of its own."""
    said = writer._add_object(NameObject("/GoToR"))
    writer.root_object[NameObject("/OpenAction")] = DictionaryObject({NameObject("/S"): said})


def _huge_png() -> bytes:
    """Some bytes that say they are a picture of ten thousand million pixels."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack("!L", len(data)) + name + data + struct.pack("!L", zlib.crc32(name + data))

    head = struct.pack("!LLBBBBB", 100_000, 100_000, 8, 2, 0, 0, 0)
    rows = zlib.compress(bytes(1_000_000))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def _lying_zip() -> bytes:
    """A document one part of which says that it is small."""
    content = document(**{"word/big.xml": bytes(3_000_000)})
    with zipfile.ZipFile(io.BytesIO(content)) as zipped:
        real = struct.pack("<L", zipped.getinfo("word/big.xml").file_size)
    return content.replace(real, struct.pack("<L", 10))


def _many_disks() -> bytes:
    """Behind a PDF stands the end of a zip that begins on another disk."""
    locator = struct.pack("<4sLQL", b"PK\6\7", 0, 0, 2)
    return some_pdf() + locator + struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, 0, 0, 0, 0, 5) + b"%%EOF"


def _far_away() -> bytes:
    """A document whose list puts its last part where no file reaches."""
    content = document()
    entry, end = content.rfind(b"PK\1\2"), content.rfind(b"PK\5\6")
    listed, far = bytearray(content[entry:end]), struct.pack("<HHQ", 1, 8, 2**64 - 1)
    listed[30:32], listed[42:46] = struct.pack("<H", len(far)), b"\xff" * 4
    closing = bytearray(content[end:])
    closing[12:16] = struct.pack("<L", end - content.find(b"PK\1\2") + len(far))
    return content[:entry] + bytes(listed) + far + bytes(closing)


def _endless_objects() -> bytes:
    """A PDF that refers to itself without end."""
    content = b"%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Count 9999999/Kids[2 0 R]>>endobj\n"
    return content + b"xref\n0 1\n0000000000 65535 f \ntrailer<</Root 1 0 R/Size 3>>\nstartxref\n105\n%%EOF\n"


def _swollen_objects() -> bytes:
    """A PDF whose list of objects is packed, and a thousand times as large unpacked."""
    packed = zlib.compress(zlib.compress(bytes(200_000_000), 1), 9)
    head = b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\n"
    stream = (
        b"2 0 obj<</Type/XRef/W[1 4 2]/Size 9999999/Root 1 0 R/Filter[/FlateDecode/FlateDecode]/Length %d>>stream\n"
    )
    return head + stream % len(packed) + packed + b"\nendstream endobj\nstartxref\n%d\n%%%%EOF" % len(head)


HOSTILE: dict[str, Callable[[], bytes]] = {
    "nothing": lambda: b"",
    "words": "Statuts de l’association".encode,
    "a web page": lambda: b"<!doctype html><script>alert(1)</script>",
    "an SVG": lambda: b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
    "an SVG that says it is XML": lambda: b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>',
    "a GIF that is a script": lambda: b"GIF89a/*" + bytes(20) + b"*/=1;alert(1)",
    "a program": lambda: b"MZ" + bytes(100),
    "a PDF that is a zip of several disks as well": _many_disks,
    "a document with a part beyond all places": _far_away,
    "a picture that is a document as well": lambda: picture() + document(),
    "a picture that is a PDF as well": lambda: picture("PNG") + some_pdf(),
    "a picture that is a web page as well": lambda: picture(comment=b"<script>alert(1)</script>"),
    "an old Word document": lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
    "only the beginning of a PDF": lambda: b"%PDF-1.7",
    "words that say they are a PDF": lambda: b"%PDF-1.7\nhello\n%%EOF",
    "a PDF behind something else": lambda: b"<html>" + some_pdf(),
    "a PDF that is a zip too": lambda: some_pdf() + document(),
    "a PDF that is a zip too, and ends well": lambda: some_pdf() + _with_comment(document(), b"%%EOF"),
    "a PDF with words behind": lambda: some_pdf() + b"<script>alert(1)</script>",
    "a locked PDF": lambda: pdf(change=lambda writer: writer.encrypt("secret", algorithm="RC4-128")),
    "a PDF with a script": lambda: pdf(change=_opens_with(S="JavaScript", JS="x")),
    "a PDF that starts a program": lambda: pdf(change=_opens_with(S="Launch", F="cmd")),
    "a PDF that fetches another": lambda: pdf(change=_opens_with(S="GoToR", F="x")),
    "a PDF that says so elsewhere": lambda: pdf(change=_said_elsewhere),
    "a PDF that sends what is typed": lambda: pdf(change=_opens_with(S="SubmitForm", F="x")),
    "a PDF with a living form": lambda: pdf(change=_with_form),
    "a PDF with a file in it": lambda: pdf(change=lambda writer: writer.add_attachment("x.exe", b"MZ")),
    "a PDF without end": lambda: pdf(pages=301),
    "a PDF that goes round": _endless_objects,
    "a PDF of packed objects without end": _swollen_objects,
    "a script that nothing refers to": lambda: some_pdf().replace(
        b"\nxref", b"\n99 0 obj<</S/JavaScript>>endobj\nxref"
    ),
    "half a JPEG": lambda: picture(size=(400, 400))[:900],
    "words that say they are a JPEG": lambda: b"\xff\xd8\xff" + b"alert(1)" * 40,
    "a PNG of ten thousand million pixels": _huge_png,
    "a JPEG too wide to hold": lambda: picture(size=(10_001, 4_001), mode="L"),
    "a zip of other things": lambda: _zipped({"x.exe": b"MZ"}),
    "a workbook": lambda: document(types=DOCUMENT.replace("wordprocessingml.document", "spreadsheetml.sheet")),
    "a document with macros": lambda: document(
        types="application/vnd.ms-word.document.macroEnabled.main+xml", **{"word/vbaProject.bin": b"x"}
    ),
    "a document that hides its macros": lambda: document(**{"word/vbaProject.bin": b"x"}),
    "macros by another name": lambda: document(relations=inside("vbaProject")),
    "a template from elsewhere": lambda: document(relations=outside("attachedTemplate")),
    "a picture from elsewhere": lambda: document(relations=outside("image")),
    "a document with a program in it": lambda: document(**{"word/embeddings/oleObject1.bin": b"MZ"}),
    "a document with a web page in it": lambda: document(relations=inside("aFChunk")),
    "a zip bomb": lambda: document(**{"word/media/x.xml": bytes(200_000_000)}),
    "a bomb of two thousand parts": lambda: document(**{f"word/{number}.xml": "" for number in range(2_000)}),
    "a size that is a lie": _lying_zip,
    "a way out of the folder": lambda: document(**{"../../etc/cron.d/x": "x"}),
    "a way to the root": lambda: document(**{"/etc/cron.d/x": "x"}),
    "a document with a DTD": lambda: document(relations="", **{"word/_rels/x.rels": "<!DOCTYPE x []><Relationships/>"}),
    "a document behind a web page": lambda: b"<html>" + document(),
    "a document before a web page": lambda: document() + b"<script>alert(1)</script>",
    "a document that is a PDF too": lambda: _zipped({"%PDF-1.7": b"x"}, document()),
    "half a document": lambda: document()[:-30],
}


def _zipped(parts: dict[str, bytes], before: bytes | None = None) -> bytes:
    """A zip of these parts, and behind them those of another."""
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w") as zipped:
        for name, content in parts.items():
            zipped.writestr(name, content)
        if before:
            with zipfile.ZipFile(io.BytesIO(before)) as others:
                for name in others.namelist():
                    zipped.writestr(name, others.read(name))
    return kept.getvalue()


def _with_comment(zipped: bytes, comment: bytes) -> bytes:
    kept = io.BytesIO(zipped)
    with zipfile.ZipFile(kept, "a") as changed:
        changed.comment = comment
    return kept.getvalue()
