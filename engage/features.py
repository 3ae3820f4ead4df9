"""Which features does Engage have? Their blueprints, in the order of the house, and the signals between them."""

from typing import Any

from flask import Blueprint

from engage.access.actor import Actor
from engage.settings import Settings, SettingsError
from engage.web.api import ApiBlueprint


def apis() -> list[ApiBlueprint]:
    from engage.accounts import api as accounts
    from engage.agreements import api as agreements
    from engage.city import api as city
    from engage.commitments import api as commitments
    from engage.desk import api as desk
    from engage.feedback import api as feedback
    from engage.holidays import api as holidays
    from engage.partners import api as partners
    from engage.places import api as places
    from engage.proposals import api as proposals
    from engage.registrations import api as registrations
    from engage.seminars import api as seminars

    below = (accounts, places, holidays, partners, agreements, seminars, registrations, proposals, commitments)
    return [feature.blueprint for feature in (*below, feedback, city, desk)]


def pages() -> list[Blueprint]:
    from engage.accounts import pages as accounts
    from engage.agreements import pages as agreements
    from engage.city import pages as city
    from engage.commitments import pages as commitments
    from engage.desk import pages as desk
    from engage.feedback import pages as feedback
    from engage.holidays import pages as holidays
    from engage.open311 import pages as open311
    from engage.outbox import pages as outbox
    from engage.outreach import pages as outreach
    from engage.partners import pages as partners
    from engage.places import pages as places
    from engage.proposals import pages as proposals
    from engage.registrations import pages as registrations
    from engage.seminars import pages as seminars
    from engage.web import docs, health

    beside = (health, docs, outbox)
    below = (accounts, places, holidays, partners, agreements, seminars, registrations, proposals, commitments)
    above = (feedback, outreach, open311, city, desk)
    return [feature.blueprint for feature in (*beside, *below, *above)]


def check_settings(settings: Settings) -> None:
    """What only a feature knows to be wrong. Raises SettingsError."""
    from engage.feedback.categories import Category

    if unknown := settings.trusted_categories - set(Category):
        raise SettingsError(f"ENGAGE_TRUSTED_CATEGORIES is wrong: unknown is {min(unknown)}")


def connect_signals() -> None:
    """News that travels upward: a place changed, and its seminars must follow; a seminar, and its registrations."""
    from engage.commitments import signals as commitments
    from engage.partners import signals as partners
    from engage.places import signals as places
    from engage.seminars import signals

    commitments.readers_asked.connect(_on_readers_asked)
    commitments.commitment_changed.connect(_on_commitment_changed)
    partners.association_may_end.connect(_on_association_may_end)
    partners.association_dissolved.connect(_on_association_dissolved)
    places.venue_edited.connect(_on_venue_edited)
    places.district_edited.connect(_on_district_edited)
    partners.association_suspended.connect(_on_association_suspended)
    partners.seats_given_back.connect(_on_association_gives_seats_back)
    partners.association_dissolved.connect(_on_association_gives_seats_back)
    partners.member_left.connect(_on_member_left)
    partners.consequences_asked.connect(_on_consequences_asked)
    partners.association_dissolved.connect(_on_association_ends_requests)
    signals.seminar_moved.connect(_on_seminar_moved)
    signals.instants_changed.connect(_on_instants_changed)
    signals.seminar_published.connect(_on_seminar_published)
    signals.seminar_cancelled.connect(_on_seminar_cancelled)
    signals.draft_deleted.connect(_on_draft_deleted)
    signals.capacity_lowered.connect(_on_capacity_lowered)
    signals.visibility_narrowed.connect(_on_visibility_narrowed)
    signals.seats_may_be_free.connect(_on_seats_may_be_free)


def _on_readers_asked(_sender: None, *, viewer: Actor | None, **columns: Any) -> Any:
    from engage.feedback import queries

    return queries.sees_promise(viewer, **columns)


def _on_commitment_changed(commitment: Any, *, actor: Actor, news: str) -> None:
    from engage.feedback import services

    if commitment.thread_id is not None:
        services.tell_of_promise(actor, commitment.thread_id, commitment.post_id, news, commitment.due_on)


def _on_association_may_end(association_id: Any, *, actor: Actor) -> None:
    from engage.agreements import services as agreements
    from engage.proposals import services as proposals
    from engage.registrations import services as registrations

    proposals.lock_requests_of(actor, association_id)
    agreements.lock_all_of(actor, association_id)
    registrations.lock_seminars_of(actor, association_id)


def _on_association_dissolved(association_id: Any, *, actor: Actor, reason: str | None) -> None:
    from engage.agreements import services

    services.end_all_of(actor, association_id, reason)


def _on_venue_edited(venue: Any, *, actor: Actor) -> None:
    from engage.seminars import services

    services.follow_venue(actor, venue)


def _on_district_edited(district: Any, *, actor: Actor) -> None:
    from engage.seminars import services

    services.follow_district(actor, district)


def _on_association_suspended(association_id: Any, *, actor: Actor, reason: str | None) -> None:
    from engage.registrations import services

    services.end_of_association(actor, association_id, reason, with_seats=False)


def _on_association_gives_seats_back(association_id: Any, *, actor: Actor, reason: str | None) -> None:
    from engage.registrations import services

    services.end_of_association(actor, association_id, reason, with_seats=True)


def _on_member_left(association_id: Any, *, actor: Actor, account_id: Any, heir_id: Any) -> None:
    from engage.proposals import services as proposals
    from engage.registrations import services as registrations

    registrations.hand_over_delegations(actor, association_id, account_id, heir_id)
    proposals.hand_over_requests(actor, association_id, account_id, heir_id)


def _on_consequences_asked(association_id: Any, *, actor: Actor) -> dict[str, int]:
    from engage.agreements import queries as agreements
    from engage.proposals import queries as proposals
    from engage.registrations import queries as registrations

    return {
        **registrations.count_of_association(actor, association_id),
        "agreements": agreements.count_standing(actor, association_id),
        "proposals": proposals.count_waiting(actor, association_id),
    }


def _on_association_ends_requests(association_id: Any, *, actor: Actor, **_told: Any) -> None:
    from engage.proposals import services

    services.end_requests_of(actor, association_id)


def _on_instants_changed(seminar: Any, *, actor: Actor) -> None:
    from engage.registrations import services

    services.send_calendar_again(actor, seminar.id)


def _on_seminar_moved(seminar: Any, *, actor: Actor, before: dict[str, Any]) -> None:
    from engage.registrations import services

    services.tell_of_move(actor, seminar.id, before)


def _on_seminar_published(seminar: Any, *, actor: Actor) -> None:
    from engage.registrations import services

    services.tell_of_publication(actor, seminar.id)


def _on_draft_deleted(seminar: Any, *, actor: Actor) -> None:
    from engage.registrations import services

    services.check_nobody_registered(actor, seminar.id)


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
