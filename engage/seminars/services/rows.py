"""A seminar's row under its lock: who may change it, what the trail keeps of it, by which words it is found."""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import delete

from engage import clock
from engage.access.actor import Actor
from engage.audit.services import entry, record_all
from engage.database import ROW_LOCK, db, insert_into, table_of
from engage.errors import Conflict, Invalid, NotAllowed, NotFound, Stale
from engage.language import gettext as _
from engage.places.models import Venue
from engage.places.queries import district_names
from engage.seminars.models import Seminar, SeminarStatus, SeminarWord
from engage.seminars.policies import can_plan_in
from engage.seminars.queries import is_visible
from engage.text import indexed_words

_AUDITED = (
    "title summary description theme audiences languages district venue_id online_url local_start local_end timezone"
    " capacity max_party_size registration_opens_at registration_closes_at approval_required waiting_list visibility"
    " status"
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
        try:
            setattr(seminar, instant, clock.instant(getattr(seminar, wall), seminar.timezone))
        except clock.NoSuchHour:
            message = _("The clocks change that day and this hour does not exist. Choose another.")
            raise Invalid({instant: [message]}) from None


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
    add_words(word_rows(seminar, venue))


def word_rows(seminar: Seminar, venue: Venue | None) -> list[dict[str, Any]]:
    """The words by which it is found: its texts, its place, its district and its reference."""
    place = [venue.name if venue else {}, district_names().get(seminar.district, {})]
    texts = [seminar.title, *place, seminar.summary, seminar.description]  # should there be too many, the last are left
    words = indexed_words(" ".join([seminar.reference, *(words for text in texts for words in text.values())]))
    return [{"word": word, "seminar_id": seminar.id} for word in words]


def add_words(rows: list[dict[str, Any]]) -> None:
    # Its place may be given a new name in this very moment, and with it some of these words.
    db.session.execute(insert_into(table_of(SeminarWord)).on_conflict_do_nothing(), rows)
