"""Which language does this request get? The person's choice, else the account's, else the browser's, else Arabic."""

from flask import Response, request

from engage import language
from engage.access.guard import actor
from engage.web.security import is_api

COOKIE = "language"
COOKIE_SECONDS = 365 * 24 * 3600


def choose_language() -> None:
    asked = request.args.get("lang") or request.cookies.get(COOKIE)
    if asked in language.LOCALES and not is_api():
        language.use(asked)
        return
    # Before the account is looked up: a refused token is told in the caller's language too.
    language.use(request.accept_languages.best_match(language.LOCALES) or language.DEFAULT)
    says_nothing = not is_api() or not request.accept_languages  # a program's header is meant, a browser's rarely
    if says_nothing and request.endpoint != "static" and actor().is_authenticated:
        language.use(actor().locale)


def keep_language(response: Response) -> Response:
    """Remember a choice made by the switch in the header (`?lang=`); what all may keep carries nobody's cookie."""
    asked = request.args.get("lang")
    if asked in language.LOCALES and not is_api() and not response.cache_control.public:
        remember(response, asked)
    response.headers.setdefault("Content-Language", language.current())
    return response


def remember(response: Response, locale: str) -> None:
    response.set_cookie(COOKIE, locale, max_age=COOKIE_SECONDS, samesite="Lax", httponly=True, secure=request.is_secure)
