"""In which language do we speak to this person, and how does it write numbers, dates and plurals?

The language is a context variable, not a property of a web request: jobs and e-mails speak too. Catalogues are GNU
gettext, read once; English is the source. Dates are Babel's, except where Morocco writes otherwise.
"""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime, time
from functools import lru_cache
from pathlib import Path
from typing import Any

from babel.dates import format_date
from babel.support import NullTranslations, Translations

LOCALES = ("ar", "fr", "en")
NAMES = {"ar": "العربية", "fr": "Français", "en": "English"}
DEFAULT = "ar"

_current: ContextVar[str] = ContextVar("language", default=DEFAULT)


def current() -> str:
    return _current.get()


def use(locale: str) -> None:
    """Speak this language until the context ends; anything unknown is Arabic."""
    _current.set(locale if locale in LOCALES else DEFAULT)


@contextmanager
def speaking(locale: str) -> Iterator[None]:
    token = _current.set(locale if locale in LOCALES else DEFAULT)
    try:
        yield
    finally:
        _current.reset(token)


@lru_cache(maxsize=len(LOCALES))
def catalogue(locale: str) -> NullTranslations:
    return Translations.load(Path(__file__).parent / "translations", [locale])


def gettext(message: str, **figures: Any) -> str:
    text: str = catalogue(current()).gettext(message)
    return _said(text % figures if figures else text, message, figures)


def ngettext(singular: str, plural: str, n: int, **figures: Any) -> str:
    text: str = catalogue(current()).ngettext(singular, plural, n)
    figures = {"num": n, **figures}
    return _said(text % figures, singular, figures, plural=plural)


# --- said now, read later in another language -------------------------------------------------------------------------

Recipe = dict[str, Any]  # message, figures; `plural` of those that count, `braces` where figures stand in {these}
_FIGURE = re.compile(r"%\((\w+)\)|{(\w+)")
_remembers: ContextVar[bool] = ContextVar("remembers", default=False)


class Said(str):
    """Words that remember what they were made of (`kept`), so that they can be said again in another language."""

    __slots__ = ("recipe",)
    recipe: Recipe

    def __str__(self) -> "Said":
        return self


@contextmanager
def remembering() -> Iterator[None]:
    """Whatever is said meanwhile is `Said`. For what is kept, and read by people whose language is not known yet."""
    token = _remembers.set(True)
    try:
        yield
    finally:
        _remembers.reset(token)


def kept(words: str) -> str | Recipe:
    """Words as JSON that `said_again` understands."""
    return words.recipe if isinstance(words, Said) else words


def said_again(words: str | Recipe) -> str:
    if isinstance(words, str):
        return words
    message, figures = words["message"], {name: said_again(told) for name, told in words["figures"].items()}
    if "plural" in words:
        return ngettext(message, words["plural"], int(figures.pop("num")), **figures)
    return gettext(message).format(**figures) if words.get("braces") else gettext(message, **figures)


def _said(text: str, message: str, figures: Mapping[str, Any], **more: Any) -> str:
    if not _remembers.get():
        return text
    said = Said(text)
    named = {name for found in _FIGURE.findall(message + more.get("plural", "")) for name in found if name}
    told = {name: kept(str(value)) for name, value in figures.items() if name in named or name == "num"}
    said.recipe = {"message": message, "figures": told, **more}
    return said


class Lazy(str):
    """A message written when modules load and translated when it is shown (`str()`) or filled in (`.format()`)."""

    __slots__ = ()

    def __str__(self) -> str:
        return gettext(str.__str__(self))

    def format(self, *args: object, **figures: object) -> str:
        return _said(str(self).format(*args, **figures), str.__str__(self), figures, braces=True)


def localised(texts: Mapping[str, str] | None, locale: str | None = None) -> tuple[str, str]:
    """The words of a text in several languages and the language they are in: the asked one, else ar, fr, en."""
    texts = texts or {}
    for code in (locale or current(), *LOCALES):
        if texts.get(code):
            return texts[code], code
    return "", locale or current()


def direction(locale: str) -> str:
    return "rtl" if locale == "ar" else "ltr"


# Moroccan month names: Babel's `ar_MA` has them, plain `ar` has the Egyptian ones. Digits stay Western.
_BABEL = {"ar": "ar_MA", "fr": "fr", "en": "en_GB"}
_DATE_PATTERNS = {
    "long": "d MMMM y",
    "full": "EEEE d MMMM y",
    "short": "d MMM",
    "day": "EEEE",
    "month": "MMM",
    "month_year": "MMMM y",
}


def show_date(day: date, style: str = "long", locale: str | None = None) -> str:
    """A date in words. Styles: long (3 December 2026), full (with the day), short, day and month (alone)."""
    return _show_date(day, style, locale or current())


def show_clock(wall: datetime | time, locale: str | None = None) -> str:
    """09:30 in Arabic and English, 9 h 30 in French, kept on one line."""
    return _show_clock(wall.hour, wall.minute, locale or current())


@lru_cache(maxsize=4096)
def _show_date(day: date, style: str, locale: str) -> str:
    words = format_date(day, _DATE_PATTERNS[style], locale=_BABEL[locale]).translate(_WESTERN_DIGITS)
    is_first_in_french = locale == "fr" and day.day == 1 and style not in ("day", "month")
    return re.sub(r"\b1\b", "1er", words, count=1) if is_first_in_french else words


@lru_cache(maxsize=2048)
def _show_clock(hour: int, minute: int, locale: str) -> str:
    if locale != "fr":
        return f"{hour:02}:{minute:02}"
    return f"{hour}\u00a0h\u00a0{minute:02}" if minute else f"{hour}\u00a0h"


_WESTERN_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩", "0123456789")
