"""Somebody without account telephones or stands at the desk: an officer registers that person as a guest."""

import uuid
from typing import Any

from engage.access.actor import Actor
from engage.errors import NotAllowed
from engage.registrations.policies import can_register_others
from engage.registrations.queries import DESK, RegistrationView
from engage.registrations.services.fitting import check_open
from engage.registrations.services.registering import enter, new_party
from engage.registrations.services.seating import Seating, lock_seminar


def register_guest(
    actor: Actor,
    seminar_id: uuid.UUID,
    *,
    name: str,
    locale: str,
    phone: str | None = None,
    email: str | None = None,
    **party: Any,
) -> RegistrationView:
    """Register a person who is told by e-mail, else by SMS, else on paper. All rules are those of `register`; but an
    officer decides here and now, so no approval is awaited, and registration is open until the seminar begins.

    Raises Conflict (`already-registered` for a telephone number that is registered, …), Invalid, NotAllowed.
    """
    seating = lock_seminar(actor, seminar_id)
    if not can_register_others(actor, seating.seminar.district):
        raise NotAllowed
    check_open(seating.seminar, is_delegation=False, is_at_desk=True)
    guest: dict[str, Any] = {"guest_name": name, "guest_email": email, "guest_locale": locale, "viewer_role": DESK}
    shown = {"account_name": name, "account_email": email, "account_locale": locale, "contact_phone": phone}
    given = {"party_size": 1, "headcounts": {}, "attendees": []} | party
    return enter(actor, seating, new_party(actor, seating, **guest, **shown, **given), place=Seating.place)
