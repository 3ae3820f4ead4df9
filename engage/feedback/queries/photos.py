"""Which photographs may this person see, and which parts of them? Those of a post are seen with its words."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, false, func, or_, select

from engage.access.actor import Actor
from engage.database import db, read, read_at_once
from engage.errors import NotAllowed, NotFound, NotSignedIn
from engage.feedback.models.photos import Photo
from engage.feedback.models.threads import Post, PostKind, Thread
from engage.feedback.queries.reading import moderated_by, served_by, visible_to
from engage.feedback.redaction import redacted_again
from engage.web.pagination import Page, cut

MOST_PHOTOS = 5


@dataclass(frozen=True, slots=True)
class PhotoView:
    """A photograph. For whoever sent it and those in charge (of what is public, moderators too) its files are the
    picture as it came, for others the one with parts covered, where there are any. What is said of it is for others
    without what was taken out of the words with which it came.
    """

    id: uuid.UUID
    thread_id: uuid.UUID
    post_id: uuid.UUID
    alt: str | None
    covered: list[dict[str, float]]
    created_at: datetime
    version: int
    file_id: uuid.UUID
    thumbnail_id: uuid.UUID
    public_file_id: uuid.UUID | None
    public_thumbnail_id: uuid.UUID | None
    district: str | None
    is_own: bool
    in_charge: bool

    @property
    def is_covered(self) -> bool:
        return self.public_file_id is not None


_WORDS = (Post.body, Post.public_body, Thread.subject, Thread.public_subject, Thread.place, Thread.public_place)
_COLUMNS = [getattr(Photo, name) for name in PhotoView.__dataclass_fields__ if hasattr(Photo, name)]


def list_photos(
    viewer: Actor, thread_id: uuid.UUID, *, cursor: tuple[uuid.UUID] | None = None, limit: int = 20
) -> Page[PhotoView]:
    """A page of those of a thread, in the order in which they came."""
    found = _seen(viewer).where(Photo.thread_id == thread_id)
    if cursor:
        found = found.where(Photo.id > cursor[0])
    rows = [_as_shown(row) for row in read(found.order_by(Photo.id).limit(limit + 1))]
    return cut(rows, limit, lambda photo: (str(photo.id),))


def photos_with(viewer: Actor, post_ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, list[PhotoView]]:
    """Those that came with these posts, by post: one statement for a page of a thread."""
    found = dict[uuid.UUID, list[PhotoView]]()
    for row in read(_seen(viewer).where(Photo.post_id.in_(post_ids)).order_by(Photo.id)):
        found.setdefault(row.post_id, []).append(_as_shown(row))
    return found


def get_photo(viewer: Actor, photo_id: uuid.UUID) -> PhotoView:
    """Raises NotFound for what is not there and for what this person may not see."""
    row = read(_seen(viewer).where(Photo.id == photo_id)).one_or_none()
    if row is None:
        raise NotFound
    return _as_shown(row)


def get_photo_apart(viewer: Actor, photo_id: uuid.UUID) -> PhotoView:
    """The same before a transaction begins: on SQLite it would hold the one write lock while a picture is made."""
    rows = read_at_once(_seen(viewer).where(Photo.id == photo_id), {})
    if not rows:
        raise NotFound
    return _as_shown(rows[0])


def is_visible_apart(viewer: Actor, thread_id: uuid.UUID) -> bool:
    return bool(read_at_once(select(Thread.id).where(Thread.id == thread_id, visible_to(viewer)), {}))


def check_may_send_apart(viewer: Actor, thread_id: uuid.UUID, post_id: uuid.UUID | None = None) -> None:
    """Before a file is examined: is there an own post to go with it, by default what opened the thread?

    Raises NotFound, NotAllowed, NotSignedIn.
    """
    speaks = viewer.is_authenticated or viewer.opened_thread == thread_id
    which = Post.id == post_id if post_id else Post.kind == PostKind.OPENING
    found = select(_own(viewer)).select_from(Post).join(Thread, Thread.id == Post.thread_id)
    rows = read_at_once(found.where(Thread.id == thread_id, which, visible_to(viewer)), {})
    if not rows:
        raise NotFound
    if not speaks:
        raise NotSignedIn
    if not rows[0][0]:
        raise NotAllowed


def count_photos(viewer: Actor, post_id: uuid.UUID) -> int:
    return db.session.scalar(select(func.count()).where(Photo.post_id == post_id)) or 0


def _seen(viewer: Actor) -> Select[Any]:
    """Moderators see what came with public words, since they say whether others may."""
    own = _own(viewer)
    in_charge = or_(served_by(viewer), moderated_by(viewer))
    readable = or_(and_(Post.hidden_at.is_(None), ~Post.is_unseen), own, in_charge)
    seen_as = own.label("is_own"), in_charge.label("in_charge")
    found = select(*_COLUMNS, Thread.district, *seen_as, Post.kind, *_WORDS)
    found = found.join(Post, Post.id == Photo.post_id).join(Thread, Thread.id == Photo.thread_id)
    return found.where(visible_to(viewer), readable)


def _own(viewer: Actor) -> ColumnElement[bool]:
    """With a post that this person wrote: with an account, or as the author whose receipt is shown."""
    by_account = [Post.author_id == viewer.id, and_(Post.is_author, Thread.author_id == viewer.id)] if viewer.id else []
    by_receipt = [and_(Post.is_author, Thread.id == viewer.opened_thread)] if viewer.opened_thread else []
    return or_(false(), *by_account, *by_receipt)


def _as_shown(row: Any) -> PhotoView:
    photo = PhotoView(*row[: len(PhotoView.__dataclass_fields__)])
    if photo.is_own or photo.in_charge:
        return photo
    file_id, thumbnail_id = photo.public_file_id or photo.file_id, photo.public_thumbnail_id or photo.thumbnail_id
    return replace(photo, covered=[], file_id=file_id, thumbnail_id=thumbnail_id, alt=_left_of(photo.alt, row))


def _left_of(alt: str | None, row: Any) -> str | None:
    """What was taken out of the words goes from what is said of the photograph too."""
    names = ("body", "subject", "place") if row.kind == PostKind.OPENING else ("body",)
    public = {name: getattr(row, f"public_{name}") for name in names}
    if not alt or not any(public.values()):
        return alt
    return redacted_again({name: getattr(row, name) or "" for name in names}, public, alt) or alt
