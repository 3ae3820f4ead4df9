"""How does a calendar program learn of a seminar? RFC 5545 and, for messages, RFC 5546 (iTIP)."""

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from icalendar import Calendar, Event, vCalAddress

PRODUCT = "-//Engage//Engage//EN"


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


def uid_of(seminar_id: object, base_url: str) -> str:
    """The same in downloads and in messages, so that one updates the other."""
    return f"{seminar_id}@{urlsplit(base_url).hostname}"


def publish(event: CalendarEvent) -> bytes:
    """A calendar to download or subscribe to."""
    return _calendar("PUBLISH", _component(event))


def invite(event: CalendarEvent, organizer: str, attendee: str) -> bytes:
    """An invitation (or its update or cancellation) that mail programs put into the calendar by themselves."""
    component = _component(event)
    component.add("organizer", vCalAddress(f"mailto:{organizer}"))
    component.add("attendee", vCalAddress(f"mailto:{attendee}"), {"ROLE": "REQ-PARTICIPANT", "PARTSTAT": "ACCEPTED"})
    return _calendar(method(event), component)


def method(event: CalendarEvent) -> str:
    """What an invitation asks of the calendar; the message part that carries it says the same."""
    return "CANCEL" if event.cancelled else "REQUEST"


def _calendar(verb: str, component: Event) -> bytes:
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", verb)
    calendar.add_component(component)
    return bytes(calendar.to_ical())


def _component(event: CalendarEvent) -> Event:
    component = Event()
    component.add("uid", event.uid)
    component.add("sequence", event.sequence)
    component.add("dtstamp", event.stamp)
    component.add("dtstart", event.starts_at)
    component.add("dtend", event.ends_at)
    component.add("summary", event.summary)
    component.add("status", "CANCELLED" if event.cancelled else "CONFIRMED")
    for name, words in (("location", event.location), ("url", event.url), ("description", event.description)):
        if words:
            component.add(name, words)
    return component
