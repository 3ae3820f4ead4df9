"""May this person change that place? Decided from what is at hand, without asking the store."""

from engage.access.actor import Actor
from engage.access.permissions import Permission


def can_edit_places_in(actor: Actor, district: str) -> bool:
    """Add and edit the venues of a district, and edit the district itself."""
    return actor.can_in(Permission.PLACES_EDIT, district)
