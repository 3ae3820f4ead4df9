"""How is a refusal told? As problem+json (RFC 9457) to programs, as a page to people; its words are in `problems`."""

from typing import Any

import structlog
from flask import Flask, Response, jsonify, request
from markupsafe import Markup
from sqlalchemy.exc import DBAPIError
from werkzeug.exceptions import HTTPException, InternalServerError

from engage.access.actor import VISITOR, Actor
from engage.access.guard import actor
from engage.errors import DomainError, Invalid
from engage.request_id import current_request_id
from engage.web.input import nested_errors
from engage.web.problems import PROBLEMS
from engage.web.rendering import render
from engage.web.security import is_api

log = structlog.get_logger()

PROBLEM_MEDIA_TYPE = "application/problem+json"

_HTTP_TYPES = {
    400: "bad-request",
    401: "not-signed-in",
    403: "forbidden",
    404: "not-found",
    405: "method-not-allowed",
    406: "not-acceptable",
    410: "gone",
    412: "precondition-failed",
    413: "payload-too-large",
    415: "unsupported-media-type",
    422: "invalid-input",
    429: "too-many-requests",
    503: "busy",
}
_NOT_WORDS = {"csrf_token", "form_key", "next", "password", "present_password", "receipt"}
_KEPT_HEADERS = {"allow", "retry-after", "www-authenticate"}


def words_for(error: DomainError) -> tuple[str, str]:
    """Title and detail of a refusal, in the current language."""
    title, detail = PROBLEMS.get(error.type, PROBLEMS["bad-request"])
    return str(title), detail.format(**error.figures)


def register_error_handlers(app: Flask) -> None:
    app.register_error_handler(DomainError, _domain)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Exception, _unexpected)


def _domain(error: DomainError) -> Response:
    headers = {}
    if "retry_after" in error.figures:
        headers["Retry-After"] = str(error.figures["retry_after"])
    if error.status == 401:
        headers["WWW-Authenticate"] = "Bearer"
    title, detail = words_for(error)
    errors = nested_errors(error.errors) if isinstance(error, Invalid) else None
    return _answer(error.status, error.type, title, detail, errors, headers, error.figures.get("extensions"))


def _http(error: HTTPException) -> Response:
    if error.response is not None or error.code is None or error.code < 400:
        return error.get_response()  # type: ignore[return-value]
    type_ = _HTTP_TYPES.get(error.code, "internal-error" if error.code >= 500 else "bad-request")
    title, detail = PROBLEMS[type_]
    sent = getattr(error, "data", None) or {}
    headers = {name: value for name, value in error.get_headers() if name.lower() in _KEPT_HEADERS}
    headers.update(sent.get("headers") or {})
    return _answer(error.code, type_, str(title), str(detail), _webargs_errors(sent), headers)


def _unexpected(error: Exception) -> Response:
    log.error("unexpected", error=type(error).__name__, exc_info=not isinstance(error, DBAPIError))
    if isinstance(error, DBAPIError):  # its message quotes the parameters: people's words stay out of logs
        log.error("store", error=type(error.orig).__name__, statement=(error.statement or "")[:200])
    return _http(InternalServerError())


def _webargs_errors(sent: dict[str, Any]) -> dict[str, list[str]] | None:
    """webargs files its messages under the place they came from (json, query); callers know the fields."""
    messages = sent.get("messages")
    if not isinstance(messages, dict):
        return None
    return {
        path: found
        for place in messages.values()
        if isinstance(place, dict)
        for path, found in nested_errors(place).items()
    }


def _answer(
    status: int,
    type_: str,
    title: str,
    detail: str,
    errors: dict[str, list[str]] | None,
    headers: dict[str, str],
    extensions: dict[str, Any] | None = None,
) -> Response:
    if is_api():
        return problem(status, type_, title, detail, errors, headers, extensions)
    viewer = VISITOR if status >= 500 else actor()  # to find out who asks may be the very thing that failed
    told = {"status": status, "title": title, "detail": detail, "request_id": current_request_id()}
    told["typed"] = _typed_words() if type_ in {"form-expired", "too-many-requests"} else []
    return Response(_error_page(viewer, told), status, headers, mimetype="text/html")


def _typed_words() -> list[str]:
    """What a person wrote into a form that is too old to be taken: it must not be lost with it."""
    written = [text for name, text in request.form.items() if name not in _NOT_WORDS and " " in text.strip()]
    return [text for text in written if len(text) > 20]


def _error_page(viewer: Actor, told: dict[str, Any]) -> str:
    try:
        return render("errors/error.html", viewer=viewer, **told)
    except Exception as broken:  # noqa: BLE001 - what failed may be the frame of every page: say it without
        log.error("error page", error=type(broken).__name__)  # noqa: TRY400 - its words may be people's
        words = Markup("<!doctype html><title>{0}</title><h1>{0}</h1><p>{1}</p>")
        return words.format(told["title"], told["detail"])


def problem(
    status: int,
    type_: str,
    title: str,
    detail: str,
    errors: dict[str, list[str]] | None = None,
    headers: dict[str, str] | None = None,
    extensions: dict[str, Any] | None = None,
) -> Response:
    """`extensions` are members of its own that a type of problem has (RFC 9457 §3.2)."""
    body: dict[str, Any] = {"type": f"/problems/{type_}", "title": title, "status": status, "detail": detail}
    body |= extensions or {}
    if errors:
        body["errors"] = errors
    response = jsonify(body)
    response.status_code = status
    response.headers.update(headers or {})
    response.content_type = PROBLEM_MEDIA_TYPE
    return response
