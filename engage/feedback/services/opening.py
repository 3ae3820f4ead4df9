"""Somebody says something."""

import secrets
import uuid
from collections.abc import Sequence
from typing import Any

from engage import clock, language
from engage.access.actor import Actor
from engage.audit.services import record
from engage.database import db, new_id
from engage.errors import Invalid, NotFound, NotSignedIn
from engage.feedback.categories import VISIBILITIES, Visibility
from engage.feedback.deadlines import deadline
from engage.feedback.models.threads import PostKind, Thread, ThreadStatus
from engage.feedback.services.photos import PreparedPhoto, keep_photos
from engage.feedback.services.rows import add_row, how_it_waits, index_words
from engage.language import gettext as _
from engage.places.queries import district_names
from engage.seminars.queries import get_seminar
from engage.settings import current_settings

_OF_STRANGERS = ("author_name", "contact_email", "contact_phone")


def open_thread(
    actor: Actor,
    *,
    subject: str,
    body: str,
    category: str,
    receipt_hash: bytes | None = None,
    photos: Sequence[PreparedPhoto] = (),
    **details: Any,
) -> Thread:
    """A new thread with the fields of `Thread`; of a visitor with the hash of the receipt that they are shown.

    Raises Invalid, NotSignedIn for a visitor without receipt.
    """
    if actor.id is None and receipt_hash is None:
        raise NotSignedIn
    thread = _new_thread(actor, subject, category, details)
    _name_author(actor, thread, receipt_hash)
    _check(actor, thread)
    shown = (actor.display_name or thread.author_name) if thread.show_name else None
    said = *(photo.alt for photo in photos), subject, thread.place, shown, body
    waits = how_it_waits(thread, *said, by_author=True)
    if thread.visibility == Visibility.PUBLIC and not waits["is_unseen"]:
        thread.published_at = clock.now()
    db.session.add(thread)
    db.session.flush()
    post = add_row(thread, actor, PostKind.OPENING, body, is_author=True, author_name=shown, **waits)
    index_words(thread)
    record(actor, "thread.opened", thread.id, after={"category": category, "visibility": thread.visibility})
    keep_photos(actor, post, photos)
    return thread


def _new_thread(actor: Actor, subject: str, category: str, details: dict[str, Any]) -> Thread:
    now, settings = clock.now(), current_settings()
    thread = Thread(id=new_id(), reference=_reference(), subject=subject, category=category)
    thread.visibility, thread.language = VISIBILITIES[category], language.current()
    thread.status, thread.show_name, thread.support_count, thread.reopened_count = ThreadStatus.NEW, False, 0, 0
    for name, value in details.items():
        if value is not None:
            setattr(thread, name, value)
    thread.created_at = now
    thread.acknowledge_due_at = deadline(actor, now, settings.acknowledge_days)
    thread.answer_due_at = deadline(actor, now, settings.answer_days)
    thread.due_at = thread.acknowledge_due_at
    return thread


def _name_author(actor: Actor, thread: Thread, receipt_hash: bytes | None) -> None:
    thread.receipt_hash = receipt_hash if actor.id is None else None
    thread.author_id = actor.id
    if actor.id:
        thread.author_name = thread.contact_email = thread.contact_phone = None


def _reference() -> str:
    """The year and eight digits, easy to say in any language. It names the thread; it is no secret."""
    year = clock.today(current_settings().timezone).year
    return f"F-{year}-{secrets.randbelow(10**8):08}"


def _check(actor: Actor, thread: Thread) -> None:
    if thread.district is not None and thread.district not in district_names():
        raise Invalid({"district": [_("This district does not exist.")]})
    if (thread.latitude is None) != (thread.longitude is None):
        raise Invalid({"place": [_("Give both the latitude and the longitude, or neither.")]})
    if thread.seminar_id is not None:
        district = _district_of(actor, thread.seminar_id)
        thread.district = thread.district or district


def _district_of(actor: Actor, seminar_id: uuid.UUID) -> str:
    try:
        return get_seminar(actor, seminar_id).district
    except NotFound:
        raise Invalid({"seminar_id": [_("This seminar does not exist.")]}) from None
