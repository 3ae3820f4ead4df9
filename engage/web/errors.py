"""How is a refusal told? One table of words; as problem+json (RFC 9457) to programs, as a page to people."""

from typing import Any

import structlog
from flask import Flask, Response, jsonify, request
from markupsafe import Markup
from sqlalchemy.exc import DBAPIError
from werkzeug.exceptions import HTTPException, InternalServerError

from engage.access.actor import VISITOR, Actor
from engage.access.guard import actor
from engage.errors import DomainError, Invalid
from engage.language import Lazy
from engage.request_id import current_request_id
from engage.web.input import nested_errors
from engage.web.rendering import render
from engage.web.security import is_api

log = structlog.get_logger()

PROBLEM_MEDIA_TYPE = "application/problem+json"

# type → (title, detail). The detail may mention the figures that the refusal carries.
PROBLEMS: dict[str, tuple[str, str]] = {
    "already-member": (Lazy("Already a member"), Lazy("This person acts for the association already.")),
    "already-registered": (
        Lazy("Already registered"),
        Lazy("There is already a registration for this seminar."),
    ),
    "association-not-verified": (
        Lazy("Association not verified"),
        Lazy("Only verified associations can register a delegation."),
    ),
    "associations-only": (
        Lazy("For associations"),
        Lazy("Only associations can register for this seminar."),
    ),
    "bad-request": (Lazy("Request not understood"), Lazy("We could not read what was sent. Please try again.")),
    "busy": (Lazy("Busy for a moment"), Lazy("Too many people are here at once. Nothing is lost: try again shortly.")),
    "city-missing": (Lazy("City not imported"), Lazy("Import the sample city first: {missing} is missing.")),
    "code-taken": (Lazy("Code taken"), Lazy("Another one already has this code.")),
    "email-taken": (Lazy("Address taken"), Lazy("There is an account with this e-mail address already.")),
    "filter-name-taken": (Lazy("Name taken"), Lazy("You keep a search under this name already.")),
    "forbidden": (Lazy("Not allowed"), Lazy("Your role does not allow this.")),
    "form-expired": (Lazy("The form is too old"), Lazy("Go back, reload the page and send it again.")),
    "gone": (Lazy("No longer here"), Lazy("This page no longer exists.")),
    "idempotency-key-reused": (
        Lazy("Key already used"),
        Lazy("This Idempotency-Key was used for another request."),
    ),
    "internal-error": (
        Lazy("Something went wrong"),
        Lazy("The fault is ours and we have been told. Nothing you sent was half kept. Please try again later."),
    ),
    "invalid-input": (Lazy("Please correct some fields"), Lazy("Some fields need another look.")),
    "invalid-token": (
        Lazy("Token not valid"),
        Lazy("This token is not known, was revoked or is too old. Ask for another."),
    ),
    "link-expired": (Lazy("The link is too old"), Lazy("This link was used already or has expired. Ask for another.")),
    "mandate-expired": (
        Lazy("Board mandate expired"),
        Lazy("The mandate of the association's board has expired. Renew it to register delegations."),
    ),
    "method-not-allowed": (Lazy("Method not allowed"), Lazy("This address does not do that.")),
    "not-a-demo": (Lazy("Not a demonstration"), Lazy("Only where ENGAGE_DEMO=1 is set.")),
    "not-acceptable": (Lazy("Format not available"), Lazy("This address does not speak that format.")),
    "not-allowed": (Lazy("Not allowed"), Lazy("Your role does not allow this.")),
    "not-by-invitation": (
        Lazy("Not by invitation"),
        Lazy("Only a seminar for invited guests that is still to come has a guest list."),
    ),
    "not-found": (Lazy("Page not found"), Lazy("This page does not exist, or is not open to you.")),
    "not-signed-in": (Lazy("Please sign in"), Lazy("This page is for people who are signed in.")),
    "not-yet": (Lazy("Not yet"), Lazy("The seminar has not begun yet.")),
    "offer-ended": (
        Lazy("The offer has ended"),
        Lazy("It lapsed, or others have the seats now. You keep your place on the waiting list."),
    ),
    "officer-taken": (
        Lazy("Officer taken"),
        Lazy("Another seminar has just taken one of these officers at that time."),
    ),
    "one-refused": (Lazy("One of them does not allow it"), Lazy("{which}: {why} Nothing was changed.")),
    "party-too-large": (Lazy("Party too large"), Lazy("{most} people at most. You entered {asked}.")),
    "party-too-small": (Lazy("Party too small"), Lazy("{least} people at least. You entered {asked}.")),
    "payload-too-large": (Lazy("Too large"), Lazy("What was sent is too large.")),
    "precondition-failed": (
        Lazy("Changed meanwhile"),
        Lazy("Someone changed this meanwhile. Review, then save again."),
    ),
    "quota-reached": (
        Lazy("Quota reached"),
        Lazy("One association gets {most} seats at most. Yours has {held} already, waiting ones included."),
    ),
    "reference-taken": (Lazy("Reference taken"), Lazy("Another seminar already has this reference.")),
    "registration-closed": (Lazy("Registration closed"), Lazy("Registration for this seminar is closed.")),
    "reopen-too-late": (
        Lazy("Too late to reopen"),
        Lazy("A thread can be reopened for {days} days. Please write a new one."),
    ),
    "request-in-progress": (
        Lazy("Still under way"),
        Lazy("The same request is still being worked on. Ask again in a moment."),
    ),
    "scope-missing": (Lazy("Not allowed"), Lazy("This token may only read.")),
    "seats-exhausted": (Lazy("No seats left"), Lazy("The last seats have just been taken.")),
    "sign-in-failed": (
        Lazy("Not signed in"),
        Lazy("The address or the password is not right, or you have not opened the link in our message yet."),
    ),
    "stale-version": (Lazy("Changed meanwhile"), Lazy("Someone changed this meanwhile. Review, then save again.")),
    "storage-full": (Lazy("Storage full"), Lazy("We cannot keep anything new at the moment. Please try again later.")),
    "too-many-filters": (
        Lazy("Too many saved searches"),
        Lazy("{most} are kept at most. Delete one to keep another."),
    ),
    "too-many-messages": (
        Lazy("Too many messages"),
        Lazy("{most} messages an hour at most about one seminar. Nothing was sent: please wait."),
    ),
    "too-many-requests": (Lazy("Too many tries"), Lazy("Please wait a little before you try again.")),
    "unsupported-media-type": (Lazy("Format not understood"), Lazy("Send JSON (application/json).")),
    "venue-taken": (Lazy("Venue taken"), Lazy("Another seminar has just taken this venue at that time.")),
    "version-missing": (Lazy("Version missing"), Lazy("Send the version that you edit in If-Match.")),
    "wrong-state": (Lazy("Not possible now"), Lazy("The present state does not allow this step.")),
}

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
_NOT_WORDS = {"csrf_token", "form_key", "next", "password", "present_password"}
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
    return _answer(error.status, error.type, title, detail, errors, headers)


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
    status: int, type_: str, title: str, detail: str, errors: dict[str, list[str]] | None, headers: dict[str, str]
) -> Response:
    if is_api():
        return problem(status, type_, title, detail, errors, headers)
    viewer = VISITOR if status >= 500 else actor()  # to find out who asks may be the very thing that failed
    told = {"status": status, "title": title, "detail": detail, "request_id": current_request_id()}
    told["typed"] = _typed_words() if type_ == "form-expired" else []
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
) -> Response:
    body: dict[str, Any] = {"type": f"/problems/{type_}", "title": title, "status": status, "detail": detail}
    if errors:
        body["errors"] = errors
    response = jsonify(body)
    response.status_code = status
    response.headers.update(headers or {})
    response.content_type = PROBLEM_MEDIA_TYPE
    return response
