"""A guest of the desk is called otherwise, or is reached elsewhere: what changes with that, and who is told?"""

from dataclasses import replace
from typing import Any

from engage.errors import Invalid
from engage.language import gettext as _
from engage.outbox.services import owe
from engage.registrations.models import RegistrationStatus
from engage.registrations.notifications import CHANGED, tell, way_to
from engage.registrations.queries import RegistrationView
from engage.seminars.queries import SeminarView

_SHOWN = {"guest_name": "account_name", "guest_email": "account_email", "guest_locale": "account_locale"}


def corrected(registration: RegistrationView, changes: dict[str, Any]) -> RegistrationView:
    """The registration with these changes. Raises Invalid for a name or address that is the account's own."""
    of_guest = sorted(changes.keys() & _SHOWN.keys())
    if of_guest and not registration.is_of_guest:
        raise Invalid({name: [_("Only for somebody who was registered at the desk.")] for name in of_guest})
    return replace(registration, **changes, **{_SHOWN[name]: changes[name] for name in of_guest})


def tell_of_change(before: RegistrationView, after: RegistrationView, seminar: SeminarView, whole: str) -> None:
    """How many seats it is now; or everything, by the letter `whole`, to a guest whom no letter has reached so far."""
    if after.is_of_guest and way_to(after) != way_to(before):
        owe([tell(whole, after, seminar)])
    elif after.status == RegistrationStatus.CONFIRMED and after.party_size != before.party_size:
        owe([tell(CHANGED, after, seminar)])
