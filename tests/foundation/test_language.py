"""Does everyone read their own language, and dates as Morocco writes them?"""

from datetime import date, datetime

import pytest
from babel.support import NullTranslations

from engage import language
from engage.language import Lazy, localised, show_clock, show_date


class Quoting(NullTranslations):
    """A catalogue whose translations can be seen."""

    def gettext(self, message: str) -> str:
        return f"«{message}»"

    def ngettext(self, msgid1: str, msgid2: str, num: int) -> str:
        return f"«{msgid1 if num == 1 else msgid2}»"


@pytest.fixture
def quoting_french(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(language, "catalogue", lambda code: Quoting() if code == "fr" else NullTranslations())


def test_a_lazy_message_is_translated_when_it_is_shown(quoting_french: None) -> None:
    message = Lazy("Fill in this field.")
    with language.speaking("fr"):
        assert str(message) == "«Fill in this field.»"
    with language.speaking("en"):
        assert str(message) == "Fill in this field."


def test_a_lazy_message_is_filled_in_after_it_was_translated(quoting_french: None) -> None:
    with language.speaking("fr"):
        assert Lazy("Enter {max} or less.").format(max=30) == "«Enter 30 or less.»"


def test_named_figures_and_plurals(quoting_french: None) -> None:
    with language.speaking("fr"):
        assert language.gettext("%(n)s seats", n=3) == "«3 seats»"
    with language.speaking("en"):
        assert language.ngettext("%(num)s seat", "%(num)s seats", 1) == "1 seat"
        assert language.ngettext("%(num)s seat", "%(num)s seats", 2) == "2 seats"


def test_a_percent_sign_in_plain_words_is_only_that() -> None:
    with language.speaking("en"):
        assert language.gettext("100 % of the seats") == "100 % of the seats"


def test_speaking_ends_with_its_block() -> None:
    language.use("fr")
    with language.speaking("en"):
        assert language.current() == "en"
    assert language.current() == "fr"


@pytest.mark.parametrize("unknown", ["de", "", "FR", "../fr"])
def test_an_unknown_language_is_arabic(unknown: str) -> None:
    with language.speaking(unknown):
        assert language.current() == "ar"


@pytest.mark.parametrize(
    ("texts", "asked", "found"),
    [
        ({"ar": "أ", "fr": "b", "en": "c"}, "fr", ("b", "fr")),
        ({"fr": "b", "en": "c"}, "ar", ("b", "fr")),
        ({"ar": "أ", "fr": "b"}, "en", ("أ", "ar")),
        ({"en": "c"}, "ar", ("c", "en")),
        ({"ar": "", "en": "c"}, "ar", ("c", "en")),
        ({}, "fr", ("", "fr")),
        (None, "en", ("", "en")),
    ],
)
def test_missing_words_fall_back_and_say_their_language(
    texts: dict[str, str] | None, asked: str, found: tuple[str, str]
) -> None:
    assert localised(texts, asked) == found


def test_the_months_of_morocco() -> None:
    months = [show_date(date(2026, month, 5), "long", "ar").split()[1] for month in range(1, 13)]
    assert months == [
        "يناير",
        "فبراير",
        "مارس",
        "أبريل",
        "ماي",
        "يونيو",
        "يوليوز",
        "غشت",
        "شتنبر",
        "أكتوبر",
        "نونبر",
        "دجنبر",
    ]


def test_dates_in_three_languages() -> None:
    day = date(2026, 12, 10)
    assert show_date(day, "full", "ar") == "الخميس 10 دجنبر 2026"
    assert show_date(day, "full", "fr") == "jeudi 10 décembre 2026"
    assert show_date(day, "full", "en") == "Thursday 10 December 2026"
    assert show_date(day, "short", "en") == "10 Dec"


def test_hours_in_three_languages() -> None:
    assert show_clock(datetime(2026, 12, 10, 9, 30), "fr") == "9\u00a0h\u00a030"
    assert show_clock(datetime(2026, 12, 10, 9), "fr") == "9\u00a0h"
    assert show_clock(datetime(2026, 12, 10, 9, 5), "fr") == "9\u00a0h\u00a005"
    assert show_clock(datetime(2026, 12, 10, 9, 30), "ar") == "09:30"
    assert show_clock(datetime(2026, 12, 10, 9, 30), "en") == "09:30"


@pytest.mark.parametrize("locale", language.LOCALES)
@pytest.mark.parametrize("style", ["long", "full", "short", "day", "month"])
def test_digits_are_western_in_every_language(locale: str, style: str) -> None:
    shown = show_date(date(2026, 8, 30), style, locale)
    assert all(c in "0123456789" for c in shown if c.isdigit())


def test_only_arabic_runs_from_right_to_left() -> None:
    assert [language.direction(code) for code in language.LOCALES] == ["rtl", "ltr", "ltr"]


def test_what_was_said_in_one_language_can_be_said_again_in_another(quoting_french: None) -> None:
    with language.remembering():
        inner = language.gettext("Yes")
        said = [
            language.gettext("The same as %(place)s.", place=inner, unused="secret"),
            language.ngettext("%(num)s of %(all)s", "%(num)s of all %(all)s", 2, all=7),
            Lazy("At most {max}.").format(max=3, input="secret"),
            str(Lazy("Enter a date.")),
        ]
    kept = [language.kept(words) for words in said]
    assert "secret" not in str(kept)
    assert [language.said_again(words) for words in kept] == said
    with language.speaking("fr"):
        assert [language.said_again(words) for words in kept] == [
            "«The same as «Yes».»",
            "«2 of all 7»",
            "«At most 3.»",
            "«Enter a date.»",
        ]
    assert type(language.gettext("Yes")) is str and language.kept("as it was") == "as it was"
