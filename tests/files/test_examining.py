"""Is a file what it looks like, and nothing else? What is honest is kept, what is not is refused in words."""

import io
from collections.abc import Callable

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageOps

from engage import language
from engage.errors import Invalid
from engage.files import services
from engage.files.examining import kind_of
from engage.files.examining.pictures import LONGEST_SIDE, plain_png
from engage.files.names import MAX_NAME, shown_name
from engage.files.services import PAPERS, keep_file, read_file
from engage.files.zipped import MOST_ENTRIES
from engage.text import has_forbidden_characters
from tests.factories import make_account
from tests.files import made
from tests.files.made import HOSTILE


@pytest.fixture(autouse=True)
def _in_english(request: pytest.FixtureRequest) -> None:
    if "app" in request.fixturenames:
        request.getfixturevalue("app")
        language.use("en")


HONEST = {
    "a PDF": (made.some_pdf, "application/pdf", ".pdf"),
    "a PDF whose links lead somewhere": (
        lambda: made.pdf(change=made._opens_with(S="URI", URI="x")),
        "application/pdf",
        ".pdf",
    ),
    "a PDF with a blank line behind": (lambda: made.some_pdf() + b"\r\n \0", "application/pdf", ".pdf"),
    "a JPEG": (made.picture, "image/jpeg", ".jpg"),
    "a grey JPEG": (lambda: made.picture(mode="L"), "image/jpeg", ".jpg"),
    "a JPEG for printers": (lambda: made.picture(mode="CMYK"), "image/jpeg", ".jpg"),
    "a PNG": (lambda: made.picture("PNG"), "image/png", ".png"),
    "a PNG of sixteen bits": (lambda: made.picture("PNG", mode="I;16"), "image/png", ".png"),
    "a PNG with a palette": (lambda: made.picture("PNG", mode="P"), "image/png", ".png"),
    "a document": (made.document, PAPERS[-1].media_type, ".docx"),
    "a document with a link": (
        lambda: made.document(relations=made.outside("hyperlink")),
        PAPERS[-1].media_type,
        ".docx",
    ),
}


@pytest.mark.parametrize("name", HONEST)
def test_an_honest_file_is_kept(app: Flask, name: str) -> None:
    make, media_type, ending = HONEST[name]
    person = make_account()
    file = keep_file(person, "الوصل النهائي", make())
    assert (file.media_type, file.name) == (media_type, f"الوصل النهائي{ending}")
    assert file.size == len(read_file(person, file.id))


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused_in_words(app: Flask, name: str) -> None:
    with pytest.raises(Invalid) as refused:
        keep_file(make_account(), "statuts.pdf", HOSTILE[name]())
    (words,) = refused.value.errors["file"]
    assert str(words)[-1] == "."
    folder = app.extensions["engage.settings"].instance / "files"
    assert not folder.exists() or not list(folder.iterdir())


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("an SVG", "This kind of file is not taken here. Send one of these: PDF, JPEG, PNG, DOCX."),
        ("nothing", "Choose a file that is not empty."),
        ("a locked PDF", "This file is locked with a password. Save it without one."),
        ("a PDF with a script", "This file holds a program or a form that acts by itself. Save it as a plain PDF."),
        (
            "a PDF that says so elsewhere",
            "This file holds a program or a form that acts by itself. Save it as a plain PDF.",
        ),
        (
            "a PDF with a file in it",
            "This file holds other files. Save it as a plain PDF and send the others by themselves.",
        ),
        ("a PDF without end", "There are more than 300 pages. Send them in several files."),
        ("a zip bomb", "This file unpacks to more than a paper holds."),
        ("a document with macros", "This file holds a program or a form that acts by itself. Save it as a plain PDF."),
        ("a template from elsewhere", "This document takes parts of itself from elsewhere. Save it as a plain PDF."),
        ("a PNG of ten thousand million pixels", "This picture has more than 40 million pixels. Make it smaller."),
    ],
)
def test_the_words_say_what_to_do(app: Flask, name: str, words: str) -> None:
    with pytest.raises(Invalid) as refused:
        keep_file(make_account(), "x", HOSTILE[name]())
    assert [str(told) for told in refused.value.errors["file"]] == [words]


def test_a_file_that_is_too_large_is_refused(app: Flask) -> None:
    with pytest.raises(Invalid) as refused:
        keep_file(make_account(), "x", made.some_pdf() + b" " * services.MOST_BYTES)
    assert refused.value.errors == {"file": ["The file is too large: 10 MB at most."]}


def test_only_what_is_allowed_is_taken(app: Flask) -> None:
    with pytest.raises(Invalid):
        kind_of(made.some_pdf(), [kind for kind in PAPERS if kind.label != "PDF"])


def test_a_picture_says_nothing_of_where_it_was_taken(app: Flask) -> None:
    person = make_account()
    assert b"Exif" in made.photo_of_home()
    content = read_file(person, keep_file(person, "photo.jpg", made.photo_of_home()).id)
    with Image.open(io.BytesIO(content)) as kept:
        assert not kept.getexif()
        assert "comment" not in kept.info
    assert b"Exif" not in content and b"at home" not in content


@pytest.mark.parametrize("photo", [lambda: made.photo_of_home(orientation=6), made.photo_of_an_odd_camera])
def test_a_picture_stands_upright(app: Flask, photo: Callable[[], bytes]) -> None:
    person = make_account()
    content = read_file(person, keep_file(person, "photo.jpg", photo()).id)
    with Image.open(io.BytesIO(content)) as kept:
        assert kept.size == (40, 60)
        assert not kept.getexif()


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_picture_is_turned_as_others_would_turn_it(orientation: int) -> None:
    exif = Image.Exif()
    exif[0x0112] = orientation
    photo = made.picture("PNG", exif=exif)
    with Image.open(io.BytesIO(photo)) as sent, Image.open(io.BytesIO(plain_png(photo))) as kept:
        assert kept.tobytes() == ImageOps.exif_transpose(sent).tobytes()
        assert not kept.getexif()


def test_what_stands_behind_a_picture_is_gone(app: Flask) -> None:
    person = make_account()
    for form in ("JPEG", "PNG"):
        sent = made.picture(form) + b"a camera's own"
        content = read_file(person, keep_file(person, "x", sent).id)
        assert b"own" not in content


def test_words_inside_a_png_are_gone(app: Flask) -> None:
    from PIL.PngImagePlugin import PngInfo

    words = PngInfo()
    words.add_text("Comment", "at home")
    person = make_account()
    content = read_file(person, keep_file(person, "x", made.picture("PNG", pnginfo=words)).id)
    assert b"at home" not in content


def test_a_long_picture_becomes_shorter(app: Flask) -> None:
    person = make_account()
    content = read_file(person, keep_file(person, "x", made.picture("PNG", size=(6_000, 30))).id)
    with Image.open(io.BytesIO(content)) as kept:
        assert max(kept.size) == LONGEST_SIDE


def test_a_workbook_may_have_as_many_parts_as_before() -> None:
    assert MOST_ENTRIES == 1_000


@pytest.mark.parametrize(
    "name",
    [
        "../../etc/passwd",
        "..\\..\\windows\\x.pdf",
        "a/../b.pdf",
        "..",
        "statuts\u202efdp.exe",
        "statuts\u2066.pdf",
        "a\0b.pdf",
        "a\nb.pdf",
        "a\tb.pdf",
        "a\x7fb.pdf",
    ],
)
def test_a_name_made_to_deceive_is_refused(app: Flask, name: str) -> None:
    with pytest.raises(Invalid) as refused:
        keep_file(make_account(), name, made.some_pdf())
    assert "name of this file" in str(refused.value.errors["file"][0])


@pytest.mark.parametrize(
    ("sent", "shown"),
    [
        ("statuts.pdf", "statuts.pdf"),
        ("Statuts.PDF", "Statuts.pdf"),
        ("C:\\Users\\Omar\\Desktop\\statuts.pdf", "statuts.pdf"),
        ("/home/omar/statuts.pdf", "statuts.pdf"),
        ("statuts.exe", "statuts.exe.pdf"),
        ("statuts v1..2", "statuts v1..2.pdf"),
        ("", "file.pdf"),
        ("...", "file.pdf"),
        (".pdf", "file.pdf"),
        ("\u200f القانون الأساسي.pdf", "\u200f القانون الأساسي.pdf"),
    ],
)
def test_a_name_is_shown_without_its_path_and_with_the_right_ending(app: Flask, sent: str, shown: str) -> None:
    assert shown_name(sent, ".pdf") == shown


@pytest.mark.parametrize("unseen", ["\u200b", "\ufeff", "\u2060", "\u00ad", "\U000e0041"])
def test_a_name_that_hides_a_difference_is_refused(app: Flask, unseen: str) -> None:
    with pytest.raises(Invalid):
        shown_name(f"sta{unseen}tuts.pdf", ".pdf")
    assert shown_name("می\u200cخواهم.pdf", ".pdf") == "می\u200cخواهم.pdf"


@given(st.text(max_size=400))
def test_whatever_a_name_is_it_is_plain_or_refused(sent: str) -> None:
    try:
        shown = shown_name(sent, ".pdf")
    except Invalid:
        return
    assert 4 < len(shown) <= MAX_NAME
    assert shown.endswith(".pdf")
    assert not set(shown) & set("/\\\0\n\r\t")
    assert not has_forbidden_characters(shown)


@given(st.sampled_from(PAPERS), st.binary(max_size=300))
def test_whatever_follows_the_first_bytes_is_kept_or_refused(kind: object, rest: bytes) -> None:
    for paper in PAPERS[1:]:
        try:
            paper.plain(paper.begins + rest)
        except Invalid:
            continue
