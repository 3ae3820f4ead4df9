"""Which templates can a planner begin with?"""

import uuid
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, literal, select, tuple_
from sqlalchemy import Uuid as UuidType

from engage.access.actor import Actor
from engage.access.permissions import Permission
from engage.database import db
from engage.errors import NotFound
from engage.seminars.models import SeminarTemplate
from engage.web.pagination import Page, cut


@dataclass(frozen=True, slots=True)
class TemplateView:
    """What those who plan see of a template."""

    id: uuid.UUID
    name: dict[str, str]
    theme: str
    fields: dict[str, Any]
    version: int


_TEMPLATES: Select[Any] = select(*(getattr(SeminarTemplate, name) for name in TemplateView.__dataclass_fields__))


def list_templates(
    viewer: Actor, *, theme: str | None = None, cursor: tuple[str, uuid.UUID] | None = None, limit: int = 20
) -> Page[TemplateView]:
    """A page of the templates by theme, for everyone who plans."""
    if not viewer.can(Permission.SEMINARS_PLAN):
        return Page([])
    found = _TEMPLATES.order_by(SeminarTemplate.theme, SeminarTemplate.id).limit(limit + 1)
    if theme:
        found = found.where(SeminarTemplate.theme == theme)
    if cursor:
        after = tuple_(literal(cursor[0]), literal(cursor[1], UuidType))
        found = found.where(tuple_(SeminarTemplate.theme, SeminarTemplate.id) > after)
    rows = [TemplateView(*row) for row in db.session.execute(found)]
    return cut(rows, limit, lambda row: (row.theme, str(row.id)))


def get_template(viewer: Actor, template_id: uuid.UUID) -> TemplateView:
    row = db.session.execute(_TEMPLATES.where(SeminarTemplate.id == template_id)).one_or_none()
    if row is None or not viewer.can(Permission.SEMINARS_PLAN):
        raise NotFound
    return TemplateView(*row)
