"""What did they mean who typed a word that nobody knows?"""

from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, exists, func, select

from engage.access.actor import Actor
from engage.database import db
from engage.seminars.models import SearchVariant, Seminar, SeminarWord
from engage.seminars.queries.reading import SeminarView, is_meant, list_seminars, visible_to
from engage.text import asked_words, distance, may_be_mistyped, search_terms, slips, variants
from engage.web.pagination import Page

MAX_INSTEAD = 5
MAX_LOOKED_UP = 500
MANY = 50  # how often a word occurs is counted up to here


@dataclass(frozen=True)
class Found(Page[SeminarView]):
    """A page of the catalogue, the filters by which it was found, and which words stood in for unknown ones."""

    filters: dict[str, Any] = field(default_factory=dict)
    instead: dict[str, list[str]] = field(default_factory=dict)


def find_seminars(viewer: Actor, *, exact: bool = False, **filters: Any) -> Found:
    """As list_seminars; where it finds nothing, words that occur nowhere give way to the nearest that do.

    `exact` asks for the very words. Whatever is found, this viewer may see it: words of others give nothing away.
    """
    page = list_seminars(viewer, **filters)
    asked = {name: value for name, value in filters.items() if name not in ("cursor", "limit")}
    if page.items or exact or not filters.get("q"):
        return Found(page.items, page.next_key, asked)
    instead = _instead(viewer, filters["q"])
    other = {**filters, "q": None, "corrected": (filters["q"], instead)}
    found = list_seminars(viewer, **other) if instead else page
    if not found.items:
        return Found((), None, asked)
    return Found(found.items, found.next_key, {**asked, "q": None, "corrected": other["corrected"]}, instead)


def _instead(viewer: Actor, q: str) -> dict[str, list[str]]:
    """For each word that no seminar of this viewer has: the nearest that one has, if any."""
    words = asked_words(q)
    known = [_occurs(viewer, is_meant(term)).label(f"known_{n}") for n, term in enumerate(search_terms(q))]
    if not words:
        return {}
    found = db.session.execute(select(*known)).one()
    unknown = [word for word, is_known in zip(words, found, strict=True) if not is_known and may_be_mistyped(word)]
    near = {word: _nearest(viewer, word) for word in dict.fromkeys(unknown)}
    return {word: others for word, others in near.items() if others}


def _nearest(viewer: Actor, word: str) -> list[str]:
    looked_up = select(SearchVariant.word).where(SearchVariant.variant.in_(sorted(variants(word)))).distinct()
    far = {other: distance(word, other) for other in db.session.scalars(looked_up.limit(MAX_LOOKED_UP))}
    near = sorted((other for other in far if far[other] <= slips(word)), key=lambda other: (far[other], other))[:20]
    often = _how_often(viewer, near)
    seen = sorted((other for other in near if often.get(other)), key=lambda other: (far[other], -often[other], other))
    return [other for other in seen if far[other] == far[seen[0]]][:MAX_INSTEAD]


def _how_often(viewer: Actor, words: list[str]) -> dict[str, int]:
    if not words:
        return {}
    counts = [select(func.count()).select_from(_where(viewer, word)).scalar_subquery() for word in words]
    return dict(zip(words, db.session.execute(select(*counts)).one(), strict=True))


def _where(viewer: Actor, word: str) -> Any:
    some = select(Seminar.id).join(SeminarWord, SeminarWord.seminar_id == Seminar.id)
    return some.where(SeminarWord.word == word, visible_to(viewer)).limit(MANY).subquery()


def _occurs(viewer: Actor, clause: ColumnElement[bool]) -> ColumnElement[bool]:
    return exists().where(SeminarWord.seminar_id == Seminar.id, clause, visible_to(viewer))
