"""Keeping the words that are used again."""

import uuid
from typing import Any

from engage.access.actor import Actor
from engage.audit.services import record
from engage.database import ROW_LOCK, db, new_id
from engage.errors import NotAllowed, NotFound, Stale
from engage.feedback.models.templates import ReplyTemplate
from engage.feedback.policies import can_edit_reply_templates, can_read_queue

_FIELDS = ("name", "body", "category", "status")


def add_reply_template(actor: Actor, **details: Any) -> uuid.UUID:
    """Words of the fields of `ReplyTemplate`, for everyone who answers; answers its id. Raises NotAllowed."""
    if not can_edit_reply_templates(actor):
        raise NotAllowed
    template = ReplyTemplate(id=new_id(), version=1, **details)
    db.session.add(template)
    db.session.flush()
    record(actor, "reply_template.added", template.id, after=_snapshot(template))
    return template.id


def edit_reply_template(actor: Actor, template_id: uuid.UUID, version: int | None = None, **changes: Any) -> bool:
    """Change some fields; answers whether any did. What was said with it stands as it was said. Raises Stale."""
    template = _lock(actor, template_id, version)
    before = _snapshot(template)
    for name, value in changes.items():
        setattr(template, name, value)
    if _snapshot(template) == before:
        return False
    template.version += 1
    db.session.flush()
    record(actor, "reply_template.edited", template.id, before=before, after=_snapshot(template))
    return True


def delete_reply_template(actor: Actor, template_id: uuid.UUID, version: int | None = None) -> None:
    """Throw it away; the trail keeps what it was. Raises Stale."""
    template = _lock(actor, template_id, version)
    record(actor, "reply_template.deleted", template.id, before=_snapshot(template))
    db.session.delete(template)
    db.session.flush()


def _lock(actor: Actor, template_id: uuid.UUID, version: int | None) -> ReplyTemplate:
    template = db.session.get(ReplyTemplate, template_id, with_for_update=ROW_LOCK, populate_existing=True)
    if template is None or not can_read_queue(actor):
        raise NotFound
    if not can_edit_reply_templates(actor):
        raise NotAllowed
    if version is not None and version != template.version:
        raise Stale
    return template


def _snapshot(template: ReplyTemplate) -> dict[str, Any]:
    return {name: getattr(template, name) for name in _FIELDS}
