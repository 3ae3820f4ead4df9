"""May this person bring such files in? Decided from what is at hand, without asking the store."""

from engage.access.actor import Actor
from engage.city.kinds import KINDS, OFFERED


def can_import(actor: Actor, kind: str) -> bool:
    """Send files of a kind; what each line may change is asked of the services that write it."""
    return kind in OFFERED and actor.can(KINDS[kind].permission)
