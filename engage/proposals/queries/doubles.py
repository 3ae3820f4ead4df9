"""Was this asked before, or is it planned already? The same asker or venue, the same theme, within two months."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, or_, select

from engage import clock
from engage.access.actor import Actor
from engage.database import db
from engage.proposals.models import STANDING, Proposal
from engage.proposals.queries.rows import ProposalView, view_for, visible_to
from engage.registrations.models import NOT_HELD, Registration
from engage.seminars.models import Seminar, SeminarStatus
from engage.seminars.queries import VIEW, SeminarView
from engage.seminars.queries import visible_to as seminar_visible_to
from engage.settings import current_settings
from engage.text import fold

NEAR = timedelta(days=60)
MAX_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Doubles:
    """What is like a request: other requests, and seminars. Only what the viewer sees."""

    proposals: Sequence[ProposalView]
    seminars: Sequence[SeminarView]

    @property
    def any(self) -> bool:
        return bool(self.proposals or self.seminars)


def doubles_of(viewer: Actor, proposal: ProposalView) -> Doubles:
    """Those of a request that was sent."""
    names = ("theme", "association_id", "establishment_key", "venue_id")
    of = {name: getattr(proposal, name) for name in names}
    return find_doubles(viewer, span=(proposal.first_on, proposal.last_on), but=proposal, **of)


def find_asked_before(viewer: Actor, *, dates: Sequence[dict[str, Any]], theme: str, **of: Any) -> ProposalView | None:
    """What the viewer sees and means perhaps again, before it is sent: fields as `ask_for_seminar` takes them."""
    establishment = of.get("establishment")
    same = {name: of.get(name) for name in ("association_id", "venue_id")}
    same["establishment_key"] = fold(establishment)[:400] if establishment else None
    days = sorted(one["day"] for one in dates)
    if not any(same.values()):
        return None
    return next(iter(find_doubles(viewer, theme=theme, span=(days[0], days[-1]), **same).proposals), None)


def find_doubles(
    viewer: Actor,
    *,
    theme: str,
    span: tuple[date, date],
    association_id: uuid.UUID | None,
    establishment_key: str | None,
    venue_id: uuid.UUID | None,
    but: ProposalView | None = None,
) -> Doubles:
    """What else was asked for or is planned around a span of days; `but` is the request that is looked at."""
    first, last = span[0] - NEAR, span[1] + NEAR
    near = (Proposal.theme == theme, Proposal.last_on >= first, Proposal.first_on <= last)
    same = _same(association_id=association_id, establishment_key=establishment_key, venue_id=venue_id)
    asked = view_for(viewer).where(*near, same, Proposal.status.in_(STANDING), visible_to(viewer))
    if but:
        asked = asked.where(Proposal.id != but.id)
    rows = db.session.execute(asked.order_by(Proposal.created_at, Proposal.id).limit(MAX_SHOWN))
    made = {but.seminar_id} if but and but.seminar_id else set()
    planned = _planned(viewer, theme, (first, last), association_id, venue_id)
    return Doubles([ProposalView(*row) for row in rows], [one for one in planned if one.id not in made])


def _same(**of: Any) -> ColumnElement[bool]:
    given = {name: value for name, value in of.items() if value}
    return or_(*(getattr(Proposal, name) == value for name, value in given.items()))


def _planned(
    viewer: Actor,
    theme: str,
    span: tuple[date, date],
    association_id: uuid.UUID | None,
    venue_id: uuid.UUID | None,
) -> Sequence[SeminarView]:
    zone = current_settings().timezone
    first, last = (clock.start_of_day(day, zone) for day in span)
    same: list[ColumnElement[bool]] = [Seminar.venue_id == venue_id] if venue_id else []
    if association_id:
        comes = Registration.association_id == association_id, Registration.status.not_in(NOT_HELD)
        same.append(Seminar.id.in_(select(Registration.seminar_id).where(*comes)))
    if not same:
        return []
    near = Seminar.theme == theme, Seminar.starts_at.between(first, last), Seminar.status != SeminarStatus.CANCELLED
    found = VIEW.where(*near, or_(*same), seminar_visible_to(viewer)).order_by(Seminar.starts_at, Seminar.id)
    return [SeminarView(*row) for row in db.session.execute(found.limit(MAX_SHOWN))]
