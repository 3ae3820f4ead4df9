"""Who comes to a seminar: everybody, or those whom an officer looks for, in the order that is asked for?

A roster is bounded by the seats and the waiting list of one seminar: it is found by an index, then filtered and sorted.
"""

import re
import uuid
from collections.abc import Callable, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, String, and_, case, cast, false, func, literal, or_, select, tuple_
from sqlalchemy import Uuid as UuidType

from engage.access.actor import Actor
from engage.accounts.models import Account
from engage.database import UTCDateTime, db, folded
from engage.errors import NotAllowed
from engage.partners.models import Association
from engage.registrations.models import Registration, RegistrationStatus
from engage.registrations.queries.rows import RegistrationView, view_for
from engage.seminars.policies import can_manage_registrations_in
from engage.seminars.queries import SeminarView
from engage.settings import current_settings
from engage.text import asked_words, parse_phone, western_digits
from engage.web.pagination import Page, cut

MAX_SHEET = 10_000
_PHONE = re.compile(r"[0-9+(). /-]{4,}")


class PartyKind(StrEnum):
    CITIZENS = "citizens"
    ASSOCIATIONS = "associations"


class RosterSort(StrEnum):
    ARRIVAL = "arrival"
    NAME = "name"
    SIZE = "size"
    STATE = "state"


_PERSON = folded(func.coalesce(Registration.guest_name, Account.display_name))
_PARTY_NAME = func.coalesce(Association.name_key, _PERSON)
_NAMES = func.coalesce(Association.name_key, "") + " " + _PERSON
_OWN_PHONE = case((Registration.guest_name.is_(None), Account.phone))  # a guest's is not that of the officer
_CODE = func.lower(Registration.code)
_STATES = (
    RegistrationStatus.REQUESTED,
    RegistrationStatus.WAITLISTED,
    RegistrationStatus.CONFIRMED,
    RegistrationStatus.ATTENDED,
    RegistrationStatus.PARTLY_ATTENDED,
    RegistrationStatus.EXCUSED,
    RegistrationStatus.NO_SHOW,
    RegistrationStatus.DECLINED,
    RegistrationStatus.CANCELLED,
)
# What orders the list; who came first stands first among equals.
_SORTS: dict[str, ColumnElement[Any]] = {
    RosterSort.ARRIVAL: Registration.created_at.expression,
    RosterSort.NAME: _PARTY_NAME,
    RosterSort.SIZE: -Registration.party_size,
    RosterSort.STATE: case({state: place for place, state in enumerate(_STATES)}, value=Registration.status),
}
_FILTERS: dict[str, Callable[[Any], ColumnElement[bool]]] = {
    "status": Registration.status.in_,
    "kind": lambda kind: (
        Registration.association_id.is_(None)
        if kind == PartyKind.CITIZENS
        else Registration.association_id.is_not(None)
    ),
    "level": lambda level: Registration.headcounts[level].as_integer() > 0,
    "q": lambda words: or_(_is_called(words), _is_reached_by(words)),
    "ids": Registration.id.in_,
}


def list_roster(
    viewer: Actor,
    seminar: SeminarView,
    *,
    sort: str = RosterSort.ARRIVAL,
    cursor: tuple[Any, uuid.UUID] | None = None,
    limit: int = 20,
    **filters: Any,
) -> Page[RegistrationView]:
    """A page of those whom the filters leave (`status`, `kind`, `level`, `q`, `ids`). Raises NotAllowed elsewhere."""
    key = _SORTS[sort]
    found = view_for(viewer, key.label("sorted_by")).where(*_chosen(viewer, seminar, filters))
    if cursor:
        found = found.where(tuple_(key, Registration.id) > _after(cursor))
    rows = db.session.execute(found.order_by(key, Registration.id).limit(limit + 1)).all()
    page = cut(rows, limit, lambda row: (_written(row[-1]), str(row[0])))
    return Page([RegistrationView(*row[:-1]) for row in page.items], page.next_key)


def list_whole_roster(
    viewer: Actor,
    seminar: SeminarView,
    *,
    sort: str = RosterSort.ARRIVAL,
    limit: int | None = MAX_SHEET,
    **filters: Any,
) -> Sequence[RegistrationView]:
    """The same at once, for a sheet; all of them without `limit`. Raises NotAllowed outside the own districts."""
    found = view_for(viewer).where(*_chosen(viewer, seminar, filters)).order_by(_SORTS[sort], Registration.id)
    return [RegistrationView(*row) for row in db.session.execute(found.limit(limit))]


def list_chosen_requests(viewer: Actor, seminar: SeminarView, ids: Sequence[str]) -> Sequence[RegistrationView]:
    """Those of these that await a decision, in the order in which they came. Raises NotAllowed."""
    known = [uuid.UUID(one) for one in ids if re.fullmatch(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", one)]
    return list_whole_roster(viewer, seminar, ids=known, status=[RegistrationStatus.REQUESTED])


def count_roster(
    viewer: Actor, seminar: SeminarView, *, ids: list[uuid.UUID] | None = None, status: list[str] | None = None
) -> dict[str, tuple[int, int]]:
    """Parties and people by status: of all, or of some registrations or states. Raises NotAllowed elsewhere."""
    filters = {"ids": ids, "status": status}
    counts = select(Registration.status, func.count(), func.sum(Registration.party_size))
    rows = db.session.execute(counts.where(*_chosen(viewer, seminar, filters)).group_by(Registration.status))
    return {status: (parties, int(people)) for status, parties, people in rows}


def count_by_sms(
    viewer: Actor, seminar: SeminarView, *, ids: list[uuid.UUID] | None = None, status: list[str] | None = None
) -> dict[str, int]:
    """How many of them have a telephone and no address, so that letters go out as text messages; by language."""
    by_sms = Registration.guest_name.is_not(None), Registration.guest_email.is_(None)
    chosen = _chosen(viewer, seminar, {"ids": ids, "status": status})
    counts = select(Registration.guest_locale, func.count()).where(
        *chosen, *by_sms, Registration.contact_phone.is_not(None)
    )
    rows = db.session.execute(counts.group_by(Registration.guest_locale))
    return {str(locale): parties for locale, parties in rows}


def _chosen(viewer: Actor, seminar: SeminarView, filters: dict[str, Any]) -> list[ColumnElement[bool]]:
    if not can_manage_registrations_in(viewer, seminar.district):
        raise NotAllowed
    asked = (_FILTERS[name](value) for name, value in filters.items() if value)
    return [Registration.seminar_id == seminar.id, *asked]


def _is_called(q: str) -> ColumnElement[bool]:
    """Every word occurs in the name of the person or the association, or in the code."""
    words = asked_words(q)
    if not words:
        return false()  # signs alone
    without_hyphen = func.replace(_CODE, "-", "")
    return and_(*(or_(_NAMES.contains(w, autoescape=True), without_hyphen.contains(w, autoescape=True)) for w in words))


def _is_reached_by(q: str) -> ColumnElement[bool]:
    """It is (part of) the number of the party, of one of its adults or of whoever registered."""
    typed = western_digits(q).strip()
    if not _PHONE.fullmatch(typed):
        return false()
    numbers = (Registration.contact_phone, cast(Registration.attendees, String), _OWN_PHONE)
    return or_(*(func.coalesce(column, "").contains(_digits(typed)) for column in numbers))


def _digits(typed: str) -> str:
    try:
        return parse_phone(typed, current_settings().country)
    except ValueError:
        return re.sub(r"\D", "", typed).lstrip("0") or typed


def _written(key: Any) -> str:
    return key.isoformat() if isinstance(key, datetime) else str(key)


def _after(cursor: tuple[Any, uuid.UUID]) -> ColumnElement[Any]:
    key, registration_id = cursor
    first = literal(key, UTCDateTime) if isinstance(key, datetime) else literal(key)
    return tuple_(first, literal(registration_id, UuidType))
