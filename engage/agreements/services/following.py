"""What time and the association's own fate do to agreements: they begin, are warned of, expire or end."""

import uuid
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import or_, select

from engage.access.actor import Actor
from engage.accounts.models import Account
from engage.agreements.models import (
    BINDING,
    OWED_UNDER,
    STANDING,
    Agreement,
    AgreementStatus,
    Obligation,
    ObligationState,
)
from engage.agreements.notifications import ENDED, ENDING, IN_FORCE, remind, tell
from engage.agreements.queries import list_possible_owners
from engage.agreements.queries.duties import SOON
from engage.agreements.services.rows import change_status, today
from engage.agreements.services.steps import end
from engage.database import db
from engage.language import gettext as _
from engage.language import speaking
from engage.outbox.services import owe

WARNINGS = (90, 30, 7)  # days before the end


def advance_agreements(actor: Actor) -> tuple[int, int]:
    """Begin what is signed on its first day, end what is active after its last; answers how many each."""
    day = today()
    begun = _lock(Agreement.status == AgreementStatus.SIGNED, Agreement.starts_on <= day)
    for agreement in begun:
        change_status(actor, agreement, AgreementStatus.ACTIVE, "agreement.activated")
        owe(tell(actor, IN_FORCE, agreement))
    over = _lock(Agreement.status == AgreementStatus.ACTIVE, Agreement.ends_on < day)
    for agreement in over:
        change_status(actor, agreement, AgreementStatus.EXPIRED, "agreement.expired")
        owe(tell(actor, ENDED, agreement, reason=None))
    return len(begun), len(over)


def warn_of_ends(actor: Actor) -> int:
    """Tell both sides 90, 30 and 7 days before the end; where days of the job were missed only the nearest. Answers how
    many agreements were told of.
    """
    day = today()
    ending = _lock(
        Agreement.status.in_(BINDING), Agreement.ends_on >= day, Agreement.ends_on <= day + timedelta(WARNINGS[0])
    )
    due = [one for one in ending if one.warned_days is None or one.warned_days > _warning(one, day)]
    for agreement in due:
        agreement.warned_days = _warning(agreement, day)
        owe(tell(actor, ENDING, agreement, days=(agreement.ends_on - day).days))
    db.session.flush()
    return len(due)


def warn_of_obligations(actor: Actor) -> int:
    """Remind who owes something seven days before, and once more when it is overdue; answers how many were due."""
    day = today()
    open_ones = select(Obligation).join(Agreement, Agreement.id == Obligation.agreement_id)
    open_ones = open_ones.where(Obligation.state == ObligationState.OPEN, Agreement.status.in_(OWED_UNDER))
    is_news = or_(Obligation.reminded.is_(None), (Obligation.reminded == "soon") & (Obligation.due_on < day))
    found = open_ones.where(Obligation.due_on <= day + SOON, is_news).order_by(Obligation.id)
    duties = db.session.scalars(found.with_for_update(key_share=True, of=Obligation)).all()
    for duty in duties:
        duty.reminded = "overdue" if duty.due_on < day else "soon"
        agreement = db.session.get_one(Agreement, duty.agreement_id)
        owe(remind(actor, agreement, duty, _owner_of(actor, agreement, duty)))
    db.session.flush()
    return len(duties)


def end_all_of(actor: Actor, association_id: uuid.UUID, reason: str | None = None) -> int:
    """The association is no more: what was proposed to it or agreed with it ends, and both sides are told."""
    standing = lock_all_of(actor, association_id)
    for agreement in standing:
        end(actor, agreement, reason or _dissolved())
    return len(standing)


def lock_all_of(actor: Actor, association_id: uuid.UUID) -> Sequence[Agreement]:
    """What is proposed to an association or agreed with it."""
    return _lock(Agreement.association_id == association_id, Agreement.status.in_(STANDING))


def _dissolved() -> str:
    """As an officer would write it: for those who read Arabic, and for those who read French."""
    lines = []
    for locale in ("ar", "fr"):
        with speaking(locale):
            lines.append(_("The association was dissolved."))
    return "\n".join(lines)


def _warning(agreement: Agreement, day: date) -> int:
    """The nearest warning that is due."""
    return min(days for days in WARNINGS if agreement.ends_on - day <= timedelta(days))


def _lock(*which: Any) -> Sequence[Agreement]:
    """All in the order of their ids, as by everyone."""
    found = select(Agreement).where(*which).order_by(Agreement.id).with_for_update(key_share=True)
    return db.session.scalars(found.execution_options(populate_existing=True)).all()


def _owner_of(actor: Actor, agreement: Agreement, duty: Obligation) -> Account | None:
    """Whoever is in charge, as long as the person belongs to that side."""
    if duty.owner_id not in dict(list_possible_owners(actor, agreement, duty.side)):
        return None
    return db.session.get(Account, duty.owner_id)
