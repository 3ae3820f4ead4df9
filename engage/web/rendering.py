"""How does a template become a page? One Jinja environment a language, its catalogue bound when it is made."""

import hashlib
from functools import lru_cache, partial
from pathlib import Path
from typing import Any
from uuid import uuid4

from flask import Flask, current_app, request
from flask_wtf.csrf import generate_csrf
from jinja2 import Environment
from markupsafe import Markup

from engage import clock, language
from engage.access.guard import actor
from engage.access.permissions import Permission, Role
from engage.settings import Settings
from engage.text import show_phone
from engage.web.markdown import to_html
from engage.web.pagination import this_address

EXTENSION = "engage.environments"


def prepare_templates(app: Flask, settings: Settings) -> None:
    """Make the environment of each language; after this `page` and `render` work in `app`'s context."""
    app.extensions[EXTENSION] = {locale: _environment(app, settings, locale) for locale in language.LOCALES}


def page(template: str, **context: Any) -> str:
    """A template in the current language, for the person who asks."""
    return render(template, viewer=actor(), **context)


def render(template: str, **context: Any) -> str:
    """A template in the current language, for nobody in particular (e-mails)."""
    environment: Environment = current_app.extensions[EXTENSION][language.current()]
    return environment.get_template(template).render(**context)


def _environment(app: Flask, settings: Settings, locale: str) -> Environment:
    environment = app.create_jinja_environment()
    environment.trim_blocks = environment.lstrip_blocks = True
    environment.add_extension("jinja2.ext.i18n")
    environment.install_gettext_translations(language.catalogue(locale), newstyle=True)  # type: ignore[attr-defined]
    environment.globals.update(
        settings=settings,
        brand=settings.brand,
        institution=settings.institution[locale],
        locale=locale,
        direction=language.direction(locale),
        languages=language.NAMES,
        static=lru_cache(maxsize=256)(partial(_static_address, app)),
        csrf_token=generate_csrf,
        form_key=lambda: str(uuid4()),
        language_url=_language_url,
        today=lambda: clock.today(settings.timezone),
        Permission=Permission,
        Role=Role,
    )
    environment.filters.update(
        date=lambda day, style="long": language.show_date(day, style, locale),
        clock=lambda wall: language.show_clock(wall, locale),
        wall=lambda instant, zone=settings.timezone: clock.local(instant, zone),
        words=lambda texts: language.localised(texts, locale)[0],
        words_language=lambda texts: language.localised(texts, locale)[1],
        phone=lambda e164: show_phone(e164, settings.country),
        markdown=lambda text: Markup(to_html(text)),  # noqa: S704 - nh3 cleaned it
    )
    return environment


def _static_address(app: Flask, filename: str) -> str:
    """The address of a file of ours, which changes when the file does, so that browsers may keep it for ever."""
    content = (Path(app.static_folder or "") / filename).read_bytes()
    return f"{app.static_url_path}/{filename}?v={hashlib.sha256(content).hexdigest()[:10]}"


def _language_url(locale: str) -> str:
    """This very page in another language."""
    if request.method != "GET" or request.endpoint is None:
        return f"/?lang={locale}"
    return this_address(lang=locale)
