"""What must someone be to open this address? Marks for views; a mark returns the same function, so order is free."""

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Flask

from engage.access.actor import Actor
from engage.access.permissions import Permission

Rule = Callable[[Actor], bool]
View = TypeVar("View", bound=Callable[..., Any])

ATTRIBUTE = "access_rule"


def _mark(rule: Rule) -> Callable[[View], View]:
    def mark(view: View) -> View:
        setattr(view, ATTRIBUTE, rule)
        return view

    return mark


public = _mark(lambda actor: True)
signed_in = _mark(lambda actor: actor.is_authenticated)


def requires(*permissions: Permission) -> Callable[[View], View]:
    """Only for those who hold one of the permissions in some district; the policy then asks about the very object."""
    return _mark(lambda actor: any(actor.can(permission) for permission in permissions))


def verify_marks(app: Flask) -> None:
    """Refuse to start with an address that nobody decided about. Raises RuntimeError naming the endpoints."""
    unmarked = sorted(name for name, view in app.view_functions.items() if not hasattr(view, ATTRIBUTE))
    if unmarked:
        raise RuntimeError(f"no access mark on: {', '.join(unmarked)}")
