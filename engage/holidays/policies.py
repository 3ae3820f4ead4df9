"""May this person change the holidays? Decided from what is at hand, without asking the store."""

from engage.access.actor import Actor
from engage.access.permissions import Permission


def can_edit_holidays(actor: Actor) -> bool:
    """Whoever keeps places, be it in one district: holidays only warn, and are the same for the whole city."""
    return actor.can(Permission.PLACES_EDIT)
