"""Planning a seminar and changing the plan: its texts, its place, its wall-clock time and its seats."""

import uuid
from datetime import timedelta
from typing import Any

from sqlalchemy import inspect

from engage import clock
from engage.access.actor import Actor
from engage.agreements.queries import covers
from engage.audit.services import record
from engage.codes import human_code
from engage.database import db, new_id
from engage.errors import Invalid, NotAllowed
from engage.language import gettext as _
from engage.places.models import Venue
from engage.places.queries import district_names
from engage.seminars import signals
from engage.seminars.models import EDITABLE, MAX_LENGTH, Seminar, SeminarStatus, Visibility
from engage.seminars.policies import can_plan_in
from engage.seminars.services.booking import book
from engage.seminars.services.inviting import write_to_guests
from engage.seminars.services.rows import (
    derive_instants,
    index_words,
    is_known_to_some,
    lock_seminar,
    require_status,
    snapshot,
    touch,
)
from engage.settings import current_settings

_PLACE_AND_TIME = ("local_start", "local_end", "timezone", "venue_id", "online_url")


def plan_seminar(actor: Actor, **fields: Any) -> uuid.UUID:
    """A new draft; answers its id. Fields as in `Seminar`, times as `local_start`, `local_end` (wall clock of
    `timezone`, the city's by default) or as instants `starts_at`, `ends_at`. `officers` are account ids; `force_reason`
    says why, if the venue or one of them is taken then. Raises Invalid, NotAllowed.
    """
    held = _taken_out(fields)
    seminar = draft_seminar(actor, fields)
    db.session.add(seminar)
    db.session.flush()
    book(actor, seminar, **held)
    index_words(seminar)
    record(actor, "seminar.planned", seminar.id, after=snapshot(seminar))
    return seminar.id


def draft_seminar(actor: Actor, fields: dict[str, Any], held: Venue | None = None) -> Seminar:
    """A draft that breaks no rule, not in the store yet; `held` is its venue if the caller has locked that already."""
    seminar = Seminar(
        id=new_id(),
        reference=fields.pop("reference", None) or f"{clock.now().year}-{human_code(1, 6)}",
        created_by=actor.id,
        created_at=clock.now(),
        seats_taken=0,
        waiting_count=0,
        next_queue_number=1,
        queue_comes_first=False,
        min_party_size=1,
        invitation_round=0,
        calendar_sequence=0,
        status=SeminarStatus.DRAFT,
        updated_at=clock.now(),
        version=1,
    )
    fields.setdefault("timezone", current_settings().timezone)
    _set_fields(
        actor, seminar, {"summary": {}, "description": {}, "online_url": None, "venue_id": None, **fields}, held
    )
    return seminar


def edit_seminar(actor: Actor, seminar_id: uuid.UUID, version: int | None = None, **changes: Any) -> bool:
    """Change some fields of a draft or a published seminar. Another time or place is a move: everyone is told.

    Answers whether anything changed. Raises Stale when `version` is no longer the current one, Invalid for a capacity
    below the seats taken.
    """
    seminar = lock_seminar(actor, seminar_id, version)
    require_status(seminar, EDITABLE)
    before, place_before = snapshot(seminar), _place_and_time(seminar)
    _check_still_seen(actor, seminar, changes.get("visibility", seminar.visibility))
    was_to_come, held = seminar.starts_at > clock.now(), _taken_out(changes)
    _set_fields(actor, seminar, changes)
    if was_to_come:
        _check_move(seminar)
    is_rebooked = book(actor, seminar, **held)
    after = snapshot(seminar)
    if after == before and not is_rebooked:
        return False
    touch(seminar)
    db.session.flush()
    index_words(seminar)
    record(actor, "seminar.edited", seminar.id, before=before, after=after)
    if is_known_to_some(seminar):
        _announce_changes(actor, seminar, before, place_before)
    return True


def _taken_out(fields: dict[str, Any]) -> dict[str, Any]:
    """What is no field of a seminar's row: whom it holds, and why although taken."""
    return {name: fields.pop(name) for name in ("officers", "force_reason") if name in fields}


def _check_still_seen(actor: Actor, seminar: Seminar, visibility: str) -> None:
    """Whoever is registered, waits or is under review must not lose sight of the seminar."""
    if visibility not in (seminar.visibility, Visibility.PUBLIC):
        signals.visibility_narrowed.send(seminar, actor=actor)


def _check_move(seminar: Seminar) -> None:
    """What is still to come for people stays so; the hour of what is over may be put right."""
    if seminar.status == SeminarStatus.PUBLISHED and seminar.starts_at < clock.now():
        raise Invalid({"starts_at": [_("A seminar cannot be moved into the past.")]})


def _set_fields(actor: Actor, seminar: Seminar, fields: dict[str, Any], held: Venue | None = None) -> None:
    with db.session.no_autoflush:  # nothing reaches the store before it was checked
        _assign(seminar, fields)
        _check_all(actor, seminar, held)


def _assign(seminar: Seminar, fields: dict[str, Any]) -> None:
    for name, value in fields.items():
        if name not in ("starts_at", "ends_at"):
            setattr(seminar, name, value)
    if fields.get("venue_id") and not fields.get("district"):
        seminar.district = ""  # the venue says it, in _venue_of
    # A program says instants, a form wall-clock times; what is promised is always the wall-clock time.
    for instant, wall in (("starts_at", "local_start"), ("ends_at", "local_end")):
        if instant in fields:
            setattr(seminar, wall, clock.local(fields[instant], seminar.timezone))
        setattr(seminar, wall, getattr(seminar, wall).replace(second=0, microsecond=0))  # no clock on a wall shows more
    derive_instants(seminar)
    _check_unambiguous(seminar, fields)
    closes = seminar.registration_closes_at
    if closes and closes > seminar.starts_at and "registration_closes_at" not in fields:
        seminar.registration_closes_at = None  # moved ahead of it: then it closes when the seminar begins


def _check_unambiguous(seminar: Seminar, fields: dict[str, Any]) -> None:
    """An hour that exists twice means the first: a program that says the second in so many words must not get it."""
    for name in ("starts_at", "ends_at"):
        if name in fields and abs(fields[name] - getattr(seminar, name)) >= timedelta(minutes=1):
            message = _("The clocks change that day and this hour exists twice. Choose another.")
            raise Invalid({name: [message]})


def _check_all(actor: Actor, seminar: Seminar, held: Venue | None) -> None:
    venue = _venue_of(seminar, held)
    if seminar.district not in district_names():
        raise Invalid({"district": [_("This district does not exist.")]})
    if not can_plan_in(actor, seminar.district):
        raise NotAllowed
    _check(seminar, venue)
    _check_agreement(actor, seminar)


def _check_agreement(actor: Actor, seminar: Seminar) -> None:
    """It is chosen while it is active; what is held under it stays so when it has ended."""
    chosen, day = seminar.agreement_id, seminar.local_start.date()
    if chosen is None:
        return
    changes = inspect(seminar).attrs
    is_chosen = changes.agreement_id.history.has_changes() or changes.district.history.has_changes()
    if is_chosen and not covers(actor, chosen, seminar.district, day):
        raise Invalid({"agreement_id": [_("This agreement is not active then in this district.")]})


def _venue_of(seminar: Seminar, held: Venue | None) -> Venue | None:
    if seminar.venue_id is None:
        if not seminar.online_url:
            raise Invalid({"venue_id": [_("Choose a venue, or give the address of the online meeting.")]})
        return None
    # Nobody makes it smaller until this is kept.
    venue = held or db.session.get(Venue, seminar.venue_id, with_for_update={"read": True}, populate_existing=True)
    if venue is None:
        raise Invalid({"venue_id": [_("This venue does not exist.")]})
    if not seminar.district:
        seminar.district = venue.district
    if seminar.district != venue.district:
        raise Invalid({"venue_id": [_("This venue is in another district.")]})
    return venue


def _check(seminar: Seminar, venue: Venue | None) -> None:
    """Every rule that one seminar and its venue can break, each with its own field."""
    errors: dict[str, list[str]] = {}
    if seminar.ends_at <= seminar.starts_at:
        errors["ends_at"] = [_("The end must be after the start.")]
    elif seminar.ends_at - seminar.starts_at >= MAX_LENGTH:
        errors["ends_at"] = [_("A seminar lasts less than a week.")]
    if venue and seminar.capacity > venue.capacity:
        errors["capacity"] = [_("The capacity of this venue is %(most)s.", most=venue.capacity)]
    if seminar.capacity < seminar.seats_taken:
        message = _("Seats taken already: %(taken)s. The capacity cannot be lower.", taken=seminar.seats_taken)
        errors["capacity"] = [message]
    errors |= _party_errors(seminar) | _registration_time_errors(seminar)
    if errors:
        raise Invalid(errors)


def _party_errors(seminar: Seminar) -> dict[str, list[str]]:
    most = min(seminar.max_party_size, seminar.capacity)
    errors: dict[str, list[str]] = {}
    if seminar.min_party_size > most:
        errors["min_party_size"] = [_("The smallest party can have %(most)s people at most.", most=most)]
    if seminar.association_quota is not None and seminar.association_quota < seminar.min_party_size:
        errors["association_quota"] = [_("This is less than the smallest party.")]
    return errors


def _registration_time_errors(seminar: Seminar) -> dict[str, list[str]]:
    opens, closes = seminar.registration_opens_at, seminar.registration_closes_at
    if closes and closes > seminar.starts_at:
        return {"registration_closes_at": [_("Registration must close before the seminar begins.")]}
    if opens and opens >= (closes or seminar.starts_at):
        return {"registration_opens_at": [_("Registration must open before it closes.")]}
    return {}


def _announce_changes(actor: Actor, seminar: Seminar, before: dict[str, Any], place_before: dict[str, Any]) -> None:
    if _place_and_time(seminar) != place_before:
        seminar.calendar_sequence += 1
        db.session.flush()
        was = {name: before[name] for name in ("local_start", "local_end", "timezone", "venue_id")}
        signals.seminar_moved.send(seminar, actor=actor, before=was)
    if seminar.visibility != before["visibility"]:
        write_to_guests(actor, seminar.id)
    if seminar.capacity < before["capacity"]:
        signals.capacity_lowered.send(seminar, actor=actor)
    signals.seats_may_be_free.send(seminar, actor=actor)


def _place_and_time(seminar: Seminar) -> dict[str, Any]:
    return {name: getattr(seminar, name) for name in _PLACE_AND_TIME}
