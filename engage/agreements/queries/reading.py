"""Which agreements may this person see, and for which side?"""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, false, func, not_, or_, select

from engage import clock
from engage.access.actor import Actor
from engage.access.permissions import Permission
from engage.agreements.models import (
    BINDING,
    EDITABLE,
    OWED_UNDER,
    STANDING,
    Agreement,
    AgreementStatus,
    Obligation,
    ObligationState,
    Side,
    Signature,
)
from engage.database import db, holds
from engage.errors import NotFound
from engage.partners.models import Association, Membership, MembershipRole
from engage.settings import current_settings
from engage.web.pagination import Page, cut

MOST_UNDER_WAY = 50


@dataclass(frozen=True, slots=True)
class AgreementView:
    """What its two sides see of an agreement. `association_status` is that of today, `parties` those of the text."""

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
    drafted_side: str
    text_version: int
    text_hash: str | None
    renewed_from: uuid.UUID | None
    terminated_reason: str | None
    signed_at: datetime | None
    version: int
    association_status: str

    @property
    def association_name(self) -> dict[str, str]:
        return self.parties[Side.ASSOCIATION]


@dataclass(frozen=True, slots=True)
class ListedAgreement:
    """The same in a list, with what is open under it."""

    agreement: AgreementView
    open_count: int
    overdue_count: int
    next_due_on: date | None


@dataclass(frozen=True, slots=True)
class AgreementUnderWay(ListedAgreement):
    """The same to the association: is its signature awaited, how many of its duties are late, and since when?"""

    is_to_sign: bool
    own_overdue_count: int
    since: datetime


@dataclass(frozen=True, slots=True)
class ToSign:
    """An agreement whose text waits for the signature of a side, and since when."""

    agreement: AgreementView
    since: datetime


@dataclass(frozen=True, slots=True)
class SignatureView:
    """Who signed which text."""

    side: str
    account_id: uuid.UUID
    signer_name: str
    text_hash: str
    signed_at: datetime


_OWN = [getattr(Agreement, name) for name in AgreementView.__dataclass_fields__ if hasattr(Agreement, name)]
_VIEW: Select[Any] = select(*_OWN, Association.status.label("association_status")).join(
    Association, Association.id == Agreement.association_id
)


def visible_to(viewer: Actor) -> ColumnElement[bool]:
    """The rows of the own side, and what the other side proposed to it."""
    if viewer.is_anonymous:
        return false()
    own = select(Membership.association_id).where(Membership.account_id == viewer.id)
    is_own = Agreement.association_id.in_(own)
    is_managed = Agreement.association_id.in_(own.where(Membership.role == MembershipRole.MANAGER))
    is_proposed = Agreement.status != AgreementStatus.DRAFT
    of_association = and_(is_own, or_(is_proposed, and_(Agreement.drafted_side == Side.ASSOCIATION, is_managed)))
    of_police = and_(not_(is_own), or_(is_proposed, Agreement.drafted_side == Side.POLICE), _in_districts_of(viewer))
    return or_(of_association, of_police)


def _in_districts_of(viewer: Actor) -> ColumnElement[bool]:
    districts = viewer.districts_with(Permission.AGREEMENTS_DRAFT)
    if districts is None:
        return Agreement.id.is_not(None)
    return or_(false(), *(holds(Agreement.districts, code) for code in sorted(districts)))


def get_agreement(viewer: Actor, agreement_id: uuid.UUID) -> AgreementView:
    """Raises NotFound for what is not there and for what this person may not see."""
    row = db.session.execute(_VIEW.where(Agreement.id == agreement_id, visible_to(viewer))).one_or_none()
    if row is None:
        raise NotFound
    return AgreementView(*row)


def list_agreements(
    viewer: Actor,
    *,
    status: str | None = None,
    association_id: uuid.UUID | None = None,
    cursor: tuple[uuid.UUID] | None = None,
    limit: int = 20,
) -> Page[ListedAgreement]:
    """A page of what this person sees, the newest first."""
    found = _VIEW.add_columns(*_counts()).where(visible_to(viewer))
    if status:
        found = found.where(Agreement.status == status)
    if association_id:
        found = found.where(Agreement.association_id == association_id)
    if cursor:
        found = found.where(Agreement.id < cursor[0])
    rows = db.session.execute(found.order_by(Agreement.id.desc()).limit(limit + 1))
    return cut([_listed(row) for row in rows], limit, lambda one: (str(one.agreement.id),))


def count_standing(viewer: Actor, association_id: uuid.UUID) -> int:
    """How many agreements would end with an association; the viewer sees it at hand."""
    standing = Agreement.association_id == association_id, Agreement.status.in_(STANDING)
    return db.session.scalar(select(func.count()).where(*standing)) or 0


def list_under_way(
    viewer: Actor, association_id: uuid.UUID, *, limit: int = MOST_UNDER_WAY
) -> Sequence[AgreementUnderWay]:
    """What an association of the viewer's drafts, may sign, keeps, or still owes something under; the newest first."""
    goes_on = or_(Agreement.status.in_(EDITABLE | BINDING), and_(Agreement.status.in_(OWED_UNDER), _count() > 0))
    news = _is_to_sign(Side.ASSOCIATION), _count(*_late(), Obligation.side == Side.ASSOCIATION), Agreement.updated_at
    found = _VIEW.add_columns(*_counts(), *news).where(visible_to(viewer), goes_on)
    found = found.where(Agreement.association_id == association_id).order_by(Agreement.id.desc()).limit(limit)
    return [AgreementUnderWay(AgreementView(*row[:-6]), *row[-6:]) for row in db.session.execute(found)]


def list_to_sign(viewer: Actor, *, limit: int = 20) -> list[ToSign]:
    """What is proposed and not signed by the police as it stands now, the oldest first; nothing of an association to
    which the viewer belongs.
    """
    own = select(Membership.association_id).where(Membership.account_id == viewer.id)
    found = _VIEW.add_columns(Agreement.updated_at).where(visible_to(viewer), _is_to_sign(Side.POLICE))
    rows = db.session.execute(found.where(Agreement.association_id.not_in(own)).order_by(Agreement.id).limit(limit))
    return [ToSign(AgreementView(*row[:-1]), row[-1]) for row in rows]


def _is_to_sign(side: Side) -> ColumnElement[bool]:
    """Whether the text as it stands now waits for this side."""
    signed = select(Signature.id).where(
        Signature.agreement_id == Agreement.id, Signature.side == side, Signature.text_hash == Agreement.text_hash
    )
    return and_(Agreement.status == AgreementStatus.PROPOSED, not_(signed.exists()))


def _counts() -> list[Any]:
    """How many duties are open, how many of them late, and when the next is due."""
    next_due = select(func.min(Obligation.due_on)).where(*_open())
    return [_count(), _count(*_late()), next_due.scalar_subquery()]


def _count(*which: ColumnElement[bool]) -> Any:
    return select(func.count()).where(*_open(), *which).scalar_subquery()


def _open() -> tuple[ColumnElement[bool], ...]:
    return Obligation.agreement_id == Agreement.id, Obligation.state == ObligationState.OPEN


def _late() -> tuple[ColumnElement[bool], ...]:
    return Obligation.due_on < clock.today(current_settings().timezone), Agreement.status.in_(OWED_UNDER)


def _listed(row: Any) -> ListedAgreement:
    return ListedAgreement(AgreementView(*row[:-3]), *row[-3:])


def list_signatures(viewer: Actor, agreement: AgreementView) -> Sequence[SignatureView]:
    """Everyone who signed a text of an agreement that the viewer sees, the first first."""
    columns = [getattr(Signature, name) for name in SignatureView.__dataclass_fields__]
    found = select(*columns).where(Signature.agreement_id == agreement.id).order_by(Signature.id)
    return [SignatureView(*row) for row in db.session.execute(found)]
