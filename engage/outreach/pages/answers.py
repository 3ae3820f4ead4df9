"""How is something answered that is the same for everyone, and that browsers, proxies and programs may keep?"""

import hashlib
from collections.abc import Callable
from typing import Any

from flask import Response, request
from marshmallow import ValidationError

from engage import language
from engage.language import speaking
from engage.settings import current_settings
from engage.web.input import Schema
from engage.web.lists import kept

Body = str | bytes


def asked(schema: Schema) -> dict[str, Any]:
    """The filters of the address. A wrong one is left out, and an unknown one passed over."""
    given = {name: value for name, value in request.args.items() if value and name in schema.fields}
    try:
        return dict(schema.load(given))
    except ValidationError as wrong:
        return {**schema.load({}), **dict(wrong.valid_data or {})}


def answer(schema: Schema, mimetype: str, make: Callable[..., Body], *, seconds: int = 300) -> Response:
    """What `make(**filters)` says in the language of the address; made once for a crowd that asks the same."""
    filters = asked(schema)
    with speaking(filters.pop("lang")):
        key = (f"{request.endpoint} {language.current()}", repr(sorted(filters.items())))
        body = kept(key, current_settings().list_seconds, lambda: make(**filters))
        return for_all(Response(body, mimetype=mimetype), tag_of(body), seconds)


def for_all(response: Response, tag: str, seconds: int) -> Response:
    """To be kept by anyone for so long, then asked for again by its tag. To be told while its language is spoken."""
    response.headers["Cache-Control"] = f"public, max-age={seconds}"
    response.headers["Content-Language"] = language.current()
    response.set_etag(tag)
    return response.make_conditional(request)  # type: ignore[return-value]


def tag_of(body: Body) -> str:
    return hashlib.sha256(body.encode() if isinstance(body, str) else body).hexdigest()[:32]
