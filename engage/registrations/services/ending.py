"""What registrations do when their association is suspended or dissolved (signals of engage.partners)."""

import uuid

from engage.access.actor import Actor
from engage.registrations.models import STANDING, RegistrationStatus
from engage.registrations.queries import seminars_of_association, standing_of_association
from engage.registrations.services.registering import cancel
from engage.registrations.services.seating import lock_known_seminar, promote

_WITHOUT_SEATS = (RegistrationStatus.REQUESTED, RegistrationStatus.WAITLISTED)


def end_of_association(actor: Actor, association_id: uuid.UUID, reason: str | None, *, with_seats: bool) -> None:
    """End its requests and places in waiting lists at seminars to come; `with_seats` also the seats it holds there.

    Its seminars are locked in the order of their ids, and each party is read again under that lock. Whoever waits gets
    the seats at once.
    """
    ended = STANDING if with_seats else _WITHOUT_SEATS
    for seminar_id in seminars_of_association(actor, association_id, ended):
        seating = lock_known_seminar(seminar_id)
        for party in standing_of_association(actor, association_id, seminar_id, ended):
            cancel(actor, seating, party, reason, is_own=False)
        promote(actor, seating)
        seating.keep()
