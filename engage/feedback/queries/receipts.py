"""Whose receipt was shown here? The one who asks may be an account, hold a receipt, or both."""

import uuid
from dataclasses import replace
from datetime import datetime

from flask import Request, session
from sqlalchemy import bindparam, select

from engage import clock
from engage.access.actor import VISITOR, Actor
from engage.accounts.queries import actor_of_request as account_of_request
from engage.accounts.tokens import token_hash
from engage.database import UTCDateTime, read_at_once
from engage.errors import NotSignedIn
from engage.feedback.models.threads import ReceiptToken
from engage.transaction import with_retries
from engage.web.security import is_api

IN_SESSION = "receipt"  # where the browser's cookie carries the token
PREFIX = "receipt-"  # by which a token is known from that of an account

_BY_TOKEN = select(ReceiptToken.thread_id).where(
    ReceiptToken.token_hash == bindparam("token_hash"),
    ReceiptToken.expires_at > bindparam("now", type_=UTCDateTime),
)


def actor_of_request(request: Request) -> Actor | None:
    """Who sent it; one statement more for those who hold a receipt. A program shows one token, of either kind."""
    if is_api():
        return _holder_or_account(request)
    person = account_of_request(request)
    token = session.get(IN_SESSION) if request.endpoint != "static" else None
    opened = find_opened_thread(person or VISITOR, token) if isinstance(token, str) else None
    return replace(person or VISITOR, opened_thread=opened) if opened else person


def _holder_or_account(request: Request) -> Actor | None:
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    token = token.strip()
    if scheme.lower() != "bearer" or not token.startswith(PREFIX):
        return account_of_request(request)
    opened = find_opened_thread(VISITOR, token)
    if opened is None:
        raise NotSignedIn("invalid-token")
    return Actor(opened_thread=opened)


def find_opened_thread(viewer: Actor, token: str) -> uuid.UUID | None:
    """The thread that a token still opens."""
    asked: dict[str, bytes | datetime] = {"token_hash": token_hash(token), "now": clock.now()}
    rows = with_retries(lambda: read_at_once(_BY_TOKEN, asked))
    return rows[0].thread_id if rows else None
