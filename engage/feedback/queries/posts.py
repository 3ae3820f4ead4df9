"""What was said in a thread, as this person may read it; and what officers noted beside it."""

import uuid
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, or_, select

from engage.access.actor import Actor
from engage.accounts.models import Account
from engage.database import db, read
from engage.errors import NotFound
from engage.feedback.models.threads import Note, Post, PostEdit, PostKind
from engage.feedback.queries.reading import ThreadView, get_thread
from engage.web.pagination import Page, cut

Cursor = tuple[uuid.UUID]


@dataclass(frozen=True, slots=True)
class PostView:
    """A comment or an official reply. Who wrote it has a name only where they said that it is shown. Where passages
    were taken out, `body` is what is left for others, unless the viewer reads all of it: then that is `public_body`.
    """

    id: uuid.UUID
    thread_id: uuid.UUID
    kind: str
    body: str
    is_author: bool
    author_name: str | None
    created_at: datetime
    edited_at: datetime | None
    is_unseen: bool
    hidden_at: datetime | None
    hidden_ground: str | None
    hidden_reason: str | None
    public_body: str | None
    version: int
    is_own: bool = False


@dataclass(frozen=True, slots=True)
class NoteView:
    id: uuid.UUID
    body: str
    author_name: str | None
    created_at: datetime


@dataclass(frozen=True, slots=True)
class EditView:
    """The words that stood there before."""

    id: uuid.UUID
    body: str
    at: datetime


_POST = [getattr(Post, name) for name in PostView.__dataclass_fields__ if hasattr(Post, name)]


def list_posts(viewer: Actor, thread: ThreadView, *, cursor: Cursor | None = None, limit: int = 50) -> Page[PostView]:
    """A page of what was said after the opening, in the order in which it was said."""
    found = select(*_POST, Post.author_id).where(Post.thread_id == thread.id, Post.kind != PostKind.OPENING)
    if not _reads_all(thread):
        found = found.where(_readable(viewer, thread))
    if cursor:
        found = found.where(Post.id > cursor[0])
    rows = [_seen(viewer, thread, row) for row in read(found.order_by(Post.id).limit(limit + 1))]
    return cut(rows, limit, lambda row: (str(row.id),))


def get_post(viewer: Actor, post_id: uuid.UUID) -> PostView:
    """Any post of a thread that this person sees, the opening too. Raises NotFound."""
    thread_id = db.session.scalar(select(Post.thread_id).where(Post.id == post_id))
    if thread_id is None:
        raise NotFound
    thread = get_thread(viewer, thread_id)
    found = select(*_POST, Post.author_id).where(Post.id == post_id)
    row = read(found if _reads_all(thread) else found.where(_readable(viewer, thread))).one_or_none()
    if row is None:
        raise NotFound
    return _seen(viewer, thread, row)


def list_notes(viewer: Actor, thread: ThreadView, *, cursor: Cursor | None = None, limit: int = 50) -> Page[NoteView]:
    """The notes of officers, the latest first. Raises NotFound for whoever is not in charge."""
    if not thread.in_charge:
        raise NotFound
    found = select(Note.id, Note.body, Account.display_name, Note.created_at).outerjoin(Account)
    found = found.where(Note.thread_id == thread.id)
    if cursor:
        found = found.where(Note.id < cursor[0])
    rows = [NoteView(*row) for row in db.session.execute(found.order_by(Note.id.desc()).limit(limit + 1))]
    return cut(rows, limit, lambda row: (str(row.id),))


def list_edits(viewer: Actor, post: PostView, *, cursor: Cursor | None = None, limit: int = 50) -> Page[EditView]:
    """The earlier words of a post, the latest first: for whoever wrote them and those in charge. Raises NotFound."""
    if not (post.is_own or _reads_all(get_thread(viewer, post.thread_id))):
        raise NotFound
    found = select(PostEdit.id, PostEdit.body, PostEdit.at).where(PostEdit.post_id == post.id)
    if cursor:
        found = found.where(PostEdit.id < cursor[0])
    rows = [EditView(*row) for row in db.session.execute(found.order_by(PostEdit.id.desc()).limit(limit + 1))]
    return cut(rows, limit, lambda row: (str(row.id),))


def _reads_all(thread: ThreadView) -> bool:
    return thread.in_charge or thread.moderates


def _readable(viewer: Actor, thread: ThreadView) -> ColumnElement[bool]:
    """For others than those in charge: what is neither hidden nor waits for a look, and the own words."""
    own: list[ColumnElement[bool]] = [Post.is_author.is_(True)] if thread.is_own else []
    own += [Post.author_id == viewer.id] if viewer.id else []
    return or_(and_(Post.hidden_at.is_(None), ~Post.is_unseen), *own)


def _seen(viewer: Actor, thread: ThreadView, row: Any) -> PostView:
    values, author_id = row[:-1], row.author_id
    is_own = (thread.is_own and row.is_author) or (viewer.id is not None and viewer.id == author_id)
    post = replace(PostView(*values), is_own=is_own)
    if is_own or _reads_all(thread) or post.public_body is None:
        return post
    return replace(post, body=post.public_body, public_body=None)
