"""Whoever asked for a seminar holds its seats before anybody else can register: the draft is made for that party."""

import uuid
from dataclasses import replace
from typing import Any

from engage.access.actor import Actor
from engage.errors import Conflict, NotAllowed
from engage.registrations.policies import can_decide_on_registration
from engage.registrations.queries import RegistrationView
from engage.registrations.services.fitting import check_counts
from engage.registrations.services.registering import insert_party, new_party
from engage.registrations.services.seating import lock_known_seminar
from engage.seminars.models import SeminarStatus


def hold_seats(actor: Actor, seminar_id: uuid.UUID, *, holder: Actor, **party: Any) -> RegistrationView:
    """Confirm the party of `holder` (or of `association_id`) in a draft: how many may come was settled when the request
    was accepted. Answers it with its seminar; nothing is told here. Raises Conflict (`seats-exhausted`, `wrong-state`),
    Invalid, NotAllowed.
    """
    seating = lock_known_seminar(seminar_id)
    if not can_decide_on_registration(actor, seating.seminar.district):
        raise NotAllowed
    if seating.seminar.status != SeminarStatus.DRAFT:
        raise Conflict("wrong-state")
    asked = new_party(holder, seating, **{"headcounts": {}, "attendees": []} | party)
    check_counts(asked.party_size, asked.headcounts)
    if not seating.has_room_for(asked.party_size):
        raise Conflict("seats-exhausted")
    status, queue_number = seating.place(asked.party_size)
    held = replace(asked, status=status, queue_number=queue_number, seminar=seating.seminar)
    insert_party(actor, held)
    seating.keep()
    return held
