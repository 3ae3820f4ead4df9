"""May this person do that with a commitment? Decided from what is at hand, without asking the store."""

from engage.access.actor import Actor
from engage.commitments.charge import Promise, serves


def can_keep_commitment(actor: Actor, promise: Promise) -> bool:
    """Say that it is done, move its day, withdraw it, hand it over."""
    return serves(actor, promise)
