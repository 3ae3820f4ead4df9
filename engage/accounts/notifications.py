"""What are people told about their account, and where does the letter lead?"""

from typing import Any, NamedTuple
from urllib.parse import urlencode
from uuid import UUID

from sqlalchemy import insert, literal, select

from engage.database import db
from engage.outbox.models import Message
from engage.outbox.services import message
from engage.settings import current_settings

RESET_MINUTES = 30

Letter = dict[str, Any]


class Addressee(NamedTuple):
    """Who is written to: an account's id, or None where there is none."""

    id: UUID | None
    email: str
    locale: str
    name: str


def verify_address(to: Addressee, token: str, goes_on_to: str | None = None) -> Letter:
    """Without a name: until the address is confirmed, that is a stranger's word in the mouth of the police."""
    query = f"?{urlencode({'next': goes_on_to})}" if goes_on_to else ""
    return _letter("verify_address", to, name="", url=_url(f"/verify/{token}{query}"))


def address_taken(to: Addressee) -> Letter:
    """To the owner of an address with which somebody wanted to open an account."""
    return _letter("address_taken", to, url_sign_in=_url("/sign-in"), url_reset=_url("/reset"))


def reset_password(to: Addressee, token: str) -> Letter:
    return _letter("reset_password", to, url=_url(f"/reset/{token}"), minutes=RESET_MINUTES)


def password_changed(to: Addressee) -> Letter:
    return _letter("password_changed", to, url_reset=_url("/reset"))


def owe_if(is_owed: bool, letter: Letter) -> None:
    """Owe a letter or do nothing by the same statement, so that the time it takes does not tell which."""
    columns = Message.__table__.c
    values = [literal(value, columns[name].type) for name, value in letter.items()]
    db.session.execute(insert(Message).from_select(list(letter), select(*values).where(literal(is_owed))))


def _letter(kind: str, to: Addressee, **fields: Any) -> Letter:
    return message(kind, to.email, to.locale, {"name": to.name, **fields}, recipient_id=to.id)


def _url(path: str) -> str:
    return f"{current_settings().base_url}{path}"
