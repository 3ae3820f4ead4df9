"""Are words found, and numbers understood, however people type them?"""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engage.text import (
    fold,
    has_forbidden_characters,
    indexed_words,
    parse_phone,
    show_phone,
    stem,
    western_digits,
    words_of,
)

WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("أحمد", "احمد"),
        ("إدماج", "ادماج"),
        ("آسفي", "اسفي"),
        ("مستشفى", "مستشفي"),
        ("مدرسة", "مدرسه"),
        ("مُدَرِّسَةٌ", "مدرسة"),
        ("الســــلامة", "السلامة"),
        ("مسؤول", "مسوول"),
        ("مكافئ", "مكافي"),
        ("Élève", "eleve"),
        ("ÉCOLE", "école"),
        ("cœur", "coeur"),
        ("Fès", "FES"),
        ("garçon", "garcon"),
        ("٢٠٢٦", "2026"),
        ("۲۰۲۶", "2026"),
        ("Ａｇｄａｌ", "agdal"),
    ],
)
def test_what_is_found_by_what(typed: str, meant: str) -> None:
    assert fold(typed) == fold(meant)


def test_letters_that_differ_stay_apart() -> None:
    assert fold("سلام") != fold("كلام")
    assert fold("ecole") != fold("ecale")


@given(WORDS)
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(WORDS)
def test_case_does_not_matter(text: str) -> None:
    assert fold(text.casefold()) == fold(text)


@given(WORDS)
def test_indexed_words_are_short_different_and_few(text: str) -> None:
    words = indexed_words(text)
    assert len(words) == len(set(words)) <= 400
    assert all(0 < len(word) <= 40 for word in words)


@given(WORDS)
def test_a_text_is_found_by_its_own_words(text: str) -> None:
    words = [form[:40] for word in words_of(text) for form in (word, stem(word))]
    assert set(words) <= set(indexed_words(text)) == set(indexed_words(fold(text)))


@pytest.mark.parametrize(
    ("written", "sought"),
    [
        ("السلامة الطرقية", "سلامه"),
        ("والمدرسة", "المدرسة"),
        ("élèves", "ELEVE"),
        ("harcèlements", "harcelement"),
        ("Prévention", "prevention"),
    ],
)
def test_search_meets_articles_plurals_and_accents(written: str, sought: str) -> None:
    assert {stem(word) for word in words_of(sought)} <= set(indexed_words(written))


@pytest.mark.parametrize(
    "typed",
    [
        "0612345678",
        "06 12 34 56 78",
        "06-12-34-56-78",
        "06.12.34.56.78",
        "+212612345678",
        "+212 6 12 34 56 78",
        "+212 (0)6 12 34 56 78",
        "00212612345678",
        "٠٦١٢٣٤٥٦٧٨",
        "۰۶۱۲۳۴۵۶۷۸",
        "+٢١٢ ٦١٢٣٤٥٦٧٨",
    ],
)
def test_one_telephone_number_in_many_spellings(typed: str) -> None:
    assert parse_phone(typed, "MA") == "+212612345678"


@pytest.mark.parametrize("typed", ["", "06", "12345", "hello", "+999 123", "0612345678901234567890", "19"])
def test_what_is_no_telephone_number(typed: str) -> None:
    with pytest.raises(ValueError, match="telephone"):
        parse_phone(typed, "MA")


@given(WORDS)
def test_any_text_is_a_number_or_a_refusal(text: str) -> None:
    with suppress(ValueError):
        assert parse_phone(text, "MA").startswith("+")


def test_numbers_are_shown_as_the_country_writes_them() -> None:
    assert show_phone("+212612345678", "MA") == "06 12 34 56 78"
    assert show_phone("+33612345678", "MA") == "+33 6 12 34 56 78"


@pytest.mark.parametrize(
    "character", ["\x00", "\x1b", "\x7f", "\u202e", "\u2066", "\u202a", "\ud800", "\ue000", "\u0378"]
)
def test_characters_that_deceive_are_refused(character: str) -> None:
    assert has_forbidden_characters(f"Salma{character}Bennani")


@pytest.mark.parametrize(
    "text", ["سلمى بناني", "Zoé", "\u200cمی\u200dخواهم", "ⵙⴰⵍⵎⴰ", "two\nlines", "\u200fمن اليمين", "👍🏽"]
)
def test_names_are_any_letters(text: str) -> None:
    assert not has_forbidden_characters(text)


@given(st.integers(0, 10**12))
def test_digits_of_all_scripts_are_the_same_number(number: int) -> None:
    arabic = str(number).translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))
    persian = str(number).translate(str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹"))
    assert western_digits(arabic) == western_digits(persian) == str(number)
