"""How do people type, and what do they mean by it? Arabic and French words, digits, telephone numbers."""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

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
MAX_WORD = 40
_ALLOWED_CONTROLS = "\n\t"
_ARABIC_ARTICLES = ("وال", "بال", "فال", "كال", "ال", "لل")


def western_digits(text: str) -> str:
    """Arabic-Indic (٠-٩) and Persian digits as 0-9."""
    return text.translate(_DIGITS)


def has_forbidden_characters(text: str) -> bool:
    """Whether a text holds control, bidi-override, private or unassigned characters (as RFC 8264 would refuse)."""
    return any(c not in _ALLOWED_CONTROLS and _is_forbidden(c) for c in text)


def is_visible(text: str) -> bool:
    """Whether a text shows anything at all: more than spaces, marks of direction and the like."""
    return any(unicodedata.category(c)[0] not in "CZ" for c in text)


def _is_forbidden(c: str) -> bool:
    overrides_direction = "\u202a" <= c <= "\u202e" or "\u2066" <= c <= "\u2069"
    return overrides_direction or unicodedata.category(c) in {"Cc", "Cs", "Co", "Cn", "Zl", "Zp"}


def fold(text: str) -> str:
    """A text as search sees it: no case, accents, tashkeel, tatweel or hamza; ة as ه, ى as ي. Idempotent."""
    decomposed = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    plain = "".join(c for c in decomposed if not unicodedata.combining(c) and c != "ـ")
    return western_digits(plain).translate(_LETTERS)


@lru_cache(maxsize=3)
def _stemmer(language: str) -> "snowballstemmer.stemmer":
    return snowballstemmer.stemmer(language)


def words_of(text: str) -> list[str]:
    """The words of a text, folded, as people type them."""
    return _WORD.findall(fold(text))


def indexed_words(text: str) -> list[str]:
    """By what a text is found: its words as they stand (some are still typing them), and their stems; 400 at most."""
    return _different(form for word in words_of(text) for form in (word, stem(word)))


def _different(words: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(word[:MAX_WORD] for word in words))[:400]


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    if "\u0600" <= word[0] <= "\u06ff":
        return _without_article(word)
    return _stemmer("french").stemWord(word) if len(word) > 3 else word


def _without_article(word: str) -> str:
    # Light stemming only: the full Arabic stemmer merges words that readers keep apart.
    for article in _ARABIC_ARTICLES:
        if word.startswith(article) and len(word) - len(article) >= 3:
            return word[len(article) :]
    return word


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
