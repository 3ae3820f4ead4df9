"""Was this very request answered before? `Idempotency-Key` (IETF draft of that name) on POSTs that create.

The key is claimed and the answer kept in the transaction of the change itself: a crash leaves neither, a refusal leaves
neither, and a repeat gets the first answer. A twin that is still at work is told 409 with Retry-After. Forms carry
their key in the hidden field `form_key`, which makes a double click harmless.
"""

import hashlib
import hmac
import secrets
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import wraps
from typing import Any, TypeVar

from flask import Response, current_app, make_response, request
from sqlalchemy import JSON, Index, String, delete, func, literal, select, true, update
from sqlalchemy.orm import Mapped, mapped_column

from engage import clock
from engage.access.guard import actor
from engage.database import Base, UTCDateTime, db, insert_into
from engage.errors import Conflict, Invalid
from engage.language import gettext as _
from engage.web.security import is_api

View = TypeVar("View", bound=Callable[..., Any])

LIFETIME = timedelta(hours=24)
MAX_KEY = 255
_KEPT_HEADERS = ("Content-Type", "Location", "ETag")


class IdempotencyKey(Base):
    """A request that was answered, and the answer."""

    __tablename__ = "idempotency_keys"

    scope: Mapped[str] = mapped_column(String(64), primary_key=True)
    key: Mapped[str] = mapped_column(String(MAX_KEY), primary_key=True)
    fingerprint: Mapped[str] = mapped_column(String(64))
    expires_at: Mapped[datetime] = mapped_column(UTCDateTime)
    status: Mapped[int | None]
    headers: Mapped[dict[str, str] | None] = mapped_column(JSON(none_as_null=True))
    body: Mapped[str | None]

    __table_args__ = (Index(None, "expires_at"),)


def idempotent(view: View) -> View:
    """Answer a repeated request as the first time. Goes below the route, above what reads the input."""

    @wraps(view)
    def answer_once(*args: Any, **kwargs: Any) -> Any:
        key = _sent_key()
        if key is None:
            return view(*args, **kwargs)
        return _replay(_claim(key)) or _keep(key, make_response(view(*args, **kwargs)))

    return answer_once  # type: ignore[return-value]


def request_seed() -> str:
    """What only this very request says, whether it is sent once or again: its caller, key and content. Random without a
    key. From it a secret can be made that the answer shows and nobody needs to keep.
    """
    key = _sent_key()
    return secrets.token_hex(32) if key is None else f"{_scope()} {key} {_fingerprint()}"


def forget_expired_keys() -> int:
    expired = delete(IdempotencyKey).where(IdempotencyKey.expires_at < clock.now())
    return int(db.session.execute(expired).rowcount)  # type: ignore[attr-defined]


def _sent_key() -> str | None:
    key = request.headers.get("Idempotency-Key") or (None if is_api() else _form_key())
    if key is not None and not (0 < len(key) <= MAX_KEY and key.isascii() and key.isprintable()):
        raise Invalid({"Idempotency-Key": [_("Use 1 to 255 printable characters.")]})
    return key


def _form_key() -> str | None:
    """A form that was sent, called back and changed is another request: its key goes with what it says."""
    key = request.form.get("form_key")
    return f"{key} {_fingerprint()}" if key else None


def _scope() -> str:
    """Programs of visitors are told apart by their network. The key of a form is ours and unguessable: it also holds
    when a telephone is in another network by the time it sends the form again.
    """
    someone = actor()
    if someone.id:
        return str(someone.id)
    return f"visitor {request.remote_addr}" if is_api() else "visitor"


def _fingerprint() -> str:
    content = b"\0".join(
        (request.method.encode(), request.full_path.encode(), request.get_data(cache=True, parse_form_data=True))
    )
    content += repr(sorted(request.form.items(multi=True))).encode()
    for name, file in request.files.items(multi=True):
        file.stream.seek(0)
        content += repr((name, file.filename, hashlib.sha256(file.stream.read()).hexdigest())).encode()
        file.stream.seek(0)
    # Keyed: a body may hold a password, and a plain digest of it could be tried out.
    return hmac.digest(str(current_app.secret_key).encode(), content, "sha256").hex()


def _claim(key: str) -> Any:
    """Insert the key or find it, in one statement. Raises Conflict for a twin at work or another body."""
    on_postgres = db.session.get_bind().dialect.name == "postgresql"
    lock = int.from_bytes(hashlib.sha256(f"{_scope()} {key}".encode()).digest()[:8], signed=True)
    # The twin of a form waits at the unique key and gets the first answer; a program is told to ask again.
    is_told = on_postgres and "Idempotency-Key" in request.headers
    free = func.pg_try_advisory_xact_lock(lock) if is_told else true()
    row = select(literal(_scope()), literal(key), literal(_fingerprint()), literal(clock.now() + LIFETIME, UTCDateTime))
    insert = insert_into(IdempotencyKey)
    statement = (
        insert.from_select(["scope", "key", "fingerprint", "expires_at"], row.where(free))
        .on_conflict_do_update(index_elements=["scope", "key"], set_={"scope": insert.excluded.scope})
        .returning(IdempotencyKey)
    )
    found = db.session.execute(statement, execution_options={"populate_existing": True}).scalar_one_or_none()
    if found is None:
        raise Conflict("request-in-progress", retry_after=1)
    if found.status is not None and found.expires_at > clock.now() and found.fingerprint != _fingerprint():
        raise Conflict("idempotency-key-reused")
    return found


def _replay(found: IdempotencyKey) -> Response | None:
    if found.status is None or found.expires_at <= clock.now():
        return None
    return Response(found.body, found.status, found.headers)


def _keep(key: str, response: Response) -> Response:
    if response.status_code < 400:
        kept = {name: response.headers[name] for name in _KEPT_HEADERS if name in response.headers}
        db.session.execute(
            update(IdempotencyKey)
            .where(IdempotencyKey.scope == _scope(), IdempotencyKey.key == key)
            .values(
                status=response.status_code,
                headers=kept,
                body=response.get_data(as_text=True),
                fingerprint=_fingerprint(),
                expires_at=clock.now() + LIFETIME,
            )
            .execution_options(synchronize_session=False)
        )
    return response
