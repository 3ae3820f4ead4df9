"""May this person do that with a seminar? Decided from what is at hand, without asking the store."""

from engage.access.actor import Actor
from engage.access.permissions import Permission


def can_plan_in(actor: Actor, district: str) -> bool:
    """Plan, publish, move, cancel and hold the seminars of a district."""
    return actor.can_in(Permission.SEMINARS_PLAN, district)


def can_manage_registrations_in(actor: Actor, district: str) -> bool:
    """Read the rosters of a district's seminars, and decide on registrations."""
    return actor.can_in(Permission.REGISTRATIONS_MANAGE, district)
