"""Which associations may this person see?"""

import uuid
from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zlib import crc32

import orjson
from sqlalchemy import ColumnElement, Select, String, cast, false, func, literal, or_, select, tuple_
from sqlalchemy import Uuid as UuidType

from engage.access.actor import Actor
from engage.database import db, holds, read
from engage.errors import NotFound
from engage.partners.models import Association, AssociationStatus, Membership
from engage.partners.queries.inside import in_charge_clause
from engage.text import fold
from engage.web.pagination import Page, cut


@dataclass(frozen=True, slots=True)
class AssociationView:
    """What everyone may see of an association: nothing about the people behind it."""

    id: uuid.UUID
    name: dict[str, str]
    name_key: str
    districts: list[str]
    fields: list[str]
    status: str
    verified_at: datetime | None

    @property
    def version(self) -> int:
        """Of what everyone sees: it says nothing of what changes inside, and nobody edits by it."""
        return crc32(orjson.dumps([self.name, self.districts, self.fields, self.status, self.verified_at])) % 10**9


_ASSOCIATIONS: Select[Any] = select(*(getattr(Association, name) for name in AssociationView.__dataclass_fields__))


def list_associations(
    viewer: Actor,
    *,
    district: str | None = None,
    field: str | None = None,
    q: str | None = None,
    cursor: tuple[str, uuid.UUID] | None = None,
    limit: int = 20,
) -> Page[AssociationView]:
    """A page of the verified associations by name; `q` finds words anywhere in a name, in any language and spelling."""
    found = _ASSOCIATIONS.where(Association.status == AssociationStatus.VERIFIED)
    if district:
        found = found.where(holds(Association.districts, district))
    if field:
        found = found.where(holds(Association.fields, field))
    for word in fold(q or "").split()[:8]:
        found = found.where(Association.name_key.contains(word, autoescape=True))
    if cursor:
        after = tuple_(literal(cursor[0]), literal(cursor[1], UuidType))
        found = found.where(tuple_(Association.name_key, Association.id) > after)
    found = found.order_by(Association.name_key, Association.id).limit(limit + 1)
    rows = [AssociationView(*row) for row in db.session.execute(found)]
    return cut(rows, limit, lambda row: (row.name_key, str(row.id)))


def count_by_district(viewer: Actor) -> dict[str, int]:
    """How many verified associations work in each district; one that works in several counts in each."""
    districts = cast(Association.districts, String)
    combinations = select(districts, func.count()).where(Association.status == AssociationStatus.VERIFIED)
    counted: Counter[str] = Counter()
    for codes, number in read(combinations.group_by(districts)):
        counted.update(dict.fromkeys(orjson.loads(codes), number))
    return dict(counted)


def get_association(viewer: Actor, association_id: uuid.UUID) -> AssociationView:
    """Raises NotFound for what is not there and for what this person may not see."""
    found = _ASSOCIATIONS.where(Association.id == association_id, _visible_to(viewer))
    row = db.session.execute(found).one_or_none()
    if row is None:
        raise NotFound
    return AssociationView(*row)


def is_verified(viewer: Actor, association_id: uuid.UUID) -> bool:
    """Whether the association may send delegations; the viewer sees it on the registration at hand."""
    status = db.session.scalar(select(Association.status).where(Association.id == association_id))
    return status == AssociationStatus.VERIFIED


def _visible_to(viewer: Actor) -> ColumnElement[bool]:
    return or_(Association.status == AssociationStatus.VERIFIED, is_own_clause(viewer), in_charge_clause(viewer))


def is_own_clause(viewer: Actor) -> ColumnElement[bool]:
    """Whether the viewer belongs to the association."""
    if viewer.is_anonymous:
        return false()
    return Association.id.in_(select(Membership.association_id).where(Membership.account_id == viewer.id))
