"""Which picture stands beside a link that somebody shared?"""

import struct
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
import typst
from flask import Flask
from hypothesis import given, settings
from hypothesis import strategies as st

from engage.transaction import transaction
from engage.web import documents
from tests.clients import Client
from tests.factories import make_officer, make_seminar

FIELDS = {
    "language": "fr",
    "kind": "Séance",
    "title": "Titre",
    "day": "Vendredi",
    "hours": "De 9 h à 10 h",
    "place": "École",
    "brand": "Engage",
    "institution": "Wilaya",
    "danger": "En danger ?",
    "number": "19",
}


def size(picture: bytes) -> tuple[int, int]:
    assert picture.startswith(b"\x89PNG\r\n\x1a\n")
    width, height = struct.unpack(">II", picture[16:24])
    return width, height


@pytest.mark.parametrize("locale", ["ar", "fr", "en"])
def test_a_picture_in_each_language(client: Client, locale: str) -> None:
    seminar = make_seminar()
    with transaction():
        seminar.title = {"ar": "كيف نحمي أطفالنا", "fr": "Protéger nos enfants"}
    answer = client.get(f"/seminars/{seminar.id}/share.{locale}.png")
    assert size(answer.data) == (1200, 630)
    assert len(answer.data) < 300_000
    assert answer.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert "public" in answer.headers["Cache-Control"]
    assert "Set-Cookie" not in answer.headers


def test_only_of_what_everyone_may_see(browser_of: Callable[..., Client]) -> None:
    officer = browser_of(make_officer("saiss"))
    for hidden in (make_seminar(published=False), make_seminar(visibility="invited")):
        assert officer.get(f"/seminars/{hidden.id}").status_code == 200
        assert officer.get(f"/seminars/{hidden.id}/share.ar.png").status_code == 404


def test_no_other_language(client: Client) -> None:
    assert client.get(f"/seminars/{make_seminar().id}/share.de.png").status_code == 404


def test_nothing_is_made_for_whoever_has_it(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    address = f"/seminars/{make_seminar().id}/share.fr.png"
    tag = client.get(address).headers["ETag"]
    monkeypatch.setattr(documents, "_made", None)
    assert client.get(address, headers={"If-None-Match": tag}).status_code == 304


def test_a_changed_seminar_has_another_picture(app: Flask, client: Client) -> None:
    first, second = make_seminar("Un"), make_seminar("Deux")
    tags = {client.get(f"/seminars/{one.id}/share.fr.png").headers["ETag"] for one in (first, second)}
    assert len(tags) == 2


def test_a_crowd_has_it_made_once(monkeypatch: pytest.MonkeyPatch) -> None:
    compiled: list[Any] = []
    real = typst.Compiler
    monkeypatch.setattr(typst, "Compiler", lambda *a, **o: compiled.append(o) or real(*a, **o))
    fields = {**FIELDS, "title": "Une foule"}
    with ThreadPoolExecutor(8) as crowd:
        pictures = list(crowd.map(lambda _: documents.typeset("share", fields, "png"), range(8)))
    assert len(set(pictures)) == 1
    assert len(compiled) == 1


def test_what_people_write_is_no_markup() -> None:
    plain = documents.typeset("share", {**FIELDS, "title": '#read("/share.typ") $x$ *b* \\ #panic() @preview'}, "png")
    assert size(plain) == (1200, 630)


@settings(max_examples=40)
@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=200), st.sampled_from(["ar", "fr", "en"]))
def test_any_title_makes_a_picture(title: str, language: str) -> None:
    picture = documents.typeset("share", {**FIELDS, "title": title, "place": title, "language": language}, "png")
    assert size(picture) == (1200, 630)


@pytest.mark.parametrize("word", ["W" * 200, "ندوة" * 50])
def test_a_word_without_end_stays_in_its_box(word: str) -> None:
    assert size(documents.typeset("share", {**FIELDS, "title": word, "place": word}, "png")) == (1200, 630)


def test_a_warning_is_an_error(monkeypatch: pytest.MonkeyPatch, tmp_path: Any) -> None:
    monkeypatch.setattr(documents, "TEMPLATES", tmp_path)
    (tmp_path / "unknown-font.typ").write_text('#set text(font: "No Such Font")\nWords')
    with pytest.raises(RuntimeError, match="no such font"):
        documents.typeset("unknown-font", {}, "pdf")


def test_a_document_of_ours_reads_no_file_of_others(monkeypatch: pytest.MonkeyPatch, tmp_path: Any) -> None:
    (tmp_path / "root").mkdir()
    (tmp_path / "secret.txt").write_text("secret")
    monkeypatch.setattr(documents, "TEMPLATES", tmp_path / "root")
    (tmp_path / "root" / "curious.typ").write_text('#read("../secret.txt")')
    with pytest.raises(RuntimeError):
        documents.typeset("curious", {}, "pdf")


def test_too_much_is_refused_before_it_begins() -> None:
    with pytest.raises(ValueError, match="too much"):
        documents.typeset("share", {**FIELDS, "title": "x" * documents.MAX_FIELDS_BYTES}, "png")


def test_no_more_are_kept_than_fit() -> None:
    assert documents._made.cache_info().maxsize == documents.MOST_KEPT
