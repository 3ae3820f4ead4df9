"""Engage: a city's police and its residents work together on prevention. The whole application on one screen."""

import os

from flask import Flask, request
from flask_login import LoginManager

from engage import clock, database
from engage.access.actor import VISITOR
from engage.access.guard import enforce_access
from engage.access.rules import public, verify_marks
from engage.settings import EXTENSION, Settings, SettingsError, read_settings
from engage.web.api import configure_api
from engage.web.app import App
from engage.web.errors import register_error_handlers
from engage.web.files import allow_files
from engage.web.limits import configure_limits
from engage.web.locale import choose_language, keep_language
from engage.web.logs import configure_logs
from engage.web.rendering import prepare_templates
from engage.web.security import check_form_token, protect


def create_app(settings: Settings | None = None) -> Flask:
    """The application for some settings, by default those of the environment. Exits with one line if they are wrong."""
    try:
        settings = settings or read_settings(os.environ)
        _check_with_features(settings)
    except SettingsError as wrong:
        raise SystemExit(str(wrong)) from None
    clock.check_zone_rules()
    app = App(__name__, template_folder="../templates")
    app.secret_key = settings.secret_key
    app.extensions[EXTENSION] = settings
    database.connect(app, settings.database_url)
    configure_logs(app)
    _identify(app)
    app.before_request(choose_language)
    app.before_request(enforce_access)
    app.before_request(allow_files)
    app.before_request(check_form_token)
    app.after_request(keep_language)
    protect(app, settings)
    configure_limits(app, settings)
    _register_features(app)
    register_error_handlers(app)
    prepare_templates(app, settings)
    public(app.view_functions["static"])
    verify_marks(app)
    return app


def _check_with_features(settings: Settings) -> None:
    from engage import features

    features.check_settings(settings)


class _Identity(LoginManager):  # type: ignore[misc]
    """Flask-Login with our own session records: neither its cookie nor its session fields are ever read."""

    def _load_user(self) -> None:
        self._update_request_context_with_user(self._load_user_from_request(request))


def _identify(app: Flask) -> None:
    from engage.open311.queries import actor_of_request

    login = _Identity(app)
    login.anonymous_user = lambda: VISITOR
    login.request_loader(actor_of_request)


def _register_features(app: Flask) -> None:
    from engage import cli, features

    api = configure_api(app)
    for endpoints in features.apis():
        api.register_blueprint(endpoints)
    for addresses in features.pages():
        app.register_blueprint(addresses)
    features.connect_signals()
    cli.register(app)
