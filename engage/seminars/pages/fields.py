"""How does a form say a time, and how is a seminar put back into a form?"""

from datetime import date, datetime, time
from typing import Any

from engage import clock
from engage.access.actor import Actor
from engage.access.permissions import Permission
from engage.errors import Invalid
from engage.language import gettext as _
from engage.language import localised
from engage.places.queries import district_names, list_venues_in
from engage.seminars.queries import SeminarView
from engage.settings import current_settings
from engage.web.forms import Form

_SAME = (
    "title summary description theme audiences languages district venue_id online_url capacity max_party_size"
    " approval_required waiting_list visibility version"
).split()


def seminar_fields(form: Form) -> dict[str, Any]:
    """What the planning form says, in the words of the service. Raises Invalid."""
    sent = form.read()
    fields: dict[str, Any] = {"venue_id": None, "online_url": None, "district": None, "summary": {}, "description": {}}
    fields |= {name: sent[name] for name in _SAME if name in sent}
    for moment in ("registration_opens", "registration_closes"):
        fields[f"{moment}_at"] = _instant(sent, moment)
    return fields | _times(sent)


def move_fields(form: Form) -> dict[str, Any]:
    sent = form.read()
    return {name: sent[name] for name in ("venue_id", "version") if name in sent} | _times(sent)


def _times(sent: dict[str, Any]) -> dict[str, datetime]:
    day: date = sent["day"]
    return {
        "local_start": datetime.combine(day, sent["start_clock"]),
        "local_end": datetime.combine(day, sent["end_clock"]),
    }


def _instant(sent: dict[str, Any], moment: str) -> datetime | None:
    day, hour = sent.get(f"{moment}_day"), sent.get(f"{moment}_clock")
    if day is None and hour is not None:
        raise Invalid({f"{moment}_day": [_("Enter a date.")]})
    if day is None:
        return None
    try:
        return clock.instant(datetime.combine(day, hour or time()), _zone())
    except clock.NoSuchHour:
        message = _("The clocks change that day and this hour does not exist. Choose another.")
        raise Invalid({f"{moment}_clock": [message]}) from None


def typed_values(seminar: SeminarView) -> dict[str, Any]:
    """A seminar as the planning and the moving form would have said it."""
    values = {name: getattr(seminar, name) for name in _SAME}
    values |= {"day": seminar.local_start.date().isoformat(), "start_clock": f"{seminar.local_start:%H:%M}"}
    values |= {"end_clock": f"{seminar.local_end:%H:%M}"}
    for moment in ("registration_opens", "registration_closes"):
        instant = getattr(seminar, f"{moment}_at")
        if instant:
            wall = clock.local(instant, _zone())
            values |= {f"{moment}_day": wall.date().isoformat(), f"{moment}_clock": f"{wall:%H:%M}"}
    return values


def plan_context(actor: Actor) -> dict[str, Any]:
    """The places to choose from: those where this officer plans."""
    allowed = actor.districts_with(Permission.SEMINARS_PLAN)
    districts = [
        (code, localised(name)[0]) for code, name in district_names().items() if allowed is None or code in allowed
    ]
    venues = [
        (str(venue.id), _("%(venue)s (%(count)s people)", venue=localised(venue.name)[0], count=venue.capacity))
        for venue in list_venues_in(actor, allowed)
    ]
    return {"districts": districts, "venues": venues}


def _zone() -> str:
    name: str = current_settings().timezone
    return name
