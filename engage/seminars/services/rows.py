"""A seminar's row under its lock: who may change it, what the trail keeps of it, by which words it is found."""

import uuid
from collections.abc import Iterable
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import delete, select

from engage import clock
from engage.access.actor import Actor
from engage.audit.services import entry, record_all
from engage.database import ROW_LOCK, among, db, insert_new
from engage.errors import Conflict, Invalid, NotAllowed, NotFound, Stale
from engage.language import gettext as _
from engage.places.models import Venue
from engage.places.queries import district_names
from engage.seminars.models import SearchVariant, Seminar, SeminarStatus, SeminarWord
from engage.seminars.policies import can_plan_in
from engage.seminars.queries import is_visible
from engage.text import different, indexed_words, known_words, variants

_AUDITED = (
    "series_id title summary description theme audiences languages district venue_id agreement_id online_url"
    " local_start local_end timezone capacity min_party_size max_party_size association_quota"
    " registration_opens_at registration_closes_at approval_required waiting_list visibility status force_reason"
).split()


def lock_seminar(actor: Actor, seminar_id: uuid.UUID, version: int | None = None) -> Seminar:
    seminar = db.session.get(Seminar, seminar_id, with_for_update=ROW_LOCK, populate_existing=True)
    if seminar is None:
        raise NotFound
    if not can_plan_in(actor, seminar.district):
        raise NotAllowed if is_visible(actor, seminar_id) else NotFound
    if version is not None and version != seminar.version:
        raise Stale
    return seminar


def require_status(seminar: Seminar, allowed: set[SeminarStatus] | frozenset[SeminarStatus]) -> None:
    if seminar.status not in allowed:
        raise Conflict("wrong-state")


def is_known_to_some(seminar: Seminar) -> bool:
    """Whether a change must be told: it is published, or a draft in which somebody holds seats already."""
    return seminar.status == SeminarStatus.PUBLISHED or seminar.seats_taken > 0


def change_status(actor: Actor, seminar: Seminar, status: SeminarStatus, action: str) -> None:
    told = turn(actor, seminar, status, action)
    db.session.flush()
    record_all([told])


def turn(actor: Actor, seminar: Seminar, status: SeminarStatus, action: str) -> dict[str, Any]:
    """Another status, not in the store yet; answers what the trail must keep of it."""
    before = {"status": seminar.status}
    seminar.status = status
    touch(seminar)
    after = {"status": status} | ({"reason": seminar.cancel_reason} if seminar.cancel_reason else {})
    return entry(actor, action, seminar.id, before=before, after=after)


def touch(seminar: Seminar) -> None:
    seminar.version += 1
    seminar.updated_at = clock.now()


def derive_instants(seminar: Seminar) -> None:
    """What the wall clock promises, as UTC instants by today's rules. Raises Invalid for an hour that is skipped."""
    for wall, instant in (("local_start", "starts_at"), ("local_end", "ends_at")):
        setattr(seminar, instant, instant_of(instant, getattr(seminar, wall), seminar.timezone))


def instant_of(field: str, wall: datetime, zone_name: str) -> datetime:
    """The instant of a wall-clock time. Raises Invalid at the field for an hour that is skipped."""
    try:
        return clock.instant(wall, zone_name)
    except clock.NoSuchHour:
        message = _("The clocks change that day and this hour does not exist. Choose another.")
        raise Invalid({field: [message]}) from None


def snapshot(seminar: Seminar) -> dict[str, Any]:
    return {name: _as_json(getattr(seminar, name)) for name in _AUDITED}


def _as_json(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat()
    return str(value) if isinstance(value, uuid.UUID) else value


def index_words(seminar: Seminar) -> None:
    """Keep the words by which it is found."""
    venue = db.session.get(Venue, seminar.venue_id) if seminar.venue_id else None
    db.session.execute(delete(SeminarWord).where(SeminarWord.seminar_id == seminar.id))
    add_words([(seminar, venue)])


def add_words(described: Iterable[tuple[Seminar, Venue | None]]) -> None:
    """The same for seminars that have none yet, all at once; what many say of their place is taken apart once.

    Should a seminar have too many words, the last are left.
    """
    said = {seminar.id: _everything_said_of(seminar, venue) for seminar, venue in described}
    forms = cache(indexed_words)
    words = {id_: different(word for text in texts for word in forms(text)) for id_, texts in said.items()}
    # Its place may be given a new name in this very moment, and with it some of these words.
    insert_new(SeminarWord, [{"word": word, "seminar_id": id_} for id_, found in words.items() for word in found])
    remember_words({text for texts in said.values() for text in texts})


def _everything_said_of(seminar: Seminar, venue: Venue | None) -> list[str]:
    """Its reference, its title, its place, its district and its other texts."""
    place = [venue.name if venue else {}, district_names().get(seminar.district, {})]
    texts = [seminar.title, *place, seminar.summary, seminar.description]
    return [seminar.reference, *(words for text in texts for words in text.values())]


def remember_words(texts: Iterable[str]) -> None:
    """Let words that are new be found by those who mistype them. Most are known: only the new ones cost anything."""
    words = {word for text in texts for word in known_words(text)}
    known = select(SearchVariant.word).where(
        among(SearchVariant.variant, sorted(words)), SearchVariant.variant == SearchVariant.word
    )
    new = sorted(words.difference(db.session.scalars(known)))
    rows = [{"variant": variant, "word": word} for word in new for variant in sorted(variants(word))]
    insert_new(SearchVariant, rows)
