"""How does a person find a thread, and what does it look like to them?"""

from types import SimpleNamespace
from typing import Any
from uuid import UUID

from flask import request

from engage.access.guard import actor
from engage.access.permissions import Permission
from engage.access.rules import public, signed_in
from engage.accounts.queries import list_staff
from engage.commitments.queries import list_of_thread
from engage.feedback import queries
from engage.feedback.deadlines import days_late
from engage.feedback.pages import blueprint
from engage.feedback.policies import can_comment, can_decide_thread
from engage.feedback.queries.templates import list_fitting_templates
from engage.feedback.schemas.queue import NEXT_FILTER
from engage.feedback.schemas.speaking import BODY_FORM
from engage.feedback.schemas.threads import OWN_FILTER, THREAD_FILTER
from engage.language import localised
from engage.places.queries import district_names
from engage.text import search_terms
from engage.web.forms import Form
from engage.web.input import understood_query
from engage.web.lists import kept_for_visitors
from engage.web.pagination import encode_cursor
from engage.web.rendering import page

Shown = str | tuple[str, int]

_FILTERS = ("district", "category", "status", "age", "q")
MAX_STEPS = 8  # of its history, beside a thread


@blueprint.get("/feedback")
@public
@kept_for_visitors
def threads() -> str:
    """What everyone may read; the same for all."""
    sent = understood_query(THREAD_FILTER)
    found = queries.list_threads(actor(), all_see=True, **sent)
    terms = search_terms(sent.get("q") or "")
    return page("feedback/list.html", page=found, terms=terms, **late_context(found.items), **filter_context(sent))


@blueprint.get("/feedback/mine")
@signed_in
def mine() -> str:
    found = queries.list_own_threads(actor(), **understood_query(OWN_FILTER))
    return page("feedback/mine.html", page=found, **late_context(found.items))


@blueprint.get("/feedback/<uuid:thread_id>")
@public
def show(thread_id: UUID) -> Shown:
    return thread_page(thread_id)


def thread_page(thread_id: UUID, refused: Form | None = None, step: str = "") -> Shown:
    """The thread with its forms; one of them may have been `refused`, that of a `step`."""
    thread = queries.get_thread(actor(), thread_id)
    supports, follows = queries.find_ties(actor(), thread)
    posts = queries.list_posts(actor(), thread, **understood_query(OWN_FILTER))
    is_answered = any(post.kind == "reply" for post in posts.items)
    context = {
        "thread": thread,
        "posts": posts,
        "photos": queries.photos_with(actor(), [thread.post_id, *(post.id for post in posts.items)]),
        "promised": list_of_thread(actor(), thread.id) if is_answered else [],
        "refused": refused,
        "step": step,
        "supports": supports,
        "follows": follows,
        "onward": {},
        "can_comment": can_comment(actor(), thread),
        "holds_receipt": actor().opened_thread == thread.id,
        "own_contact": queries.get_own_contact(actor(), thread) if actor().opened_thread else None,
        "is_sent": "sent" in request.args,
        "target": queries.find_target(actor(), thread),
        "said": queries.said_by_author(actor(), thread) if thread.is_asked else None,
    }
    context |= late_context([thread]) | (_of_officers(thread) if thread.in_charge else {})
    return page("feedback/show.html", **context), refused.status if refused else 200


def _of_officers(thread: queries.ThreadView) -> dict[str, Any]:
    """What only those in charge see and may do."""
    ready = _ready_words(thread)
    begun = ready.get(request.args.get("template", ""))
    alike, merged = queries.list_alike(actor(), thread)
    return {
        "alike": alike,
        "merged": merged,
        "ready": ready,
        "begun": Form(BODY_FORM, {"body": begun.body}) if begun and request.method == "GET" else None,
        "contact": queries.get_contact(actor(), thread),
        "notes": queries.list_notes(actor(), thread),
        "staff": staff_for({thread.district} if thread.district else None),
        "districts": district_choices(),
        "can_decide": can_decide_thread(actor(), thread),
        "history": queries.list_history(actor(), thread, limit=MAX_STEPS),
        "onward": {"place": encode_cursor((thread.due_at.isoformat(), str(thread.id))), **place_in_queue()},
    }


def _ready_words(thread: queries.ThreadView) -> dict[str, SimpleNamespace]:
    """What may be said here, in the language of whoever reads it."""
    return {
        str(one.id): SimpleNamespace(name=one.name, body=localised(one.body, thread.language)[0])
        for one in list_fitting_templates(actor(), thread)
    }


def place_in_queue() -> dict[str, str]:
    """From where in which part of the queue an officer came: a step may move the thread, they go on from there."""
    asked = understood_query(NEXT_FILTER)
    return {name: request.args[name] for name in ("which", "place") if asked.get(name)}


def staff_for(districts: set[str] | frozenset[str] | None) -> list[tuple[str, str]]:
    people = list_staff(actor(), Permission.THREADS_ANSWER, districts)
    return [(str(person.id), person.display_name) for person in people]


def late_context(threads: Any) -> dict[str, Any]:
    """By how many working days each of them is late: one statement for all."""
    return {"late": days_late(actor(), {thread.due_at for thread in threads if thread.is_late})}


def filter_context(sent: dict[str, Any]) -> dict[str, Any]:
    filters = {name: sent.get(name) for name in _FILTERS}
    return {
        "filters": SimpleNamespace(**filters),
        "is_filtered": any(filters.values()),
        "districts": district_choices(),
    }


def district_choices() -> list[tuple[str, str]]:
    return [(code, localised(name)[0]) for code, name in district_names().items()]
