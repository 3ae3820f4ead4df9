"""What registrations do when their association is suspended or dissolved, or whoever registered for it leaves it
(signals of engage.partners).
"""

import uuid

from sqlalchemy import update

from engage.access.actor import Actor
from engage.database import db
from engage.registrations.models import STANDING, Registration, RegistrationStatus
from engage.registrations.queries import seminars_of_association, standing_of_association
from engage.registrations.services.registering import cancel
from engage.registrations.services.seating import lock_known_seminar, promote

_WITHOUT_SEATS = (RegistrationStatus.REQUESTED, RegistrationStatus.WAITLISTED)


def lock_seminars_of(actor: Actor, association_id: uuid.UUID) -> None:
    """Lock the seminars to come where it is registered, in the order of their ids."""
    for seminar_id in seminars_of_association(actor, association_id, STANDING):
        lock_known_seminar(seminar_id)


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


def hand_over_delegations(actor: Actor, association_id: uuid.UUID, account_id: uuid.UUID, heir_id: uuid.UUID) -> None:
    """What somebody who left registered for the association is a manager's now, who gets its letters from here on."""
    standing = Registration.association_id == association_id, Registration.status.in_(STANDING)
    own = update(Registration).where(*standing, Registration.account_id == account_id)
    db.session.execute(own.values(account_id=heir_id).execution_options(synchronize_session=False))
