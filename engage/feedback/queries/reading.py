"""Which threads may this person see, and what of them?"""

import uuid
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, false, or_, select, true
from sqlalchemy.orm import aliased

from engage import clock
from engage.access.actor import VISITOR, Actor
from engage.access.permissions import Permission
from engage.database import db, read
from engage.errors import NotFound
from engage.feedback.ballots import ANSWERED_WITHIN
from engage.feedback.categories import Visibility
from engage.feedback.models.threads import WAITING, Post, PostKind, Thread, ThreadStatus
from engage.feedback.queries.search import matches
from engage.places.queries import district_names
from engage.web.pagination import Page, cut

Opening = aliased(Post)


@dataclass(frozen=True, slots=True)
class ThreadView:
    """What pages and programs see of a thread. `subject`, `body` and where it is are None where its words are hidden
    from this viewer, `assigned_to`, `decline_reason` and `merged_into` where they are not for them. Where passages were
    taken out, they are what is left for others; whoever reads all of it finds that in `public_…`. `is_own`,
    `in_charge` and `moderates` say what the viewer is to it.
    """

    id: uuid.UUID
    reference: str
    subject: str | None
    public_subject: str | None
    category: str
    district: str | None
    seminar_id: uuid.UUID | None
    place: str | None
    public_place: str | None
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
    merged_into: uuid.UUID | None
    body: str | None
    public_body: str | None
    author_name: str | None
    post_id: uuid.UUID
    post_version: int
    edited_at: datetime | None
    hidden_at: datetime | None
    hidden_ground: str | None
    is_own: bool = False
    in_charge: bool = False
    moderates: bool = False
    is_merged: bool = False

    @property
    def is_waiting(self) -> bool:
        """For the police to answer. What was merged waits where it is treated."""
        return self.status in WAITING and not self.is_merged

    @property
    def is_late(self) -> bool:
        return self.is_waiting and self.due_at < clock.now()

    @property
    def is_asked(self) -> bool:
        """Whether the viewer, its author, may still say what they think of how it ended; not where it was merged."""
        is_recent = self.closed_at is not None and clock.now() < self.closed_at + ANSWERED_WITHIN
        return self.is_own and self.status == ThreadStatus.CLOSED and is_recent and not self.is_merged

    @property
    def is_held_back(self) -> bool:
        """A public thread at which no officer has looked yet, of a stranger or with a watched word."""
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


_OF_OPENING: list[Any] = [
    Opening.body,
    Opening.public_body,
    Opening.author_name,
    Opening.id.label("post_id"),
    Opening.version.label("post_version"),
    Opening.edited_at,
    Opening.hidden_at,
    Opening.hidden_ground,
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


def find_target(viewer: Actor, thread: ThreadView) -> ThreadView | None:
    """The thread into which this one was merged, if this person sees it."""
    if thread.merged_into is None:
        return None
    row = read(VIEW.where(Thread.id == thread.merged_into, visible_to(viewer))).one_or_none()
    return seen_by(viewer, row) if row else None


def is_visible(viewer: Actor, thread_id: uuid.UUID) -> bool:
    return bool(db.session.scalar(select(Thread.id).where(Thread.id == thread_id, visible_to(viewer))))


def visible_to(viewer: Actor) -> ColumnElement[bool]:
    """What all may read, and what is theirs."""
    return or_(published(), *opened_by(viewer))


def opened_by(viewer: Actor) -> list[ColumnElement[bool]]:
    """What is theirs to read, whatever others may: the own, by account or receipt, and what lies in the districts that
    one serves: all of it for officers, what is public for moderators.
    """
    by_receipt = [Thread.id == viewer.opened_thread] if viewer.opened_thread else []
    return [*by_receipt, *_of(viewer)]


def published() -> ColumnElement[bool]:
    return and_(Thread.visibility == Visibility.PUBLIC, Thread.published_at.is_not(None))


def standing() -> ColumnElement[bool]:
    """What is treated by itself: lists and counts leave out what was merged, since it is treated elsewhere."""
    return Thread.merged_into.is_(None)


def readable_by_all() -> ColumnElement[bool]:
    """Of `VIEW`: published, and its words are not hidden."""
    return and_(published(), Opening.hidden_at.is_(None))


def served_by(viewer: Actor) -> ColumnElement[bool]:
    return _in_districts(viewer.districts_with(Permission.THREADS_ANSWER))


def moderated_by(viewer: Actor) -> ColumnElement[bool]:
    """Public words in the districts where the viewer may moderate, also those that nobody else sees yet."""
    where = _in_districts(viewer.districts_with(Permission.POSTS_MODERATE))
    return and_(Thread.visibility == Visibility.PUBLIC, where)


def _in_districts(districts: frozenset[str] | None) -> ColumnElement[bool]:
    if districts is None:
        return true()
    return Thread.district.in_(sorted(districts)) if districts else false()


def _of(viewer: Actor) -> list[ColumnElement[bool]]:
    return [Thread.author_id == viewer.id, served_by(viewer), moderated_by(viewer)] if viewer.is_authenticated else []


def seen_by(viewer: Actor, row: Any) -> ThreadView:
    """A row without what is not for this viewer."""
    thread = ThreadView(*row)
    is_own = viewer.opened_thread == thread.id or (viewer.id is not None and viewer.id == thread.author_id)
    in_charge = viewer.can_in(Permission.THREADS_ANSWER, thread.district)
    moderates = thread.visibility == Visibility.PUBLIC and viewer.can_in(Permission.POSTS_MODERATE, thread.district)
    concealed: dict[str, Any] = {} if in_charge else {"assigned_to": None}
    if thread.visibility == Visibility.PRIVATE and not in_charge:
        concealed |= {"merged_into": None}  # another person's
    if not (in_charge or is_own):
        concealed |= {"decline_reason": None, "author_id": None}
    if not (in_charge or is_own or moderates):
        concealed |= dict.fromkeys(_HIDDEN) if thread.hidden_at else _left_for_others(thread)
    is_merged = thread.merged_into is not None
    return replace(thread, is_own=is_own, in_charge=in_charge, moderates=moderates, is_merged=is_merged, **concealed)


_REDACTED = {"subject": "public_subject", "place": "public_place", "body": "public_body"}
_HIDDEN = (*_REDACTED, *_REDACTED.values(), "author_name", "latitude", "longitude")


def _left_for_others(thread: ThreadView) -> dict[str, Any]:
    """Words without the passages that were taken out of them."""
    left = {name: getattr(thread, public) for name, public in _REDACTED.items()}
    return {name: words for name, words in left.items() if words is not None} | dict.fromkeys(_REDACTED.values())


def list_threads(
    viewer: Actor, *, cursor: tuple[uuid.UUID] | None = None, limit: int = 20, all_see: bool = False, **filters: Any
) -> Page[ThreadView]:
    """A page of them, the latest first; `all_see`: only what everyone may read, as everyone reads it. What a receipt
    opens is in no list.
    """
    viewer = VISITOR if all_see else viewer
    found = VIEW.where(or_(readable_by_all(), *_of(viewer)))
    return _latest(viewer, found.where(standing(), *asked(filters)), cursor, limit)


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


FILTERS: dict[str, Callable[[Any], ColumnElement[bool]]] = {
    "district": lambda code: Thread.district == code,
    "category": lambda category: Thread.category == category,
    "status": lambda status: Thread.status == status,
    "seminar_id": lambda seminar_id: Thread.seminar_id == seminar_id,
    "q": matches,
}
