"""What are people told about their account, and where does the letter lead?"""

from typing import Any
from uuid import UUID

from flask import current_app
from sqlalchemy import insert, literal, select

from engage.database import db
from engage.outbox.models import Message
from engage.outbox.services import message

RESET_MINUTES = 30

Letter = dict[str, Any]


def verify_address(account_id: UUID, email: str, locale: str, name: str, token: str) -> Letter:
    payload = {"name": name, "url": _url(f"/verify/{token}")}
    return message("verify_address", email, locale, payload, recipient_id=account_id)


def address_taken(account_id: UUID, email: str, locale: str, name: str) -> Letter:
    """To the owner of an address with which somebody wanted to open an account."""
    payload = {"name": name, "url_sign_in": _url("/sign-in"), "url_reset": _url("/reset")}
    return message("address_taken", email, locale, payload, recipient_id=account_id)


def reset_password(account_id: UUID | None, email: str, locale: str, name: str, token: str) -> Letter:
    payload = {"name": name, "url": _url(f"/reset/{token}"), "minutes": RESET_MINUTES}
    return message("reset_password", email, locale, payload, recipient_id=account_id)


def password_changed(account_id: UUID, email: str, locale: str, name: str) -> Letter:
    payload = {"name": name, "url_reset": _url("/reset")}
    return message("password_changed", email, locale, payload, recipient_id=account_id)


def owe_if(is_owed: bool, letter: Letter) -> None:
    """Owe a letter or do nothing by the same statement, so that the time it takes does not tell which."""
    columns = Message.__table__.c
    values = [literal(value, columns[name].type) for name, value in letter.items()]
    db.session.execute(insert(Message).from_select(list(letter), select(*values).where(literal(is_owed))))


def _url(path: str) -> str:
    return f"{current_app.extensions['engage.settings'].base_url}{path}"
