"""How does a long list travel? By keyset: an opaque cursor says after which row the next page begins."""

import base64
import binascii
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, Generic, TypeVar
from urllib.parse import quote, urlencode
from uuid import UUID

import orjson
from flask import request
from marshmallow import ValidationError, fields

from engage.language import gettext as _
from engage.web.input import MAX_INTEGER, Schema, between

Row = TypeVar("Row")
Key = tuple[str, ...]

DEFAULT_LIMIT = 20
MAX_LIMIT = 100


def this_address(**changes: str | None) -> str:
    """This request's address with some arguments set or (None) left out.

    Never `url_for(**arguments)`: what people put behind the question mark would steer it (`_external`, `endpoint`).
    """
    arguments = {name: values for name, values in request.args.lists() if name not in changes}
    arguments |= {name: [value] for name, value in changes.items() if value is not None}
    query = urlencode(arguments, doseq=True)
    return f"{quote(request.path)}?{query}" if query else quote(request.path)


@dataclass(frozen=True)
class Page(Generic[Row]):
    """At most `limit` rows, and the key of the last one if more follow."""

    items: Sequence[Row]
    next_key: Key | None = None

    @property
    def next_url(self) -> str | None:
        """The address of the following page: this request's, with another cursor."""
        if self.next_key is None:
            return None
        return this_address(cursor=encode_cursor(self.next_key))


def cut(rows: Sequence[Row], limit: int, key: Callable[[Row], Key]) -> Page[Row]:
    """A page from `limit + 1` rows: the one too many only tells that there is more."""
    if len(rows) <= limit:
        return Page(rows)
    return Page(rows[:limit], key(rows[limit - 1]))


def encode_cursor(key: Key) -> str:
    return base64.urlsafe_b64encode(orjson.dumps(key)).rstrip(b"=").decode()


class Cursor(fields.Field[Key]):
    """An opaque cursor whose parts must parse as the given types (datetime, date, UUID, int or str)."""

    def __init__(self, *parts: type, **options: Any) -> None:
        super().__init__(load_default=None, metadata={"type": "string", "maxLength": 400}, **options)
        self.parts = parts

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        try:
            padded = str(value) + "=" * (-len(str(value)) % 4)
            raw = orjson.loads(base64.urlsafe_b64decode(padded))
            if not isinstance(raw, list) or len(raw) != len(self.parts):
                raise ValueError
            return tuple(_PARSERS[kind](part) for kind, part in zip(self.parts, raw, strict=True))
        except (ValueError, TypeError, OverflowError, binascii.Error):
            raise ValidationError(_("This list has no such page.")) from None


def _instant(part: str) -> datetime:
    parsed = datetime.fromisoformat(part)
    if parsed.tzinfo is None:
        raise ValueError
    return parsed.astimezone(UTC)


def _number(part: str) -> int:
    if abs(number := int(part)) > MAX_INTEGER:
        raise ValueError
    return number


def _words(part: object) -> str:
    if not isinstance(part, str) or "\0" in part:
        raise ValueError
    return part


_PARSERS: dict[type, Callable[[Any], Any]] = {
    datetime: _instant,
    date: date.fromisoformat,
    UUID: lambda part: UUID(str(part)),
    int: _number,
    str: _words,
}


class ListFilter(Schema):
    """What every list takes. Subclasses add their `cursor` and filters."""

    limit = fields.Integer(load_default=DEFAULT_LIMIT, validate=between(1, MAX_LIMIT))
