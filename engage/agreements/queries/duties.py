"""What is owed under agreements, by whom and until when?"""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Select, select

from engage import clock
from engage.access.actor import Actor
from engage.accounts.models import Account
from engage.agreements.models import OWED_UNDER, Agreement, Obligation, ObligationState
from engage.agreements.queries.reading import AgreementView, visible_to
from engage.database import db
from engage.errors import NotFound
from engage.settings import current_settings

SOON = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class DutyView:
    """What one side owes until a day, with the agreement it stands in."""

    id: uuid.UUID
    agreement_id: uuid.UUID
    side: str
    what: dict[str, str]
    due_on: date
    owner_id: uuid.UUID | None
    state: str
    done_at: datetime | None
    evidence: str | None
    reason: str | None
    version: int
    owner_name: str | None
    reference: str
    title: dict[str, str]
    parties: dict[str, dict[str, str]]

    @property
    def is_open(self) -> bool:
        return self.state == ObligationState.OPEN

    @property
    def is_overdue(self) -> bool:
        return self.is_open and self.due_on < clock.today(current_settings().timezone)


_OWN = [getattr(Obligation, name) for name in DutyView.__dataclass_fields__ if hasattr(Obligation, name)]
_DUTIES: Select[Any] = (
    select(*_OWN, Account.display_name, Agreement.reference, Agreement.title, Agreement.parties)
    .join(Agreement, Agreement.id == Obligation.agreement_id)
    .outerjoin(Account, Account.id == Obligation.owner_id)
)


def list_obligations(viewer: Actor, agreement: AgreementView) -> Sequence[DutyView]:
    """All duties of an agreement that the viewer sees, as its text has them."""
    found = _DUTIES.where(Obligation.agreement_id == agreement.id).order_by(Obligation.place)
    return [DutyView(*row) for row in db.session.execute(found)]


def get_obligation(viewer: Actor, obligation_id: uuid.UUID) -> DutyView:
    """Raises NotFound where the agreement does not exist for this person."""
    row = db.session.execute(_DUTIES.where(Obligation.id == obligation_id, visible_to(viewer))).one_or_none()
    if row is None:
        raise NotFound
    return DutyView(*row)


def list_duties(
    viewer: Actor, *, association_id: uuid.UUID | None = None, within: timedelta | None = SOON, limit: int = 25
) -> Sequence[DutyView]:
    """What is overdue or due soon (`within` None: everything open) in signed agreements that this person sees, of both
    sides, the most urgent first.
    """
    found = _DUTIES.where(
        Obligation.state == ObligationState.OPEN, Agreement.status.in_(OWED_UNDER), visible_to(viewer)
    )
    if within is not None:
        found = found.where(Obligation.due_on <= clock.today(current_settings().timezone) + within)
    if association_id:
        found = found.where(Agreement.association_id == association_id)
    rows = db.session.execute(found.order_by(Obligation.due_on, Obligation.id).limit(limit))
    return [DutyView(*row) for row in rows]
