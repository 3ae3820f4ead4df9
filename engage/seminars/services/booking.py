"""What a seminar holds while it stands: its venue and its officers, for its time. Who may have them although taken?"""

import uuid
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Uuid, delete, insert, or_, select

from engage.access.actor import Actor
from engage.access.permissions import Permission
from engage.accounts.models import Account
from engage.accounts.queries import list_staff
from engage.audit.services import record
from engage.database import UTCDateTime, db, given, new_id, table_of
from engage.errors import Invalid
from engage.language import gettext as _
from engage.language import localised, show_clock, show_date
from engage.seminars.models import MAX_LENGTH, Assignment, Booking, Seminar
from engage.seminars.queries import visible_to

MAX_READ, MAX_TOLD = 100, 5

_BOOKINGS, _ASSIGNMENTS = table_of(Booking), table_of(Assignment)

_ASKED: dict[str, Any] = {
    **dict.fromkeys(("id", "venue_id"), Uuid()),
    **dict.fromkeys(("starts_at", "earliest", "ends_at"), UTCDateTime()),
}

Held = tuple[uuid.UUID | None, uuid.UUID | None, datetime, datetime]  # venue, officer, from, to


def book(
    actor: Actor, seminar: Seminar, officers: Collection[uuid.UUID] | None = None, force_reason: str | None = None
) -> bool:
    """Hold the venue and the officers (None: the same as before) for the time of a seminar that is in the store.

    Answers whether that changes what it holds. Raises Invalid where one is taken and no reason is given to have it all
    the same; the reason is kept only where it was needed.
    """
    before = _held(seminar)
    had = {officer for _venue, officer, *_time in before if officer}
    wanted = _wanted(seminar, had if officers is None else officers)
    if wanted == before:
        return False
    _check_officers(actor, seminar, {officer for _venue, officer, *_time in wanted if officer} - had)
    clashes = _clashes(actor, seminar, wanted)
    news = {venue or officer for venue, officer, *_time in wanted - before}
    if not force_reason and (refused := [one for one in clashes if (one.venue_id or one.account_id) in news]):
        raise Invalid(_refusal(refused))
    seminar.force_reason = (force_reason or seminar.force_reason) if clashes else None
    _keep(seminar, wanted, {one.venue_id or one.account_id for one in clashes} if seminar.force_reason else set())
    _assign(actor, seminar, had, {officer for _venue, officer, *_time in wanted if officer})
    return True


def bookings_of_new(seminars: Sequence[Seminar], force_reason: str) -> list[dict[str, Any]]:
    """What many new seminars hold, each a venue, for one INSERT. Whoever comes where another is already is forced."""
    taken = _taken(seminars)
    spans: dict[uuid.UUID | None, list[tuple[datetime, datetime]]] = {}
    rows = []
    for seminar in seminars:
        there = spans.setdefault(seminar.venue_id, [])
        is_met = any(start < seminar.ends_at and end > seminar.starts_at for start, end in there)
        is_forced = is_met or seminar.id in taken
        seminar.force_reason = force_reason if is_forced else None
        there.append((seminar.starts_at, seminar.ends_at))
        time = {"starts_at": seminar.starts_at, "ends_at": seminar.ends_at, "is_forced": is_forced}
        rows.append({"id": new_id(), "seminar_id": seminar.id, "venue_id": seminar.venue_id, **time})
    return rows


def _taken(seminars: Sequence[Seminar]) -> set[uuid.UUID]:
    """Those whose venue is another's at their time. However many years a file spans, only clashes are read."""
    rows = [(one.id, one.venue_id, one.starts_at, one.starts_at - MAX_LENGTH, one.ends_at) for one in seminars]
    asked = given(rows, **_ASKED).c
    clashes = select(asked.id).where(
        Booking.venue_id == asked.venue_id,
        Booking.starts_at > asked.earliest,
        Booking.starts_at < asked.ends_at,
        Booking.ends_at > asked.starts_at,
    )
    return set(db.session.scalars(clashes))


def release(seminar: Seminar) -> None:
    """Give back what a seminar holds; who was to run it is still known."""
    db.session.execute(delete(_BOOKINGS).where(_BOOKINGS.c.seminar_id == seminar.id))


def officers_of(seminar: Seminar) -> frozenset[uuid.UUID]:
    return frozenset(officer for _venue, officer, *_time in _held(seminar) if officer)


def _held(seminar: Seminar) -> set[Held]:
    columns = (Booking.venue_id, Booking.account_id, Booking.starts_at, Booking.ends_at)
    with db.session.no_autoflush:
        rows = db.session.execute(select(*columns).where(Booking.seminar_id == seminar.id))
        return {(venue, officer, start, end) for venue, officer, start, end in rows}


def _wanted(seminar: Seminar, officers: Iterable[uuid.UUID]) -> set[Held]:
    time = seminar.starts_at, seminar.ends_at
    held: set[Held] = {(None, officer, *time) for officer in officers}
    return held | {(seminar.venue_id, None, *time)} if seminar.venue_id else held


def _check_officers(actor: Actor, seminar: Seminar, added: set[uuid.UUID]) -> None:
    if added and added - {one.id for one in list_staff(actor, Permission.SEMINARS_PLAN, {seminar.district})}:
        raise Invalid({"officers": [_("Choose people who plan seminars in this district.")]})


def _clashes(actor: Actor, seminar: Seminar, wanted: set[Held]) -> Sequence[Any]:
    """What others hold of that at the same time, forced or not."""
    venues, officers = ([held[place] for held in wanted if held[place]] for place in (0, 1))
    taken = (Booking.venue_id.in_(venues), Booking.account_id.in_(officers))  # no venue is nobody's: not “IS NULL”
    of_seminar = (Seminar.title, Seminar.local_start, Seminar.local_end)
    columns = (Booking.venue_id, Booking.account_id, Account.display_name, *of_seminar)
    found = (
        select(*columns, visible_to(actor).label("is_seen"))
        .select_from(Booking)
        .join(Seminar, Seminar.id == Booking.seminar_id)
        .outerjoin(Account, Account.id == Booking.account_id)
        .where(Booking.seminar_id != seminar.id, or_(*taken))
        # None lasts longer than MAX_LENGTH: the first clause lets the index leave out years of the past.
        .where(Booking.starts_at > seminar.starts_at - MAX_LENGTH, Booking.ends_at > seminar.starts_at)
        .where(Booking.starts_at < seminar.ends_at)
        .order_by(Booking.starts_at, Booking.id)
        .limit(MAX_READ)
    )
    with db.session.no_autoflush:
        return db.session.execute(found).all()


def _refusal(clashes: Sequence[Any]) -> dict[str, list[str]]:
    errors: dict[str, list[str]] = {}
    for clash in clashes[:MAX_TOLD]:
        field = "venue_id" if clash.venue_id else "officers"
        told = _told(clash) if clash.venue_id else f"{clash.display_name}: {_told(clash)}"
        errors.setdefault(field, []).append(told)
    return errors | {"force_reason": [_("To plan it all the same, say why.")]}


def _told(clash: Any) -> str:
    """By what it is taken, if this person may know that."""
    if not clash.is_seen:
        return _("Taken at that time.")
    return _(
        "Taken at that time by “%(title)s”, %(day)s from %(start)s to %(end)s.",
        title=localised(clash.title)[0],
        day=show_date(clash.local_start.date(), "short"),
        start=show_clock(clash.local_start),
        end=show_clock(clash.local_end),
    )


def _keep(seminar: Seminar, wanted: set[Held], forced: set[uuid.UUID]) -> None:
    release(seminar)
    rows = [
        {"id": new_id(), "seminar_id": seminar.id, "venue_id": venue, "account_id": officer}
        | {"starts_at": start, "ends_at": end, "is_forced": (venue or officer) in forced}
        for venue, officer, start, end in sorted(wanted, key=str)  # in one order, so that nobody waits in a circle
    ]
    if rows:
        db.session.execute(insert(_BOOKINGS), rows)


def _assign(actor: Actor, seminar: Seminar, had: set[uuid.UUID], officers: set[uuid.UUID]) -> None:
    if officers == had:
        return
    db.session.execute(delete(_ASSIGNMENTS).where(_ASSIGNMENTS.c.seminar_id == seminar.id))
    if officers:
        db.session.execute(insert(_ASSIGNMENTS), [{"seminar_id": seminar.id, "account_id": one} for one in officers])
    before, after = ({"officers": sorted(map(str, group))} for group in (had, officers))
    record(actor, "seminar.officers_assigned", seminar.id, before=before, after=after)
