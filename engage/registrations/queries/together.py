"""What did an association and the police do together, in numbers, and which of these may everyone read?

Counted are the seminars that took place in which its delegation had seats, and the people whom these seats were for. A
school year begins in September and is called by the calendar year of its beginning.
"""

import uuid
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from sqlalchemy import Integer, Select, case, cast, extract, func, select

from engage.access.actor import Actor
from engage.database import read
from engage.registrations.models import Level, Registration, RegistrationStatus
from engage.seminars.models import Seminar, SeminarStatus

FIRST_MONTH = 9
LEAST = 5  # fewer people than these may be known by name to somebody
CAME = (RegistrationStatus.CONFIRMED, RegistrationStatus.ATTENDED, RegistrationStatus.PARTLY_ATTENDED)
TOOK_PLACE = (SeminarStatus.HELD, SeminarStatus.REPORTED)

Key = TypeVar("Key", str, int)


@dataclass(frozen=True, slots=True)
class Count:
    """So many seminars and people. `people` is None where a few are not told."""

    seminars: int
    people: int | None


@dataclass(frozen=True, slots=True)
class Figures:
    """By school year the latest first, by theme and level the most first. Levels are for those who act for it."""

    total: Count = Count(0, 0)
    by_school_year: dict[int, Count] = field(default_factory=dict)
    by_theme: dict[str, Count] = field(default_factory=dict)
    by_level: dict[str, int] = field(default_factory=dict)


def count_together(viewer: Actor, association_ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, Count]:
    """What everyone may read of some associations that the viewer sees, in one statement."""
    counts = func.count(), func.sum(Registration.party_size)
    found = _of(association_ids, Registration.association_id, *counts).group_by(Registration.association_id)
    counted = {one: Count(seminars, _told(int(people))) for one, seminars, people in read(found)}
    return {one: counted.get(one, Count(0, 0)) for one in association_ids}


def get_public_figures(viewer: Actor, association_id: uuid.UUID) -> Figures:
    """The same of one of them, with what it is made of: nothing that is left out can be found by subtraction."""
    exact = get_figures(viewer, association_id)
    total = Count(exact.total.seminars, _told(exact.total.people or 0))
    return Figures(total, _public(exact.by_school_year), _public(exact.by_theme))


def get_figures(viewer: Actor, association_id: uuid.UUID) -> Figures:
    """To the last person, for those who act for the association."""
    month, year = (extract(part, Seminar.local_start) for part in ("month", "year"))
    school_year = cast(year, Integer) - case((month < FIRST_MONTH, 1), else_=0)
    levels = [func.sum(func.coalesce(Registration.headcounts[level.value].as_integer(), 0)) for level in Level]
    counts = func.count(), func.sum(Registration.party_size)
    found = _of([association_id], school_year, Seminar.theme, *counts, *levels).group_by(school_year, Seminar.theme)
    return _figures([tuple(row) for row in read(found)])


def _of(association_ids: Sequence[uuid.UUID], *columns: Any) -> Select[Any]:
    found = select(*columns).join_from(Registration, Seminar, Seminar.id == Registration.seminar_id)
    came = Registration.association_id.in_(association_ids), Registration.status.in_(CAME)
    return found.where(*came, Seminar.status.in_(TOOK_PLACE))


def _figures(rows: Sequence[tuple[Any, ...]]) -> Figures:
    years = _summed((int(year), int(seminars), int(people)) for year, _theme, seminars, people, *_ in rows)
    themes = _summed((str(theme), int(seminars), int(people)) for _year, theme, seminars, people, *_ in rows)
    levels = {level.value: sum(int(row[4 + place]) for row in rows) for place, level in enumerate(Level)}
    return Figures(
        Count(sum(row[2] for row in rows), sum(int(row[3]) for row in rows)),
        dict(sorted(years.items(), reverse=True)),
        dict(sorted(themes.items(), key=lambda item: -item[1].seminars)),
        {level: number for level, number in levels.items() if number},
    )


def _summed(rows: Iterable[tuple[Key, int, int]]) -> dict[Key, Count]:
    seminars, people = Counter[Key](), Counter[Key]()
    for key, more_seminars, more_people in rows:
        seminars[key] += more_seminars
        people[key] += more_people
    return {key: Count(seminars[key], people[key]) for key in seminars}


def _told(people: int) -> int | None:
    return None if 0 < people < LEAST else people


def _public(parts: dict[Key, Count]) -> dict[Key, Count]:
    told = suppressed([count.people or 0 for count in parts.values()])
    return {key: Count(count.seminars, people) for (key, count), people in zip(parts.items(), told, strict=True)}


def suppressed(counts: Sequence[int]) -> list[int | None]:
    """Parts of a sum that is told too, without those of 1 to 4, and without as many of the next larger ones as it takes
    that the sum does not give these away: at least two are left out then, of 5 together."""
    hidden = {place for place, count in enumerate(counts) if 0 < count < LEAST}
    others = sorted((place for place, count in enumerate(counts) if count >= LEAST), key=lambda place: counts[place])
    while hidden and others and (len(hidden) == 1 or sum(counts[place] for place in hidden) < LEAST):
        hidden.add(others.pop(0))
    return [None if place in hidden else count for place, count in enumerate(counts)]
