"""What waits for a supervisor's decision about associations: applications, and new mandates that were filed?"""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Uuid, cast, func, null, select, union_all

from engage.access.actor import Actor
from engage.database import db
from engage.partners.models import KNOWN, Association, AssociationStatus, MandateRenewal, RenewalStatus
from engage.partners.queries.inside import in_charge_clause


@dataclass(frozen=True, slots=True)
class Waiting:
    """An application, or a renewal of one that is known (`renewal_id`); until when its mandate is to run."""

    since: datetime
    association_id: uuid.UUID
    name: dict[str, str]
    asked_at: datetime | None
    answered_at: datetime | None
    renewal_id: uuid.UUID | None
    mandate_expires_on: date

    @property
    def is_asked(self) -> bool:
        """Whether it is the association that has to answer."""
        return self.asked_at is not None and self.answered_at is None


def list_waiting(viewer: Actor, *, limit: int) -> Sequence[Waiting]:
    """The first of both in one statement, the oldest first; each is looked for along an index of its own."""
    is_own = in_charge_clause(viewer)
    applied = select(Association.created_at.label("since"), Association.id, cast(null(), Uuid).label("renewal_id"))
    applied = applied.where(Association.status == AssociationStatus.APPLIED, is_own).order_by("since", Association.id)
    filed = select(MandateRenewal.created_at.label("since"), Association.id, MandateRenewal.id.label("renewal_id"))
    filed = filed.join(Association, Association.id == MandateRenewal.association_id).order_by(MandateRenewal.id)
    filed = filed.where(MandateRenewal.status == RenewalStatus.REQUESTED, Association.status.in_(KNOWN), is_own)
    # SQLite takes no LIMIT inside a UNION.
    either = union_all(*(select(some.limit(limit).subquery()) for some in (applied, filed))).subquery()
    ends_on = func.coalesce(MandateRenewal.mandate_expires_on, Association.mandate_expires_on)
    found = (
        select(either.c.since, Association.id, Association.name, Association.asked_at, Association.answered_at)
        .add_columns(MandateRenewal.id, ends_on)
        .join_from(either, Association, Association.id == either.c.id)
        .outerjoin(MandateRenewal, MandateRenewal.id == either.c.renewal_id)
    )
    return [Waiting(*row) for row in db.session.execute(found.order_by(either.c.since, Association.id).limit(limit))]
