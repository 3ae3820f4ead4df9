"""How many seminars would each choice show?"""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import orjson
from sqlalchemy import String, cast, func, select

from engage.access.actor import Actor
from engage.database import read
from engage.places.queries import district_names
from engage.seminars.models import Audience, Seminar, SpokenLanguage, Theme
from engage.seminars.queries.reading import FILTERS, is_open, not_over, visible_to

MAX_COUNTED = 2_000  # seminars looked at: a city has hundreds to come; who asks for years is told "at least"


@lru_cache(maxsize=2_000)
def _members(text: str) -> list[str]:
    return list(orjson.loads(text))


_SETS: dict[str, Callable[[Any], list[str]]] = {
    "district": lambda row: [row.district],
    "theme": lambda row: [row.theme],
    "audience": lambda row: _members(row.audiences),
    "language": lambda row: _members(row.languages),
    "open": lambda row: ["true"] if row.open else [],
}


@dataclass(frozen=True)
class Facets:
    """For each filter and each of its values how many seminars it would show beside the other filters chosen."""

    total: int
    is_cut: bool
    district: dict[str, int]
    theme: dict[str, int]
    audience: dict[str, int]
    language: dict[str, int]
    open: dict[str, int]


def count_facets(viewer: Actor, **filters: Any) -> Facets:
    """Counted in one statement, by every combination that occurs; a filter does not count against its own values.

    Takes the filters of list_seminars, and like it counts what has not ended yet, unless `starts_from` asks otherwise.
    """
    chosen = {name: "true" if value is True else value for name, value in filters.items() if name in _SETS and value}
    counts: dict[str, Counter[str]] = {name: Counter() for name in _SETS}
    total = looked_at = 0
    for row in _combinations(viewer, {name: value for name, value in filters.items() if name not in _SETS}):
        looked_at += row.number
        values = {name: members(row) for name, members in _SETS.items()}
        missed = [name for name, value in chosen.items() if value not in values[name]]
        total += 0 if missed else row.number
        for name in missed if len(missed) == 1 else [] if missed else _SETS:
            counts[name].update(dict.fromkeys(values[name], row.number))
    return Facets(total, looked_at >= MAX_COUNTED, **{name: _all(name, counts[name]) for name in _SETS})


def _combinations(viewer: Actor, filters: dict[str, Any]) -> Any:
    sets = (cast(Seminar.audiences, String).label("audiences"), cast(Seminar.languages, String).label("languages"))
    found = select(Seminar.district, Seminar.theme, *sets, is_open().label("open")).where(visible_to(viewer))
    found = found.where(*(FILTERS[name](value) for name, value in filters.items() if value and name in FILTERS))
    if not filters.get("starts_from"):
        found = found.where(*not_over())
    some = found.order_by(Seminar.starts_at, Seminar.id).limit(MAX_COUNTED).subquery()
    return read(select(*some.c, func.count().label("number")).group_by(*some.c))


def _all(name: str, counted: Counter[str]) -> dict[str, int]:
    """Those that nothing is counted for too: 0 is an answer."""
    kinds: dict[str, Iterable[str]] = {
        "theme": Theme,
        "audience": Audience,
        "language": SpokenLanguage,
        "open": ["true"],
    }
    return {str(value): counted[value] for value in kinds.get(name) or district_names()}
