"""Who is told what about an agreement? Rows for the outbox; the words are in templates/emails/."""

from typing import Any

from engage.access.actor import Actor
from engage.agreements.models import Agreement, Obligation, Side
from engage.agreements.queries import list_to_tell
from engage.outbox.services import message
from engage.settings import current_settings

PROPOSED = "agreement_proposed"
CHANGED = "agreement_changed"
SIGNED = "agreement_signed"
IN_FORCE = "agreement_in_force"
ENDING = "agreement_ending"
ENDED = "agreement_ended"
DUTY = "obligation_due"


def tell(
    actor: Actor, kind: str, agreement: Agreement, sides: tuple[Side, ...] = tuple(Side), **more: Any
) -> list[dict[str, Any]]:
    """A message to everyone who speaks for these sides, but for whoever did it.

    `more`: `side` that signed, `days` left, `reason` of an end (None: its time was up).
    """
    people = {one.id: one for side in sides for one in list_to_tell(actor, agreement, side) if one.id != actor.id}
    return [_to(one, kind, agreement, more) for one in people.values()]


def remind(actor: Actor, agreement: Agreement, obligation: Obligation, owner: Any = None) -> list[dict[str, Any]]:
    """A duty is due soon or late: to whoever is in charge of it, or else to everyone of the side that owes it."""
    people = [owner] if owner else list_to_tell(actor, agreement, Side(obligation.side))
    more = {"what": obligation.what, "due_on": obligation.due_on.isoformat(), "late": obligation.reminded == "overdue"}
    return [_to(one, DUTY, agreement, more) for one in people]


def _to(one: Any, kind: str, agreement: Agreement, more: dict[str, Any]) -> dict[str, Any]:
    payload = {
        "name": one.display_name,
        "reference": agreement.reference,
        "agreement": agreement.title,
        "association": agreement.parties[Side.ASSOCIATION],
        "starts_on": agreement.starts_on.isoformat(),
        "ends_on": agreement.ends_on.isoformat(),
        "url": f"{current_settings().base_url}/agreements/{agreement.id}",
        **more,
    }
    return message(kind, one.email, one.locale, payload, recipient_id=one.id, subject_id=agreement.id)
