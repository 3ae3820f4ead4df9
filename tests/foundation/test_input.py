"""Do JSON and forms come in through the same door, trimmed, folded and refused alike?"""

from contextlib import suppress
from datetime import UTC, date, datetime, time
from enum import StrEnum
from typing import Any

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from marshmallow import ValidationError, fields
from werkzeug.datastructures import MultiDict

from engage.errors import Conflict, Invalid, NotFound
from engage.web.forms import Form
from engage.web.input import (
    Choice,
    ClockTime,
    EmailAddress,
    Flag,
    Instant,
    LocalisedText,
    Phone,
    Schema,
    Text,
    WholeNumber,
    form_values,
    nested_errors,
)
from tests import stores
from tests.clients import Client


class Colour(StrEnum):
    GREEN = "green"
    BLUE = "blue"


class Guest(Schema):
    name = Text(1, 20, required=True)
    seats = WholeNumber(1, 5)


class Everything(Schema):
    title = LocalisedText(30, required=True)
    note = Text(0, 100, lines=True)
    seats = WholeNumber(1, 50)
    is_open = Flag()
    phone = Phone()
    email = EmailAddress()
    colour = Choice(Colour)
    colours = fields.List(Choice(Colour))
    guests = fields.List(fields.Nested(Guest))
    counts = fields.Dict(keys=Choice(Colour), values=WholeNumber(0, 9))
    day = fields.Date()
    clock = ClockTime()
    moment = Instant()


SCHEMA = Everything()


def errors_of(**sent: Any) -> list[str]:
    with pytest.raises(ValidationError) as refused:
        SCHEMA.load({"title": {"fr": "x"}, **sent})
    return sorted(nested_errors(refused.value.normalized_messages()))


@pytest.mark.usefixtures("app")
def test_a_form_says_what_json_would_have_said() -> None:
    form = MultiDict(
        [
            ("title.ar", " السلامة "),
            ("title.fr", "Sécurité"),
            ("title.en", ""),
            ("note", "one\r\ntwo"),
            ("seats", "٣٠"),
            ("is_open", "on"),
            ("phone", "٠٦ ١٢ ٣٤ ٥٦ ٧٨"),
            ("colour", "green"),
            ("colours", "green"),
            ("colours", "blue"),
            ("guests.0.name", "Salma"),
            ("guests.0.seats", "2"),
            ("guests.10.name", "Omar"),
            ("guests.2.name", ""),
            ("counts.green", "3"),
            ("counts.blue", ""),
            ("day", "2026-12-10"),
            ("clock", "9h30"),
            ("csrf_token", "not ours"),
        ]
    )
    assert SCHEMA.load(form_values(SCHEMA, form)) == {
        "title": {"ar": "السلامة", "fr": "Sécurité"},
        "note": "one\ntwo",
        "seats": 30,
        "is_open": True,
        "phone": "+212612345678",
        "colour": "green",
        "colours": ["green", "blue"],
        "guests": [{"name": "Salma", "seats": 2}, {"name": "Omar"}],
        "counts": {"green": 3},
        "day": date(2026, 12, 10),
        "clock": time(9, 30),
    }


def test_a_box_that_is_not_ticked_is_no_when_the_form_has_it() -> None:
    assert "is_open" not in form_values(SCHEMA, MultiDict())
    assert form_values(SCHEMA, MultiDict([("is_open?", "")]))["is_open"] is False


def test_empty_fields_of_a_form_count_as_not_given() -> None:
    assert form_values(SCHEMA, MultiDict([("note", "  "), ("seats", ""), ("day", "")])) == {}


@given(st.dictionaries(st.text(max_size=12), st.text(max_size=12), max_size=6))
def test_any_form_is_read_or_refused(sent: dict[str, str]) -> None:
    for name in ("guests.0.name", "title.fr", "counts.green"):
        sent.setdefault(name, "1")
    with suppress(ValidationError):
        assert SCHEMA.load(form_values(SCHEMA, MultiDict(sent)))["title"]["fr"] == "1"


@pytest.mark.parametrize(
    "title", [{}, {"fr": " "}, {"de": "x"}, {"fr": 7}, "x", None, {"fr": "x" * 31}, {"fr": "a\u202eb"}]
)
def test_words_in_no_language_are_refused(title: Any) -> None:
    assert errors_of(title=title)[0].startswith("title")


@pytest.mark.parametrize("seats", [0, 51, 2.5, "7", True, None, [1], 1e400, -1])
def test_what_is_no_whole_number_in_json(seats: Any) -> None:
    assert errors_of(seats=seats) == ["seats"]


@pytest.mark.parametrize("is_open", ["true", 1, 0, "on", None])
def test_yes_is_true_and_nothing_else(is_open: Any) -> None:
    assert errors_of(is_open=is_open) == ["is_open"]


@pytest.mark.parametrize(
    "email",
    [
        "x",
        "a@b",
        "a b@example.org",
        "@example.org",
        "a@example.org\nBcc: b@example.org",
        "a@[127.0.0.1]",
        "a" * 65 + "@x.org",
    ],
)
def test_what_is_no_address(email: str) -> None:
    assert errors_of(email=email) == ["email"]


@pytest.mark.parametrize(
    "moment", ["2026-12-10T12:00:00", "2026-12-10", "noon", 7, "1999-12-31T00:00:00Z", "2101-01-01T00:00:00Z"]
)
def test_what_is_no_instant(moment: Any) -> None:
    assert errors_of(moment=moment) == ["moment"]


def test_an_instant_may_be_said_in_any_zone() -> None:
    read = SCHEMA.load({"title": {"fr": "x"}, "moment": "2026-12-10T13:00:00+01:00"})["moment"]
    assert read == datetime(2026, 12, 10, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("09:30", (9, 30)),
        ("9h30", (9, 30)),
        ("9 h", (9, 0)),
        ("9 h 05", (9, 5)),
        ("٠٩:٣٠", (9, 30)),
        ("23:59:00", (23, 59)),
    ],
)
def test_clocks_as_people_write_them(typed: str, meant: tuple[int, int]) -> None:
    assert SCHEMA.load({"title": {"fr": "x"}, "clock": typed})["clock"] == time(*meant)


@pytest.mark.parametrize("typed", ["", "24:00", "9:60", "noon", "09:30+01:00", "9:3:0", None, 930])
def test_what_no_clock_shows(typed: Any) -> None:
    assert errors_of(clock=typed) == ["clock"]


def test_what_is_not_named_is_refused() -> None:
    assert errors_of(surprise=1) == ["surprise"]
    assert errors_of(guests=[{"name": "x", "admin": True}]) == ["guests.0.admin"]


@given(st.text(max_size=40))
def test_text_is_trimmed_composed_and_clean(written: str) -> None:
    try:
        read = SCHEMA.load({"title": {"fr": "x"}, "note": written})["note"]
    except ValidationError:
        return
    assert read == read.strip()
    assert "\0" not in read
    assert "\r\n" not in read


def test_a_refused_form_keeps_every_word_and_forgets_what_was_done(app: Flask) -> None:
    with app.test_request_context(
        "/x", method="POST", data={"title.fr": "Sécurité", "seats": "99", "colours": "green"}
    ):
        form = Form(SCHEMA, {"title": {"fr": "before"}})
        with form:
            form.read()
        assert form.status == 422
        assert form.errors_of("seats")
        assert form.value("title.fr") == "Sécurité"
        assert form.value("seats") == "99"
        assert form.values("colours") == ["green"]


def test_a_form_shows_what_stood_before(app: Flask) -> None:
    with app.test_request_context("/x"):
        form = Form(
            SCHEMA, {"title": {"fr": "before"}, "colours": ["blue"], "guests": [{"name": "Omar"}], "is_open": True}
        )
        assert form.value("title.fr") == "before"
        assert form.value("title.ar") == ""
        assert form.value("guests.0.name") == "Omar"
        assert form.value("guests.1.name") == ""
        assert form.values("colours") == ["blue"]
        assert form.is_on("is_open")


def test_a_refusal_of_a_rule_is_shown_with_the_form_and_a_missing_thing_is_not(app: Flask) -> None:
    with app.test_request_context("/x", method="POST"):
        form = Form(SCHEMA)
        with form:
            raise Conflict("party-too-large", most=4, asked=9)
        assert (form.status, form.type) == (409, "party-too-large")
        assert form.message
        with form:
            raise Invalid({"guests": {0: {"name": ["Fill in this field."]}}})
        assert form.errors_of("guests.0.name") == ["Fill in this field."]
        with pytest.raises(NotFound), form:
            raise NotFound


@stores.on_postgresql
@pytest.mark.parametrize(
    "q", ["\0", "a\0b", "\u202e", "%", "_", "'", "\\", "ال", "x" * 201, "a " * 90, "\U0010ffff", "؟"]
)
@pytest.mark.parametrize(
    "address", ["/api/v1/seminars", "/api/v1/venues", "/api/v1/associations", "/", "/associations"]
)
def test_any_search_is_answered(client: Client, address: str, q: str) -> None:
    assert client.get(address, query_string={"q": q}).status_code in {200, 422}
