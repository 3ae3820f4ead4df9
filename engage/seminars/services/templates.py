"""What is used again: a seminar on another day, or what those on a theme have in common, kept as a template."""

import uuid
from typing import Any

from sqlalchemy import select

from engage import clock
from engage.access.actor import Actor
from engage.audit.services import record
from engage.database import ROW_LOCK, db, new_id
from engage.errors import NotAllowed, NotFound, Stale
from engage.seminars.models import SeminarTemplate
from engage.seminars.policies import can_add_template, can_edit_templates, can_plan_in
from engage.seminars.queries import SeminarView, get_seminar
from engage.seminars.services.planning import plan_seminar

_COMMON = (
    "title summary description audiences languages capacity min_party_size max_party_size association_quota"
    " approval_required waiting_list visibility"
).split()
_PLACE = ("theme", "district", "venue_id", "online_url", "timezone")


def duplicate_seminar(actor: Actor, seminar_id: uuid.UUID, **times: Any) -> uuid.UUID:
    """A draft like a seminar of the own districts at other `times`; answers its id. Raises Invalid, NotAllowed."""
    seminar = _get_planned(actor, seminar_id)
    return plan_seminar(actor, **{name: getattr(seminar, name) for name in (*_COMMON, *_PLACE)}, **times)


def keep_as_template(actor: Actor, seminar_id: uuid.UUID, name: dict[str, str]) -> uuid.UUID:
    """A template with what this seminar would have in common with others; answers its id."""
    seminar = _get_planned(actor, seminar_id)
    minutes = int((seminar.local_end - seminar.local_start).total_seconds()) // 60
    fields = {field: getattr(seminar, field) for field in _COMMON} | {"duration_minutes": minutes}
    return add_template(actor, name=name, theme=seminar.theme, fields=fields)


def add_template(actor: Actor, **details: Any) -> uuid.UUID:
    """A template of the fields of `SeminarTemplate`, for everyone who plans; answers its id. Raises NotAllowed."""
    if not can_add_template(actor):
        raise NotAllowed
    template = SeminarTemplate(id=new_id(), created_by=actor.id, created_at=clock.now(), version=1, **details)
    db.session.add(template)
    db.session.flush()
    record(actor, "template.added", template.id, after=details)
    return template.id


def edit_template(actor: Actor, template_id: uuid.UUID, version: int | None = None, **changes: Any) -> bool:
    """Change some fields of a template; answers whether anything changed. Raises Stale, NotAllowed."""
    template = _lock_template(actor, template_id, version)
    before = {name: getattr(template, name) for name in changes}
    if before == changes:
        return False
    for name, value in changes.items():
        setattr(template, name, value)
    template.version += 1
    db.session.flush()
    record(actor, "template.edited", template.id, before=before, after=changes)
    return True


def delete_template(actor: Actor, template_id: uuid.UUID, version: int | None = None) -> None:
    """Throw a template away. Seminars that were planned with it stand by themselves."""
    template = _lock_template(actor, template_id, version)
    record(actor, "template.deleted", template.id, before={"name": template.name, "theme": template.theme})
    db.session.delete(template)
    db.session.flush()


def import_template(actor: Actor, *, code: str, name: dict[str, str], **details: Any) -> str:
    """Add a template or bring it up to date, by code; answers `new`, `changed` or `unchanged`."""
    known = db.session.execute(select(SeminarTemplate.id, SeminarTemplate.name).filter_by(code=code)).one_or_none()
    if known is None:
        add_template(actor, code=code, name=name, **details)
        return "new"
    return "changed" if edit_template(actor, known.id, name=known.name | name, **details) else "unchanged"


def _get_planned(actor: Actor, seminar_id: uuid.UUID) -> SeminarView:
    seminar = get_seminar(actor, seminar_id)
    if not can_plan_in(actor, seminar.district):
        raise NotAllowed
    return seminar


def _lock_template(actor: Actor, template_id: uuid.UUID, version: int | None) -> SeminarTemplate:
    template = db.session.get(SeminarTemplate, template_id, with_for_update=ROW_LOCK, populate_existing=True)
    if template is None or not can_add_template(actor):
        raise NotFound
    if not can_edit_templates(actor):
        raise NotAllowed
    if version is not None and version != template.version:
        raise Stale
    return template
