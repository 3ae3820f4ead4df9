"""What is on this week, and what waits for me? The first page of whoever signs in."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from flask import redirect, request, url_for
from werkzeug.wrappers import Response as Answer

from engage import clock
from engage.access.guard import actor
from engage.access.permissions import Permission, Role
from engage.access.rules import public, requires, signed_in
from engage.agreements.policies import can_sign_in
from engage.agreements.queries import ToSign, list_to_sign
from engage.commitments.queries import CommitmentView, list_in_charge
from engage.desk.pages import blueprint
from engage.feedback.queries import count_queue
from engage.language import current, localised, ngettext, show_date
from engage.language import gettext as _
from engage.partners.pages.acting import acting_for
from engage.partners.queries import Waiting, list_memberships, list_waiting
from engage.proposals.queries import ProposalView, list_open
from engage.registrations.queries import RegistrationView, list_requests
from engage.seminars.queries import SeminarView, list_for_officer
from engage.settings import current_settings
from engage.web.rendering import labels, page

MAX_TASKS = 25
REQUEST_DUE, REPORT_DUE, PARTNERS_DUE = timedelta(days=2), timedelta(days=3), timedelta(days=7)
PROMISE_DUE = timedelta(days=7)  # before its day
COUNTED = ("published", "held", "reported")  # what is not on, or not yet, is listed and in no figure


@dataclass(frozen=True)
class Task:
    """What waits for the officer, since when (`since` orders), and where it is answered."""

    since: datetime
    icon: str
    label: str
    details: list[str]
    url: str
    chip: str
    tone: str
    answers: tuple[tuple[str, str], ...] = ()  # words and address


@blueprint.get("/start")
@signed_in
def start() -> Answer:
    """The page where this person's work is."""
    if actor().can(Permission.SEMINARS_PLAN):
        return redirect(url_for(".week"))
    if actor().has_role(Role.ADMINISTRATOR):
        return redirect(url_for("places.venues"))
    acting = acting_for(list_memberships(actor()))
    if acting is None:
        return redirect(url_for("registrations.mine"))
    return redirect(url_for(".association", association_id=acting.association_id))


@blueprint.get("/desk")
@requires(Permission.SEMINARS_PLAN)
def week() -> str:
    monday = _asked_monday()
    zone = current_settings().timezone
    seminars, due = list_for_officer(actor(), clock.start_of_day(monday, zone), limit=MAX_TASKS + 1)
    tasks = _tasks(due)
    shown = {"days": _by_day(monday, seminars), "tasks": tasks[:MAX_TASKS], "figures": _figures(seminars)}
    return page("seminars/desk.html", **shown, waiting=_count(tasks), **_weeks_around(monday))


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


def _figures(seminars: Sequence[SeminarView]) -> list[tuple[str, str, str]]:
    counted = [one for one in seminars if one.status in COUNTED]
    taken, seats = sum(one.seats_taken for one in counted), sum(one.capacity for one in counted)
    waiting = sum(one.waiting_count for one in counted)
    return [
        (_("Seminars this week"), str(len(counted)), ""),
        (_("Seats taken this week"), str(taken), _("of %(seats)s", seats=seats)),
        (_("Parties waiting"), str(waiting), ""),
    ]


def _tasks(seminars: Sequence[SeminarView]) -> list[Task]:
    """Feedback, what only supervisors answer, and the rest, the oldest first: one more than are shown, if there are."""
    requests = list_requests(actor(), limit=MAX_TASKS + 1)
    proposals = list_open(actor(), limit=MAX_TASKS + 1)
    promised = list_in_charge(actor(), which="mine", until=_soon(), limit=MAX_TASKS + 1).items
    tasks = [_request_task(one, one.seminar) for one in requests if one.seminar]
    tasks += [*map(_seminar_task, seminars), *map(_proposal_task, proposals), *map(_commitment_task, promised)]
    by_age = (sorted(some, key=lambda task: task.since) for some in (_partner_tasks(), tasks))
    return [*_feedback_tasks(), *(task for some in by_age for task in some)]


def _feedback_tasks() -> list[Task]:
    """What waits of what residents wrote: one line for each part of the queue in which there is something."""
    if not actor().can(Permission.THREADS_ANSWER):
        return []
    counts = count_queue(actor())
    late = ngettext("%(num)s thread is late", "%(num)s threads are late", counts.late)
    today = ngettext("%(num)s thread is due today", "%(num)s threads are due today", counts.today)
    alone = ngettext("%(num)s thread is with nobody", "%(num)s threads are with nobody", counts.unassigned)
    unseen = ngettext("%(num)s thread has words to look at", "%(num)s threads have words to look at", counts.unseen)
    parts = [
        ("late", counts.late, late, _("Overdue"), "clay"),
        ("today", counts.today, today, _("Soon"), "saffron"),
        ("unassigned", counts.unassigned, alone, _("New"), "saffron"),
        ("unseen", counts.unseen, unseen, _("New"), "saffron"),
    ]
    return [
        Task(clock.now(), "chat-left-text", words, [], url_for("feedback.queue", which=which), chip, tone)
        for which, number, words, chip, tone in parts
        if number
    ]


def _partner_tasks() -> list[Task]:
    if not actor().can(Permission.ASSOCIATIONS_VERIFY):
        return []
    waiting = list_waiting(actor(), limit=MAX_TASKS + 1)
    to_sign = list_to_sign(actor(), limit=MAX_TASKS + 1)
    return [
        *(_renewal_task(one) if one.renewal_id else _application_task(one) for one in waiting),
        *(_signature_task(one) for one in to_sign if can_sign_in(actor(), one.agreement.districts)),
    ]


def _count(tasks: Sequence[Task]) -> str:
    return f"{MAX_TASKS}+" if len(tasks) > MAX_TASKS else str(len(tasks))


def _request_task(one: RegistrationView, seminar: SeminarView) -> Task:
    who = localised(one.association_name)[0] if one.association_name else one.account_name
    people = ngettext("%(num)s person", "%(num)s people", one.party_size)
    return Task(
        one.created_at,
        "people",
        _("Decide on the request of %(who)s", who=who),
        [localised(seminar.title)[0], _day(seminar), people],
        url_for("registrations.roster", seminar_id=seminar.id),
        *_urgency(one.created_at, REQUEST_DUE, _("New"), "saffron"),
    )


def _signature_task(one: ToSign) -> Task:
    return Task(
        one.since,
        "file-earmark-text",
        _("Sign the agreement with %(who)s", who=localised(one.agreement.association_name)[0]),
        [localised(one.agreement.title)[0], one.agreement.reference],
        url_for("agreements.show", agreement_id=one.agreement.id),
        *_urgency(one.since, PARTNERS_DUE, _("New"), "saffron"),
    )


def _renewal_task(one: Waiting) -> Task:
    return Task(
        one.since,
        "patch-check",
        _("Decide on the renewal of a mandate"),
        [localised(one.name)[0], _("until %(day)s", day=show_date(one.mandate_expires_on))],
        url_for("partners.renewal", renewal_id=one.renewal_id),
        *_urgency(one.since, PARTNERS_DUE, _("New"), "saffron"),
    )


def _proposal_task(one: ProposalView) -> Task:
    return Task(
        one.created_at,
        "chat-left-text",
        _("Answer the seminar request of %(who)s", who=localised(one.asker)[0]),
        [
            dict(labels("themes", current()))[one.theme],
            show_date(one.first_on, "short"),
            localised(one.district_name)[0],
        ],
        url_for("proposals.show", proposal_id=one.id),
        *((_("Overdue"), "clay") if one.is_late else (_("New"), "saffron")),
    )


def _soon() -> date:
    return clock.today(current_settings().timezone) + PROMISE_DUE


def _commitment_task(one: CommitmentView) -> Task:
    """In the order of their days among the others, which are in that of their arrival."""
    return Task(
        clock.start_of_day(one.due_on, current_settings().timezone),
        "bookmark-check",
        _("Keep the commitment: %(what)s", what=localised(one.what)[0]),
        [_("until %(day)s", day=show_date(one.due_on)), *(localised(name)[0] for name in one.district_names)],
        url_for("commitments.show", commitment_id=one.id),
        *((_("Overdue"), "clay") if one.is_late else (_("Soon"), "saffron")),
    )


def _application_task(one: Waiting) -> Task:
    chip = (_("Answered"), "green") if one.answered_at else (_("New"), "saffron")
    if one.is_asked:
        chip = (_("Waits for an answer"), "stone")
    return Task(
        one.since,
        "patch-check",
        _("Decide on the application of %(who)s", who=localised(one.name)[0]),
        [show_date(clock.local(one.since, current_settings().timezone).date(), "short")],
        url_for("partners.review", association_id=one.association_id),
        *(chip if one.is_asked else _urgency(one.since, PARTNERS_DUE, *chip)),
    )


def _seminar_task(one: SeminarView) -> Task:
    return _draft_task(one) if one.status == "draft" else _report_task(one)


def _draft_task(one: SeminarView) -> Task:
    address = url_for("seminars.ask_step", seminar_id=one.id, step="publish")
    details = [localised(one.title)[0], _day(one)]
    return Task(one.starts_at, "clipboard-check", _("Publish the draft"), details, address, _("Soon"), "saffron")


def _report_task(one: SeminarView) -> Task:
    address = url_for("seminars.ask_step", seminar_id=one.id, step="hold")
    return Task(
        one.starts_at,
        "check-circle",
        _("Say whether it took place"),
        [localised(one.title)[0], _day(one)],
        address,
        *_urgency(one.ends_at, REPORT_DUE, _("Over"), "stone"),
        answers=((_("Yes"), address), (_("No"), url_for("seminars.ask_cancel", seminar_id=one.id))),
    )


def _urgency(since: datetime, due: timedelta, words: str, tone: str) -> tuple[str, str]:
    return (_("Overdue"), "clay") if clock.now() - since > due else (words, tone)


def _day(seminar: SeminarView) -> str:
    return show_date(seminar.local_start.date(), "short")
