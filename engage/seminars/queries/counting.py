"""How many seminars would each choice show?"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import orjson
from sqlalchemy import ColumnElement, Select, String, cast, func, select

from engage.access.actor import Actor
from engage.database import read
from engage.places.queries import district_names
from engage.seminars.models import Audience, Seminar, SpokenLanguage, Theme
from engage.seminars.queries.reading import FILTERS, is_open, not_over, visible_to

MAX_COUNTED = 2_000  # seminars looked at: a city has hundreds to come; who asks for years is told "at least"


@lru_cache(maxsize=2_000)
def _members(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(orjson.loads(text)))


_FACETS = ("district", "theme", "audience", "language", "open")


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
    asked = {name: value for name, value in filters.items() if value}
    chosen = [(name, "true" if asked[name] is True else asked[name]) for name in _FACETS if name in asked]
    counts: dict[str, Counter[str]] = {name: Counter() for name in _FACETS}
    total = looked_at = 0
    for *sets, number in _combinations(viewer, {name: asked[name] for name in asked if name not in _FACETS}):
        looked_at += number
        values = _values(*sets)
        missed = [name for name, value in chosen if value not in values[name]]
        total += 0 if missed else number
        for name in missed if len(missed) == 1 else [] if missed else _FACETS:
            for value in values[name]:
                counts[name][value] += number
    return Facets(total, looked_at >= MAX_COUNTED, **{name: _all(name, counts[name]) for name in _FACETS})


def _values(district: str, theme: str, audiences: str, languages: str, is_open: bool) -> dict[str, Sequence[str]]:
    sets = {"audience": _members(audiences), "language": _members(languages)}
    return {"district": (district,), "theme": (theme,), **sets, "open": ("true",) if is_open else ()}


def _combinations(viewer: Actor, filters: dict[str, Any]) -> Any:
    if not filters:
        return read(_all_combinations(viewer))
    which = [FILTERS[name](value) for name, value in filters.items() if name in FILTERS]
    return read(_grouped(viewer, *which, *(() if "starts_from" in filters else not_over())))


@lru_cache(maxsize=256)
def _all_combinations(viewer: Actor) -> Select[Any]:
    return _grouped(viewer, *not_over())


def _grouped(viewer: Actor, *which: ColumnElement[bool]) -> Select[Any]:
    sets = (cast(Seminar.audiences, String).label("audiences"), cast(Seminar.languages, String).label("languages"))
    found = select(Seminar.district, Seminar.theme, *sets, is_open().label("open")).where(visible_to(viewer), *which)
    some = found.order_by(Seminar.starts_at, Seminar.id).limit(MAX_COUNTED).subquery()
    return select(*some.c, func.count()).group_by(*some.c)


def _all(name: str, counted: Counter[str]) -> dict[str, int]:
    """Those that nothing is counted for too: 0 is an answer."""
    kinds: dict[str, Iterable[str]] = {
        "theme": Theme,
        "audience": Audience,
        "language": SpokenLanguage,
        "open": ["true"],
    }
    return {str(value): counted[value] for value in kinds.get(name) or district_names()}
