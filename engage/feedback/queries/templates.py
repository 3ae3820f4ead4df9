"""Which words are at hand for a reply?"""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, or_, select

from engage.access.actor import Actor
from engage.access.permissions import Permission
from engage.database import db
from engage.errors import NotFound
from engage.feedback.models.templates import ReplyTemplate
from engage.feedback.queries.reading import ThreadView
from engage.web.pagination import Page, cut

MAX_OFFERED = 30


@dataclass(frozen=True, slots=True)
class ReplyTemplateView:
    """What those who answer see of a template."""

    id: uuid.UUID
    name: dict[str, str]
    body: dict[str, str]
    category: str | None
    status: str | None
    version: int


_TEMPLATES: Select[Any] = select(*(getattr(ReplyTemplate, name) for name in ReplyTemplateView.__dataclass_fields__))


def list_reply_templates(
    viewer: Actor, *, category: str | None = None, cursor: tuple[uuid.UUID] | None = None, limit: int = 20
) -> Page[ReplyTemplateView]:
    """A page of them, the latest first, for everyone who answers."""
    if not viewer.can(Permission.THREADS_ANSWER):
        return Page([])
    found = _TEMPLATES.order_by(ReplyTemplate.id.desc()).limit(limit + 1)
    if category:
        found = found.where(ReplyTemplate.category == category)
    if cursor:
        found = found.where(ReplyTemplate.id < cursor[0])
    rows = [ReplyTemplateView(*row) for row in db.session.execute(found)]
    return cut(rows, limit, lambda row: (str(row.id),))


def list_fitting_templates(viewer: Actor, thread: ThreadView) -> Sequence[ReplyTemplateView]:
    """Those for a thread of this category that stands where this one does, the most particular first."""
    if not thread.in_charge:
        return []
    found = _TEMPLATES.where(
        or_(ReplyTemplate.category.is_(None), ReplyTemplate.category == thread.category),
        or_(ReplyTemplate.status.is_(None), ReplyTemplate.status == thread.status),
    )
    most_particular = (ReplyTemplate.category.is_(None), ReplyTemplate.status.is_(None), ReplyTemplate.id)
    rows = db.session.execute(found.order_by(*most_particular).limit(MAX_OFFERED))
    return [ReplyTemplateView(*row) for row in rows]


def get_reply_template(viewer: Actor, template_id: uuid.UUID) -> ReplyTemplateView:
    row = db.session.execute(_TEMPLATES.where(ReplyTemplate.id == template_id)).one_or_none()
    if row is None or not viewer.can(Permission.THREADS_ANSWER):
        raise NotFound
    return ReplyTemplateView(*row)
