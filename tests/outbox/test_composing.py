"""Does every message say what it should, in the person's language, as text and as HTML alike?"""

import re
from datetime import UTC, datetime
from html import unescape
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from icalendar import Calendar, Event
from jinja2 import TemplateNotFound, UndefinedError

from engage.outbox.composing import Letter, Owed, compose
from tests.outbox.payloads import ACCOUNTS, KINDS, REGISTRATIONS, payload_of

MESSAGE_ID = UUID("0193b1de-0000-7000-8000-00000000000a")
CREATED_AT = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)


def composed(kind: str, locale: str = "en", **changes: Any) -> Letter:
    payload = payload_of(kind, **changes)
    return compose(Owed(MESSAGE_ID, kind, "nadia@example.org", locale, payload, 1, CREATED_AT))


def words(html: str) -> str:
    body = html[html.index("<body") :]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", body)).split())


def entry(letter: Letter) -> Event:
    assert letter.invitation is not None
    [only] = Calendar.from_ical(letter.invitation).events
    assert isinstance(only, Event)
    return only


def letter_status(kind: str) -> str:
    return str(REGISTRATIONS[kind]["status"])


@pytest.mark.parametrize("locale", ["ar", "fr", "en"])
@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_is_written_in_every_language(app: Flask, kind: str, locale: str) -> None:
    letter = composed(kind, locale)
    assert letter.subject
    assert f'<html lang="{locale}" dir="{"rtl" if locale == "ar" else "ltr"}">' in letter.html
    assert f'<div class="mail" dir="{"rtl" if locale == "ar" else "ltr"}" lang="{locale}">' in letter.html
    for form in (letter.text, letter.html):
        assert "None" not in form
        assert "Nadia El Amrani" in form
        assert re.search(r"\b19\b", form)
        assert app.extensions["engage.settings"].institution[locale] in form
        assert "http://127.0.0.1:8000/privacy" in form


@pytest.mark.parametrize("kind", KINDS)
def test_only_facts_stand_further_in(app: Flask, kind: str) -> None:
    assert not re.search(r"^ \S", composed(kind, "fr").text, re.MULTILINE)


@pytest.mark.parametrize("kind", KINDS)
def test_text_and_html_say_the_same(app: Flask, kind: str) -> None:
    letter = composed(kind, "fr")
    shown = words(letter.html)
    for line in letter.text.splitlines():
        said = " ".join(line.split())  # a no-break space is a space here
        assert said in shown or said in unescape(letter.html) or said == "--", line


@pytest.mark.parametrize("kind", REGISTRATIONS)
def test_a_message_about_a_registration_tells_what_when_where_and_the_code(app: Flask, kind: str) -> None:
    letter = composed(kind, "fr")
    for form in (letter.text, letter.html):
        assert "Sécurité routière" in form
        assert "endredi 4 décembre 2026" in form
        assert "15\u00a0h" in form and "16\u00a0h" in form and "(heure locale)" in form
        assert "École Ibn Batouta, 12, rue des Oliviers, Saiss" in form
        assert "FZ7K-3M9Q" in form
    is_confirmed = letter_status(kind) == "confirmed"
    assert ("Code d’inscription" in letter.text, "Référence" in letter.text) == (is_confirmed, not is_confirmed)


def test_arabic_messages_use_moroccan_months_western_digits_and_arabic_names(app: Flask) -> None:
    letter = composed("registration_confirmed", "ar")
    assert "السلامة الطرقية" in letter.subject
    assert "دجنبر" in letter.text and "2026" in letter.text
    assert "مدرسة ابن بطوطة، 12, rue des Oliviers، سايس" in letter.text
    assert "(بالتوقيت المحلي)" in letter.text
    assert "القانون رقم\u00a009.08" in letter.text
    assert not re.search("[٠-٩]", letter.text + letter.html)


def test_a_title_that_is_not_given_in_the_language_says_in_which_it_is(app: Flask) -> None:
    letter = composed("registration_confirmed", "en", seminar={"title": {"fr": "Sécurité routière"}})
    assert '<bdi lang="fr">Sécurité routière</bdi>' in letter.html


def test_a_seminar_over_several_days_says_both(app: Flask) -> None:
    letter = composed("registration_confirmed", seminar={"local_end": "2026-12-05T12:00:00"})
    assert "Friday 4 December 2026, 15:00, to Saturday 5 December 2026, 12:00 (local time)" in letter.text


def test_online_seminars_give_the_address_instead_of_the_door(app: Flask) -> None:
    online = {"venue_name": None, "venue_address": None, "online_url": "https://meet.example/fes"}
    letter = composed("registration_confirmed", seminar=online)
    assert "https://meet.example/fes" in letter.text
    assert 'href="https://meet.example/fes"' in letter.html
    assert "entrance" not in letter.text


@pytest.mark.parametrize("kind", [kind for kind in REGISTRATIONS if REGISTRATIONS[kind]["status"] != "confirmed"])
def test_the_address_of_an_online_seminar_is_for_those_who_hold_seats(app: Flask, kind: str) -> None:
    online = {"venue_name": None, "venue_address": None, "online_url": "https://meet.example/fes"}
    letter = composed(kind, seminar=online)
    assert "meet.example" not in letter.text + letter.html
    assert "Online" in letter.text


@pytest.mark.parametrize("kind", ["registration_declined", "registration_cancelled_by_officer"])
def test_whoever_is_turned_away_is_led_to_others_on_the_theme(app: Flask, kind: str) -> None:
    assert "http://127.0.0.1:8000/?theme=cyber\n" in composed(kind, seminar={"theme": "cyber"}).text
    assert "http://127.0.0.1:8000/\n" in composed(kind).text  # written before seminars told their theme


def test_a_citizen_is_not_called_a_delegation(app: Flask) -> None:
    alone = composed("registration_confirmed", association=None, party_size=1, headcounts={})
    assert "elegation" not in alone.text
    assert "1 person" in alone.text and "pupil" not in alone.text


def test_a_delegation_is_counted_by_pupils_and_adults(app: Flask) -> None:
    assert "18 people: 14 pupils and 4 adults" in composed("registration_confirmed").text


def test_the_place_in_the_waiting_list_is_said_when_it_is_known(app: Flask) -> None:
    assert "number 4 on the waiting list" in composed("registration_waitlisted").text
    assert "on the waiting list" in composed("registration_waitlisted", waiting_position=None).text


def test_a_move_says_what_was_and_what_is(app: Flask) -> None:
    letter = composed("seminar_moved")
    assert "New time and place" in letter.text
    for form in (letter.text, letter.html):
        assert "Thursday 3 December 2026, from 09:30 to 11:00" in form
        assert "Friday 4 December 2026, from 15:00 to 16:00" in form
        assert "Maison de jeunes Al Qods" in form or "دار الشباب القدس" in form


def test_a_move_names_only_what_changed(app: Flask) -> None:
    before = {
        **REGISTRATIONS["seminar_moved"]["before"],
        "venue_name": payload_of("seminar_moved")["seminar"]["venue_name"],
    }
    letter = composed("seminar_moved", before=before)
    assert "New time for your seminar" in letter.text
    assert "Old date" in letter.text and "Old place" not in letter.text


@pytest.mark.parametrize(
    ("status", "words_for_it"),
    [("confirmed", "stays confirmed"), ("waitlisted", "your place on the waiting list"), ("requested", "still stands")],
)
def test_a_move_tells_each_what_becomes_of_them(app: Flask, status: str, words_for_it: str) -> None:
    assert words_for_it in composed("seminar_moved", status=status).text


@pytest.mark.parametrize("kind", ["registration_declined", "registration_cancelled_by_officer", "seminar_cancelled"])
def test_a_refusal_says_why(app: Flask, kind: str) -> None:
    letter = composed(kind, reason="Salle fermée.\nDésolés.")
    assert "Reason:\nSalle fermée.\nDésolés." in letter.text
    assert "Reason:<br><bdi>Salle fermée.</bdi><br><bdi>Désolés.</bdi>" in letter.html
    assert "Reason" not in composed(kind, reason=None).text


# --- calendars --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "changes", "method"),
    [
        ("registration_confirmed", {}, "REQUEST"),
        ("registration_changed", {}, "REQUEST"),
        ("registration_promoted", {}, "REQUEST"),
        ("seminar_moved", {}, "REQUEST"),
        ("seminar_moved", {"status": "waitlisted"}, ""),
        ("seminar_moved", {"status": "requested"}, ""),
        ("registration_requested", {}, ""),
        ("registration_waitlisted", {}, ""),
        ("registration_declined", {}, ""),
        ("registration_cancelled", {}, "CANCEL"),
        ("registration_cancelled", {"had_seats": False}, ""),
        ("registration_cancelled_by_officer", {}, "CANCEL"),
        ("seminar_cancelled", {}, "CANCEL"),
        ("seminar_cancelled", {"had_seats": False}, ""),
        ("reset_password", {}, ""),
    ],
)
def test_calendars_go_to_those_who_hold_or_held_seats(
    app: Flask, kind: str, changes: dict[str, Any], method: str
) -> None:
    letter = composed(kind, **changes)
    assert letter.method == method
    assert (letter.invitation is not None) == bool(method)
    assert ("invitation.ics" in letter.text) == ("invitation.ics" in letter.html) == bool(method)


def test_a_move_raises_the_sequence_of_the_same_entry_and_a_cancellation_ends_it(app: Flask) -> None:
    first = entry(composed("registration_confirmed", "fr"))
    moved = entry(composed("seminar_moved", "fr", seminar={"sequence": 1, "starts_at": "2026-12-05T15:00:00+00:00"}))
    ended = entry(composed("seminar_cancelled", "fr", seminar={"sequence": 2}))
    assert first["UID"] == moved["UID"] == ended["UID"] == "0193b1de-0000-7000-8000-000000000001@127.0.0.1"
    assert [first["SEQUENCE"], moved["SEQUENCE"], ended["SEQUENCE"]] == [0, 1, 2]
    assert ended["STATUS"] == "CANCELLED"
    assert moved.start == datetime(2026, 12, 5, 15, tzinfo=UTC)


def test_a_calendar_entry_is_in_the_persons_language_and_as_old_as_the_fact(app: Flask) -> None:
    arabic = entry(composed("registration_confirmed", "ar"))
    assert arabic["SUMMARY"] == "السلامة الطرقية"
    assert "مدرسة ابن بطوطة" in arabic["LOCATION"]
    assert "FZ7K-3M9Q" in arabic["DESCRIPTION"]
    assert arabic.start == datetime(2026, 12, 4, 15, tzinfo=UTC)
    assert arabic.DTSTAMP == CREATED_AT


# --- what must not be ------------------------------------------------------------------------------------------------


def test_words_of_people_are_words_and_nothing_else(app: Flask) -> None:
    evil = "<script>alert(1)</script>\r\nBcc: all@example.org"
    letter = composed("registration_confirmed", name=evil, seminar={"title": {"en": evil}}, association={"en": evil})
    assert "<script" not in letter.html
    assert "\n" not in letter.subject and "\r" not in letter.subject
    assert not any(line.startswith("Bcc") for line in letter.text.splitlines())


@pytest.mark.parametrize("kind", ACCOUNTS)
def test_a_value_that_is_missing_is_an_error_and_not_a_hole(app: Flask, kind: str) -> None:
    for name in payload_of(kind):
        payload = {key: value for key, value in payload_of(kind).items() if key != name}
        with pytest.raises((UndefinedError, TypeError)):
            compose(Owed(MESSAGE_ID, kind, "nadia@example.org", "fr", payload, 1, CREATED_AT))


def test_an_unknown_kind_is_an_error(app: Flask) -> None:
    with pytest.raises(TemplateNotFound):
        compose(Owed(MESSAGE_ID, "birthday", "nadia@example.org", "fr", {"name": "Nadia"}, 1, CREATED_AT))
