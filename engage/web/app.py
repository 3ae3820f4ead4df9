"""How does a request become one transaction? The Flask subclass that wraps every dispatch."""

from collections.abc import Callable
from typing import Any

from flask import Flask, Response, request

from engage.access.guard import SAFE_METHODS
from engage.database import db
from engage.transaction import transaction, with_retries


class _RolledBack(Exception):
    """Carries a refusal out of the transaction, so that nothing of it is kept."""

    def __init__(self, response: Response) -> None:
        self.response = response


class App(Flask):
    """Commits when the answer is below 400, rolls back otherwise; a GET never keeps anything."""

    def ensure_sync(self, func: Callable[..., Any]) -> Callable[..., Any]:
        """None of our functions is a coroutine; Flask would look at seventeen of them for each request."""
        return func

    def dispatch_request(self) -> Any:
        return with_retries(self._read if request.method in SAFE_METHODS else self._change)

    def _read(self) -> Any:
        db.session.info["reads_only"] = True
        try:
            return super().dispatch_request()  # the end of the request closes the session
        except BaseException:
            db.session.rollback()
            raise

    def _change(self) -> Any:
        try:
            with transaction():
                response = self.make_response(super().dispatch_request())
                if response.status_code >= 400:
                    raise _RolledBack(response)
                return response
        except _RolledBack as refused:
            return refused.response
