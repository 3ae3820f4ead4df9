"""How does a calendar program learn of a seminar? RFC 5545 and, for messages, RFC 5546 (iTIP)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from urllib.parse import urlsplit

from icalendar import Calendar, Event, vCalAddress

PRODUCT = "-//Engage//Engage//EN"
ASK_AGAIN = timedelta(hours=1)


@dataclass(frozen=True)
class CalendarEvent:
    """One appointment. `starts_at` and `ends_at` are UTC instants: no zone definition of a client can shift them.

    A program that knows the `uid` takes the entry with the higher `sequence`; of two equal ones, the later `stamp`.
    """

    uid: str
    sequence: int
    stamp: datetime
    starts_at: datetime
    ends_at: datetime
    summary: str
    location: str = ""
    url: str = ""
    description: str = ""
    cancelled: bool = False
    tentative: bool = False


def uid_of(seminar_id: object, base_url: str) -> str:
    """The same in downloads and in messages, so that one updates the other."""
    return f"{seminar_id}@{urlsplit(base_url).hostname}"


def publish(event: CalendarEvent) -> bytes:
    """A calendar to download."""
    return _calendar("PUBLISH", _entry(event))


def subscription(events: Iterable[CalendarEvent], name: str) -> bytes:
    """A calendar to subscribe to (RFC 7986); programs that do not know that RFC read the two names with X."""
    named = {"name": name, "x_wr_calname": name, "refresh_interval": ASK_AGAIN, "x_published_ttl": ASK_AGAIN}
    return _calendar("PUBLISH", *map(_entry, events), **named)


def invite(event: CalendarEvent, organizer: str, attendee: str) -> bytes:
    """An invitation (or its update or cancellation) that mail programs put into the calendar by themselves."""
    component = _component(event)
    component.add("organizer", vCalAddress(f"mailto:{organizer}"))
    component.add("attendee", vCalAddress(f"mailto:{attendee}"), {"ROLE": "REQ-PARTICIPANT", "PARTSTAT": "ACCEPTED"})
    return _calendar(method(event), component.to_ical())


def method(event: CalendarEvent) -> str:
    """What an invitation asks of the calendar; the message part that carries it says the same."""
    return "CANCEL" if event.cancelled else "REQUEST"


def _calendar(verb: str, *entries: bytes, **more: object) -> bytes:
    calendar = Calendar()
    for name, value in {"prodid": PRODUCT, "version": "2.0", "method": verb, **more}.items():
        calendar.add(name.replace("_", "-"), value)
    head, end, rest = calendar.to_ical().partition(b"END:VCALENDAR")
    return b"".join((head, *entries, end, rest))


@lru_cache(maxsize=4096)
def _entry(event: CalendarEvent) -> bytes:
    """Written once: a millisecond each, and feeds hold hundreds."""
    return bytes(_component(event).to_ical())


def _component(event: CalendarEvent) -> Event:
    component = Event()
    component.add("uid", event.uid)
    component.add("sequence", event.sequence)
    component.add("dtstamp", event.stamp)
    component.add("dtstart", event.starts_at)
    component.add("dtend", event.ends_at)
    component.add("summary", event.summary)
    component.add("status", _status(event))
    for name, words in (("location", event.location), ("url", event.url), ("description", event.description)):
        if words:
            component.add(name, words)
    return component


def _status(event: CalendarEvent) -> str:
    if event.cancelled:
        return "CANCELLED"
    return "TENTATIVE" if event.tentative else "CONFIRMED"
