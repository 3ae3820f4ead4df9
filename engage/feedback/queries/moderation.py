"""What waits for a moderator: words to look at, what was reported, what was appealed against; the oldest first."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, cast

from sqlalchemy import Select, and_, func, literal, literal_column, select, tuple_, union_all
from sqlalchemy import Uuid as UuidType

from engage.access.actor import Actor
from engage.access.permissions import Permission
from engage.database import UTCDateTime, db, read
from engage.errors import NotFound
from engage.feedback.models.moderation import Hiding, Report, WatchedWord
from engage.feedback.models.photos import Photo
from engage.feedback.models.threads import Post, PostKind, Thread
from engage.feedback.queries.posts import PostView
from engage.feedback.queries.reading import moderated_by
from engage.web.pagination import Page, cut

MOST_REPORTS = 20  # of one post are shown


@dataclass(frozen=True, slots=True)
class ReportView:
    """What somebody said of a post. Who it was nobody knows."""

    post_id: uuid.UUID
    ground: str
    reason: str | None
    created_at: datetime


@dataclass(frozen=True, slots=True)
class CaseView:
    """A post as moderators see it. `since` is when it began to wait, None if it does not; `is_own_hiding`: the viewer
    hid it, and may not decide the appeal; `has_photos`: they are to be looked at too.
    """

    id: uuid.UUID
    thread_id: uuid.UUID
    kind: str
    body: str
    public_body: str | None
    author_name: str | None
    created_at: datetime
    edited_at: datetime | None
    is_unseen: bool
    watched: str | None
    hidden_at: datetime | None
    hidden_ground: str | None
    hidden_reason: str | None
    version: int
    reference: str
    subject: str
    public_subject: str | None
    place: str | None
    public_place: str | None
    appeal: str | None
    appealed_at: datetime | None
    decided_at: datetime | None
    hidden_by: uuid.UUID | None
    has_photos: bool
    since: datetime | None
    is_own_hiding: bool = False
    reports: tuple[ReportView, ...] = ()

    @property
    def is_opening(self) -> bool:
        return self.kind == PostKind.OPENING

    @property
    def has_open_appeal(self) -> bool:
        return self.appealed_at is not None and self.decided_at is None


@dataclass(frozen=True, slots=True)
class HidingView:
    """What whoever wrote a hidden post may know: why, and what became of the appeal."""

    ground: str
    reason: str | None
    hidden_at: datetime
    appeal: str | None
    appealed_at: datetime | None
    decided_at: datetime | None
    decision: str | None


@dataclass(frozen=True, slots=True)
class CaseCounts:
    """How many posts wait for a moderator, in all and for each reason; some wait for several."""

    waiting: int
    unseen: int
    watched: int
    reported: int
    appealed: int


@dataclass(frozen=True, slots=True)
class WatchedWordView:
    id: uuid.UUID
    word: str


_MADE = ("is_own_hiding", "reports")  # of what is read
# Bare, as the partial index says it: of a Boolean SQLite would be asked `= 1`, and read all posts.
_IS_UNSEEN: Any = literal_column("posts.is_unseen")
_NAMES = [name for name in CaseView.__dataclass_fields__ if name not in {"has_photos", "since", *_MADE}]
_CASE: Select[Any] = (
    select(*(next(getattr(of, name) for of in (Post, Thread, Hiding) if hasattr(of, name)) for name in _NAMES))
    .add_columns(select(Photo.id).where(Photo.post_id == Post.id).exists().label("has_photos"))
    .join(Thread, Thread.id == Post.thread_id)
    .outerjoin(Hiding, and_(Hiding.post_id == Post.id, Hiding.restored_at.is_(None)))
)
_UNSEEN = select(Post.id.label("post_id"), func.coalesce(Post.edited_at, Post.created_at).label("since")).where(
    _IS_UNSEEN, Post.hidden_at.is_(None)
)
_REPORTED = select(Report.post_id, Report.created_at.label("since")).where(Report.settled_at.is_(None))
_APPEALED = select(Hiding.post_id, Hiding.appealed_at.label("since")).where(
    Hiding.appealed_at.is_not(None), Hiding.decided_at.is_(None), Hiding.restored_at.is_(None)
)
_KINDS: dict[str, Any] = {
    "unseen": _UNSEEN,
    "watched": _UNSEEN.where(Post.watched.is_not(None)),
    "reported": _REPORTED,
    "appealed": _APPEALED,
}


def list_cases(
    viewer: Actor, *, which: str | None = None, cursor: tuple[datetime, uuid.UUID] | None = None, limit: int = 20
) -> Page[CaseView]:
    """A page of the posts that wait for this moderator, those that wait longest first; `which` as in the counts."""
    waiting = _waiting(which).subquery()
    found = _CASE.add_columns(waiting.c.since).join(waiting, waiting.c.post_id == Post.id).where(moderated_by(viewer))
    if cursor:
        after = tuple_(literal(cursor[0], UTCDateTime), literal(cursor[1], UuidType))
        found = found.where(tuple_(waiting.c.since, Post.id) > after)
    rows = read(found.order_by(waiting.c.since, Post.id).limit(limit + 1))
    page = cut(
        [_seen(viewer, row) for row in rows], limit, lambda row: (str(row.since and row.since.isoformat()), str(row.id))
    )
    return replace(page, items=_with_reports(page.items))


def count_cases(viewer: Actor) -> CaseCounts:
    kinds = [_waiting(kind) for kind in (None, "unseen", "watched", "reported", "appealed")]
    return CaseCounts(*db.session.execute(select(*(_number(viewer, kind) for kind in kinds))).one())


def get_case(viewer: Actor, post_id: uuid.UUID) -> CaseView:
    """Whether it waits or not. Raises NotFound for what this person may not moderate."""
    found = _CASE.add_columns(literal(None, UTCDateTime).label("since")).where(Post.id == post_id, moderated_by(viewer))
    row = read(found).one_or_none()
    if row is None:
        raise NotFound
    return _with_reports([_seen(viewer, row)])[0]


def find_hiding(viewer: Actor, post: PostView) -> HidingView | None:
    """Of the own post. Raises NotFound of others'."""
    if not post.is_own:
        raise NotFound
    names = (getattr(Hiding, name) for name in HidingView.__dataclass_fields__)
    row = read(select(*names).where(Hiding.post_id == post.id, Hiding.restored_at.is_(None))).one_or_none()
    return HidingView(*row) if row else None


def list_watched_words(viewer: Actor, *, cursor: tuple[str] | None = None, limit: int = 100) -> Page[WatchedWordView]:
    """In the order of their folded form. Raises NotFound for whoever may not say them."""
    if not viewer.can(Permission.WORDS_WATCH):
        raise NotFound
    found = select(WatchedWord.id, WatchedWord.word, WatchedWord.stem).order_by(WatchedWord.stem)
    if cursor:
        found = found.where(WatchedWord.stem > cursor[0])
    page = cut(list(read(found.limit(limit + 1))), limit, lambda row: (row.stem,))
    return Page([WatchedWordView(row.id, row.word) for row in page.items], page.next_key)


def _waiting(which: str | None) -> Select[Any]:
    """Each post once, with the moment since which it waits."""
    if which and which != "reported":
        return cast(Select[Any], _KINDS[which])  # once anyway; in a group SQLite would read all posts by their key
    each = (_REPORTED if which else union_all(_UNSEEN, _REPORTED, _APPEALED)).subquery()
    return select(each.c.post_id, func.min(each.c.since, type_=UTCDateTime()).label("since")).group_by(each.c.post_id)


def _number(viewer: Actor, waiting: Select[Any]) -> Any:
    each = waiting.subquery()
    of = select(func.count()).select_from(each).join(Post, Post.id == each.c.post_id).join(Thread)
    return of.where(moderated_by(viewer)).scalar_subquery()


def _seen(viewer: Actor, row: Any) -> CaseView:
    case = CaseView(*row)
    return replace(case, is_own_hiding=case.hidden_by is not None and case.hidden_by == viewer.id)


def _with_reports(cases: Sequence[CaseView]) -> list[CaseView]:
    """The first reports of each that nobody has settled, in one statement."""
    names = [getattr(Report, name) for name in ReportView.__dataclass_fields__]
    place = func.row_number().over(partition_by=Report.post_id, order_by=(Report.created_at, Report.id)).label("place")
    opened = Report.settled_at.is_(None), Report.post_id.in_([case.id for case in cases])
    numbered = select(*names, place).where(*opened).subquery()
    shown = select(*(numbered.c[name] for name in ReportView.__dataclass_fields__)).where(
        numbered.c.place <= MOST_REPORTS
    )
    reports = [ReportView(*row) for row in read(shown.order_by(numbered.c.place))] if cases else []
    return [replace(case, reports=tuple(one for one in reports if one.post_id == case.id)) for case in cases]
