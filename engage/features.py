"""Which features does Engage have? Their blueprints, in the order of the house, and the signals between them."""

from typing import Any

from flask import Blueprint

from engage.access.actor import Actor
from engage.web.api import ApiBlueprint


def apis() -> list[ApiBlueprint]:
    from engage.accounts import api as accounts
    from engage.city import api as city
    from engage.feedback import api as feedback
    from engage.holidays import api as holidays
    from engage.partners import api as partners
    from engage.places import api as places
    from engage.registrations import api as registrations
    from engage.seminars import api as seminars

    return [
        feature.blueprint for feature in (accounts, places, holidays, partners, seminars, registrations, feedback, city)
    ]


def pages() -> list[Blueprint]:
    from engage.accounts import pages as accounts
    from engage.city import pages as city
    from engage.desk import pages as desk
    from engage.feedback import pages as feedback
    from engage.holidays import pages as holidays
    from engage.outbox import pages as outbox
    from engage.outreach import pages as outreach
    from engage.partners import pages as partners
    from engage.places import pages as places
    from engage.registrations import pages as registrations
    from engage.seminars import pages as seminars
    from engage.web import docs, health

    features = (
        health,
        docs,
        outbox,
        accounts,
        places,
        holidays,
        partners,
        seminars,
        registrations,
        feedback,
        outreach,
        city,
        desk,
    )
    return [feature.blueprint for feature in features]


def connect_signals() -> None:
    """News that travels upward: a place changed, and its seminars must follow; a seminar, and its registrations."""
    from engage.places import signals as places
    from engage.seminars import signals

    places.venue_edited.connect(_on_venue_edited)
    places.district_edited.connect(_on_district_edited)
    signals.seminar_moved.connect(_on_seminar_moved)
    signals.instants_changed.connect(_on_instants_changed)
    signals.seminar_cancelled.connect(_on_seminar_cancelled)
    signals.capacity_lowered.connect(_on_capacity_lowered)
    signals.visibility_narrowed.connect(_on_visibility_narrowed)
    signals.seats_may_be_free.connect(_on_seats_may_be_free)


def _on_venue_edited(venue: Any, *, actor: Actor) -> None:
    from engage.seminars import services

    services.follow_venue(actor, venue)


def _on_district_edited(district: Any, *, actor: Actor) -> None:
    from engage.seminars import services

    services.follow_district(actor, district)


def _on_instants_changed(seminar: Any, *, actor: Actor) -> None:
    from engage.registrations import services

    services.send_calendar_again(actor, seminar.id)


def _on_seminar_moved(seminar: Any, *, actor: Actor, before: dict[str, Any]) -> None:
    from engage.registrations import services

    services.tell_of_move(actor, seminar.id, before)


def _on_seminar_cancelled(seminar: Any, *, actor: Actor) -> None:
    from engage.registrations import services

    services.cancel_all(actor, seminar.id)


def _on_visibility_narrowed(seminar: Any, *, actor: Actor) -> None:
    from engage.registrations import services

    services.check_nobody_stands(actor, seminar.id)


def _on_capacity_lowered(seminar: Any, *, actor: Actor) -> None:
    from engage.registrations import services

    services.check_waiting_fit(actor, seminar.id)


def _on_seats_may_be_free(seminar: Any, *, actor: Actor) -> None:
    from engage.registrations import services

    services.promote_waiting(actor, seminar.id)
