"""What keeps a page from being misused by others: headers, own addresses only, proxies, form tokens."""

from typing import Any
from urllib.parse import urlsplit

from flask import Flask, Response, request
from flask.sessions import SecureCookieSessionInterface
from flask_wtf.csrf import CSRFError, CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix

from engage.access.guard import SAFE_METHODS
from engage.errors import DomainError
from engage.settings import Settings

PROGRAMS = ("/api/", "/open311/")  # where no browser comes by itself
MAX_BODY_BYTES = 1_000_000
MAX_FORM_FIELDS = 500

CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self';"
    " connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
FRAMED_POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self' data:; font-src 'self';"
    " form-action 'none'; base-uri 'none'; frame-ancestors *"
)
HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}

FOR_EVER = "public, max-age=31536000, immutable"

csrf = CSRFProtect()


class _Sessions(SecureCookieSessionInterface):
    """Those of Flask, whose signer is made once and not for each request."""

    _signer: Any = None

    def get_signing_serializer(self, app: Flask) -> Any:
        self._signer = self._signer or super().get_signing_serializer(app)
        return self._signer


def protect(app: Flask, settings: Settings) -> None:
    app.config.update(
        MAX_CONTENT_LENGTH=MAX_BODY_BYTES,
        MAX_FORM_PARTS=MAX_FORM_FIELDS,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=settings.is_https,
        SESSION_COOKIE_NAME="__Host-engage" if settings.is_https else "engage",
        WTF_CSRF_CHECK_DEFAULT=False,
        WTF_CSRF_TIME_LIMIT=None,
        WTF_CSRF_SSL_STRICT=False,
    )
    if settings.proxies:
        hops = settings.proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]
    app.session_interface = _Sessions()
    csrf.init_app(app)
    app.after_request(_add_headers)


def is_api() -> bool:
    return request.path.startswith(PROGRAMS)


def check_form_token() -> None:
    """Every form of a page carries a token (CSRF). The API takes bearer tokens, which no browser sends by itself."""
    if request.endpoint is not None and request.method not in SAFE_METHODS and not is_api():
        try:
            csrf.protect()
        except CSRFError:
            raise DomainError("form-expired") from None


def own_path(target: str | None) -> str | None:
    """The target if it is a path of this site, else None. Browsers drop tabs and newlines and read `\\` as `/`."""
    if not target or not target.startswith("/") or target.startswith(("//", "/\\")):
        return None
    if any(c <= " " or c in "\\\x7f" for c in target):
        return None
    parts = urlsplit(target)
    return target if not parts.scheme and not parts.netloc else None


def let_others_frame(response: Response) -> Response:
    """For a page without forms, scripts and anything about the one who asks: it may stand in pages of other sites."""
    response.headers["Content-Security-Policy"] = FRAMED_POLICY
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


def let_it_frame_our_own(response: Response) -> Response:
    """For a page that shows another page of ours in a frame."""
    response.headers["Content-Security-Policy"] = f"{CONTENT_SECURITY_POLICY}; frame-src 'self'"
    return response


def let_it_locate(response: Response) -> Response:
    """For a page with a button that asks the telephone where it is."""
    asked = HEADERS["Permissions-Policy"].replace("geolocation=()", "geolocation=(self)")
    response.headers["Permissions-Policy"] = asked
    return response


def let_it_map(response: Response, tiles_url: str) -> Response:
    """For a page that shows a map, whose pictures come from another server."""
    server = urlsplit(tiles_url)
    shown = CONTENT_SECURITY_POLICY.replace("img-src 'self'", f"img-src 'self' {server.scheme}://{server.netloc}")
    response.headers["Content-Security-Policy"] = shown
    return response


def _add_headers(response: Response) -> Response:
    given = {name for name, _value in response.headers}
    for name, value in HEADERS.items():
        if name not in given:  # as we write them ourselves: to ask the headers is slower
            response.headers.add(name, value)
    if response.headers["Content-Security-Policy"] == FRAMED_POLICY:
        del response.headers["X-Frame-Options"]  # an older word for the same, which knows no "by all"
    if request.is_secure:
        response.headers.setdefault("Strict-Transport-Security", "max-age=31536000; includeSubDomains")
    response.headers.setdefault("Cache-Control", "no-store" if is_api() else "no-cache, private")
    if request.endpoint == "static" and response.status_code in {200, 304}:
        # An address with a fingerprint changes with its file; fonts and pictures of the style sheet have none.
        response.headers["Cache-Control"] = FOR_EVER if "v" in request.args else "public, max-age=86400"
    return response
