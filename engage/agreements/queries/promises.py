"""Which duties of the police does the register show, as promises that everyone may hold them to?"""

from typing import Any

from sqlalchemy import Select, select

from engage.access.actor import Actor
from engage.agreements.models import Agreement, AgreementStatus, Obligation, Side
from engage.agreements.queries.register import is_registered

_OWED = (AgreementStatus.ACTIVE, AgreementStatus.EXPIRED)


def promised_duties(viewer: Actor, *columns: Any) -> Select[Any]:
    """Columns of the duties (`Obligation`) of the police in agreements (`Agreement`) of the register that are in force
    or were to their end; of one that was terminated nothing is owed any more. For everyone alike.
    """
    found = select(*columns).join_from(Obligation, Agreement, Agreement.id == Obligation.agreement_id)
    return found.where(Obligation.side == Side.POLICE, Agreement.status.in_(_OWED), is_registered())
