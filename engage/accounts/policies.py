"""May this person do that with an account? Decided from what is at hand, without asking the store."""

from engage.access.actor import Actor
from engage.access.permissions import Role


def can_create_account(actor: Actor) -> bool:
    """Make an account for somebody else, with roles, whose address counts as confirmed."""
    return actor.has_role(Role.ADMINISTRATOR)
