"""What people change of their own account."""

from typing import Any

from sqlalchemy import update

from engage.access.actor import Actor
from engage.accounts.models import Account
from engage.audit.services import record
from engage.database import db
from engage.errors import Stale


def edit_profile(actor: Actor, version: int, **changes: Any) -> None:
    """Change name, language or telephone. Raises Stale when `version` is no longer the current one."""
    edited = (
        update(Account)
        .where(Account.id == actor.account_id, Account.version == version)
        .values(**changes, version=Account.version + 1)
        .returning(Account.id)
    )
    if db.session.execute(edited).scalar_one_or_none() is None:
        raise Stale
    record(actor, "account.edited", actor.account_id, after={"fields": sorted(changes)})  # not what they say: names


def choose_language(actor: Actor, locale: str) -> None:
    """Speak this language to the person from now on, also in letters."""
    other = update(Account).where(Account.id == actor.account_id, Account.locale != locale)
    changed = other.values(locale=locale, version=Account.version + 1).returning(Account.id)
    if db.session.execute(changed).scalar_one_or_none() is not None:
        record(actor, "account.edited", actor.account_id, before={"locale": actor.locale}, after={"locale": locale})
