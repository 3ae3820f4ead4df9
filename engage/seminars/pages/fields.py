"""How does a form say a time, and how is a seminar put back into a form?"""

from datetime import date, datetime, time, timedelta
from typing import Any

from engage import clock
from engage.access.actor import Actor
from engage.access.permissions import Permission
from engage.accounts.queries import list_staff
from engage.agreements.queries import list_offered
from engage.errors import Invalid
from engage.language import gettext as _
from engage.language import localised
from engage.places.queries import district_names, list_venues_in
from engage.seminars.queries import PlanView, SeminarView, TemplateView
from engage.settings import current_settings
from engage.web.forms import Form

# Where the forms show what the services say about a moment.
TOLD_AT = {
    "starts_at": "start_clock",
    "ends_at": "end_clock",
    "registration_opens_at": "registration_opens_day",
    "registration_closes_at": "registration_closes_day",
    "dates": "repeat_dates",
    "weekly.until": "repeat_until",
    "venue-taken": "venue_id",
    "officer-taken": "officers",
}
UNPLANNED = {
    "waiting_list": "strict",
    "visibility": "public",
    "languages": ["ar"],
    "min_party_size": 1,
    "repeat": "none",
}
_HELD = ("officers", "force_reason")
_SAME = (
    "title summary description theme audiences languages district venue_id agreement_id online_url"
    " capacity min_party_size max_party_size association_quota"
    " approval_required waiting_list visibility version"
).split()


def seminar_fields(form: Form) -> dict[str, Any]:
    """What the planning form says, in the words of the service. Raises Invalid."""
    sent = form.read()
    fields: dict[str, Any] = {"venue_id": None, "online_url": None, "district": None, "summary": {}, "description": {}}
    fields["association_quota"] = fields["agreement_id"] = None
    fields |= {name: sent[name] for name in (*_SAME, *_HELD) if name in sent}
    for moment in ("registration_opens", "registration_closes"):
        fields[f"{moment}_at"] = _instant(sent, moment)
    return fields | _times(sent)


def repetition(form: Form) -> dict[str, Any]:
    """On which days a new seminar is repeated, in the words of `plan_series`; nothing if it is not. Raises Invalid."""
    sent = form.read()
    if sent["repeat"] == "weekly":
        return {"until": sent["repeat_until"]}
    return {"dates": {sent["day"], *sent["repeat_dates"]}} if sent["repeat"] == "dates" else {}


def move_fields(form: Form) -> dict[str, Any]:
    sent = form.read()
    return {name: sent[name] for name in ("venue_id", "force_reason", "version") if name in sent} | _times(sent)


def keep_what_is_not_shown(fields: dict[str, Any], seminar: SeminarView) -> dict[str, Any]:
    """The same fields, but what a form cannot show (seconds, the order of a set) stays as the seminar has it."""
    kept = {name: getattr(seminar, name) for name in fields if name not in _HELD}
    same = {name for name, value in kept.items() if _shown(value) == _shown(fields[name])}
    return {name: kept[name] if name in same else value for name, value in fields.items()}


def _shown(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.replace(second=0, microsecond=0)
    return set(value) if isinstance(value, list) else value


def _times(sent: dict[str, Any]) -> dict[str, datetime]:
    day: date = sent["day"]
    return {
        "local_start": datetime.combine(day, sent["start_clock"]),
        "local_end": datetime.combine(sent.get("end_day", day), sent["end_clock"]),
    }


def _instant(sent: dict[str, Any], moment: str) -> datetime | None:
    day, hour = sent.get(f"{moment}_day"), sent.get(f"{moment}_clock")
    if day is None and hour is not None:
        raise Invalid({f"{moment}_day": [_("Enter a date.")]})
    if day is None:
        return None
    try:
        return clock.instant(datetime.combine(day, hour or time()), current_settings().timezone)
    except clock.NoSuchHour:
        message = _("The clocks change that day and this hour does not exist. Choose another.")
        raise Invalid({f"{moment}_clock": [message]}) from None


def typed_values(plan: PlanView) -> dict[str, Any]:
    """A seminar as the planning and the moving form would have said it."""
    seminar = plan.seminar
    start, end = seminar.local_start, seminar.local_end
    values = {name: getattr(seminar, name) for name in _SAME} | {"officers": [str(one.id) for one in plan.officers]}
    values |= {"day": start.date().isoformat(), "start_clock": f"{start:%H:%M}", "end_clock": f"{end:%H:%M}"}
    if end.date() != start.date():
        values["end_day"] = end.date().isoformat()
    if seminar.venue_id:
        values["district"] = None  # the venue says it, also when another is chosen
    for moment in ("registration_opens", "registration_closes"):
        instant = getattr(seminar, f"{moment}_at")
        if instant:
            wall = clock.local(instant, current_settings().timezone)
            values |= {f"{moment}_day": wall.date().isoformat(), f"{moment}_clock": f"{wall:%H:%M}"}
    return values


def copied_values(plan: PlanView) -> dict[str, Any]:
    """The same for a new seminar like it, on a day that is not said yet."""
    of_its_day = ("day", "end_day", "version", "force_reason")
    values = {name: value for name, value in typed_values(plan).items() if name not in of_its_day}
    return UNPLANNED | {name: value for name, value in values.items() if not name.startswith("registration_")}


def template_values(template: TemplateView) -> dict[str, Any]:
    """What a template says of a new seminar. How long it lasts is said by its hours, for which a morning stands."""
    values = {**UNPLANNED, "theme": template.theme, **template.fields}
    minutes = values.pop("duration_minutes", 0)
    if not minutes:
        return values
    start = datetime.combine(date(2000, 1, 1), time(10))
    end = start + timedelta(minutes=minutes)
    return values | {"start_clock": f"{start:%H:%M}", "end_clock": f"{end:%H:%M}"}


def plan_context(actor: Actor, plan: PlanView | None = None) -> dict[str, Any]:
    """The places to choose from: those where this officer plans, and the one where the seminar is so far; and the
    officers of these districts and those who run it so far.
    """
    seminar = plan.seminar if plan else None
    allowed = actor.districts_with(Permission.SEMINARS_PLAN)
    districts = [
        (code, localised(name)[0]) for code, name in district_names().items() if allowed is None or code in allowed
    ]
    venues = [
        (str(venue.id), _("%(venue)s (%(count)s people)", venue=localised(venue.name)[0], count=venue.capacity))
        for venue in list_venues_in(actor, allowed, seminar.venue_id if seminar else None)
    ]
    people = {*list_staff(actor, Permission.SEMINARS_PLAN, allowed), *(plan.officers if plan else ())}
    staff = [(str(one.id), one.display_name) for one in sorted(people, key=lambda one: one.display_name)]
    offered = list_offered(actor, allowed, seminar.agreement_id if seminar else None)
    agreements = [(str(one.id), f"{one.reference} · {localised(one.title)[0]}") for one in offered]
    return {"districts": districts, "venues": venues, "staff": staff, "agreements": agreements}
