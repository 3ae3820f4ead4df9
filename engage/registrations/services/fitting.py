"""May a party of this size and these people come? What register, change, offer and approval ask alike."""

from typing import Any

from sqlalchemy import select

from engage import clock
from engage.access.actor import Actor
from engage.database import db
from engage.errors import Conflict, Invalid
from engage.language import gettext as _
from engage.partners.models import Association
from engage.registrations.models import Level
from engage.registrations.queries import RegistrationView, seats_of_association
from engage.seminars.models import MINORS, SeminarStatus, Visibility, registration_state
from engage.seminars.queries import SeminarView
from engage.settings import current_settings


def check_open(seminar: SeminarView, is_delegation: bool, *, is_at_desk: bool = False) -> None:
    """An officer at the desk registers others until the seminar begins, also when its registration has closed."""
    state = registration_state(seminar, clock.now())
    to_come = seminar.status == SeminarStatus.PUBLISHED and clock.now() < seminar.starts_at
    if state == "not_yet" or (state == "closed" and not (is_at_desk and to_come)):
        raise Conflict("registration-closed")
    if not is_delegation and seminar.visibility == Visibility.ASSOCIATIONS:
        raise Conflict("associations-only")


def check_party(actor: Actor, seminar: SeminarView, party: RegistrationView) -> None:
    """Every rule that a party, as it wants to come, can break."""
    check_size(seminar, party)
    check_quota(actor, seminar, party)
    check_people(seminar, party.party_size, party.headcounts, party.attendees)


def check_size(seminar: SeminarView, party: RegistrationView) -> None:
    most = min(seminar.max_party_size, seminar.capacity)
    if party.association_id is None:
        most = min(most, 1 + current_settings().companions)
    if party.party_size > most:
        raise Conflict("party-too-large", most=most, asked=party.party_size)
    check_least(seminar, party.party_size)


def check_least(seminar: SeminarView, party_size: int) -> None:
    if party_size < seminar.min_party_size:
        raise Conflict("party-too-small", least=seminar.min_party_size, asked=party_size)


def check_quota(actor: Actor, seminar: SeminarView, party: RegistrationView) -> None:
    """No association holds or awaits more seats than its quota. Needs the seminar's lock."""
    most = seminar.association_quota
    if most is None or party.association_id is None:
        return
    if seminar.series_id:  # it may be registering in another of the series at this moment
        own = select(Association.id).where(Association.id == party.association_id)
        db.session.execute(own.with_for_update(key_share=True))
    held = seats_of_association(actor, seminar, party.association_id, but=party.id)
    if held + party.party_size > most:
        raise Conflict("quota-reached", most=most, held=held)


def check_people(
    seminar: SeminarView, party_size: int, headcounts: dict[str, int], attendees: list[dict[str, Any]]
) -> None:
    check_counts(party_size, headcounts)
    adults = headcounts.get(Level.ADULTS, 0) if headcounts else party_size
    if len(attendees) > adults:
        raise Invalid({"attendees": [_("There are more names than adults in the party.")]})
    _check_minors_unnamed(seminar, headcounts, attendees)


def check_counts(party_size: int, headcounts: dict[str, int]) -> None:
    if headcounts and sum(headcounts.values()) != party_size:
        message = _(
            "These add up to %(sum)s, but the party has %(size)s.", sum=sum(headcounts.values()), size=party_size
        )
        raise Invalid({"headcounts": [message]})
    if headcounts and not headcounts.get(Level.ADULTS):  # then all are minors, and nobody would answer for them
        raise Invalid({"headcounts": [_("Minors come with an adult who answers for them: count at least one.")]})


def _check_minors_unnamed(seminar: SeminarView, headcounts: dict[str, int], attendees: list[dict[str, Any]]) -> None:
    """Where pupils come, names are taken only beside a count that says how many of the party are adults."""
    if attendees and not headcounts and MINORS & set(seminar.audiences):
        raise Invalid({"headcounts": [_("Count the party by level first: only adults may be named.")]})
