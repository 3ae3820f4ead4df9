"""Is this request let in? The one place that asks, before any view runs."""

from typing import cast

from flask import current_app, request
from flask_login import current_user

from engage.access.actor import Actor
from engage.access.rules import ATTRIBUTE
from engage.errors import NotAllowed, NotSignedIn

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


def actor() -> Actor:
    """Who is asking now. Flask-Login hands out a proxy; features want the value."""
    return cast(Actor, current_user._get_current_object())


def enforce_access() -> None:
    """Deny whatever no rule allows. Raises NotSignedIn or NotAllowed."""
    if request.endpoint is None:
        return  # no such address: routing answers 404 or 405
    rule = getattr(current_app.view_functions[request.endpoint], ATTRIBUTE, None)
    someone = actor()
    if rule is None or not rule(someone):
        raise NotAllowed if someone.is_authenticated else NotSignedIn
    if not someone.may_write and request.method not in SAFE_METHODS:
        raise NotAllowed("scope-missing")
