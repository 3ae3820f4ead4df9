"""How does a message tell of a seminar: its name, its hour, its place, and who comes?"""

from datetime import datetime
from typing import Any

from babel.lists import format_list

from engage import calendar, language
from engage.language import gettext as _
from engage.language import localised, ngettext, show_clock, show_date

Fields = dict[str, Any]

_COMMAS = {"ar": "، "}


def when(times: Fields) -> str:
    """From when to when by the clock on the wall of the place."""
    locale = language.current()
    start, end = (datetime.fromisoformat(times[name]) for name in ("local_start", "local_end"))
    figures = {
        "day": show_date(start, "full", locale),
        "start": show_clock(start, locale),
        "end": show_clock(end, locale),
    }
    if start.date() == end.date():
        return _upper(_("%(day)s, from %(start)s to %(end)s (local time)", **figures))
    figures["last_day"] = show_date(end, "full", locale)
    return _upper(_("%(day)s, %(start)s, to %(last_day)s, %(end)s (local time)", **figures))


def day(times: Fields) -> str:
    return show_date(datetime.fromisoformat(times["local_start"]), "long", language.current())


def hour(times: Fields) -> str:
    return show_clock(datetime.fromisoformat(times["local_start"]), language.current())


def moment(wall: str) -> str:
    """A day and an hour: until when something is open."""
    locale, at = language.current(), datetime.fromisoformat(wall)
    return _("%(day)s at %(hour)s", day=show_date(at, "full", locale), hour=show_clock(at, locale))


def where(seminar: Fields) -> str:
    """The venue with its address and district, or the address of an online meeting."""
    if not seminar["venue_name"]:
        return str(seminar["online_url"] or "")
    parts = (localised(seminar["venue_name"])[0], seminar["venue_address"], localised(seminar["district_name"])[0])
    return _COMMAS.get(language.current(), ", ").join(part for part in parts if part)


def venue(fields: Fields) -> str:
    return localised(fields["venue_name"])[0] or _("Online")


def party(size: int, headcounts: dict[str, int] | None) -> str:
    """How many come; of a delegation also how many of them are pupils and how many adults."""
    people = ngettext("%(num)s person", "%(num)s people", size)
    counts = dict(headcounts or {})
    adults = counts.pop("adults", 0)
    pupils = sum(counts.values())
    parts = [ngettext("%(num)s pupil", "%(num)s pupils", pupils)] if pupils else []
    parts += [ngettext("%(num)s adult", "%(num)s adults", adults)] if adults else []
    if not parts:
        return people
    return _("%(people)s: %(parts)s", people=people, parts=format_list(parts, locale=language.current()))


def calendar_event(
    seminar: Fields, base_url: str, *, stamp: datetime, code: str, cancelled: bool
) -> calendar.CalendarEvent:
    """The seminar as an entry of a personal calendar, in the current language."""
    return calendar.CalendarEvent(
        uid=calendar.uid_of(seminar["id"], base_url),
        sequence=seminar["sequence"],
        stamp=stamp,
        starts_at=datetime.fromisoformat(seminar["starts_at"]),
        ends_at=datetime.fromisoformat(seminar["ends_at"]),
        summary=localised(seminar["title"])[0],
        location=where(seminar),
        url=seminar["url"],
        description=_("Registration code: %(code)s", code=code),
        cancelled=cancelled,
    )


def _upper(words: str) -> str:
    return words[:1].upper() + words[1:]
