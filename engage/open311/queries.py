"""Whose key was sent along? Here that of the form alone: who reads needs none, and a session means nothing."""

from flask import Request
from werkzeug.exceptions import RequestEntityTooLarge

from engage.access.actor import VISITOR, Actor
from engage.accounts.queries import find_bearer
from engage.errors import NotSignedIn
from engage.feedback.queries import actor_of_request as person_of_request

PREFIX = "/open311/"


def actor_of_request(request: Request) -> Actor | None:
    """Who sent it; on other addresses than ours as everywhere."""
    if not request.path.startswith(PREFIX):
        return person_of_request(request)
    key = _sent_key(request)
    if not key:
        return None
    found = find_bearer(VISITOR, key)
    if found is None:
        raise NotSignedIn("invalid-token")
    return found


def _sent_key(request: Request) -> str:
    try:
        return request.form.get("api_key", "")
    except RequestEntityTooLarge:
        return ""
