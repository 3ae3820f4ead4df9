"""What does the public register tell of agreements? Nothing about any person."""

import re
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, and_, exists, false, func, literal, or_, select, tuple_
from sqlalchemy import Uuid as UuidType
from sqlalchemy.types import Date

from engage import clock
from engage.access.actor import Actor
from engage.agreements.models import Agreement, AgreementStatus, Obligation, ObligationState, Side
from engage.agreements.queries.reading import visible_to
from engage.database import db, holds
from engage.errors import NotFound
from engage.partners.models import Association, AssociationStatus
from engage.settings import current_settings
from engage.text import fold
from engage.web.pagination import Page, cut

MAX_OFFERED = 200


class RegisterState(StrEnum):
    ACTIVE = "active"
    ENDED = "ended"


class OfferedAgreement(NamedTuple):
    """An agreement as it is chosen in a form."""

    id: uuid.UUID
    reference: str
    title: dict[str, str]


@dataclass(frozen=True, slots=True)
class RegisteredDuty:
    """What a side owes, without who is in charge of it."""

    side: str
    what: dict[str, str]
    due_on: date
    state: str

    @property
    def is_overdue(self) -> bool:
        return self.state == ObligationState.OPEN and self.due_on < clock.today(current_settings().timezone)


@dataclass(frozen=True, slots=True)
class RegisteredAgreement:
    """An agreement as everyone may see it."""

    id: uuid.UUID
    reference: str
    association_id: uuid.UUID
    parties: dict[str, dict[str, str]]
    title: dict[str, str]
    scope: dict[str, str]
    districts: list[str]
    starts_on: date
    ends_on: date
    status: str
    text_hash: str
    obligations: tuple[RegisteredDuty, ...] = ()

    @property
    def association_name(self) -> dict[str, str]:
        return self.parties[Side.ASSOCIATION]


_FIELDS = [name for name in RegisteredAgreement.__dataclass_fields__ if name != "obligations"]
_COLUMNS = [getattr(Agreement, name) for name in _FIELDS]
_OF_DUTY = [getattr(Obligation, name) for name in RegisteredDuty.__dataclass_fields__]
_ENDED = (AgreementStatus.EXPIRED, AgreementStatus.TERMINATED)


def is_registered() -> ColumnElement[bool]:
    """Signed by both and begun, with an association that is verified today."""
    of_it = Association.id == Agreement.association_id, Association.status == AssociationStatus.VERIFIED
    has_begun = and_(
        Agreement.status.in_((AgreementStatus.ACTIVE, *_ENDED)),
        Agreement.signed_at.is_not(None),
        or_(Agreement.ended_on.is_(None), Agreement.ended_on >= Agreement.starts_on),
    )
    return has_begun & exists(select(Association.id).where(*of_it))  # with IN, SQLite begins with the associations


def list_registered(
    viewer: Actor,
    *,
    q: str | None = None,
    district: str | None = None,
    association_id: uuid.UUID | None = None,
    state: str = RegisterState.ACTIVE,
    with_duties: bool = True,
    cursor: tuple[date, uuid.UUID] | None = None,
    limit: int = 20,
) -> Page[RegisteredAgreement]:
    """A page of the register, the latest first; `q` finds words in titles, names and references, in any spelling."""
    wanted = _ENDED if state == RegisterState.ENDED else (AgreementStatus.ACTIVE,)
    found = select(*_COLUMNS).where(is_registered(), Agreement.status.in_(wanted))
    if district:
        found = found.where(holds(Agreement.districts, district))
    if association_id:
        found = found.where(Agreement.association_id == association_id)
    for word in fold(q or "").split()[:8]:
        found = found.where(Agreement.search_key.contains(word, autoescape=True))
    if cursor:
        before = tuple_(literal(cursor[0], Date), literal(cursor[1], UuidType))
        found = found.where(tuple_(Agreement.starts_on, Agreement.id) < before)
    found = found.order_by(Agreement.starts_on.desc(), Agreement.id.desc()).limit(limit + 1)
    rows = _with_duties(found) if with_duties else [RegisteredAgreement(*row) for row in db.session.execute(found)]
    return cut(rows, limit, lambda one: (one.starts_on.isoformat(), str(one.id)))


def count_active(viewer: Actor, association_ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, int]:
    """How many agreements of each association the register shows as active."""
    active = is_registered(), Agreement.status == AgreementStatus.ACTIVE, Agreement.association_id.in_(association_ids)
    counted = select(Agreement.association_id, func.count()).where(*active).group_by(Agreement.association_id)
    found = {row[0]: row[1] for row in db.session.execute(counted)}
    return {association_id: found.get(association_id, 0) for association_id in association_ids}


def get_registered(viewer: Actor, reference: str) -> RegisteredAgreement:
    """Raises NotFound for what the register does not hold (any more)."""
    is_one = re.fullmatch(r"AG-[0-9]{4}-[0-9]{4,8}", reference)
    rows = _with_duties(select(*_COLUMNS).where(is_registered(), Agreement.reference == reference)) if is_one else []
    if not rows:
        raise NotFound
    return rows[0]


def _with_duties(found: Select[Any]) -> list[RegisteredAgreement]:
    """Two statements however many there are."""
    rows = db.session.execute(found).all()
    owed = select(Obligation.agreement_id, *_OF_DUTY).where(Obligation.agreement_id.in_([row.id for row in rows]))
    duties: dict[uuid.UUID, list[RegisteredDuty]] = {}
    for duty in db.session.execute(owed.order_by(Obligation.place)) if rows else ():
        duties.setdefault(duty.agreement_id, []).append(RegisteredDuty(*duty[1:]))
    return [replace(RegisteredAgreement(*row), obligations=tuple(duties.get(row.id, ()))) for row in rows]


def find_title(viewer: Actor, agreement_id: uuid.UUID | None) -> tuple[str, dict[str, str], bool] | None:
    """Under which agreement a seminar is held: its reference, its title, and whether the register shows it. None also
    where it does not and the viewer belongs to no side.
    """
    if agreement_id is None:
        return None
    columns = (Agreement.reference, Agreement.title, is_registered())
    is_known = Agreement.id == agreement_id, or_(is_registered(), visible_to(viewer))
    row = db.session.execute(select(*columns).where(*is_known)).one_or_none()
    return None if row is None else (row[0], row[1], bool(row[2]))


def list_offered(
    viewer: Actor, districts: frozenset[str] | None, chosen: uuid.UUID | None = None
) -> Sequence[OfferedAgreement]:
    """The active agreements to choose from when something is planned in some districts (None: in all), and the one that
    is `chosen` so far; at most MAX_OFFERED.
    """
    found = select(Agreement.id, Agreement.reference, Agreement.title)
    is_active = Agreement.status == AgreementStatus.ACTIVE
    if districts is not None:
        is_active &= or_(false(), *(holds(Agreement.districts, code) for code in sorted(districts)))
    found = found.where(or_(is_active, Agreement.id == chosen)).order_by(Agreement.reference.desc()).limit(MAX_OFFERED)
    return [OfferedAgreement(*row) for row in db.session.execute(found)]


def covers(viewer: Actor, agreement_id: uuid.UUID, district: str, day: date) -> bool:
    """Whether something may be planned under it: it is active, in this district, and has not ended by that day."""
    is_active = (
        Agreement.status == AgreementStatus.ACTIVE,
        Agreement.ends_on >= day,
        holds(Agreement.districts, district),
    )
    return bool(db.session.scalar(select(Agreement.id).where(Agreement.id == agreement_id, *is_active)))
