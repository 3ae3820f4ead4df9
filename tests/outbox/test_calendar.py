"""Do calendar programs understand what we send them?"""

from datetime import UTC, datetime

from icalendar import Calendar

from engage import clock
from engage.calendar import CalendarEvent, invite, publish, uid_of


def event(**changes: object) -> CalendarEvent:
    start = clock.instant(datetime(2026, 12, 4, 15), "Africa/Casablanca")
    fields = {
        "uid": uid_of("0193b1de", "https://engage.example:8443/city"),
        "sequence": 2,
        "stamp": datetime(2026, 11, 23, 9, tzinfo=UTC),
        "starts_at": start,
        "ends_at": start.replace(hour=start.hour + 1),
        "summary": "السلامة الطرقية; Sécurité routière, école",
        "location": "École Ibn Batouta\nSaiss",
        "url": "https://engage.example/seminars/0193b1de",
    }
    return CalendarEvent(**{**fields, **changes})  # type: ignore[arg-type]


def test_a_seminar_at_three_in_fez_is_at_three_in_utc_since_morocco_left_utc_plus_one() -> None:
    raw = publish(event())
    assert b"DTSTART:20261204T150000Z\r\n" in raw
    assert b"DTEND:20261204T160000Z\r\n" in raw


def test_a_published_calendar_names_nobody() -> None:
    calendar = Calendar.from_ical(publish(event()))
    [published] = calendar.events
    assert calendar["METHOD"] == "PUBLISH"
    assert "ATTENDEE" not in published and "ORGANIZER" not in published


def test_words_come_back_as_they_were() -> None:
    [published] = Calendar.from_ical(publish(event(description="Code: A, B; C"))).events
    assert published["SUMMARY"] == "السلامة الطرقية; Sécurité routière, école"
    assert published["LOCATION"] == "École Ibn Batouta\nSaiss"
    assert published["DESCRIPTION"] == "Code: A, B; C"
    assert published["URL"] == "https://engage.example/seminars/0193b1de"


def test_an_invitation_is_accepted_and_a_cancellation_ends_the_same_entry() -> None:
    for cancelled, method, status in ((False, "REQUEST", "CONFIRMED"), (True, "CANCEL", "CANCELLED")):
        calendar = Calendar.from_ical(invite(event(cancelled=cancelled), "engage@example.org", "nadia@example.org"))
        [invited] = calendar.events
        assert (calendar["METHOD"], invited["STATUS"], invited["SEQUENCE"]) == (method, status, 2)
        assert invited["UID"] == "0193b1de@engage.example"
        assert invited["ORGANIZER"] == "mailto:engage@example.org"
        assert invited["ATTENDEE"] == "mailto:nadia@example.org"
        assert invited["ATTENDEE"].params["PARTSTAT"] == "ACCEPTED"


def test_no_line_is_longer_than_calendar_programs_read() -> None:
    assert max(len(line) for line in publish(event(summary="ندوة " * 40)).split(b"\r\n")) <= 75
