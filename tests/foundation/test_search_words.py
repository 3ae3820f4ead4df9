"""Are words marked where they stand, and is a near word near?"""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engage.text import distance, marked, search_terms, slips, variants
from engage.web.rendering import _marked

LETTERS = st.text(string.ascii_lowercase[:6], min_size=4, max_size=12)
TEXTS = st.text(st.sampled_from("sécurité Sécurité <b>&\"'السَّلامة الطُّرُقيَّة ـ éœ½ \n") | st.characters(), max_size=60)


@pytest.mark.parametrize(
    ("text", "q", "words"),
    [
        ("Sécurité routière", "securite", ["Sécurité"]),
        ("Sécurité routière", "routières", ["routière"]),
        ("Sécurité routière", "sécu", ["Sécurité"]),
        ("Se\u0301curite\u0301 routière", "sécurité", ["Se\u0301curite\u0301"]),
        ("السَّلامةُ الطُّرُقيّة", "سلامه", ["السَّلامةُ"]),
        ("السلامـــة الطرقية", "السلامة الطرق", ["السلامـــة", "الطرقية"]),
        ("Sécurité", "rout", []),
        ("Sécurité", "!!!", []),
    ],
)
def test_a_word_is_marked_as_it_is_written(text: str, q: str, words: list[str]) -> None:
    assert [piece for piece, is_meant in marked(text, search_terms(q)) if is_meant] == words


def test_what_stood_in_for_a_word_is_marked() -> None:
    terms = search_terms("securte", {"securte": ["securite"]})
    assert marked("La sécurité", terms) == [("La ", False), ("sécurité", True)]


@given(text=TEXTS, q=TEXTS)
def test_the_pieces_are_the_text(text: str, q: str) -> None:
    assert "".join(piece for piece, _ in marked(text, search_terms(q))) == text


@given(text=TEXTS, q=TEXTS)
def test_nothing_but_marks_is_added_to_what_is_escaped(text: str, q: str) -> None:
    shown = _marked(text, search_terms(q))
    assert shown.replace("<mark>", "").replace("</mark>", "").unescape() == text
    assert shown.count("<") == shown.count("<mark>") + shown.count("</mark>")


@pytest.mark.parametrize(
    ("one", "other", "far"),
    [("abcd", "abcd", 0), ("abcd", "abd", 1), ("abcd", "abdc", 1), ("abcd", "axcd", 1), ("abcd", "xabcdx", 2)],
)
def test_distance(one: str, other: str, far: int) -> None:
    assert distance(one, other) == distance(other, one) == far


@given(one=LETTERS, other=LETTERS)
def test_whatever_is_near_shares_a_variant(one: str, other: str) -> None:
    if distance(one, other) <= min(slips(one), slips(other)):
        assert variants(one) & variants(other)


def test_one_letter_begins_too_much() -> None:
    assert search_terms("s")[0].begun == ()
    assert search_terms("se")[0].begun
