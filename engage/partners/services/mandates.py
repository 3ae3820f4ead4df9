"""How does a board stay in office? Filing a new mandate, deciding on it, and refusing when it is long over."""

import uuid
from datetime import date, timedelta
from typing import Any

from sqlalchemy import or_, select

from engage import clock
from engage.access.actor import Actor
from engage.audit.services import record
from engage.database import ROW_LOCK, db, new_id
from engage.errors import Conflict, Invalid, NotAllowed, Stale
from engage.files.services import PreparedFile, erase_file, keep_prepared, prepare_file
from engage.language import gettext as _
from engage.language import show_date
from engage.outbox.services import owe
from engage.partners import notifications
from engage.partners.models import (
    KNOWN,
    Association,
    AssociationStatus,
    MandateRenewal,
    MandateState,
    RenewalStatus,
    mandate_state,
)
from engage.partners.notifications import Of
from engage.partners.policies import can_decide_on_renewal, can_file_renewal
from engage.partners.queries import MembershipView, RenewalView, get_inside, get_inside_apart, get_renewal
from engage.partners.services.inside import lock_association, lock_inside, require_status
from engage.partners.services.papers import KEPT, MOST_ERASED_AT_ONCE
from engage.settings import current_settings

LONGEST = timedelta(days=3660)  # ten years: a slip of the finger in the year is told


def require_mandate(actor: Actor, membership: MembershipView) -> None:
    """What binds an association anew needs a board in office. Raises Conflict with the day and the way out."""
    if membership.mandate == MandateState.EXPIRED:
        day, way_out = membership.mandate_expires_on, f"/associations/{membership.association_id}/mandate"
        raise Conflict("mandate-expired", day=show_date(day), way_out=way_out)


def require_fit(actor: Actor, association_id: uuid.UUID) -> None:
    """The same where others do what an association asked for; and that it is verified at this very moment."""
    association = db.session.get_one(Association, association_id, populate_existing=True)
    if association.status != AssociationStatus.VERIFIED:
        raise Conflict("association-not-verified")
    if mandate_state(association, clock.today(current_settings().timezone)) == MandateState.EXPIRED:
        raise Conflict("mandate-expired", day=show_date(association.mandate_expires_on))


def file_renewal(
    actor: Actor,
    association_id: uuid.UUID,
    *,
    receipt_number: str,
    receipt_on: date,
    mandate_expires_on: date,
    paper: PreparedFile | None = None,
) -> RenewalView:
    """Tell of a new mandate; `paper`, its receipt or the list of the board, comes from `prepare_board`.

    Raises Conflict (`renewal-open`, `wrong-state`), Invalid, NotAllowed.
    """
    inside = lock_inside(actor, association_id)
    if not can_file_renewal(actor, inside):
        raise NotAllowed
    require_status(inside, KNOWN)
    filed = {"receipt_number": receipt_number, "receipt_on": receipt_on, "mandate_expires_on": mandate_expires_on}
    _check_dates(inside.mandate_expires_on, receipt_on, mandate_expires_on)
    file_id = keep_prepared(actor, paper).id if paper else None
    renewal = MandateRenewal(id=new_id(), association_id=association_id, file_id=file_id, **filed)
    renewal.status, renewal.created_by, renewal.created_at = RenewalStatus.REQUESTED, actor.account_id, clock.now()
    db.session.add(renewal)
    db.session.flush()
    record(actor, "renewal.filed", association_id, after=_audited(renewal))
    owe(notifications.renewal_filed(actor, Of(inside.id, inside.name), inside.districts, renewal.id))
    return get_renewal(actor, renewal.id)


def prepare_board(actor: Actor, association_id: uuid.UUID, *, name: str, content: bytes) -> PreparedFile:
    """Examine the paper before a transaction begins. Raises NotFound, NotAllowed, Invalid, Busy."""
    if not can_file_renewal(actor, get_inside_apart(actor, association_id)):
        raise NotAllowed
    return prepare_file(actor, name, content)


def accept_renewal(actor: Actor, renewal_id: uuid.UUID, *, version: int | None = None) -> RenewalView:
    """The board's new mandate counts from this moment. Raises Conflict (`wrong-state`), NotAllowed, Stale."""
    association, renewal = _lock(actor, renewal_id, version)
    require_status(association, KNOWN)
    before = {"mandate_expires_on": association.mandate_expires_on.isoformat()}
    association.mandate_expires_on = renewal.mandate_expires_on
    association.version += 1
    _decide(actor, renewal, RenewalStatus.ACCEPTED)
    record(actor, "mandate.renewed", association.id, before=before, after=_audited(renewal))
    _tell(actor, association, renewal)
    return get_renewal(actor, renewal_id)


def refuse_renewal(actor: Actor, renewal_id: uuid.UUID, *, reason: str, version: int | None = None) -> RenewalView:
    """The mandate stays as it is; the managers read why and may file again."""
    association, renewal = _lock(actor, renewal_id, version)
    renewal.reason = reason
    _decide(actor, renewal, RenewalStatus.REFUSED)
    record(actor, "renewal.refused", association.id, after={"renewal_id": str(renewal_id), "reason": reason})
    _tell(actor, association, renewal)
    return get_renewal(actor, renewal_id)


def erase_papers_of_renewals(actor: Actor) -> int:
    """Erase the paper of a renewal a year after the decision; of one that was accepted not before the mandate is over.
    How many there were.
    """
    is_over = or_(MandateRenewal.status == RenewalStatus.REFUSED, MandateRenewal.mandate_expires_on < _today())
    old = MandateRenewal.file_id.is_not(None), MandateRenewal.decided_at < clock.now() - KEPT, is_over
    found = select(MandateRenewal).where(*old).order_by(MandateRenewal.id).limit(MOST_ERASED_AT_ONCE)
    renewals = db.session.scalars(found.with_for_update()).all()
    for renewal in renewals:
        file_id, renewal.file_id = renewal.file_id, None
        db.session.flush()
        if file_id:
            erase_file(actor, file_id)
        record(actor, "renewal.paper_erased", renewal.association_id, before={"renewal_id": str(renewal.id)})
    return len(renewals)


def _check_dates(ends_now_on: date, receipt_on: date, ends_on: date) -> None:
    errors = {}
    if receipt_on > _today():
        errors["receipt_on"] = [_("The receipt cannot be of a day to come.")]
    if ends_on <= max(ends_now_on, _today()):
        errors["mandate_expires_on"] = [_("The new mandate must end later than the present one, and later than today.")]
    elif ends_on > receipt_on + LONGEST:
        errors["mandate_expires_on"] = [_("A mandate of more than ten years? Look at the year again.")]
    if errors:
        raise Invalid(errors)


def _lock(actor: Actor, renewal_id: uuid.UUID, version: int | None) -> tuple[Association, MandateRenewal]:
    association = lock_association(get_renewal(actor, renewal_id).association_id)
    if not can_decide_on_renewal(actor, get_inside(actor, association.id)):
        raise NotAllowed
    renewal = db.session.get_one(MandateRenewal, renewal_id, with_for_update=ROW_LOCK, populate_existing=True)
    if version is not None and version != renewal.version:
        raise Stale
    if renewal.status != RenewalStatus.REQUESTED:
        raise Conflict("wrong-state")
    return association, renewal


def _decide(actor: Actor, renewal: MandateRenewal, status: RenewalStatus) -> None:
    renewal.status, renewal.decided_by, renewal.decided_at = status, actor.id, clock.now()
    renewal.version += 1
    db.session.flush()


def _tell(actor: Actor, association: Association, renewal: MandateRenewal) -> None:
    of = Of(association.id, association.name)
    owe(notifications.renewal_decided(actor, of, renewal.mandate_expires_on, renewal.reason))


def _audited(renewal: MandateRenewal) -> dict[str, Any]:
    days = {name: getattr(renewal, name).isoformat() for name in ("receipt_on", "mandate_expires_on")}
    return {"renewal_id": str(renewal.id), "receipt_number": renewal.receipt_number, **days}


def _today() -> date:
    return clock.today(current_settings().timezone)
