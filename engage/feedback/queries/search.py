"""Which threads have the words that somebody asks for, themselves or in what was merged into them?"""

from typing import Any

from sqlalchemy import ColumnElement, Select, and_, false, or_, select, union
from sqlalchemy.orm import aliased

from engage.feedback.categories import Visibility
from engage.feedback.models.threads import Post, PostKind, Thread, ThreadWord
from engage.text import search_terms


def matches(q: str) -> ColumnElement[bool]:
    """Every word must occur; the last may still be in the middle of being typed. A set of ids, each once: of conditions
    for each word PostgreSQL expects a few hundred threads, and looks up all that have one of them.
    """
    terms = search_terms(q)
    if not terms:
        return false()
    first, *more = terms
    others = (_with_word(term, aliased(ThreadWord)) for term in more)
    in_own = _with_word(first).where(*(ThreadWord.thread_id.in_(other) for other in others))
    return Thread.id.in_(union(in_own, _with_merged(terms)))


def _with_word(term: Any, said: Any = ThreadWord) -> Select[Any]:
    return select(said.thread_id).where(_is_meant(term, said))


def _with_merged(terms: Any) -> Select[Any]:
    """Threads into which public ones were merged, and which have every word together with these."""
    merged, target = _merged_with(terms)
    each = [(target.in_(_with_word(term)), target.in_(_merged_with([term])[0])) for term in terms]
    return merged.where(*(or_(*ways) for ways in each)) if len(each) > 1 else merged


def _merged_with(terms: Any) -> tuple[Select[Any], Any]:
    """Those into which a public one was merged that has one of these words, and which column says so."""
    merged, opening, said = aliased(Thread), aliased(Post), aliased(ThreadWord)
    found = select(merged.merged_into).join(said, said.thread_id == merged.id)
    found = found.join(opening, and_(opening.thread_id == merged.id, opening.kind == PostKind.OPENING))
    told = merged.visibility == Visibility.PUBLIC, merged.published_at.is_not(None), opening.hidden_at.is_(None)
    is_said = or_(*(_is_meant(term, said) for term in terms))
    return found.where(merged.merged_into.is_not(None), *told, is_said), merged.merged_into


def _is_meant(term: Any, said: Any) -> ColumnElement[bool]:
    begun = [and_(said.word >= word, said.word < word + "\U0010ffff") for word in term.begun]
    return or_(said.word.in_(term.whole), *begun)
