"""What is on this week, and what waits for me? The first page of whoever signs in."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from flask import Blueprint, redirect, request, url_for
from werkzeug.wrappers import Response as Answer

from engage import clock
from engage.access.guard import actor
from engage.access.permissions import Permission, Role
from engage.access.rules import public, requires, signed_in
from engage.language import gettext as _
from engage.language import localised, ngettext, show_date
from engage.partners.queries import list_memberships
from engage.registrations.queries import RegistrationView, list_requests
from engage.seminars.queries import SeminarView, list_waiting_for_officer, list_week
from engage.settings import current_settings
from engage.web.rendering import page

blueprint = Blueprint("desk", __name__)

Task = tuple[str, str, str, str, str, str]  # icon, label, detail, address, chip, tone


@blueprint.get("/start")
@signed_in
def start() -> Answer:
    """The page where this person's work is."""
    if actor().can(Permission.SEMINARS_PLAN):
        return redirect(url_for(".week"))
    if actor().has_role(Role.ADMINISTRATOR):
        return redirect(url_for("places.venues"))
    return redirect(url_for("registrations.delegations" if list_memberships(actor()) else "registrations.mine"))


@blueprint.get("/desk")
@requires(Permission.SEMINARS_PLAN)
def week() -> str:
    monday = _asked_monday()
    zone = current_settings().timezone
    seminars = list_week(actor(), clock.start_of_day(monday, zone))
    tasks = [*_request_tasks(list_requests(actor())), *_seminar_tasks(list_waiting_for_officer(actor()))]
    shown = {"days": _by_day(monday, seminars), "tasks": tasks, "figures": _figures(seminars, tasks)}
    return page("seminars/desk.html", **shown, **_weeks_around(monday))


def _weeks_around(monday: date) -> dict[str, Any]:
    before, after = (monday + timedelta(days=days) for days in (-7, 7))
    return {
        "week_start": monday,
        "week_end": monday + timedelta(days=6),
        "previous_url": url_for(".week", week=before.isoformat()),
        "next_url": url_for(".week", week=after.isoformat()),
        "this_week_url": url_for(".week"),
    }


@blueprint.get("/privacy")
@public
def privacy() -> str:
    return page("pages/privacy.html")


def _asked_monday() -> date:
    today = clock.today(current_settings().timezone)
    try:
        asked = date.fromisoformat(request.args.get("week", ""))
    except ValueError:
        asked = today
    day = asked if 2000 <= asked.year <= 2100 else today
    return day - timedelta(days=day.weekday())


def _by_day(monday: date, seminars: Sequence[SeminarView]) -> list[tuple[date, list[SeminarView]]]:
    days = [monday + timedelta(days=i) for i in range(7)]
    return [(day, [one for one in seminars if one.local_start.date() == day]) for day in days]


def _figures(seminars: Sequence[SeminarView], tasks: Sequence[Task]) -> list[tuple[str, str, str]]:
    taken, seats = sum(one.seats_taken for one in seminars), sum(one.capacity for one in seminars)
    waiting = sum(one.waiting_count for one in seminars)
    return [
        (_("Seminars this week"), str(len(seminars)), ""),
        (_("Seats taken this week"), str(taken), _("of %(seats)s", seats=seats)),
        (_("Parties waiting"), str(waiting), ""),
        (_("Waiting for you"), str(len(tasks)), ""),
    ]


def _request_tasks(requests: Sequence[RegistrationView]) -> list[Task]:
    return [_request_task(one, one.seminar) for one in requests if one.seminar]


def _request_task(one: RegistrationView, seminar: SeminarView) -> Task:
    who = localised(one.association_name)[0] if one.association_name else one.account_name
    people = ngettext("%(num)s person", "%(num)s people", one.party_size)
    address = url_for("registrations.roster", seminar_id=seminar.id)
    chip = show_date(seminar.local_start.date(), "short")
    return ("people", _("Decide on the request of %(who)s", who=who), people, address, chip, "saffron")


def _seminar_tasks(seminars: Sequence[SeminarView]) -> list[Task]:
    return [_seminar_task(one) for one in seminars]


def _seminar_task(one: SeminarView) -> Task:
    title, day = localised(one.title)[0], show_date(one.local_start.date(), "short")
    if one.status == "draft":
        address = url_for("seminars.ask_step", seminar_id=one.id, step="publish")
        return ("clipboard-check", _("Publish the draft"), title, address, day, "saffron")
    address = url_for("seminars.ask_step", seminar_id=one.id, step="hold")
    return ("check-circle", _("Say whether it took place"), title, address, day, "stone")
