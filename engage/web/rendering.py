"""How does a template become a page? One Jinja environment a language, its catalogue bound when it is made."""

import hashlib
from collections.abc import Callable, MutableMapping
from functools import lru_cache, partial
from pathlib import Path
from typing import Any, cast
from uuid import uuid4

from babel.support import NullTranslations
from flask import Flask, current_app, request
from flask.templating import Environment as FlaskEnvironment
from flask_wtf.csrf import generate_csrf
from jinja2 import Environment, nodes
from jinja2.visitor import NodeTransformer
from markupsafe import Markup, escape

from engage import clock, language
from engage.access.guard import actor
from engage.access.permissions import Permission, Role
from engage.settings import Settings
from engage.text import Term, marked, show_phone
from engage.web.markdown import to_html
from engage.web.pagination import this_address

EXTENSION = "engage.environments"
_PARTS = "engage.parts"


def prepare_templates(app: Flask, settings: Settings) -> None:
    """Make the environment of each language; after this `page` and `render` work in `app`'s context."""
    app.jinja_environment = _Environment
    app.extensions[EXTENSION] = {locale: _environment(app, settings, locale) for locale in language.LOCALES}


def page(template: str, **context: Any) -> str:
    """A template in the current language, for the person who asks."""
    return render(template, viewer=actor(), **context)


def render(template: str, **context: Any) -> str:
    """A template in the current language, for nobody in particular (e-mails)."""
    environment: Environment = current_app.extensions[EXTENSION][language.current()]
    return environment.get_template(template).render(**context)


def labels(choices: str, locale: str) -> list[tuple[str, str]]:
    """The codes of a list of choices and their words in a language, as templates/macros/labels.html has them."""
    environment: Environment = current_app.extensions[EXTENSION][locale]
    return cast(list[tuple[str, str]], getattr(environment.get_template("macros/labels.html").module, choices))


def label_in_all(choices: str, code: str) -> dict[str, str]:
    """The words of one code in every language."""
    return {locale: dict(labels(choices, locale))[code] for locale in language.LOCALES}


class _Translated(NodeTransformer):
    """Puts the words of a language where a template says `_("…")` without figures: once, not for every page."""

    def __init__(self, catalogue: NullTranslations) -> None:
        self.catalogue = catalogue

    def visit_Call(self, node: nodes.Call) -> nodes.Node:  # noqa: N802 - Jinja calls it so
        self.generic_visit(node)
        is_plain = isinstance(node.node, nodes.Name) and node.node.name == "_" and not node.kwargs
        if not is_plain or len(node.args) != 1 or not isinstance(node.args[0], nodes.Const):
            return node
        words = self.catalogue.gettext(node.args[0].value) % {}
        return nodes.MarkSafeIfAutoescape(nodes.Const(words), lineno=node.lineno)


class _Environment(FlaskEnvironment):
    """The templates of one language."""

    catalogue: NullTranslations

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """One plain dict where a template has no globals of its own: Jinja's chain of them is slow to compare."""
        return super().make_globals(d) if d else self.globals

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        tree = _Translated(self.catalogue).visit(super()._parse(source, name, filename))
        return cast(nodes.Template, tree)


def _environment(app: Flask, settings: Settings, locale: str) -> Environment:
    environment = app.create_jinja_environment()
    assert isinstance(environment, _Environment)  # noqa: S101 - prepare_templates has told Flask
    environment.catalogue = language.catalogue(locale)
    environment.trim_blocks = environment.lstrip_blocks = True
    environment.add_extension("jinja2.ext.i18n")
    environment.install_gettext_translations(language.catalogue(locale), newstyle=True)  # type: ignore[attr-defined]
    environment.globals.update(_globals(app, settings, locale))
    environment.filters.update(_filters(settings, locale))
    return environment


def _globals(app: Flask, settings: Settings, locale: str) -> dict[str, Any]:
    return {
        "settings": settings,
        "brand": settings.brand,
        "institution": settings.institution[locale],
        "locale": locale,
        "direction": language.direction(locale),
        "languages": language.NAMES,
        "static": lru_cache(maxsize=256)(partial(_static_address, app)),
        "csrf_token": generate_csrf,
        "form_key": lambda: str(uuid4()),
        "language_url": _language_url,
        "part_for_visitors": _part_for_visitors,
        "kept": lru_cache(maxsize=1024, typed=True),
        "url_for": _kept_addresses(app),
        "today": lambda: clock.today(settings.timezone),
        "Permission": Permission,
        "Role": Role,
    }


def _filters(settings: Settings, locale: str) -> dict[str, Callable[..., Any]]:
    return {
        "date": lambda day, style="long": language.show_date(day, style, locale),
        "clock": lambda wall: language.show_clock(wall, locale),
        "wall": lambda instant, zone=settings.timezone: clock.local(instant, zone),
        "words": lambda texts: language.localised(texts, locale)[0],
        "words_language": lambda texts: language.localised(texts, locale)[1],
        "marked": _marked,
        "phone": lambda e164: show_phone(e164, settings.country),
        "markdown": lambda text: Markup(to_html(text)),  # noqa: S704 - nh3 cleaned it
    }


def _kept_addresses(app: Flask) -> Callable[..., str]:
    """`url_for`, which remembers what it said: a template asks for the same ones again and again."""
    kept = lru_cache(maxsize=4096, typed=True)(app.url_for)

    def url_for(endpoint: str, **values: Any) -> str:
        try:
            return kept(endpoint, **values)
        except TypeError:  # a list among the values cannot be remembered
            return app.url_for(endpoint, **values)

    return url_for


def _marked(text: str, terms: list[Term]) -> Markup:
    """A text with the words that were looked for marked."""
    pieces = ((escape(piece), is_meant) for piece, is_meant in marked(text, terms))
    return Markup("").join(Markup("<mark>%s</mark>") % piece if is_meant else piece for piece, is_meant in pieces)


def _static_address(app: Flask, filename: str) -> str:
    """The address of a file of ours, which changes when the file does, so that browsers may keep it for ever."""
    content = (Path(app.static_folder or "") / filename).read_bytes()
    return f"{app.static_url_path}/{filename}?v={hashlib.sha256(content).hexdigest()[:10]}"


def _language_url(locale: str) -> str:
    """This very page in another language."""
    if request.method != "GET" or request.endpoint is None:
        return f"/?lang={locale}"
    return this_address(lang=locale)


def _part_for_visitors(template: str) -> Markup:
    """What stands around a page, as all see it who are not signed in: made once for each kind of page."""
    if request.method != "GET" or request.args:
        return Markup(page(template))  # noqa: S704 - a template escaped it
    kept: dict[tuple[str, str, str | None], Markup] = current_app.extensions.setdefault(_PARTS, {})
    key = (language.current(), template, request.endpoint)
    if key not in kept:
        kept[key] = Markup(page(template))  # noqa: S704 - a template escaped it
    return kept[key]
