"""Opening accounts: people themselves with a confirmed address, and whoever runs the installation for others."""

import uuid
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

from marshmallow import ValidationError
from sqlalchemy import func, update

from engage import clock, language
from engage.access.actor import Actor
from engage.access.permissions import NEEDS_DISTRICT, Role
from engage.accounts import notifications
from engage.accounts.models import Account, OneTimeLink, RoleGrant
from engage.accounts.notifications import Addressee
from engage.accounts.passwords import seal
from engage.accounts.policies import can_create_account
from engage.accounts.queries import get_holder
from engage.accounts.services.rows import delete_rows, insert_for, insert_link, take_link
from engage.accounts.tokens import new_token
from engage.audit.services import entry, record, record_all
from engage.database import db, insert_into, new_id
from engage.errors import Conflict, Invalid, NotAllowed
from engage.language import gettext as _
from engage.outbox.services import owe
from engage.web.input import EmailAddress

VERIFY_LIFETIME = timedelta(hours=48)

_EMAIL = EmailAddress()


def sign_up(
    actor: Actor,
    *,
    email: str,
    password_hash: str,
    display_name: str,
    locale: str | None = None,
    phone: str | None = None,
    goes_on_to: str | None = None,
) -> None:
    """Open an account, or tell its owner that somebody wanted to: the caller cannot know which.

    Takes the hash and not the password, so that the slow part is over before the store is touched. Every statement is
    the same in both cases; those that are about the new account find none if the address is taken. The letter's link
    leads to `goes_on_to`, a path of this site, in the end.
    """
    token = new_token()
    person = {"display_name": display_name, "locale": locale or language.current(), "phone": phone}
    account_id = _insert_account(email=email, password_hash=password_hash, **person)
    insert_for(RoleGrant, Account.id == account_id, role=Role.CITIZEN, district=None)
    insert_link(Account.id == account_id, "verify", token, VERIFY_LIFETIME)
    owner = get_holder(actor, email)
    is_new = owner.id == account_id
    to = Addressee(owner.id, owner.email, owner.locale, owner.display_name)
    owe([notifications.verify_address(to, token, goes_on_to) if is_new else notifications.address_taken(to)])
    record(actor, "account.created" if is_new else "account.sign_up_repeated", owner.id)


def verify_address(actor: Actor, token: str) -> None:
    """Confirm the address to which the link was sent. Raises Conflict when it was used or is too old."""
    account_id = take_link("verify", token)
    if account_id is None:
        raise Conflict("link-expired")
    proved = func.coalesce(Account.verified_at, clock.now())
    db.session.execute(update(Account).where(Account.id == account_id).values(verified_at=proved))
    delete_rows(OneTimeLink, OneTimeLink.account_id == account_id, OneTimeLink.purpose == "verify")
    record(replace(actor, id=account_id), "account.verified", account_id)


def create_account(
    actor: Actor,
    *,
    email: str,
    password: str,
    role: Role | str,
    districts: Sequence[str] = (),
    display_name: str | None = None,
    locale: str = "ar",
) -> uuid.UUID:
    """An account for somebody, its address taken as confirmed; its id.

    Whether the districts exist is for the caller to check. Raises Conflict if the address has an account, Invalid,
    NotAllowed.
    """
    if not can_create_account(actor):
        raise NotAllowed
    email, role = _checked_email(email), _checked_role(role, districts)
    sealed = seal(password, email=email)
    name = display_name or email.split("@")[0]
    account_id = _insert_account(
        email=email, password_hash=sealed, display_name=name, locale=locale, verified_at=clock.now()
    )
    _grant(actor, account_id, role, list(dict.fromkeys(districts)) or [None])
    return account_id


def _grant(actor: Actor, account_id: uuid.UUID, role: Role, districts: Sequence[str | None]) -> None:
    entries = [entry(actor, "account.created", account_id), entry(actor, "account.verified", account_id)]
    for district in districts:
        if insert_for(RoleGrant, Account.id == account_id, role=role, district=district) is None:
            raise Conflict("email-taken")
        entries.append(entry(actor, "role.granted", account_id, after={"role": role, "district": district}))
    record_all(entries)


def _checked_email(email: str) -> str:
    try:
        return str(_EMAIL.deserialize(email))
    except ValidationError as wrong:
        raise Invalid({"email": wrong.messages}) from None


def _checked_role(role: str, districts: Sequence[str]) -> Role:
    if role not in set(Role):
        raise Invalid({"role": [_("There is no such role.")]})
    if role in NEEDS_DISTRICT and not districts:
        raise Invalid({"districts": [_("This role needs a district.")]})
    return Role(role)


def _insert_account(**values: Any) -> uuid.UUID:
    """The id under which the account stands, if the address was free; otherwise there is no account with this id."""
    account_id = new_id()
    row = {"id": account_id, "version": 1, "created_at": clock.now(), **values}
    db.session.execute(insert_into(Account).values(row).on_conflict_do_nothing())
    return account_id
