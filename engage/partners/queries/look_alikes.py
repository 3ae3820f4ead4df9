"""Which associations may be the same as another one, or as one that somebody is about to name?"""

import uuid
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Date, Integer, Select, String, and_, func, select, union_all

from engage.access.actor import Actor
from engage.access.permissions import Permission
from engage.database import db, given
from engage.likeness import ALIKE, likeness, parts_of
from engage.partners.models import Association, AssociationNamePart, AssociationStatus

Names = Mapping[str, str]
Receipt = tuple[str, date]
MAX_SHOWN = 5
_MAX_CANDIDATES = 400
_TONGUES = 10  # each name of each of the asked counts for itself


@dataclass(frozen=True, slots=True)
class LookAlike:
    """An association that may be the same: how like its names are (from ALIKE to 1), or that it has the receipt."""

    id: uuid.UUID
    name: dict[str, str]
    status: str
    receipt_number: str
    likeness: float
    has_same_receipt: bool


def find_look_alikes(viewer: Actor, names: Names) -> list[LookAlike]:
    """Those of names that are not kept yet: the verified ones by likeness, and no sign of any other."""
    return [one for one in _alike([names])[0] if one.status == AssociationStatus.VERIFIED][:MAX_SHOWN]


def list_look_alikes(viewer: Actor, dossiers: Sequence[Any]) -> dict[uuid.UUID, list[LookAlike]]:
    """By the id of an association all that may be the same, whatever their status: for those who verify alone."""
    if not viewer.can(Permission.ASSOCIATIONS_VERIFY):
        return {}
    found = _alike(
        [dossier.name for dossier in dossiers], [(dossier.receipt_number, dossier.receipt_on) for dossier in dossiers]
    )
    return {
        dossier.id: [one for one in alike if one.id != dossier.id][:MAX_SHOWN]
        for dossier, alike in zip(dossiers, found, strict=True)
    }


def _alike(asked: Sequence[Names], receipts: Sequence[Receipt] = ()) -> list[list[LookAlike]]:
    """For each of the asked the associations that are alike, those with the receipt and then the most like first; one
    statement for all.
    """
    found: dict[int, dict[uuid.UUID, LookAlike]] = defaultdict(dict)
    for row in _candidates(asked, receipts):
        place = row.place // _TONGUES
        near = max(likeness(one, other) for one in asked[place].values() for other in row.name.values())
        is_same = (row.receipt_number, row.receipt_on) in receipts[place : place + 1]
        if near >= ALIKE or is_same:
            found[place][row.id] = LookAlike(row.id, row.name, row.status, row.receipt_number, near, is_same)
    return [sorted(found[place].values(), key=_nearest) for place in range(len(asked))]


def _nearest(one: LookAlike) -> tuple[bool, float, uuid.UUID]:
    return not one.has_same_receipt, -one.likeness, one.id


def _candidates(asked: Sequence[Names], receipts: Sequence[Receipt]) -> Sequence[Any]:
    """(place of the name, id, names, status, receipt) of those that share half of the parts of a name, or a receipt."""
    rows = [
        (place * _TONGUES + tongue, part, len(parts))
        for place, names in enumerate(asked)
        for tongue, name in enumerate(names.values())
        for parts in [parts_of(name)]
        for part in parts
    ]
    if not (rows or receipts):
        return []
    wanted = given(rows, place=Integer(), part=String(), size=Integer())
    shared = func.count()
    near = (
        select(wanted.c.place, AssociationNamePart.association_id, shared.label("shared"))
        .join(AssociationNamePart, AssociationNamePart.part == wanted.c.part)
        .group_by(wanted.c.place, wanted.c.size, AssociationNamePart.association_id)
        .having(shared * 2 >= wanted.c.size)
        .order_by((shared * 100 / wanted.c.size).desc(), AssociationNamePart.association_id)
        .limit(_MAX_CANDIDATES)
        .subquery()
    )
    either = union_all(select(near.c.place, near.c.association_id), _with_receipts(receipts)).subquery()
    found = select(either.c.place, *_SHOWN).join(Association, Association.id == either.c.association_id)
    return db.session.execute(found).all()


def _with_receipts(receipts: Sequence[Receipt]) -> Select[Any]:
    rows = [(place * _TONGUES, *receipt) for place, receipt in enumerate(receipts)]
    wanted = given(rows, place=Integer(), number=String(), day=Date())
    is_same = and_(Association.receipt_number == wanted.c.number, Association.receipt_on == wanted.c.day)
    return select(wanted.c.place, Association.id).join(Association, is_same)


_SHOWN = (Association.id, Association.name, Association.status, Association.receipt_number, Association.receipt_on)
