"""Who is told what about an association? Rows for the outbox; the words are in templates/emails/."""

from collections.abc import Iterable
from typing import Any

from engage.outbox.services import message
from engage.partners.models import Association
from engage.settings import current_settings

APPLIED = "association_applied"
TO_VERIFY = "association_to_verify"
VERIFIED = "association_verified"
REFUSED = "association_refused"
ASKED = "association_asked"
SUSPENDED = "association_suspended"
RESTORED = "association_restored"
DISSOLVED = "association_dissolved"


def tell(kind: str, people: Iterable[Any], association: Association, reason: str | None = None) -> list[dict[str, Any]]:
    """A message to each of (account_id, name, address, locale, …). `reason` is what the police says, a question too.

    It leads who verifies to the page where that is done, and all others to the association's own.
    """
    page = "review" if kind == TO_VERIFY else "desk"
    url = f"{current_settings().base_url}/associations/{association.id}/{page}"
    return [
        message(
            kind,
            person[2],
            person[3],
            {"name": person[1], "association": association.name, "reason": reason, "url": url},
            recipient_id=person[0],
            subject_id=association.id,
        )
        for person in people
    ]
