"""May this person do that with messages? Decided from what is at hand, without asking the store."""

from engage.access.actor import Actor
from engage.access.permissions import Permission


def can_retry_messages(actor: Actor) -> bool:
    return actor.can(Permission.MESSAGES_READ)
