"""May this person do that with a seminar? Decided from what is at hand, without asking the store."""

from engage.access.actor import Actor
from engage.access.permissions import Permission


def can_plan_in(actor: Actor, district: str) -> bool:
    """Plan, publish, move, cancel and hold the seminars of a district."""
    return actor.can_in(Permission.SEMINARS_PLAN, district)


def can_manage_registrations_in(actor: Actor, district: str) -> bool:
    """Read the rosters of a district's seminars, and decide on registrations."""
    return actor.can_in(Permission.REGISTRATIONS_MANAGE, district)


def can_add_template(actor: Actor) -> bool:
    """Read, use and add templates: whoever plans anywhere."""
    return actor.can(Permission.SEMINARS_PLAN)


def can_edit_templates(actor: Actor) -> bool:
    """Rename, change and delete them: they are everyone's."""
    return actor.can(Permission.TEMPLATES_EDIT)
