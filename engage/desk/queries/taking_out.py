"""Which tables hold what is kept of an association, as one who acts for it may see it?"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from engage.access.actor import Actor
from engage.language import Lazy
from engage.partners.queries import MembershipView
from engage.registrations.models import Level
from engage.registrations.queries import RegistrationView, get_figures, list_with_seminars

MOST = 10_000


@dataclass(frozen=True)
class Column:
    """`key` is its name in JSON, `label` what a sheet calls it; `words` is the list of choices its codes are of."""

    key: str
    label: Lazy
    words: str = ""


@dataclass(frozen=True)
class Table:
    name: str
    columns: Sequence[Column]
    rows: Sequence[dict[str, Any]]


def export_tables(viewer: Actor, membership: MembershipView) -> list[Table]:
    """All that `membership` lets its holder see; a handful of statements, each table bounded."""
    return [_delegations(viewer, membership), _figures(viewer, membership)]


_DELEGATION = (
    Column("code", Lazy("Code")),
    Column("seminar", Lazy("Seminar")),
    Column("starts_at", Lazy("Date")),
    Column("place", Lazy("Place")),
    Column("status", Lazy("State"), "registration_states"),
    Column("waiting_position", Lazy("Place on the waiting list")),
    Column("party_size", Lazy("People")),
    Column("primary", Lazy("Primary")),
    Column("middle", Lazy("Middle")),
    Column("high", Lazy("High")),
    Column("adults", Lazy("Adults")),
    Column("attendees", Lazy("Adults in charge")),
    Column("contact_phone", Lazy("Telephone")),
    Column("note", Lazy("Note")),
    Column("reason", Lazy("Reason")),
    Column("created_at", Lazy("Registered on")),
)
_FIGURE = (
    Column("school_year", Lazy("School year")),
    Column("seminars", Lazy("Seminars")),
    Column("people", Lazy("People")),
)


def _delegations(viewer: Actor, membership: MembershipView) -> Table:
    spans = [list_with_seminars(viewer, membership.association_id, past=past, limit=MOST) for past in (False, True)]
    return Table("delegations", _DELEGATION, [_delegation(one) for span in spans for one in span])


def _delegation(one: RegistrationView) -> dict[str, Any]:
    seminar = one.seminar
    own = {column.key: getattr(one, column.key) for column in _DELEGATION if hasattr(one, column.key)}
    counts = {level.value: one.headcounts.get(level) for level in Level}
    shown = {"seminar": seminar.title, "place": seminar.venue_name, "starts_at": seminar.starts_at} if seminar else {}
    return {**own, **counts, **shown}


def _figures(viewer: Actor, membership: MembershipView) -> Table:
    years = get_figures(viewer, membership.association_id).by_school_year
    rows = [{"school_year": year, "seminars": one.seminars, "people": one.people} for year, one in years.items()]
    return Table("figures", _FIGURE, rows)
