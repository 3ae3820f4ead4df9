"""How do people type, and what do they mean by it? Arabic and French words, digits, telephone numbers."""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from itertools import combinations
from typing import NamedTuple

import phonenumbers
import snowballstemmer

_DIGITS = {ord(c): str(i) for digits in ("٠١٢٣٤٥٦٧٨٩", "۰۱۲۳۴۵۶۷۸۹") for i, c in enumerate(digits)}
_LETTERS = str.maketrans(
    {
        "ٱ": "ا",
        "ى": "ي",
        "ة": "ه",
        "گ": "ك",
        "ڭ": "ك",
        "ݣ": "ك",
        "ڤ": "ف",
        "œ": "oe",
        "æ": "ae",
    }
)
FOLDED = {chr(c): plain for c, plain in (_DIGITS | _LETTERS).items()}  # what is the same to search, but no accent
_WORD = re.compile(r"[^\W_]+")
_MARKS = r"\u0300-\u036f\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed"  # accents apart from their letter, tashkeel
_WRITTEN_WORD = re.compile(rf"[^\W_](?:[^\W_]|[{_MARKS}])*")
MAX_WORD = 40
MAX_SEARCH_WORDS = 8
_ALLOWED_CONTROLS = "\n\t"
_ARABIC_ARTICLES = ("وال", "بال", "فال", "كال", "ال", "لل")


def western_digits(text: str) -> str:
    """Arabic-Indic (٠-٩) and Persian digits as 0-9."""
    return text.translate(_DIGITS)


def has_forbidden_characters(text: str) -> bool:
    """Whether a text holds control, bidi-override, private or unassigned characters (as RFC 8264 would refuse)."""
    if text.isprintable():  # nearly all: none of what is refused can be printed
        return False
    return any(c not in _ALLOWED_CONTROLS and _is_forbidden(c) for c in text)


def is_visible(text: str) -> bool:
    """Whether a text shows anything at all: more than spaces, marks of direction and the like."""
    return any(unicodedata.category(c)[0] not in "CZ" for c in text)


def _is_forbidden(c: str) -> bool:
    overrides_direction = "\u202a" <= c <= "\u202e" or "\u2066" <= c <= "\u2069"
    return overrides_direction or unicodedata.category(c) in {"Cc", "Cs", "Co", "Cn", "Zl", "Zp"}


def fold(text: str) -> str:
    """A text as search sees it: no case, accents, tashkeel, tatweel or hamza; ة as ه, ى as ي. Idempotent."""
    if text.isascii():
        return text.lower()
    return unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold()).translate(_FOLDING)


class _Folding(dict[int, int | str | None]):
    """What becomes of each letter that is met; None is left out."""

    def __missing__(self, code: int) -> int | str | None:
        is_mark = unicodedata.combining(chr(code)) or chr(code) == "ـ"
        self[code] = None if is_mark else (_DIGITS | _LETTERS).get(code, code)
        return self[code]


_FOLDING = _Folding()


@lru_cache(maxsize=3)
def _stemmer(language: str) -> "snowballstemmer.stemmer":
    return snowballstemmer.stemmer(language)


def words_of(text: str) -> list[str]:
    """The words of a text, folded, as people type them."""
    return _WORD.findall(fold(text))


def indexed_words(text: str) -> list[str]:
    """By what a text is found: its words as they stand (some are still typing them), and their stems; 400 at most."""
    return different(form for word in words_of(text) for form in (word, stem(word)))


def different(words: Iterable[str]) -> list[str]:
    """Each word once, as long as the index takes it; 400 at most."""
    return list(dict.fromkeys(word[:MAX_WORD] for word in words))[:400]


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    if _is_arabic(word):
        return _without_article(word)
    return _stemmer("french").stemWord(word) if len(word) > 3 and not word.isdecimal() else word


def _is_arabic(word: str) -> bool:
    return "\u0600" <= word[0] <= "\u06ff"


def _without_article(word: str) -> str:
    # Light stemming only: the full Arabic stemmer merges words that readers keep apart.
    for article in _ARABIC_ARTICLES:
        if word.startswith(article) and len(word) - len(article) >= 3:
            return word[len(article) :]
    return word


class Term(NamedTuple):
    """What stands for one word of a search: any of these words, or any that begins so."""

    whole: tuple[str, ...] = ()
    begun: tuple[str, ...] = ()

    def is_in(self, words: Iterable[str]) -> bool:
        return any(word in self.whole or word.startswith(self.begun) for word in words)


def asked_words(q: str) -> list[str]:
    return [word[:MAX_WORD] for word in words_of(q)[:MAX_SEARCH_WORDS]]


def search_terms(q: str, instead: dict[str, list[str]] | None = None) -> list[Term]:
    """Every word in whatever form, or those `instead` of it; the last one may still be in the middle of being typed."""
    words, instead = asked_words(q), instead or {}
    terms = [Term(whole=tuple(stem(other) for other in instead.get(word, [word]))) for word in words]
    if words and words[-1] not in instead and len(words[-1]) > 1:  # with one letter begins too much
        terms[-1] = Term(begun=(words[-1], stem(words[-1])))
    return terms


def marked(text: str, terms: list[Term]) -> list[tuple[str, bool]]:
    """A text in pieces, each with whether it is a word that was looked for. Joined they are the text, to the letter."""
    pieces, end = list[tuple[str, bool]](), 0
    for found in _WRITTEN_WORD.finditer(text):
        words = indexed_words(found[0])
        if any(term.is_in(words) for term in terms):
            pieces += [(text[end : found.start()], False), (found[0], True)]
            end = found.end()
    return [piece for piece in [*pieces, (text[end:], False)] if piece[0]]


def spelled(word: str, texts: Iterable[str]) -> str:
    """A folded word as one of these texts writes it."""
    written = (found[0] for text in texts for found in _WRITTEN_WORD.finditer(text))
    return next((form for form in written if word in indexed_words(form)), word)


def known_words(text: str) -> list[str]:
    """The words of a text that may be meant by one mistyped: as they stand, Arabic ones also without their article."""
    forms = (form for word in words_of(text) for form in ((word, stem(word)) if _is_arabic(word) else (word,)))
    return [word for word in different(forms) if may_be_mistyped(word)]


def may_be_mistyped(word: str) -> bool:
    return len(word) >= 4 and word.isalpha()


def slips(word: str) -> int:
    """How many letters may be wrong in a word, missing, too many or swapped."""
    return 2 if len(word) >= 8 else 1


def variants(word: str) -> set[str]:
    """The word, and what is left of it when one letter falls out, or two. Two words that differ by as many slips share
    one (symmetric deletes, Garbe 2012): near words are found by an index. Of a very long word one letter only.
    """
    most = slips(word) if len(word) <= 16 else 1
    return {"".join(left) for out in range(most + 1) for left in combinations(word, len(word) - out)}


def distance(one: str, other: str) -> int:
    """Letters to change, leave out, put in or swap with their neighbour (optimal string alignment)."""
    before, last = list[int](), list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        row = [i]
        for j, there in enumerate(other, 1):
            row.append(min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (letter != there)))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == there:
                row[j] = min(row[j], before[j - 2] + 1)
        before, last = last, row
    return last[-1]


def parse_phone(text: str, country: str) -> str:
    """A telephone number in E.164 (+212…), from 06…, +212 6…, 00212… with any digits. Raises ValueError."""
    try:
        number = phonenumbers.parse(western_digits(text), country)
    except phonenumbers.NumberParseException as unreadable:
        raise ValueError("not a telephone number") from unreadable
    if not phonenumbers.is_valid_number(number):
        raise ValueError("not a valid telephone number")
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def show_phone(e164: str, country: str) -> str:
    """06 12 34 56 78 for a number of the country, international form for others."""
    number = phonenumbers.parse(e164, None)
    style = phonenumbers.PhoneNumberFormat
    if number.country_code != phonenumbers.country_code_for_region(country):
        return phonenumbers.format_number(number, style.INTERNATIONAL)
    national = phonenumbers.format_number(number, style.NATIONAL)
    if country != "MA":
        return national
    digits = national.replace("-", "").replace(" ", "")  # the library writes 0612-345678, people in Morocco pairs
    return " ".join(digits[i : i + 2] for i in range(0, len(digits), 2))
