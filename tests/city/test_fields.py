"""Do dates, numbers, answers and choices mean the same however somebody types them?"""

from contextlib import suppress
from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from marshmallow import ValidationError

from engage.city.columns import COLUMNS, column_called
from engage.city.fields import Count, Day, Named, Several, WallClock, YesOrNo
from engage.city.kinds import KINDS
from engage.seminars.models import Audience, Theme

pytestmark = pytest.mark.usefixtures("app")

ARABIC_INDIC = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
MOMENTS = [
    "2026-09-21 16:30",
    "2026-09-21T16:30:00",
    "21/09/2026 16:30",
    "21-09-2026 16h30",
    "21.09.2026 16.30",
    "21/9/2026 - 16 h 30",
    "21 septembre 2026 à 16h30",
    "Lundi 21 septembre 2026, 16:30",
    "21 sept. 2026 16:30",
    "21 شتنبر 2026 على الساعة 16:30",
    "الاثنين 21 سبتمبر 2026، 16:30",
    "\u200f21/09/2026\u00a016:30",
    "21 September 2026 at 16:30",
]


@pytest.mark.parametrize("text", [*MOMENTS, *(moment.translate(ARABIC_INDIC) for moment in MOMENTS)])
def test_one_moment_in_many_ways(text: str) -> None:
    assert WallClock().deserialize(text) == datetime(2026, 9, 21, 16, 30)


def test_a_full_hour_in_french() -> None:
    assert WallClock().deserialize("1er mars 2027 9h") == datetime(2027, 3, 1, 9)


@pytest.mark.parametrize(
    "text",
    [
        "2026-09-21",
        "16:30",
        "31/02/2026 10:00",
        "2026-09-21 24:00",
        "21/09/26 16:00",
        "9/21/2026 16:00",
        "x",
        "1999-01-01 10:00",
    ],
)
def test_what_is_no_moment_is_refused(text: str) -> None:
    with pytest.raises(ValidationError):
        WallClock().deserialize(text)


days = st.dates(date(1900, 1, 1), date(2100, 12, 31))


@given(days, st.sampled_from(["%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y"]), st.booleans())
def test_every_day_in_every_shape(day: date, shape: str, in_arabic_digits: bool) -> None:
    text = day.strftime(shape) if day.year > 999 else day.isoformat()
    assert Day().deserialize(text.translate(ARABIC_INDIC) if in_arabic_digits else text) == day


@pytest.mark.parametrize(
    ("field", "text", "meant"),
    [
        (Count(1, 9999), "1 200", 1200),
        (Count(1, 9999), "1\u202f200", 1200),
        (Count(1, 9999), "٢٢٠", 220),
        (YesOrNo(), "OUI", True),
        (YesOrNo(), "نعم", True),
        (YesOrNo(), "Non", False),
        (YesOrNo(), "لا", False),
        (Named(Theme, "themes"), "السلامة الطرقية", "road_safety"),
        (Named(Theme, "themes"), "SECURITE ROUTIERE", "road_safety"),
        (Named(Theme, "themes"), "Road safety", "road_safety"),
        (Named(Theme, "themes"), "road_safety", "road_safety"),
        (Several(Audience, "audiences"), "Parents ; étudiants، everyone", ["parents", "students", "general_public"]),
        (Several(), "addiction;youth;addiction", ["addiction", "youth"]),
    ],
)
def test_what_people_mean(field: Any, text: str, meant: Any) -> None:
    assert field.deserialize(text) == meant


@pytest.mark.parametrize(
    ("field", "text"),
    [
        (Count(1, 9999), "12.5"),
        (Count(1, 9999), "-3"),
        (YesOrNo(), "maybe"),
        (Named(Theme, "themes"), "astrology"),
        (Several(), ";;"),
    ],
)
def test_what_means_nothing_is_refused(field: Any, text: str) -> None:
    with pytest.raises(ValidationError):
        field.deserialize(text)


@given(st.text(max_size=40))
def test_no_words_break_a_field(text: str) -> None:
    for field in (Count(1, 99), YesOrNo(), Named(Theme, "themes"), Several(Audience, "audiences"), Day(), WallClock()):
        with suppress(ValidationError):
            field.deserialize(text)


@pytest.mark.parametrize(
    ("heading", "column"),
    [
        ("Référence", "reference"),
        ("THEME *", "theme"),
        ("الموضوع", "theme"),
        ("Titre (FR)", "title_fr"),
        ("العنوان بالفرنسية", "title_fr"),
        ("local_start", "local_start"),
        ("Date de début", "local_start"),
        ("الفئة المستهدفة", "audience"),
        ("Remarque", None),
        ("", None),
    ],
)
def test_a_column_is_known_by_its_words(heading: str, column: str | None) -> None:
    assert column_called("seminars", heading) == column


@pytest.mark.parametrize("kind", COLUMNS)
def test_every_column_of_a_line_is_described_and_no_other(kind: str) -> None:
    fields = {field.data_key or name for name, field in KINDS[kind].schema.fields.items()}
    assert fields == {column.name for column in COLUMNS[kind]}
    assert not [column for column in COLUMNS[kind] if column_called(kind, column.name) != column.name]
    known = KINDS[kind].schema.load({column.name: column.example or None for column in COLUMNS[kind]})
    assert known  # the example is one that would be taken
