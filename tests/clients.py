"""How does a test knock at the door? Flask's client, made to behave like separate people at separate moments."""

import secrets
from contextvars import copy_context
from typing import Any

from flask import Flask, has_app_context
from flask.testing import FlaskClient
from itsdangerous import URLSafeTimedSerializer
from werkzeug.test import TestResponse

from engage import create_app
from engage.access.guard import SAFE_METHODS
from engage.database import db
from engage.settings import Settings


class Client(FlaskClient):
    """A browser or a program of its own.

    Each request gets a fresh application context, session and language, as on a server, and what the test wrote before
    is committed first. Forms of pages carry a valid token unless the call says `form_token=False`.
    """

    def open(self, *args: Any, form_token: bool = True, **options: Any) -> TestResponse:
        if has_app_context():
            db.session.commit()
        address = args[0] if args and isinstance(args[0], str) else ""
        is_form = options.get("method", "GET") not in SAFE_METHODS and not address.startswith("/api/")
        if is_form and form_token:
            options["headers"] = [*dict(options.get("headers") or {}).items(), ("X-CSRFToken", self.form_token())]
        options.setdefault("buffered", True)
        return copy_context().run(self._open, *args, **options)

    def form_token(self) -> str:
        """What a form shown in this browser would carry."""
        with self.session_transaction() as session:
            kept = session.setdefault("csrf_token", secrets.token_hex(20))
        return URLSafeTimedSerializer(str(self.application.secret_key), salt="wtf-csrf-token").dumps(kept)

    def carry(self, token: str) -> None:
        """Send this bearer token with every request from now on."""
        self.environ_base["HTTP_AUTHORIZATION"] = f"Bearer {token}"

    def _open(self, *args: Any, **options: Any) -> TestResponse:
        with self.application.app_context():
            return super().open(*args, **options)


def make_application(settings: Settings) -> Flask:
    """The whole application, whose clients are ours. Its errors are answered as they are to people."""
    app = create_app(settings)
    app.test_client_class = Client
    return app
