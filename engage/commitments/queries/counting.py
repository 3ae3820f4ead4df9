"""How many promises were kept, are open and are late? Of what everyone may read, in one statement.

They are acts of the police, each of which stands on the page with its words: small numbers are told too.
"""

from dataclasses import dataclass
from typing import Any

import orjson
from sqlalchemy import ColumnElement, String, and_, case, cast, func, null, select, union_all

from engage import clock
from engage.access.actor import Actor
from engage.agreements.models import Agreement, Obligation
from engage.agreements.queries import promised_duties
from engage.commitments.models import Commitment, CommitmentState
from engage.commitments.queries.asking import asked_of_duties, asked_of_rows, visible_to
from engage.database import read
from engage.settings import current_settings


@dataclass(frozen=True, slots=True)
class Kept:
    """So many promises. Those that are late are among the open ones."""

    done: int = 0
    open: int = 0
    late: int = 0
    withdrawn: int = 0

    def __add__(self, other: "Kept") -> "Kept":
        names = self.__dataclass_fields__
        return Kept(*(getattr(self, name) + getattr(other, name) for name in names))


def count_by_district(viewer: Actor, **filters: Any) -> tuple[Kept, dict[str, Kept]]:
    """All of them, and those of each district; what an agreement promises to several counts in each, and once in all.
    Everyone gets the same numbers. Filters: `district`, `category`, `theme`.
    """
    own = select(Commitment.district, cast(null(), String), *_numbers(Commitment)).group_by(Commitment.district)
    parts = [own.where(visible_to(None), *asked_of_rows(filters))]
    if (owed := asked_of_duties(filters)) is not None:
        districts = cast(Agreement.districts, String)
        duties = promised_duties(viewer, cast(null(), String), districts, *_numbers(Obligation))
        parts.append(duties.where(*owed).group_by(districts))
    return _summed(read(union_all(*parts)), filters.get("district"))


def _numbers(of: Any) -> list[Any]:
    is_open = of.state == CommitmentState.OPEN
    late = and_(is_open, of.due_on < clock.today(current_settings().timezone))
    return [
        _number(condition)
        for condition in (of.state == CommitmentState.DONE, is_open, late, of.state == CommitmentState.WITHDRAWN)
    ]


def _number(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.sum(case((condition, 1), else_=0))


def _summed(rows: Any, only: str | None) -> tuple[Kept, dict[str, Kept]]:
    in_all, by_district = Kept(), dict[str, Kept]()
    for district, districts, *numbers in rows:
        kept = Kept(*map(int, numbers))
        in_all += kept
        for code in orjson.loads(districts) if districts else [district or ""]:
            if only is None or code == only:
                by_district[code] = by_district.get(code, Kept()) + kept
    return in_all, dict(sorted(by_district.items()))
