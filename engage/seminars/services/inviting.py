"""Inviting to a seminar that is by invitation: by list, with a letter to each guest once, or by a link."""

import uuid
from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import delete, func, select, update

from engage import clock
from engage.access.actor import Actor
from engage.accounts.models import Account
from engage.audit.services import record
from engage.database import db, insert_into, new_id
from engage.errors import Conflict, Invalid, NotFound
from engage.language import LOCALES
from engage.language import gettext as _
from engage.outbox.services import owe
from engage.partners.models import Association, AssociationStatus
from engage.partners.queries import managers_of
from engage.seminars.models import EDITABLE, Seminar, SeminarGuest, SeminarStatus, Visibility
from engage.seminars.notifications import invite
from engage.seminars.queries import VIEW, SeminarView
from engage.seminars.queries.guests import MAX_GUESTS, get_invited
from engage.seminars.services.rows import lock_seminar, require_status

KEPT = timedelta(days=365)


def invite_guests(
    actor: Actor, seminar_id: uuid.UUID, *, association_ids: Sequence[uuid.UUID] = (), emails: Sequence[str] = ()
) -> int:
    """Put associations and addresses on the list; answers how many are new. Each is written to once: now, or when the
    seminar is published. Raises Conflict, Invalid, NotAllowed.
    """
    seminar = lock_seminar(actor, seminar_id)
    require_status(seminar, EDITABLE)
    if seminar.visibility != Visibility.INVITED:
        raise Conflict("not-by-invitation")
    _check_verified(association_ids)
    rows = [_row(seminar_id, association_id=one) for one in dict.fromkeys(association_ids)]
    rows += [_row(seminar_id, email=one) for one in dict.fromkeys(email.lower() for email in emails)]
    before = _count(seminar_id)
    _insert(rows)
    after = _count(seminar_id)
    if after > MAX_GUESTS:
        raise Invalid({"emails": [_("A list has %(most)s guests at most.", most=MAX_GUESTS)]})
    record(actor, "seminar.guests_invited", seminar_id, after={"new": after - before})
    write_to_guests(actor, seminar_id)
    return after - before


def remove_guest(actor: Actor, seminar_id: uuid.UUID, guest_id: uuid.UUID) -> None:
    """A registration that the guest has made stays, and so does the sight of it."""
    seminar = lock_seminar(actor, seminar_id)
    guest = db.session.get(SeminarGuest, guest_id)
    if guest is None or guest.seminar_id != seminar.id:
        raise NotFound
    db.session.delete(guest)
    db.session.flush()
    record(actor, "seminar.guest_removed", seminar_id, before={"guest": str(guest_id)})


def renew_invitation_link(actor: Actor, seminar_id: uuid.UUID) -> None:
    """Make a link; one that was made before is dead from now on."""
    seminar = lock_seminar(actor, seminar_id)
    require_status(seminar, EDITABLE)
    if seminar.visibility != Visibility.INVITED:
        raise Conflict("not-by-invitation")
    seminar.invitation_round += 1
    db.session.flush()
    record(actor, "seminar.link_renewed", seminar_id, after={"round": seminar.invitation_round})


def accept_invitation(actor: Actor, seminar_id: uuid.UUID, token: str) -> None:
    """Whoever holds the link becomes a guest. Raises NotFound for a link that is not good (any more), and Conflict
    (`guest-list-full`) where so many came already.
    """
    get_invited(actor, seminar_id, token)
    of_seminar = select(Seminar.id).where(Seminar.id == seminar_id)
    db.session.execute(of_seminar.with_for_update(key_share=True))  # two at once would both find the last place
    own = SeminarGuest.seminar_id == seminar_id, SeminarGuest.account_id == actor.account_id
    if db.session.scalar(select(SeminarGuest.id).where(*own)):
        return  # pressed twice
    if _count(seminar_id) >= MAX_GUESTS:
        raise Conflict("guest-list-full", most=MAX_GUESTS)
    _insert([_row(seminar_id, account_id=actor.account_id)])
    record(actor, "seminar.invitation_accepted", seminar_id)


def write_to_guests(actor: Actor, seminar_id: uuid.UUID) -> None:
    """Owe the letter to those who have none yet, once the seminar is published. The seminar is locked."""
    seminar = SeminarView(*db.session.execute(VIEW.where(Seminar.id == seminar_id)).one())
    if seminar.status != SeminarStatus.PUBLISHED or seminar.visibility != Visibility.INVITED or seminar.is_over:
        return
    columns = (SeminarGuest.id, SeminarGuest.association_id, SeminarGuest.email)
    untold = SeminarGuest.seminar_id == seminar_id, SeminarGuest.told_at.is_(None), SeminarGuest.account_id.is_(None)
    guests = db.session.execute(select(*columns).where(*untold).order_by(SeminarGuest.id)).all()
    if not guests:
        return
    people = [*_of_associations(actor, guests), *_of_addresses(guests)]
    owe([invite(seminar, **person) for person in {one["address"].lower(): one for one in people}.values()])
    told = update(SeminarGuest).where(SeminarGuest.id.in_([guest.id for guest in guests])).values(told_at=clock.now())
    db.session.execute(told.execution_options(synchronize_session=False))


def forget_guests(actor: Actor) -> int:
    """Take people and addresses off the lists a year after the seminar; answers how many. Associations stay."""
    over = select(Seminar.id).where(Seminar.ends_at < clock.now() - KEPT)
    people = SeminarGuest.seminar_id.in_(over), SeminarGuest.association_id.is_(None)
    forgotten = db.session.execute(delete(SeminarGuest).where(*people).execution_options(synchronize_session=False))
    return int(forgotten.rowcount)  # type: ignore[attr-defined]


def _of_associations(actor: Actor, guests: Sequence[Any]) -> Iterable[dict[str, Any]]:
    ids = [guest.association_id for guest in guests if guest.association_id]
    for _association, account_id, name, address, locale in managers_of(actor, ids) if ids else ():
        yield {"address": address, "locale": locale, "name": name, "recipient_id": account_id}


def _of_addresses(guests: Sequence[Any]) -> Iterable[dict[str, Any]]:
    """In the language of the account, where there is one."""
    addresses = [guest.email for guest in guests if guest.email]
    key = func.lower(Account.email)
    found = select(key, Account.display_name, Account.locale, Account.id).where(key.in_(addresses))
    known = {row[0]: row[1:] for row in db.session.execute(found)} if addresses else {}
    for address in addresses:
        name, locale, account_id = known.get(address, ("", LOCALES[0], None))
        yield {"address": address, "locale": locale, "name": name, "recipient_id": account_id}


def _check_verified(association_ids: Sequence[uuid.UUID]) -> None:
    verified = Association.status == AssociationStatus.VERIFIED
    found = select(func.count()).where(Association.id.in_(association_ids), verified)
    if association_ids and db.session.scalar(found) != len(set(association_ids)):
        raise Invalid({"association_ids": [_("Only verified associations can be invited.")]})


def _row(seminar_id: uuid.UUID, **guest: Any) -> dict[str, Any]:
    unset = {"association_id": None, "account_id": None, "email": None, "told_at": None}
    return {"id": new_id(), "seminar_id": seminar_id, "created_at": clock.now()} | unset | guest


def _insert(rows: list[dict[str, Any]]) -> None:
    """Those who are on the list already stay as they are."""
    if rows:
        db.session.execute(insert_into(SeminarGuest).on_conflict_do_nothing(), rows)


def _count(seminar_id: uuid.UUID) -> int:
    return db.session.scalar(select(func.count()).where(SeminarGuest.seminar_id == seminar_id)) or 0
