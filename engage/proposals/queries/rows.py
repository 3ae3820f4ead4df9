"""Which requests for seminars may this person see: the own ones, those of the own associations and districts?"""

import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, false, func, literal, or_, select, true, tuple_, union_all
from sqlalchemy import Uuid as UuidType
from sqlalchemy.orm import aliased

from engage import clock
from engage.access.actor import Actor
from engage.access.permissions import Permission
from engage.accounts.models import Account
from engage.database import UTCDateTime, db
from engage.errors import NotFound
from engage.language import LOCALES
from engage.partners.models import Association, Membership
from engage.places.models import Venue
from engage.places.queries import district_names
from engage.proposals.models import WAITING, Proposal, ProposalStatus
from engage.settings import current_settings
from engage.web.pagination import Page, cut

Cursor = tuple[datetime, uuid.UUID]


@dataclass(frozen=True, slots=True)
class ProposalView:
    """What pages, programs and messages need of a request."""

    id: uuid.UUID
    account_id: uuid.UUID
    association_id: uuid.UUID | None
    establishment: str | None
    establishment_key: str | None
    theme: str
    audiences: list[str]
    languages: list[str]
    expected: int
    headcounts: dict[str, int]
    district: str
    dates: list[dict[str, str]]
    first_on: date
    last_on: date
    venue_id: uuid.UUID | None
    place: str | None
    note: str | None
    contact_phone: str | None
    contact_email: str | None
    status: str
    offered_dates: list[dict[str, str]]
    offered_venue_id: uuid.UUID | None
    reason: str | None
    seminar_id: uuid.UUID | None
    decided_by: uuid.UUID | None
    decided_at: datetime | None
    created_at: datetime
    version: int
    account_name: str
    association_name: dict[str, str] | None
    venue_name: dict[str, str] | None
    offered_venue_name: dict[str, str] | None
    viewer_role: str | None

    @property
    def asker(self) -> dict[str, str]:
        """Who asks: the association, else the school, by whatever name it has."""
        if self.association_name:
            return self.association_name
        return dict.fromkeys(LOCALES, self.establishment) if self.establishment else self.venue_name or {}

    @property
    def district_name(self) -> dict[str, str]:
        return district_names().get(self.district, {})

    @property
    def is_waiting(self) -> bool:
        return self.status in WAITING

    @property
    def asked_on(self) -> date:
        return clock.local(self.created_at, current_settings().timezone).date()

    @property
    def age(self) -> int:
        """Since how many working days it has been waiting."""
        return clock.working_days(self.asked_on, clock.today(current_settings().timezone))

    @property
    def is_late(self) -> bool:
        """Whether the police should have answered by now."""
        return self.status == ProposalStatus.OPEN and self.age > current_settings().proposal_days


_OWN = [getattr(Proposal, name) for name in ProposalView.__dataclass_fields__ if hasattr(Proposal, name)]
_OfferedVenue = aliased(Venue)

FILTERS: dict[str, Callable[[Any], ColumnElement[bool]]] = {
    "district": lambda code: Proposal.district == code,
    "theme": lambda theme: Proposal.theme == theme,
    "association_id": lambda association_id: Proposal.association_id == association_id,
    "status": lambda status: Proposal.status == status,
}


def view_for(viewer: Actor) -> Select[Any]:
    """What a ProposalView is made of, without saying of which requests."""
    role = select(Membership.role).where(
        Membership.account_id == viewer.id, Membership.association_id == Proposal.association_id
    )
    names = (Account.display_name, Association.name, Venue.name, _OfferedVenue.name)
    return (
        select(*_OWN, *names, role.scalar_subquery())
        .join_from(Proposal, Account, Account.id == Proposal.account_id)
        .outerjoin(Association, Association.id == Proposal.association_id)
        .outerjoin(Venue, Venue.id == Proposal.venue_id)
        .outerjoin(_OfferedVenue, _OfferedVenue.id == Proposal.offered_venue_id)
    )


def get_proposal(viewer: Actor, proposal_id: uuid.UUID) -> ProposalView:
    """Raises NotFound for what is not there and for what this person may not see."""
    found = view_for(viewer).where(Proposal.id == proposal_id, visible_to(viewer))
    row = db.session.execute(found).one_or_none()
    if row is None:
        raise NotFound
    return ProposalView(*row)


def list_proposals(
    viewer: Actor, *, cursor: Cursor | None = None, limit: int = 20, **filters: Any
) -> Page[ProposalView]:
    """A page of what this person sees, by FILTERS: to those who decide the oldest first, to others the newest."""
    is_queue = viewer.can(Permission.SEMINARS_PLAN)
    asked = [FILTERS[name](value) for name, value in filters.items() if value]
    # Looked for apart, each along an index of its own: with an OR of them PostgreSQL reads the whole table.
    parts = [_first(viewer, [whose(viewer), *asked], cursor, limit + 1) for whose in _WHOSE]
    found = view_for(viewer).where(Proposal.id.in_(union_all(*parts))).order_by(*_order(is_queue)).limit(limit + 1)
    rows = [ProposalView(*row) for row in db.session.execute(found)]
    return cut(rows, limit, lambda row: (row.created_at.isoformat(), str(row.id)))


def list_open(viewer: Actor, *, limit: int) -> Sequence[ProposalView]:
    """What waits for the officers of the viewer's districts, the oldest first."""
    found = view_for(viewer).where(Proposal.status == ProposalStatus.OPEN, _is_of_districts(viewer))
    return [ProposalView(*row) for row in db.session.execute(found.order_by(*_order(True)).limit(limit))]


def count_of_association(viewer: Actor, association_id: uuid.UUID) -> dict[str, int]:
    """Its `proposals` that would end with it."""
    waiting = Proposal.association_id == association_id, Proposal.status.in_(WAITING)
    return {"proposals": db.session.scalars(select(func.count(Proposal.id)).where(*waiting)).one()}


def _first(viewer: Actor, wanted: list[ColumnElement[bool]], cursor: Cursor | None, number: int) -> Select[Any]:
    """The ids of the first of them, after a cursor."""
    is_queue = viewer.can(Permission.SEMINARS_PLAN)
    found = select(Proposal.id).where(*wanted).order_by(*_order(is_queue)).limit(number)
    if cursor:
        key = tuple_(Proposal.created_at, Proposal.id)
        last = tuple_(literal(cursor[0], UTCDateTime), literal(cursor[1], UuidType))
        found = found.where(key > last if is_queue else key < last)
    return select(found.subquery().c.id)  # SQLite takes no LIMIT inside a UNION


def _order(is_queue: bool) -> tuple[Any, ...]:
    columns = (Proposal.created_at, Proposal.id)
    return columns if is_queue else tuple(column.desc() for column in columns)


def visible_to(viewer: Actor) -> ColumnElement[bool]:
    return or_(*(whose(viewer) for whose in _WHOSE))


def _is_own(viewer: Actor) -> ColumnElement[bool]:
    return and_(Proposal.association_id.is_(None), Proposal.account_id == viewer.id)


def _is_of_associations(viewer: Actor) -> ColumnElement[bool]:
    return Proposal.association_id.in_(select(Membership.association_id).where(Membership.account_id == viewer.id))


def _is_of_districts(viewer: Actor) -> ColumnElement[bool]:
    districts = viewer.districts_with(Permission.SEMINARS_PLAN)
    if districts is None:
        return true()
    return Proposal.district.in_(sorted(districts)) if districts else false()


_WHOSE = (_is_own, _is_of_associations, _is_of_districts)
