"""Does a refusal tell of something that this person may not know to exist? Then it is 404, whatever else is wrong."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar
from uuid import UUID

from werkzeug.exceptions import HTTPException

from engage.access.guard import actor
from engage.errors import DomainError
from engage.transaction import abandon

View = TypeVar("View", bound=Callable[..., Any])


def unseen_first(get: Callable[..., object]) -> Callable[[View], View]:
    """Ask `get(actor, id)`, which raises NotFound, before a refusal is told; a request that succeeds pays nothing.

    Goes right below the route, above what reads the input.
    """

    def mark(view: View) -> View:
        @wraps(view)
        def answer(*args: Any, **kwargs: Any) -> Any:
            try:
                return view(*args, **kwargs)
            except (DomainError, HTTPException):
                abandon()
                get(actor(), *(value for value in kwargs.values() if isinstance(value, UUID)))
                raise

        return answer  # type: ignore[return-value]

    return mark
