"""Writing an agreement: a new draft, a change to one that is not signed by both, and a draft to renew one."""

import secrets
import uuid
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import delete

from engage import clock
from engage.access.actor import Actor
from engage.agreements.models import (
    EDITABLE,
    OWED_UNDER,
    Agreement,
    AgreementStatus,
    Obligation,
    ObligationState,
    Side,
)
from engage.agreements.notifications import CHANGED, tell
from engage.agreements.policies import can_act_for, can_draft_in
from engage.agreements.services.rows import (
    keep_text,
    lock_agreement,
    obligations_of,
    parties_with,
    require_acting,
    require_partner,
    require_status,
    touch,
)
from engage.audit.services import record
from engage.database import db, new_id
from engage.errors import Invalid, NotAllowed, NotFound
from engage.language import gettext as _
from engage.outbox.services import owe
from engage.partners.models import AssociationStatus
from engage.partners.queries import AssociationView, find_membership, get_association
from engage.places.queries import district_names
from engage.settings import current_settings
from engage.text import fold

MAX_YEARS = 10
SEARCH_KEY_LENGTH = 1200
_TEXT = ("title", "scope", "districts", "starts_on", "ends_on")


def draft_agreement(actor: Actor, *, association_id: uuid.UUID, **fields: Any) -> uuid.UUID:
    """A new draft, seen by the side that writes it alone; answers its id.

    Fields as in `Agreement`; `obligations` are dicts with `side`, `what` and `due_on`. Raises Invalid, NotAllowed.
    """
    association = _get_partner(actor, association_id)
    _check_districts(fields["districts"])
    side = _drafting_side(actor, association_id, fields["districts"])
    return _add(actor, side, association, fields, "agreement.drafted")


def edit_agreement(actor: Actor, agreement_id: uuid.UUID, version: int | None = None, **changes: Any) -> bool:
    """Change the text of what is not signed by both; answers whether anything changed. Once it is proposed either side
    may do so: it is a new text, to be signed anew, and both are told. Raises Stale, Conflict, Invalid, NotAllowed.
    """
    agreement, party = lock_agreement(actor, agreement_id, version)
    require_acting(party)
    require_status(agreement, EDITABLE)
    if agreement.status == AgreementStatus.PROPOSED:
        require_partner(actor, agreement, party)
    before = _snapshot(agreement)
    duties = changes.pop("obligations", None)
    _set_fields(actor, agreement, changes, duties)
    _check_still_own(actor, agreement, party.side)
    after = _snapshot(agreement)
    if after == before:
        return False
    touch(agreement)
    if agreement.status == AgreementStatus.PROPOSED:
        agreement.text_version += 1
        keep_text(agreement)
        owe(tell(actor, CHANGED, agreement, side=party.side))
    db.session.flush()
    record(actor, "agreement.edited", agreement.id, before=before, after={**after, "side": party.side})
    return True


def renew_agreement(
    actor: Actor, agreement_id: uuid.UUID, version: int | None = None, *, ends_on: date, starts_on: date | None = None
) -> uuid.UUID:
    """A draft of the own side for the time after (by default from the next day on); answers its id.

    What was owed is owed again, as long after the first day as before. The old one runs on to its end.
    """
    old, party = lock_agreement(actor, agreement_id, version)
    require_acting(party)
    require_status(old, OWED_UNDER)
    association = _get_partner(actor, old.association_id)
    begins = starts_on or old.ends_on + timedelta(days=1)
    fields = {name: getattr(old, name) for name in ("title", "scope", "districts")}
    duties = [_again(one, begins - old.starts_on, ends_on) for one in obligations_of(old)]
    kept = [one for one in duties if one]
    fields |= {"starts_on": begins, "ends_on": ends_on, "obligations": kept, "renewed_from": old.id}
    return _add(actor, party.side, association, fields, "agreement.renewed")


def _again(one: Obligation, by: timedelta, ends_on: date) -> dict[str, Any] | None:
    if one.state == ObligationState.WITHDRAWN:
        return None
    return {"side": one.side, "what": one.what, "due_on": min(one.due_on + by, ends_on)}


def _add(actor: Actor, side: Side, association: AssociationView, fields: dict[str, Any], action: str) -> uuid.UUID:
    agreement = Agreement(
        id=new_id(),
        reference=_draw_reference(),
        association_id=association.id,
        parties=parties_with(association.name),
        status=AgreementStatus.DRAFT,
        drafted_side=side,
        text_version=1,
        created_by=actor.id,
        created_at=clock.now(),
        updated_at=clock.now(),
        version=1,
    )
    duties = fields.pop("obligations", [])
    _set_fields(actor, agreement, {"scope": {}, **fields}, duties)
    record(actor, action, agreement.id, after={**_snapshot(agreement), "side": side})
    return agreement.id


def _get_partner(actor: Actor, association_id: uuid.UUID) -> AssociationView:
    try:
        association = get_association(actor, association_id)
    except NotFound:
        raise Invalid({"association_id": [_("This association does not exist.")]}) from None
    if association.status != AssociationStatus.VERIFIED:
        raise Invalid({"association_id": [_("Only verified associations enter into agreements.")]})
    return association


def _drafting_side(actor: Actor, association_id: uuid.UUID, districts: Sequence[str]) -> Side:
    """Who belongs to the association acts for it alone."""
    membership = find_membership(actor, association_id)
    if membership is not None:
        if not can_act_for(actor, membership):
            raise NotAllowed
        return Side.ASSOCIATION
    if not can_draft_in(actor, districts):
        raise NotAllowed
    return Side.POLICE


def _check_still_own(actor: Actor, agreement: Agreement, side: Side) -> None:
    if side is Side.POLICE and not can_draft_in(actor, agreement.districts):
        raise Invalid({"districts": [_("Keep at least one of your own districts.")]})


def _draw_reference() -> str:
    """The year, and a number that counts nothing: how many drafts there are is nobody else's business. Two who draw the
    same are told apart by the store, and one draws again.
    """
    return f"AG-{clock.today(current_settings().timezone).year}-{secrets.randbelow(10**6):06}"


def _set_fields(
    actor: Actor, agreement: Agreement, fields: dict[str, Any], duties: list[dict[str, Any]] | None
) -> None:
    with db.session.no_autoflush:  # nothing reaches the store before it was checked
        for name, value in fields.items():
            setattr(agreement, name, value)
        _check(agreement)
        due = duties if duties is not None else [{"due_on": one.due_on} for one in obligations_of(agreement)]
        _check_duties(agreement, due)
        agreement.search_key = _search_key(agreement)
    db.session.add(agreement)
    db.session.flush()
    if duties is not None:
        _replace_duties(agreement, duties)


def _check(agreement: Agreement) -> None:
    """Every rule that the text of one agreement can break."""
    _check_districts(agreement.districts)
    agreement.districts = sorted(set(agreement.districts))
    if agreement.ends_on <= agreement.starts_on:
        raise Invalid({"ends_on": [_("The end must be after the start.")]})
    if agreement.ends_on - agreement.starts_on > timedelta(days=366 * MAX_YEARS):
        raise Invalid({"ends_on": [_("An agreement lasts %(years)s years at most.", years=MAX_YEARS)]})


def _check_districts(districts: Sequence[str]) -> None:
    if any(code not in district_names() for code in districts):
        raise Invalid({"districts": [_("This district does not exist.")]})


def _check_duties(agreement: Agreement, duties: Sequence[dict[str, Any]]) -> None:
    outside = [
        place for place, one in enumerate(duties) if not agreement.starts_on <= one["due_on"] <= agreement.ends_on
    ]
    message = _("This date is outside the time of the agreement.")
    if outside:
        raise Invalid({f"obligations.{place}.due_on": [message] for place in outside})


def _replace_duties(agreement: Agreement, duties: list[dict[str, Any]]) -> None:
    """Nobody is in charge of them and nothing became of them before both have signed: they are written anew."""
    standing = [_said(one) for one in obligations_of(agreement)]
    if standing == [{name: one[name] for name in ("side", "what", "due_on")} for one in duties]:
        return
    db.session.execute(delete(Obligation).where(Obligation.agreement_id == agreement.id))
    for place, duty in enumerate(duties):
        db.session.add(
            Obligation(
                id=new_id(), agreement_id=agreement.id, place=place, state=ObligationState.OPEN, version=1, **duty
            )
        )
    db.session.flush()


def _said(one: Obligation) -> dict[str, Any]:
    return {"side": one.side, "what": one.what, "due_on": one.due_on}


def _search_key(agreement: Agreement) -> str:
    words = [*agreement.title.values(), *agreement.parties[Side.ASSOCIATION].values()]
    return fold(" ".join([agreement.reference, *words]))[:SEARCH_KEY_LENGTH]


def _snapshot(agreement: Agreement) -> dict[str, Any]:
    """All that the trail keeps of a text, as JSON."""
    said = {name: getattr(agreement, name) for name in _TEXT}
    said |= {name: said[name].isoformat() for name in ("starts_on", "ends_on")}
    duties = [{**_said(one), "due_on": one.due_on.isoformat()} for one in obligations_of(agreement)]
    return {**said, "obligations": duties}
