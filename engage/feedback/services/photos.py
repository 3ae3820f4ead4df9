"""Photographs with what people write: kept, covered where somebody must not be seen, and in the end erased.

Pictures are read and made before a transaction begins (docs/decisions/0019, 0027): that takes long.
"""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import select

from engage import clock
from engage.access.actor import Actor
from engage.audit.services import record
from engage.database import ROW_LOCK, db, new_id
from engage.errors import Conflict, Invalid, NotAllowed, NotFound, NotSignedIn, Stale
from engage.feedback.models.photos import Photo
from engage.feedback.models.threads import Post, PostEdit, PostKind, Thread
from engage.feedback.policies import can_cover_photos, can_speak_as_author
from engage.feedback.queries import MOST_PHOTOS, PhotoView, get_photo_apart
from engage.feedback.queries.photos import check_may_send_apart, count_photos, is_visible_apart
from engage.feedback.services.rows import let_wait_again, lock_thread
from engage.files.examining import JPEG, PNG
from engage.files.pictures import Rectangle, covered, thumbnail
from engage.files.services import (
    PreparedFile,
    erase_file,
    examine_file,
    keep_prepared,
    prepare_made,
    read_file_apart,
)
from engage.language import gettext as _

PICTURES = (JPEG, PNG)
KEPT = timedelta(days=730)  # after the end of the thread, as its author is
MOST_ERASED_AT_ONCE = 500
Sent = tuple[str, bytes]  # a name and a content


@dataclass(frozen=True)
class PreparedPhoto:
    """A photograph whose content is kept and whose row is not yet."""

    file: PreparedFile
    thumbnail: PreparedFile
    alt: str | None = None


@dataclass(frozen=True)
class PreparedChange:
    """What is said and covered from now on; without `file` nothing is."""

    alt: str | None
    rectangles: list[dict[str, float]]
    file: PreparedFile | None = None
    thumbnail: PreparedFile | None = None


def prepare_photo(
    actor: Actor,
    thread_id: uuid.UUID,
    *,
    name: str,
    content: bytes,
    alt: str | None = None,
    post_id: uuid.UUID | None = None,
) -> PreparedPhoto:
    """Examine the photograph of somebody who may add it. Raises as `add_photo` does, Invalid({"file": …}), Busy."""
    check_may_send_apart(actor, thread_id, post_id)
    return _prepared(actor, name, content, alt)


def check_may_comment(actor: Actor, thread_id: uuid.UUID) -> None:
    """Before files are examined. Raises NotFound, NotSignedIn."""
    if not is_visible_apart(actor, thread_id):
        raise NotFound
    if not (actor.is_authenticated or actor.opened_thread == thread_id):
        raise NotSignedIn


def prepare_photos(actor: Actor, sent: Sequence[Sent], *, alt: str | None = None) -> list[PreparedPhoto]:
    """Examine those that come with new words, of all of which the same is said. Raises Invalid({"file": …}), Busy."""
    if len(sent) > MOST_PHOTOS:
        raise Invalid({"file": [_("%(most)s photographs at most.", most=MOST_PHOTOS)]})
    return [_prepared(actor, name, content, alt) for name, content in sent]


def keep_photos(actor: Actor, post: Post, photos: Sequence[PreparedPhoto]) -> list[uuid.UUID]:
    """With a post whose thread is locked, or new. Raises Conflict if there are too many."""
    if photos and count_photos(actor, post.id) + len(photos) > MOST_PHOTOS:
        raise Conflict("too-many-photos", most=MOST_PHOTOS)
    return [_kept(actor, post, photo) for photo in photos]


def add_photo(
    actor: Actor, thread_id: uuid.UUID, *, photo: PreparedPhoto, post_id: uuid.UUID | None = None
) -> uuid.UUID:
    """One more with an own post, by default with what opened the thread. A stranger's waits for a look with its post.

    Raises NotFound, NotAllowed, Conflict.
    """
    thread = lock_thread(actor, thread_id, lambda _actor, _thread: True)
    post = _post_of(thread, post_id)
    if not _is_own(actor, thread, post):
        raise NotAllowed if actor.is_authenticated or actor.opened_thread else NotSignedIn
    if post.hidden_at is not None:
        raise Conflict("wrong-state")
    [photo_id] = keep_photos(actor, post, [photo])
    let_wait_again(thread, post, photo.alt)
    db.session.flush()
    return photo_id


def prepare_change(
    actor: Actor, photo_id: uuid.UUID, *, rectangles: Sequence[dict[str, float]] | None = None, **sent: Any
) -> PreparedChange:
    """Make the picture that others see, before a transaction begins; what is not said stays. Raises NotFound,
    NotAllowed, Invalid, Busy.
    """
    photo = get_photo_apart(actor, photo_id)
    _check_may_change(actor, photo, covers=rectangles is not None and list(rectangles) != photo.covered)
    rectangles = photo.covered if rectangles is None else [_whole(at, one) for at, one in enumerate(rectangles)]
    alt = sent.get("alt", photo.alt) or None
    made = _public_version(actor, photo, rectangles) if rectangles and rectangles != photo.covered else ()
    return PreparedChange(alt, rectangles, *made)


def change_photo(actor: Actor, photo_id: uuid.UUID, version: int | None, *, change: PreparedChange) -> None:
    """Say what it shows, and let others see it only with parts covered. What they saw before is erased.

    Raises NotFound, NotAllowed, Stale.
    """
    found = db.session.get(Photo, photo_id)
    if found is None:
        raise NotFound
    thread = lock_thread(actor, found.thread_id, lambda _actor, _thread: True)
    photo = db.session.get_one(Photo, photo_id, with_for_update=ROW_LOCK, populate_existing=True)
    post = db.session.get_one(Post, photo.post_id)
    covers = can_cover_photos(actor, thread)
    if not covers and not (_is_own(actor, thread, post) and change.rectangles == photo.covered):
        raise NotAllowed
    if version is not None and version != photo.version:
        raise Stale
    if change.alt != photo.alt and not covers:
        let_wait_again(thread, post, change.alt)
    if photo.alt and change.alt != photo.alt:
        db.session.add(PostEdit(id=new_id(), post_id=post.id, body=photo.alt, at=clock.now(), by=actor.id))
    action = "photo.described" if covers else "photo.changed"
    photo.alt, photo.version = change.alt, photo.version + 1
    if change.rectangles != photo.covered:
        action = "photo.covered"
        _show_instead(actor, photo, change)
    db.session.flush()
    told = {"photo_id": str(photo.id), "version": photo.version, "covered": len(change.rectangles)}
    record(actor, action, photo.thread_id, after=told)


def _show_instead(actor: Actor, photo: Photo, change: PreparedChange) -> None:
    if change.rectangles and not (change.file and change.thumbnail):
        raise Stale  # somebody uncovered it meanwhile
    earlier = [photo.public_file_id, photo.public_thumbnail_id]
    made = [keep_prepared(actor, one).id if one else None for one in (change.file, change.thumbnail)]
    photo.covered, (photo.public_file_id, photo.public_thumbnail_id) = change.rectangles, made
    db.session.flush()
    _erase(actor, earlier)


def erase_old_photos(actor: Actor) -> int:
    """Erase those of threads that ended two years ago, with their files; how many there were."""
    ended = select(Thread.id).where(Thread.closed_at < clock.now() - KEPT)
    photos = db.session.scalars(select(Photo).where(Photo.thread_id.in_(ended)).limit(MOST_ERASED_AT_ONCE)).all()
    for photo in photos:
        files = [photo.file_id, photo.thumbnail_id, photo.public_file_id, photo.public_thumbnail_id]
        db.session.delete(photo)
        db.session.flush()
        _erase(actor, files)
        record(actor, "photo.erased", photo.thread_id, before={"photo_id": str(photo.id)})
    return len(photos)


def _prepared(actor: Actor, name: str, content: bytes, alt: str | None) -> PreparedPhoto:
    file, plain = examine_file(actor, name, content, PICTURES)
    return PreparedPhoto(file, _thumbnail(actor, file.name, plain), alt or None)


def _kept(actor: Actor, post: Post, prepared: PreparedPhoto) -> uuid.UUID:
    file = keep_prepared(actor, prepared.file)
    photo = Photo(id=new_id(), thread_id=post.thread_id, post_id=post.id, alt=prepared.alt, file_id=file.id)
    photo.thumbnail_id = keep_prepared(actor, prepared.thumbnail).id
    photo.covered, photo.created_at = [], clock.now()
    db.session.add(photo)
    db.session.flush()
    told = {"photo_id": str(photo.id), "sha256": file.sha256, "bytes": file.size, "media_type": file.media_type}
    record(actor, "photo.added", post.thread_id, after=told)
    return photo.id


def _post_of(thread: Thread, post_id: uuid.UUID | None) -> Post:
    posts = select(Post).where(Post.thread_id == thread.id)
    post = db.session.scalar(posts.where(Post.id == post_id if post_id else Post.kind == PostKind.OPENING))
    if post is None:
        raise Invalid({"post_id": [_("This reference does not exist.")]})
    return post


def _is_own(actor: Actor, thread: Thread, post: Post) -> bool:
    by_account = actor.id is not None and actor.id == post.author_id
    return by_account or (post.is_author and can_speak_as_author(actor, thread))


def _check_may_change(actor: Actor, photo: PhotoView, *, covers: bool) -> None:
    if not (photo.in_charge or (photo.is_own and not covers)):
        raise NotAllowed if actor.is_authenticated or actor.opened_thread else NotSignedIn


def _whole(at: int, rectangle: dict[str, float]) -> dict[str, float]:
    if not (rectangle["width"] and rectangle["height"]):
        raise Invalid({f"covered.{at}.width": [_("A rectangle needs a width and a height.")]})
    return {name: round(rectangle[name], 2) for name in ("x", "y", "width", "height")}


def _public_version(
    actor: Actor, photo: PhotoView, rectangles: Sequence[dict[str, float]]
) -> tuple[PreparedFile, PreparedFile]:
    name, media_type, content = read_file_apart(actor, photo.file_id)
    kind = next(kind for kind in PICTURES if kind.media_type == media_type)
    made = covered(content, [Rectangle(**one) for one in rectangles])
    return prepare_made(actor, name, kind, made), _thumbnail(actor, name, made)


def _thumbnail(actor: Actor, name: str, content: bytes) -> PreparedFile:
    return prepare_made(actor, name.rpartition(".")[0], JPEG, thumbnail(content))


def _erase(actor: Actor, files: Sequence[uuid.UUID | None]) -> None:
    for file_id in files:
        if file_id is not None:
            erase_file(actor, file_id)
