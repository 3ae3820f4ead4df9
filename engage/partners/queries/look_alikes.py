"""Which associations may be the same as another one, or as one that somebody is about to name?"""

import uuid
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Integer, String, func, select

from engage.access.actor import Actor
from engage.access.permissions import Permission
from engage.database import db, given
from engage.likeness import ALIKE, likeness, parts_of
from engage.partners.models import Association, AssociationNamePart, AssociationStatus

Names = Mapping[str, str]
MAX_SHOWN = 5
_MAX_CANDIDATES = 400
_TONGUES = 10  # each name of each of the asked counts for itself


@dataclass(frozen=True, slots=True)
class LookAlike:
    """An association that may be the same, and how like it is (from ALIKE to 1)."""

    id: uuid.UUID
    name: dict[str, str]
    status: str
    receipt_number: str
    likeness: float


@dataclass(frozen=True, slots=True)
class LookAlikes:
    """What somebody who is about to apply may know: the public ones by name, and how many are still under review."""

    items: Sequence[LookAlike]
    under_review: int

    def __bool__(self) -> bool:
        return bool(self.items or self.under_review)


def find_look_alikes(viewer: Actor, names: Names, but: uuid.UUID | None = None) -> LookAlikes:
    """Those of names that are not kept yet, or of the association `but` itself: the verified ones, by likeness."""
    found = [one for one in _alike([names])[0] if one.id != but]
    shown = [one for one in found if one.status == AssociationStatus.VERIFIED][:MAX_SHOWN]
    return LookAlikes(shown, sum(one.status == AssociationStatus.APPLIED for one in found))


def list_look_alikes(viewer: Actor, dossiers: Sequence[Any]) -> dict[uuid.UUID, list[LookAlike]]:
    """By the id of an association all that may be the same, whatever their status: for those who verify alone."""
    if not viewer.can(Permission.ASSOCIATIONS_VERIFY):
        return {}
    found = _alike([dossier.name for dossier in dossiers])
    return {
        dossier.id: [one for one in alike if one.id != dossier.id][:MAX_SHOWN]
        for dossier, alike in zip(dossiers, found, strict=True)
    }


def _alike(asked: Sequence[Names]) -> list[list[LookAlike]]:
    """For each of the asked the associations that are alike, the most like first; one statement for all."""
    found: dict[int, dict[uuid.UUID, LookAlike]] = defaultdict(dict)
    for row in _candidates(asked):
        place = row.place // _TONGUES
        near = max(likeness(one, other) for one in asked[place].values() for other in row.name.values())
        if near >= ALIKE:
            found[place][row.id] = LookAlike(row.id, row.name, row.status, row.receipt_number, near)
    return [sorted(found[place].values(), key=lambda one: (-one.likeness, one.id)) for place in range(len(asked))]


def _candidates(asked: Sequence[Names]) -> Sequence[Any]:
    """(place of the name, id, names, status, receipt) of those that share half of the parts of a name."""
    rows = [
        (place * _TONGUES + tongue, part, len(parts))
        for place, names in enumerate(asked)
        for tongue, name in enumerate(names.values())
        for parts in [parts_of(name)]
        for part in parts
    ]
    if not rows:
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
    found = select(near.c.place, *_SHOWN).join(Association, Association.id == near.c.association_id)
    return db.session.execute(found).all()


_SHOWN = (Association.id, Association.name, Association.status, Association.receipt_number)
