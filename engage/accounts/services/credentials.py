"""Proving who someone is, once, and what is handed out for it: a browser's session, a program's token."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, update

from engage import clock
from engage.access.actor import Actor
from engage.accounts.models import Account, ApiToken, OneTimeLink, Session
from engage.accounts.passwords import hashed, is_outdated, matches
from engage.accounts.queries import Holder, find_holder
from engage.accounts.services.rows import delete_rows, expiring, insert_for
from engage.accounts.tokens import new_token, token_hash
from engage.audit.services import record
from engage.database import db
from engage.errors import NotFound, NotSignedIn

SESSION_LIFETIME = timedelta(days=14)
TOKEN_LIFETIME = timedelta(days=30)


@dataclass(frozen=True)
class Credential:
    """A secret that was just handed out, and to whom; this is the only time it is seen."""

    token: str
    expires_at: datetime
    locale: str


def start_session(actor: Actor, *, email: str, password: str, device: str) -> Credential:
    """Sign a browser in; whoever was signed in with it no longer is.

    Raises NotSignedIn alike for a wrong password, an unknown address and one that is not confirmed.
    """
    holder = _prove(actor, email, password)
    if delete_rows(Session, Session.id == actor.credential_id):
        record(actor, "session.ended", actor.credential_id)
    token, times = new_token(), expiring(SESSION_LIFETIME)
    session_id = insert_for(Session, _unchanged(holder), token_hash=token_hash(token), device=device, **times)
    return _handed_out(holder, "session.started", session_id, Credential(token, times["expires_at"], holder.locale))


def create_token(actor: Actor, *, email: str, password: str, label: str, scopes: Iterable[str]) -> Credential:
    """A bearer token for a program. Raises as `start_session`."""
    holder = _prove(actor, email, password)
    token, times = new_token(), expiring(TOKEN_LIFETIME)
    values = {"token_hash": token_hash(token), "label": label, "scopes": sorted({"read", *scopes}), **times}
    token_id = insert_for(ApiToken, _unchanged(holder), **values)
    return _handed_out(holder, "token.created", token_id, Credential(token, times["expires_at"], holder.locale))


def end_session(actor: Actor, session_id: uuid.UUID | None) -> None:
    """Sign one of the own browsers out. Raises NotFound."""
    if not delete_rows(Session, Session.id == session_id, Session.account_id == actor.account_id):
        raise NotFound
    record(actor, "session.ended", session_id)


def revoke_token(actor: Actor, token_id: uuid.UUID | None) -> None:
    """Make one of the own tokens worthless. Raises NotFound."""
    if not delete_rows(ApiToken, ApiToken.id == token_id, ApiToken.account_id == actor.account_id):
        raise NotFound
    record(actor, "token.revoked", token_id)


def forget_expired(actor: Actor) -> int:
    """Delete the sessions, tokens and links that are too old to be of use; how many there were."""
    models = (Session, ApiToken, OneTimeLink)
    return sum(len(delete_rows(model, model.expires_at <= clock.now())) for model in models)


def _prove(actor: Actor, email: str, password: str) -> Holder:
    holder = find_holder(actor, email)
    is_right = matches(holder.password_hash if holder else None, password)
    # An address that waits to be confirmed is refused alike: another answer would tell that it was free to take.
    if holder is None or not is_right or holder.verified_at is None:
        raise NotSignedIn("sign-in-failed")
    return _rehash(holder, password) if is_outdated(holder.password_hash) else holder


def _rehash(holder: Holder, password: str) -> Holder:
    sealed = hashed(password)
    db.session.execute(update(Account).where(_unchanged(holder)).values(password_hash=sealed))
    return replace(holder, password_hash=sealed)


def _unchanged(holder: Holder) -> ColumnElement[bool]:
    """Still with the password that was proved: it may be changed, and everyone signed out, in this very moment."""
    return and_(Account.id == holder.id, Account.password_hash == holder.password_hash)


def _handed_out(holder: Holder, action: str, row_id: uuid.UUID | None, credential: Credential) -> Credential:
    if row_id is None:
        raise NotSignedIn("sign-in-failed")
    record(Actor(holder.id), action, row_id)
    return credential
