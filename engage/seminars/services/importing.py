"""A programme brought in: what is new of it in a few statements for many, what changed one by one."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, insert, or_, select

from engage import clock
from engage.access.actor import Actor
from engage.audit.services import entry, record_all
from engage.database import among, db, table_of
from engage.errors import Conflict, DomainError, Invalid, NotAllowed, NotFound
from engage.language import gettext as _
from engage.places.models import Venue
from engage.seminars.models import EDITABLE, Booking, Seminar, SeminarStatus
from engage.seminars.policies import can_plan_in
from engage.seminars.services.booking import bookings_of_new
from engage.seminars.services.planning import draft_seminar, edit_seminar
from engage.seminars.services.rows import add_words, snapshot, touch
from engage.text import fold


@dataclass
class Imported:
    """What became of a line: `new`, `changed`, `unchanged`, or `refused` and why; and what is worth knowing."""

    outcome: str
    refusal: DomainError | None = None
    notices: dict[str, list[str]] = field(default_factory=dict)


class _Drafted(NamedTuple):
    """A new seminar that is not in the store yet, and its line."""

    seminar: Seminar
    venue: Venue
    line: Imported


_SEMINARS = table_of(Seminar)

_Venues = dict[str, list[Venue]]  # by the word that means them


def import_seminars(actor: Actor, lines: Sequence[Mapping[str, Any]], is_trial: bool = False) -> list[Imported]:
    """Plan and publish each, or bring it up to date, by reference; `venue` is a code or a name.

    A line that is refused leaves nothing, and the others are as if it had not been there. A trial, which the caller
    takes back, leaves out what can refuse nobody: words to search by, and the trail.
    """
    known = _known(line["reference"] for line in lines)
    venues = _held_venues({line["venue"] for line in lines})
    drafted: list[_Drafted] = []
    found = [_import_line(actor, dict(line), known, venues, drafted) for line in lines]
    if drafted:
        _keep(actor, drafted, is_trial)
    return found


def _import_line(
    actor: Actor,
    line: dict[str, Any],
    known: Mapping[str, Seminar],
    venues: _Venues,
    drafted: list[_Drafted],
) -> Imported:
    try:
        venue = _venue(actor, venues, line.pop("venue"))
        fields = {**line, "venue_id": venue.id, "district": venue.district}
        if seminar := known.get(line["reference"]):
            return _bring_up_to_date(actor, seminar, fields)
        standing = {"waiting_list": "strict", "approval_required": False}
        new = Imported("new")
        drafted.append(_Drafted(_publish(draft_seminar(actor, {**standing, **fields}, venue)), venue, new))
    except DomainError as refused:
        return Imported("refused", refused)
    return new


def _venue(actor: Actor, venues: _Venues, word: str) -> Venue:
    meant = venues.get(word, [])
    if not meant:
        raise Invalid({"venue": [_("This venue does not exist.")]})
    if len(meant) > 1:
        raise Invalid({"venue": [_("Several venues have this name. Write the code.")]})
    [venue] = meant
    if not can_plan_in(actor, venue.district):
        raise Invalid({"venue": [_("This venue is in a district where you do not plan.")]})
    return venue


def _bring_up_to_date(actor: Actor, seminar: Seminar, fields: dict[str, Any]) -> Imported:
    if seminar.status not in EDITABLE and can_plan_in(actor, seminar.district):
        return Imported("unchanged")  # what is over or called off is not planned anew
    changes = {name: value for name, value in fields.items() if name != "reference"}
    changes["force_reason"] = _why_forced()  # kept only where it clashes
    try:
        with db.session.begin_nested():
            is_changed = edit_seminar(actor, seminar.id, **changes)
    except (NotAllowed, NotFound):
        raise Invalid({"reference": [_("Another seminar already has this reference.")]}) from None
    return Imported("changed", notices=_notices(seminar.starts_at)) if is_changed else Imported("unchanged")


def _known(references: Iterable[str]) -> dict[str, Seminar]:
    found = db.session.scalars(select(Seminar).where(among(Seminar.reference, references)))
    return {seminar.reference: seminar for seminar in found}


def _held_venues(words: set[str]) -> _Venues:
    """The venues that are meant by a code, or else by a name; nobody makes one smaller until the programme is kept."""
    meant: _Venues = {str(venue.code): [venue] for venue in _held(Venue.code.in_(sorted(words)))}
    names = {fold(word): word for word in words if word not in meant}
    if names:
        for venue in _held(or_(*(Venue.name_key.contains(name, autoescape=True) for name in names))):
            for word in {names[name] for name in map(fold, venue.name.values()) if name in names}:
                meant.setdefault(word, []).append(venue)
    return meant


def _held(which: ColumnElement[bool]) -> Iterable[Venue]:
    held = select(Venue).where(which).order_by(Venue.id).with_for_update(read=True)
    return db.session.scalars(held.execution_options(populate_existing=True))


def _keep(actor: Actor, drafted: Sequence[_Drafted], is_trial: bool) -> None:
    """All at once; or one by one, where somebody took a venue or a reference in this very moment: now that is seen."""
    try:
        _insert(drafted)
    except Conflict:
        drafted = [one for one in drafted if _keep_alone(one)]
    for one in drafted:
        one.line.notices |= _notices(one.seminar.starts_at, one.seminar.force_reason)
    if not is_trial:
        add_words((one.seminar, one.venue) for one in drafted)
        record_all([told for one in drafted for told in _entries(actor, one.seminar)])


def _keep_alone(one: _Drafted) -> bool:
    try:
        _insert([one])
    except Conflict as refused:
        one.line.outcome, one.line.refusal = "refused", refused
    return one.line.refusal is None


def _insert(drafted: Sequence[_Drafted]) -> None:
    seminars = [one.seminar for one in drafted]
    bookings = bookings_of_new(seminars, _why_forced())
    with db.session.begin_nested():
        db.session.execute(insert(_SEMINARS), [_row(seminar) for seminar in seminars])
        db.session.execute(insert(table_of(Booking)), bookings)


def _row(seminar: Seminar) -> dict[str, Any]:
    return {name: vars(seminar).get(name) for name in _SEMINARS.c.keys()}  # noqa: SIM118 - no dictionary


def _publish(seminar: Seminar) -> Seminar:
    seminar.status, seminar.published_at = SeminarStatus.PUBLISHED, clock.now()
    touch(seminar)
    return seminar


def _entries(actor: Actor, seminar: Seminar) -> list[dict[str, Any]]:
    """What the trail keeps of a new one: it was planned, and published."""
    draft, published = {"status": SeminarStatus.DRAFT}, {"status": SeminarStatus.PUBLISHED}
    planned = entry(actor, "seminar.planned", seminar.id, after=snapshot(seminar) | draft)
    return [planned, entry(actor, "seminar.published", seminar.id, before=draft, after=published)]


def _notices(starts_at: datetime, force_reason: str | None = None) -> dict[str, list[str]]:
    notices = {}
    if force_reason:
        notices["venue"] = [_("Another seminar is there at that time. It is planned all the same.")]
    if starts_at < clock.now():
        notices["starts_at"] = [_("This day is past. Is the year right?")]
    return notices


def _why_forced() -> str:
    return _("The city's programme says so.")
