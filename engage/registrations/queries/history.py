"""What became of a registration since it was made: when, by whom, and what was before?"""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from engage.access.actor import Actor
from engage.accounts.models import Account
from engage.audit.queries import EntryView, list_entries
from engage.database import db
from engage.language import Lazy
from engage.partners.models import Membership
from engage.registrations.queries.rows import RegistrationView
from engage.seminars.policies import can_manage_registrations_in
from engage.web.pagination import Page, cut

# Every action on a registration that the trail knows, in words.
ACTIONS: dict[str, str] = {
    "registration.made": Lazy("Registered"),
    "registration.changed": Lazy("Changed"),
    "registration.approved": Lazy("The request was approved"),
    "registration.declined": Lazy("The request was not accepted"),
    "registration.cancelled": Lazy("Cancelled"),
    "registration.promoted": Lazy("Seats from the waiting list"),
    "registration.offered": Lazy("Fewer seats were offered"),
    "registration.offer_accepted": Lazy("The offer was accepted"),
    "registration.offer_declined": Lazy("The offer was not accepted"),
    "registration.offer_shrunk": Lazy("The offer became smaller"),
    "registration.offer_withdrawn": Lazy("The offer ended: the seats are taken"),
    "registration.offer_lapsed": Lazy("The offer lapsed without an answer"),
}
# They follow from what somebody else did: who that was is nobody's business here.
_BY_ITSELF = {
    "registration.promoted",
    "registration.offered",
    "registration.offer_shrunk",
    "registration.offer_withdrawn",
    "registration.offer_lapsed",
}
_BY_EITHER = "registration.cancelled"
_BY_OFFICERS = {"registration.approved", "registration.declined"}


@dataclass(frozen=True, slots=True)
class Change:
    """One step. `by` is `person` (who registered), `association`, `officer` or `system`; `name` is for officers."""

    id: uuid.UUID
    at: datetime
    action: str
    by: str
    name: str | None
    before: dict[str, Any]
    after: dict[str, Any]

    @property
    def words(self) -> str:
        return str(ACTIONS.get(self.action, ACTIONS["registration.changed"]))


def list_history(
    viewer: Actor,
    registration: RegistrationView,
    *,
    cursor: tuple[datetime, uuid.UUID] | None = None,
    limit: int = 20,
) -> Page[Change]:
    """Newest first, of a registration that the viewer sees, read with its seminar. Only its officers read names."""
    entries = list_entries(viewer, registration.id, cursor=cursor, limit=limit + 1)
    people = _people(registration, entries)
    sees_names = registration.seminar is not None and can_manage_registrations_in(viewer, registration.seminar.district)
    changes = [_change(one, registration, people, sees_names=sees_names) for one in entries]
    return cut(changes, limit, lambda one: (one.at.isoformat(), str(one.id)))


def _people(registration: RegistrationView, entries: Sequence[EntryView]) -> dict[uuid.UUID, tuple[str, bool]]:
    """Who did something, by account: the name, and whether they act for the association of the registration."""
    acts = select(Membership.id).where(
        Membership.account_id == Account.id, Membership.association_id == registration.association_id
    )
    ids = {one.actor_id for one in entries if one.actor_id}
    rows = db.session.execute(select(Account.id, Account.display_name, acts.exists()).where(Account.id.in_(ids)))
    return {account_id: (name, acts_for_it) for account_id, name, acts_for_it in rows}


def _change(
    entry: EntryView,
    registration: RegistrationView,
    people: dict[uuid.UUID, tuple[str, bool]],
    *,
    sees_names: bool,
) -> Change:
    name, acts_for_it = people.get(entry.actor_id, (None, False)) if entry.actor_id else (None, False)
    by = _by(entry, registration, acts_for_it)
    shown = name if sees_names and by != "system" else None
    return Change(entry.id, entry.at, entry.action, by, shown, entry.before or {}, entry.after or {})


def _by(entry: EntryView, registration: RegistrationView, acts_for_it: bool) -> str:
    if entry.actor_id is None or entry.action in _BY_ITSELF:
        return "system"
    if registration.is_of_guest or entry.action in _BY_OFFICERS:
        return "officer"
    if entry.actor_id == registration.account_id:
        return "person"
    if entry.action == "registration.made":
        return "officer"  # held for whoever asked for the seminar
    if acts_for_it or (registration.association_id and entry.action != _BY_EITHER):
        return "association"
    return "officer"
