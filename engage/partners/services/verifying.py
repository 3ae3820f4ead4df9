"""What the police decides on an association: every step of its life (domain.md §5), each told to its people.

Nobody registers for it while its row is locked here, so that what a step ends is all that there was. What there is is
locked before it, in the order of all others; only what comes in between is locked after it.
"""

import uuid
from collections.abc import Sequence
from typing import Any

from blinker import Signal

from engage import clock
from engage.access.actor import Actor
from engage.errors import NotAllowed
from engage.outbox.services import owe
from engage.partners import notifications as told
from engage.partners import signals
from engage.partners.models import STEPS, Association, AssociationStatus, MembershipRole
from engage.partners.policies import can_verify_association
from engage.partners.queries import get_dossier_in_charge, people_of
from engage.partners.services.inside import lock_association, require_status
from engage.partners.services.keeping import change, check_version

_ENDING = ("suspend", "dissolve")


def verify_association(actor: Actor, association_id: uuid.UUID, version: int | None = None) -> None:
    association = _lock(actor, association_id, version, "verify")
    _step(actor, association, "verified", status=AssociationStatus.VERIFIED, reason=None, verified_at=clock.now())
    _tell(actor, told.VERIFIED, association, managers_only=True)


def refuse_association(actor: Actor, association_id: uuid.UUID, reason: str, version: int | None = None) -> None:
    """It stays, but for its own people alone; they may apply anew."""
    association = _lock(actor, association_id, version, "refuse")
    _step(actor, association, "refused", status=AssociationStatus.REFUSED, reason=reason)
    _tell(actor, told.REFUSED, association, reason, managers_only=True)


def ask_association(actor: Actor, association_id: uuid.UUID, question: str, version: int | None = None) -> None:
    """Ask for more before deciding. A question that was answered gives way to the next; its answer stays, for the
    applicant to add to: it is in no other place."""
    association = _lock(actor, association_id, version, "ask")
    _step(actor, association, "asked", question=question, asked_at=clock.now(), answered_at=None)
    _tell(actor, told.ASKED, association, question, managers_only=True)


def suspend_association(
    actor: Actor,
    association_id: uuid.UUID,
    reason: str,
    cancel_registrations: bool = False,
    version: int | None = None,
) -> None:
    """From now on it asks for nothing new; its requests and places in waiting lists end.

    The seats that it has stay promised, unless `cancel_registrations` gives back those to come too.
    """
    association = _lock(actor, association_id, version, "suspend")
    _step(actor, association, "suspended", status=AssociationStatus.SUSPENDED, reason=reason)
    _send(signals.association_suspended, actor, association, reason)
    if cancel_registrations:
        _send(signals.seats_given_back, actor, association, reason)
    _tell(actor, told.SUSPENDED, association, reason)


def restore_association(actor: Actor, association_id: uuid.UUID, version: int | None = None) -> None:
    """All is as before; but what ended by the suspension is not given back."""
    association = _lock(actor, association_id, version, "restore")
    _step(actor, association, "restored", status=AssociationStatus.VERIFIED, reason=None)
    _tell(actor, told.RESTORED, association)


def dissolve_association(
    actor: Actor, association_id: uuid.UUID, reason: str | None = None, version: int | None = None
) -> None:
    """It is no more: what it had before it ends, and its people act for it no longer."""
    association = _lock(actor, association_id, version, "dissolve")
    _step(actor, association, "dissolved", status=AssociationStatus.DISSOLVED, reason=reason)
    _send(signals.association_dissolved, actor, association, reason)
    _tell(actor, told.DISSOLVED, association, reason)


def _lock(actor: Actor, association_id: uuid.UUID, version: int | None, step: str) -> Association:
    """Raises NotFound to all but supervisors in charge, NotAllowed to those of them who belong to it, Stale, and
    Conflict where it is in another state.
    """
    if not can_verify_association(actor, get_dossier_in_charge(actor, association_id)):
        raise NotAllowed
    if step in _ENDING:
        signals.association_may_end.send(association_id, actor=actor)
    association = lock_association(association_id, alone=True)
    check_version(association, version)
    require_status(association, [STEPS[step]])
    return association


def _step(actor: Actor, association: Association, done: str, **changes: Any) -> None:
    change(actor, association, f"association.{done}", changes)


def _send(signal: Signal, actor: Actor, association: Association, reason: str | None) -> None:
    signal.send(association.id, actor=actor, reason=reason)


def _tell(
    actor: Actor, kind: str, association: Association, reason: str | None = None, *, managers_only: bool = False
) -> None:
    people: Sequence[Any] = people_of(actor, association.id)
    owe(told.tell(kind, [one for one in people if not managers_only or _manages(one)], association, reason))


def _manages(person: Any) -> bool:
    return bool(person.role == MembershipRole.MANAGER)
