"""Setting another password: with the present one, or with a link when it is forgotten."""

from dataclasses import replace
from datetime import timedelta

from sqlalchemy import func, update

from engage import clock, language
from engage.access.actor import Actor
from engage.accounts import notifications
from engage.accounts.models import Account, ApiToken, OneTimeLink, Session
from engage.accounts.notifications import Addressee
from engage.accounts.passwords import matches, seal
from engage.accounts.queries import Holder, find_holder, find_holder_of_link, get_own_holder
from engage.accounts.services.rows import delete_rows, insert_link, take_link
from engage.accounts.tokens import new_token
from engage.audit.services import record
from engage.database import db, new_id
from engage.errors import Conflict, Invalid, Stale
from engage.language import gettext as _
from engage.outbox.services import owe

RESET_LIFETIME = timedelta(minutes=notifications.RESET_MINUTES)


def request_reset(actor: Actor, *, email: str) -> None:
    """Send a link with which another password can be set, if there is such an account: the caller cannot know.

    The statements are the same in both cases, and both keep something: a commit that had nothing to write is quicker.
    """
    owner = find_holder(actor, email)
    to = _addressee(owner) if owner else Addressee(None, email, language.current(), "")
    token = new_token()
    insert_link(Account.id == (to.id or new_id()), "reset", token, RESET_LIFETIME)
    notifications.owe_if(owner is not None, notifications.reset_password(to, token))
    record(actor, "password.reset_requested", to.id or "nobody")


def reset_password(actor: Actor, token: str, *, password: str) -> None:
    """Set a password with the link of a letter, and sign out everyone who was in.

    The link also proves the address. Raises Conflict when it was used or is too old, Invalid for a bad password, which
    leaves the link as it was.
    """
    holder = find_holder_of_link(actor, "reset", token)
    if holder is None:
        raise Conflict("link-expired")
    sealed = seal(password, email=holder.email)
    if take_link("reset", token) is None:
        raise Conflict("link-expired")
    # The account first: whoever is signing in with the old password waits for it, and then finds it changed.
    proved = func.coalesce(Account.verified_at, clock.now())
    db.session.execute(update(Account).where(Account.id == holder.id).values(password_hash=sealed, verified_at=proved))
    delete_rows(Session, Session.account_id == holder.id)
    delete_rows(ApiToken, ApiToken.account_id == holder.id)
    _finish(replace(actor, id=holder.id), holder)
    if holder.verified_at is None:
        record(replace(actor, id=holder.id), "account.verified", holder.id)


def change_password(actor: Actor, *, present_password: str, password: str) -> None:
    """Set a password with the present one, and sign out the other browsers and all programs. Raises Invalid, Stale."""
    holder = get_own_holder(actor)
    if not matches(holder.password_hash, present_password):
        raise Invalid({"present_password": [_("This is not your present password.")]})
    sealed = seal(password, email=holder.email)
    still = (Account.id == holder.id, Account.password_hash == holder.password_hash)
    changed = update(Account).where(*still).values(password_hash=sealed).returning(Account.id)
    if db.session.execute(changed).scalar_one_or_none() is None:
        raise Stale
    delete_rows(Session, Session.account_id == holder.id, Session.id != actor.credential_id)
    delete_rows(ApiToken, ApiToken.account_id == holder.id)
    _finish(actor, holder)


def _finish(actor: Actor, holder: Holder) -> None:
    """No link that was sent before works any more, and the owner is told."""
    delete_rows(OneTimeLink, OneTimeLink.account_id == holder.id)
    owe([notifications.password_changed(_addressee(holder))])
    record(actor, "password.changed", holder.id)


def _addressee(holder: Holder) -> Addressee:
    return Addressee(holder.id, holder.email, holder.locale, holder.display_name)
