"""Who is told what about an association, its members, invitations and mandate? Rows for the outbox; the words are in
templates/emails/.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import func, select

from engage.access.actor import Actor
from engage.access.permissions import Permission
from engage.accounts.models import Account
from engage.accounts.queries import people_with
from engage.database import db
from engage.outbox.services import message
from engage.partners.models import Association
from engage.partners.queries import managers_of
from engage.settings import current_settings

APPLIED = "association_applied"
TO_VERIFY = "association_to_verify"
VERIFIED = "association_verified"
REFUSED = "association_refused"
ASKED = "association_asked"
SUSPENDED = "association_suspended"
RESTORED = "association_restored"
DISSOLVED = "association_dissolved"
INVITED = "association_invitation"
MEMBERS_CHANGED = "association_members_changed"
MEMBERSHIP_CHANGED = "association_membership_changed"
MANDATE_ENDS = "mandate_ends"
RENEWAL_FILED = "renewal_filed"
RENEWAL_DECIDED = "renewal_decided"

Letter = dict[str, Any]


class Person(NamedTuple):
    """Who is written to."""

    id: UUID | None
    name: str
    email: str
    locale: str


class Of(NamedTuple):
    """The association that a letter is about."""

    id: UUID
    name: dict[str, str]


def invited(to: Person, of: Of, role: str, token: str, days: int) -> Letter:
    """Without the name of whoever invites: that would be a stranger's word in the mouth of the police."""
    url = f"{current_settings().base_url}/association-invitations/{token}"
    return _letter(INVITED, to._replace(name=""), of, url, role=role, days=days)


def members_changed(actor: Actor, of: Of, change: str, person: Person) -> list[Letter]:
    """To the managers other than the one who did it: somebody `joined` or `left`."""
    told = [one for one in managers(actor, of.id) if one.id not in {actor.id, person.id}]
    who = {"change": change, "person": person.name, "person_email": person.email}
    return [_letter(MEMBERS_CHANGED, one, of, _url(of, "members"), **who) for one in told]


def membership_changed(to: Person, of: Of, change: str) -> Letter:
    """To the person: now `manager`, `member`, or `removed`."""
    url = f"{current_settings().base_url}/start" if change == "removed" else _url(of, "desk")
    return _letter(MEMBERSHIP_CHANGED, to, of, url, change=change)


def mandate_ends(to: Person, of: Of, ends_on: date, grace_ends_on: date, mandate: str) -> Letter:
    dates = {"ends_on": ends_on.isoformat(), "grace_ends_on": grace_ends_on.isoformat()}
    return _letter(MANDATE_ENDS, to, of, _url(of, "mandate"), mandate=mandate, **dates)


def renewal_filed(actor: Actor, of: Of, districts: Sequence[str], renewal_id: UUID) -> list[Letter]:
    url = f"{current_settings().base_url}/renewals/{renewal_id}"
    supervisors = people_with(actor, Permission.ASSOCIATIONS_VERIFY, *districts)
    return [_letter(RENEWAL_FILED, Person(*one), of, url) for one in supervisors]


def renewal_decided(actor: Actor, of: Of, ends_on: date, reason: str | None) -> list[Letter]:
    """`reason` says why not; None is yes."""
    said = {"ends_on": ends_on.isoformat(), "reason": reason}
    return [_letter(RENEWAL_DECIDED, one, of, _url(of, "mandate"), **said) for one in managers(actor, of.id)]


def managers(actor: Actor, association_id: UUID) -> list[Person]:
    return [Person(*row[1:]) for row in managers_of(actor, [association_id])]


def person_of(account_id: UUID) -> Person:
    columns = (Account.id, Account.display_name, Account.email, Account.locale)
    return Person(*db.session.execute(select(*columns).where(Account.id == account_id)).one())


def addressee(email: str, locale: str) -> Person:
    """Whoever has this address: in the language of the account, if there is one."""
    known = select(Account.id, Account.locale).where(func.lower(Account.email) == func.lower(email))
    account_id, spoken = db.session.execute(known).one_or_none() or (None, locale)
    return Person(account_id, "", email, spoken)


def _url(of: Of, page: str) -> str:
    return f"{current_settings().base_url}/associations/{of.id}/{page}"


def _letter(kind: str, to: Person, of: Of, url: str, **more: Any) -> Letter:
    payload = {"name": to.name, "association": of.name, "url": url, **more}
    return message(kind, to.email, to.locale, payload, recipient_id=to.id, subject_id=of.id)


def tell(kind: str, people: Iterable[Any], association: Association, reason: str | None = None) -> list[dict[str, Any]]:
    """A message to each of (account_id, name, address, locale, …). `reason` is what the police says, a question too.

    It leads who verifies to the page where that is done, and all others to the association's own.
    """
    page = "review" if kind == TO_VERIFY else "desk"
    url = f"{current_settings().base_url}/associations/{association.id}/{page}"
    return [
        message(
            kind,
            person[2],
            person[3],
            {"name": person[1], "association": association.name, "reason": reason, "url": url},
            recipient_id=person[0],
            subject_id=association.id,
        )
        for person in people
    ]
