"""Which tables hold what is kept of an association, as one who acts for it may see it?"""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from engage.access.actor import Actor
from engage.agreements.queries import list_agreements, list_duties
from engage.language import Lazy
from engage.partners.models import MembershipRole
from engage.partners.queries import Dossier, PaperView, list_history, list_members
from engage.proposals.queries import list_proposals
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


def export_tables(viewer: Actor, dossier: Dossier, papers: Sequence[PaperView]) -> list[Table]:
    """All that the viewer, who acts for the association, may see; `papers` are its own. Each table is bounded."""
    association_id = dossier.id
    of_it: dict[str, Any] = {"association_id": association_id, "limit": MOST}
    agreements = [one.agreement for one in list_agreements(viewer, **of_it).items]
    return [
        _delegations(viewer, association_id),
        _figures(viewer, association_id),
        _table("agreements", _AGREEMENT, agreements),
        _table("duties", _DUTY, list_duties(viewer, within=None, **of_it)),
        _table("requests", _PROPOSAL, list_proposals(viewer, **of_it).items),
        _papers(papers),
        _table("history", _CHANGE, list_history(viewer, dossier, limit=MOST).items),
        *([_members(viewer, association_id)] if dossier.viewer_role == MembershipRole.MANAGER else []),
    ]


def _table(name: str, columns: Sequence[Column], views: Iterable[Any]) -> Table:
    return Table(name, columns, [{column.key: getattr(view, column.key) for column in columns} for view in views])


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


_PAPER = (
    Column("kind", Lazy("Paper"), "paper_kinds"),
    Column("issued_on", Lazy("Date of the paper")),
    Column("name", Lazy("File")),
    Column("sha256", Lazy("SHA-256")),
    Column("is_current", Lazy("Current")),
    Column("created_at", Lazy("Added")),
)
_MEMBER = (
    Column("name", Lazy("Name")),
    Column("email", Lazy("E-mail address")),
    Column("role", Lazy("Role")),
    Column("since", Lazy("Since")),
)
_AGREEMENT = (
    Column("reference", Lazy("Reference")),
    Column("title", Lazy("Title")),
    Column("scope", Lazy("Scope")),
    Column("starts_on", Lazy("Start")),
    Column("ends_on", Lazy("End")),
    Column("status", Lazy("State"), "agreement_states"),
    Column("text_hash", Lazy("SHA-256")),
)
_DUTY = (
    Column("reference", Lazy("Reference")),
    Column("side", Lazy("Who owes it")),
    Column("what", Lazy("Duty")),
    Column("due_on", Lazy("Until")),
    Column("state", Lazy("State")),
    Column("owner_name", Lazy("In charge")),
)
_PROPOSAL = (
    Column("theme", Lazy("Theme"), "themes"),
    Column("district", Lazy("District")),
    Column("expected", Lazy("People")),
    Column("dates", Lazy("Dates")),
    Column("status", Lazy("State"), "proposal_states"),
    Column("reason", Lazy("Reason")),
    Column("created_at", Lazy("Asked on")),
)
_CHANGE = (Column("at", Lazy("When")), Column("words", Lazy("What")))


def _delegations(viewer: Actor, association_id: uuid.UUID) -> Table:
    spans = [list_with_seminars(viewer, association_id, past=past, limit=MOST) for past in (False, True)]
    return Table("delegations", _DELEGATION, [_delegation(one) for span in spans for one in span])


def _delegation(one: RegistrationView) -> dict[str, Any]:
    seminar = one.seminar
    own = {column.key: getattr(one, column.key) for column in _DELEGATION if hasattr(one, column.key)}
    counts = {level.value: one.headcounts.get(level) for level in Level}
    shown = {"seminar": seminar.title, "place": seminar.venue_name, "starts_at": seminar.starts_at} if seminar else {}
    return {**own, **counts, **shown}


def _figures(viewer: Actor, association_id: uuid.UUID) -> Table:
    years = get_figures(viewer, association_id).by_school_year
    rows = [{"school_year": year, "seminars": one.seminars, "people": one.people} for year, one in years.items()]
    return Table("figures", _FIGURE, rows)


def _papers(papers: Sequence[PaperView]) -> Table:
    of_file = [{"name": one.file.name, "sha256": one.file.sha256} for one in papers]
    own = _table("papers", [column for column in _PAPER if column.key not in ("name", "sha256")], papers).rows
    return Table("papers", _PAPER, [row | file for row, file in zip(own, of_file, strict=True)])


def _members(viewer: Actor, association_id: uuid.UUID) -> Table:
    return _table("members", _MEMBER, list_members(viewer, association_id, limit=MOST).items)
