"""What does an owed message say? Its words as text and HTML, and its calendar entry, in the person's language.

The words of a kind stand once, in templates/emails/<kind>.txt; layout.txt and layout.html give them their two forms.
Those of a text message are in templates/sms/<kind>.txt.
"""

from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any, NamedTuple
from uuid import UUID

from flask import current_app
from jinja2 import Environment, StrictUndefined

from engage import calendar, language
from engage.outbox import appointments
from engage.settings import current_settings
from engage.web import rendering

Fields = dict[str, Any]

INVITING = frozenset(
    {
        "registration_confirmed",
        "registration_changed",
        "registration_promoted",
        "seminar_moved",
        "seminar_same_hour",
    }
)
ENDING = frozenset(
    {"registration_declined", "registration_cancelled", "registration_cancelled_by_officer", "seminar_cancelled"}
)
WORDS_IN_LINES = frozenset({"reason", "message_body"})
ANSWERABLE = frozenset({"officer_message"})


class Owed(NamedTuple):
    """A message as delivery claims it."""

    id: UUID
    kind: str
    address: str
    locale: str
    payload: Fields
    attempts: int
    created_at: datetime
    channel: str = "mail"


@dataclass(frozen=True)
class Letter:
    """What is sent. `invitation` is a calendar that asks for `method`; `reply_to` reads answers. Or None."""

    locale: str
    subject: str
    text: str
    html: str
    invitation: bytes | None
    method: str
    reply_to: str | None = None


def compose(owed: Owed) -> Letter:
    """Raises whatever is missing: a template (jinja2.TemplateNotFound) or a value that its words need."""
    with language.speaking(owed.locale):
        event = _event(owed)
        method = calendar.method(event) if event else ""
        context = _context(owed.kind, owed.payload, method)
        head, _, text = _render("emails/layout.txt", context).partition("\n\n")
        return Letter(
            locale=language.current(),
            subject=head.removeprefix("Subject: "),
            text=text,
            html=_render("emails/layout.html", context),
            invitation=calendar.invite(event, current_settings().mail_from, owed.address) if event else None,
            method=method,
            reply_to=context["reply_to"],
        )


def compose_short(owed: Owed) -> str:
    """The words of a text message, on one line. Raises as `compose` does."""
    return short_words(owed.kind, owed.locale, owed.payload)


def short_words(kind: str, locale: str, payload: Fields) -> str:
    """The same of what is not owed yet."""
    with language.speaking(locale):
        words = _render(f"sms/{kind}.txt", _context(kind, payload, ""))
    return " ".join(words.split())


def _event(owed: Owed) -> calendar.CalendarEvent | None:
    """The calendar entry of those who hold seats, or its end for those who held some."""
    if not _concerns_calendar(owed):
        return None
    return appointments.calendar_event(
        owed.payload["seminar"],
        current_settings().base_url,
        stamp=owed.created_at,
        code=owed.payload["code"],
        cancelled=owed.kind in ENDING,
    )


def _concerns_calendar(owed: Owed) -> bool:
    if owed.kind in INVITING:
        return bool(owed.payload["status"] == "confirmed")
    return owed.kind in ENDING and bool(owed.payload["had_seats"])


def _context(kind: str, payload: Fields, method: str) -> Fields:
    context = {
        **_tidy(payload),
        **_days(payload),
        "kind": kind,
        "method": method,
        "reply_to": _reply_to(kind),
    }
    context |= {"dates_in_words": [appointments.when(one) for one in context.get("dates", ())]}
    return {**context, **_appointment(context)} if "seminar" in context else context


def _days(payload: Fields) -> Fields:
    """What ends in `_on` is a date, in words."""
    days = {name: value for name, value in payload.items() if name.endswith("_on") and value}
    return {name: language.show_date(date.fromisoformat(value)) for name, value in days.items()}


def _reply_to(kind: str) -> str | None:
    return current_settings().contact_email if kind in ANSWERABLE else None


def _appointment(payload: Fields) -> Fields:
    seminar = payload["seminar"]
    return {
        "title": language.localised(seminar["title"])[0],
        "day": appointments.day(seminar),
        "hour": appointments.hour(seminar),
        "venue": appointments.venue(seminar),
        "when": appointments.when(seminar),
        "place": appointments.where(seminar),
        "party": appointments.party(payload["party_size"], payload["headcounts"]),
        "offer_until": appointments.moment(payload["offer"]["local_until"]) if "offer" in payload else "",
        **_what_changed(seminar, payload.get("before")),
    }


def _what_changed(seminar: Fields, before: Fields | None) -> Fields:
    """The old time and the old place, each empty where it is still the same."""
    before = before or seminar
    when, venue = appointments.when(before), appointments.venue(before)
    return {
        "when_before": when if when != appointments.when(seminar) else "",
        "venue_before": venue if venue != appointments.venue(seminar) else "",
    }


def _tidy(value: Any, name: str = "") -> Any:
    """People's words on one line each, so that none ends a subject or passes for a line of ours."""
    if isinstance(value, dict):
        return {key: _tidy(member, key) for key, member in value.items()}
    if not isinstance(value, str):
        return value
    lines = [" ".join(line.split()) for line in value.splitlines()]
    return ("\n" if name in WORDS_IN_LINES else " ").join(lines).strip()


def _render(template: str, context: Fields) -> str:
    environment = current_app.extensions[rendering.EXTENSION][language.current()]
    return _strict(environment).get_template(template).render(context)


@lru_cache(maxsize=len(language.LOCALES))
def _strict(environment: Environment) -> Environment:
    """The environment of pages, but a value that is missing is an error: better no message than one with a hole."""
    return environment.overlay(undefined=StrictUndefined)
