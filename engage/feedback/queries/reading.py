"""Which threads may this person see, and what of them?"""

import uuid
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, false, or_, select, true
from sqlalchemy.orm import aliased

from engage import clock
from engage.access.actor import Actor
from engage.access.permissions import Permission
from engage.accounts.models import Account
from engage.database import db, read
from engage.errors import NotFound
from engage.feedback.categories import Visibility
from engage.feedback.models.threads import WAITING, Follow, Post, PostKind, Support, Thread, ThreadWord
from engage.places.queries import district_names
from engage.text import search_terms
from engage.web.pagination import Page, cut

Opening = aliased(Post)


@dataclass(frozen=True, slots=True)
class ThreadView:
    """What pages and programs see of a thread. `body` is None where its words are hidden from this viewer,
    `assigned_to` and `decline_reason` where they are not for them; `is_own` and `in_charge` say what the viewer is to
    it.
    """

    id: uuid.UUID
    reference: str
    subject: str
    category: str
    district: str | None
    seminar_id: uuid.UUID | None
    place: str | None
    latitude: float | None
    longitude: float | None
    visibility: str
    status: str
    language: str
    author_id: uuid.UUID | None
    assigned_to: uuid.UUID | None
    support_count: int
    reopened_count: int
    created_at: datetime
    published_at: datetime | None
    due_at: datetime
    acknowledge_due_at: datetime
    answer_due_at: datetime
    acknowledged_at: datetime | None
    answered_at: datetime | None
    closed_at: datetime | None
    referred_to: str | None
    referral_reference: str | None
    referred_on: date | None
    decline_reason: str | None
    body: str | None
    author_name: str | None
    post_id: uuid.UUID
    post_version: int
    edited_at: datetime | None
    hidden_at: datetime | None
    is_own: bool = False
    in_charge: bool = False

    @property
    def is_waiting(self) -> bool:
        """For the police to answer."""
        return self.status in WAITING

    @property
    def is_late(self) -> bool:
        return self.is_waiting and self.due_at < clock.now()

    @property
    def is_held_back(self) -> bool:
        """A stranger's public thread at which no officer has looked yet."""
        return self.visibility == Visibility.PUBLIC and self.published_at is None

    @property
    def location(self) -> dict[str, Any] | None:
        where = {"place": self.place, "latitude": self.latitude, "longitude": self.longitude}
        return where if any(value is not None for value in where.values()) else None

    @property
    def referral(self) -> dict[str, Any] | None:
        if self.referred_to is None:
            return None
        return {"authority": self.referred_to, "reference": self.referral_reference, "on": self.referred_on}

    @property
    def district_name(self) -> dict[str, str]:
        return district_names().get(self.district or "", {})


@dataclass(frozen=True, slots=True)
class ContactView:
    """How the author can be reached; for those in charge."""

    name: str | None
    email: str | None
    phone: str | None


_OF_OPENING: list[Any] = [
    Opening.body,
    Opening.author_name,
    Opening.id.label("post_id"),
    Opening.version.label("post_version"),
    Opening.edited_at,
    Opening.hidden_at,
]
_OWN_NAMES = [name for name in ThreadView.__dataclass_fields__ if hasattr(Thread, name) and name != "author_name"]
VIEW: Select[Any] = select(*(getattr(Thread, name) for name in _OWN_NAMES), *_OF_OPENING).join(
    Opening, and_(Opening.thread_id == Thread.id, Opening.kind == PostKind.OPENING)
)


def get_thread(viewer: Actor, thread_id: uuid.UUID) -> ThreadView:
    """Raises NotFound for what is not there and for what this person may not see."""
    row = read(VIEW.where(Thread.id == thread_id, visible_to(viewer))).one_or_none()
    if row is None:
        raise NotFound
    return seen_by(viewer, row)


def is_visible(viewer: Actor, thread_id: uuid.UUID) -> bool:
    return bool(db.session.scalar(select(Thread.id).where(Thread.id == thread_id, visible_to(viewer))))


def visible_to(viewer: Actor) -> ColumnElement[bool]:
    """What all may read, the own, the one that a receipt opened, and everything in the districts that one serves."""
    by_receipt = [Thread.id == viewer.opened_thread] if viewer.opened_thread else []
    return or_(published(), *by_receipt, *_of(viewer))


def published() -> ColumnElement[bool]:
    return and_(Thread.visibility == Visibility.PUBLIC, Thread.published_at.is_not(None))


def readable_by_all() -> ColumnElement[bool]:
    """Of `VIEW`: published, and its words are not hidden."""
    return and_(published(), Opening.hidden_at.is_(None))


def served_by(viewer: Actor) -> ColumnElement[bool]:
    districts = viewer.districts_with(Permission.THREADS_ANSWER)
    if districts is None:
        return true()
    return Thread.district.in_(sorted(districts)) if districts else false()


def _of(viewer: Actor) -> list[ColumnElement[bool]]:
    return [Thread.author_id == viewer.id, served_by(viewer)] if viewer.is_authenticated else []


def seen_by(viewer: Actor, row: Any) -> ThreadView:
    """A row without what is not for this viewer."""
    thread = ThreadView(*row)
    is_own = viewer.opened_thread == thread.id or (viewer.id is not None and viewer.id == thread.author_id)
    in_charge = viewer.can_in(Permission.THREADS_ANSWER, thread.district)
    concealed: dict[str, Any] = {} if in_charge else {"assigned_to": None}
    if not (in_charge or is_own):
        concealed |= {"decline_reason": None, "author_id": None}
        concealed |= {"body": None, "author_name": None} if thread.hidden_at else {}
    return replace(thread, is_own=is_own, in_charge=in_charge, **concealed)


def list_threads(
    viewer: Actor, *, cursor: tuple[uuid.UUID] | None = None, limit: int = 20, all_see: bool = False, **filters: Any
) -> Page[ThreadView]:
    """A page of them, the latest first; `all_see`: only what everyone may read. What a receipt opens is in no list."""
    found = VIEW.where(readable_by_all() if all_see else or_(readable_by_all(), *_of(viewer)))
    return _latest(viewer, found.where(*asked(filters)), cursor, limit)


def list_own_threads(viewer: Actor, *, cursor: tuple[uuid.UUID] | None = None, limit: int = 20) -> Page[ThreadView]:
    return _latest(viewer, VIEW.where(Thread.author_id == viewer.account_id), cursor, limit)


def asked(filters: dict[str, Any]) -> list[ColumnElement[bool]]:
    return [FILTERS[name](value) for name, value in filters.items() if value]


def _latest(viewer: Actor, found: Select[Any], cursor: tuple[uuid.UUID] | None, limit: int) -> Page[ThreadView]:
    """Ids sort by the time of their making."""
    if cursor:
        found = found.where(Thread.id < cursor[0])
    rows = [seen_by(viewer, row) for row in read(found.order_by(Thread.id.desc()).limit(limit + 1))]
    return cut(rows, limit, lambda row: (str(row.id),))


def _matches(q: str) -> ColumnElement[bool]:
    """Every word must occur; the last may still be in the middle of being typed."""
    terms = search_terms(q)
    if not terms:
        return false()
    return and_(*(Thread.id.in_(select(ThreadWord.thread_id).where(_is_meant(term))) for term in terms))


def _is_meant(term: Any) -> ColumnElement[bool]:
    begun = [and_(ThreadWord.word >= word, ThreadWord.word < word + "\U0010ffff") for word in term.begun]
    return or_(ThreadWord.word.in_(term.whole), *begun)


FILTERS: dict[str, Callable[[Any], ColumnElement[bool]]] = {
    "district": lambda code: Thread.district == code,
    "category": lambda category: Thread.category == category,
    "status": lambda status: Thread.status == status,
    "seminar_id": lambda seminar_id: Thread.seminar_id == seminar_id,
    "q": _matches,
}


def get_contact(viewer: Actor, thread: ThreadView) -> ContactView:
    """Raises NotFound for whoever is not in charge."""
    if not thread.in_charge:
        raise NotFound
    names = (Thread.author_name, Thread.contact_email, Thread.contact_phone)
    account = (Account.display_name, Account.email, Account.phone)
    found = select(*names, *account).outerjoin(Account, Account.id == Thread.author_id).where(Thread.id == thread.id)
    row = db.session.execute(found).one()
    return ContactView(row[3] or row[0], row[4] or row[1], row[5] or row[2])


def get_own_contact(viewer: Actor, thread: ThreadView) -> str | None:
    """The address at which an author without account wants to be told."""
    own = Thread.id == viewer.opened_thread, Thread.id == thread.id
    return db.session.scalar(select(Thread.contact_email).where(*own))


def find_ties(viewer: Actor, thread: ThreadView) -> tuple[bool, bool]:
    """Whether this person supports it, and follows it."""
    if viewer.id is None:
        return False, False
    ties = [
        select(tie.account_id).where(tie.thread_id == thread.id, tie.account_id == viewer.id).exists()
        for tie in (Support, Follow)
    ]
    found = db.session.execute(select(*ties)).one()
    return bool(found[0]), bool(found[1])
