"""How do people write a date, a number, a yes or a choice into a sheet, in three languages, and what do they mean?"""

import re
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from babel.dates import get_month_names
from marshmallow import ValidationError, fields

from engage.language import LOCALES, Lazy
from engage.text import fold, western_digits
from engage.web.input import Choice, Text, WholeNumber
from engage.web.rendering import labels

_MARKS = dict.fromkeys(map(ord, "\u200e\u200f\u061c\ufeff"))  # of direction; sheets in Arabic are full of them
_YEAR_FIRST = re.compile(r"(?P<year>\d{4})([-/.])(?P<month>\d{1,2})\2(?P<day>\d{1,2})")
_DAY_FIRST = re.compile(r"(?P<day>\d{1,2})([-/.])(?P<month>\d{1,2})\2(?P<year>\d{4})")
_IN_WORDS = re.compile(r"(?:[^\W\d]+,? )?(?P<day>\d{1,2})(?:er)? (?P<month>[^\W\d]+)\.? (?P<year>\d{4})")
_MOMENT = re.compile(r"(.+?)(?:[t,،]| -)? ?(?:a |at |(?:علي )?الساعه )?(\d{1,2}) ?[:h.] ?(\d{2})?(?::\d{2}(?:\.0+)?)?")
_BETWEEN = re.compile(r"[;؛|،,]")
_NO_DATE, _NO_MOMENT = Lazy("Enter a date."), Lazy("Enter a date and time.")


class Day(fields.Field[date]):
    """2026-09-21, 21/09/2026, 21 septembre 2026; in any digits."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> date:
        day = _day(_plain(value))
        if day is None:
            raise ValidationError(str(_NO_DATE))
        return day


class WallClock(fields.Field[datetime]):
    """The same with 16:00, 16h or 16 h 30 on the clocks of the city, between 2000 and 2100."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> datetime:
        found = _MOMENT.fullmatch(fold(_plain(value)))
        day = _day(found[1].strip()) if found else None
        hour, minute = (int(found[2]), int(found[3] or 0)) if found else (24, 0)
        if day is None or hour > 23 or minute > 59:
            raise ValidationError(str(_NO_MOMENT))
        if not 2000 <= day.year <= 2100:
            raise ValidationError(str(Lazy("Enter a date between 2000 and 2100.")))
        return datetime(day.year, day.month, day.day, hour, minute)  # noqa: DTZ001 - a wall clock has no zone


class Count(WholeNumber):
    """A whole number, in any digits, with spaces between thousands."""

    def _validated(self, value: Any) -> int:
        digits = re.sub(r"[\s٬]", "", _plain(str(value)))
        if not re.fullmatch(r"[0-9]{1,10}", digits):
            raise self.make_error("invalid", input=value)
        return super()._validated(int(digits))


class YesOrNo(fields.Boolean):
    """yes or no, in three languages."""

    truthy = {*map(fold, ("yes", "oui", "نعم", "y", "o", "x", "1", "true", "vrai"))}  # noqa: RUF012
    falsy = {*map(fold, ("no", "non", "لا", "n", "0", "false", "faux"))}  # noqa: RUF012

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        return super()._deserialize(fold(_plain(value)), attr, data, **kwargs)


class Named(Choice):
    """One member of an enumeration, by its code or by its words in any language (`words` of macros/labels.html)."""

    def __init__(self, choices: Any, words: str = "", **options: Any) -> None:
        super().__init__(choices, **options)
        self.words = words

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        return super()._deserialize(_code(self.words, _plain(value)), attr, data, **kwargs)


class Several(Text):
    """Words between semicolons or commas; with `choices`, members of an enumeration by code or by their words."""

    def __init__(self, choices: Any = (), words: str = "", **options: Any) -> None:
        self.choices, self.words = {choice.value for choice in choices}, words
        super().__init__(1, 500, **options)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        text = super()._deserialize(value, attr, data, **kwargs)
        codes = [_code(self.words, word.strip()) for word in _BETWEEN.split(text) if word.strip()]
        if not codes or (self.choices and not self.choices.issuperset(codes)):
            raise ValidationError(str(Lazy("Choose one of the answers offered.")))
        return list(dict.fromkeys(codes))


def _plain(text: str) -> str:
    """Western digits, ordinary spaces, no marks of direction."""
    return " ".join(western_digits(text).translate(_MARKS).split())


def _day(text: str) -> date | None:
    found = _YEAR_FIRST.fullmatch(text) or _DAY_FIRST.fullmatch(text) or _IN_WORDS.fullmatch(text)
    if found is None:
        return None
    month = found["month"]
    number = int(month) if month.isdecimal() else _months().get(fold(month), 0)
    try:
        return date(int(found["year"]), number, int(found["day"]))
    except ValueError:
        return None


@lru_cache(maxsize=1)
def _months() -> dict[str, int]:
    """The months by their folded names: of Morocco, and those that other Arabic calendars use."""
    names: dict[str, int] = {}
    for locale in ("ar_MA", "ar", "fr", "en"):
        for width in ("wide", "abbreviated"):
            for number, name in get_month_names(width, locale=locale).items():
                names.setdefault(fold(name).rstrip("."), number)
    return names


def _code(words: str, text: str) -> str:
    return _codes(words).get(fold(text), text) if words else text


@lru_cache(maxsize=16)
def _codes(words: str) -> dict[str, str]:
    """The codes of a list of choices by their folded words in every language, and by themselves."""
    found: dict[str, str] = {}
    for locale in LOCALES:
        for code, label in labels(words, locale):
            found.setdefault(fold(label), code)
            found[fold(code)] = code
    return found
