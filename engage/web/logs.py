"""What do we write down about requests? One JSON line each: rule, status, time; nothing about people."""

import logging
import sys
import time

import orjson
import structlog
from flask import Flask, Response, g, request
from structlog.tracebacks import ExceptionDictTransformer

from engage import request_id

HEADER = "X-Request-ID"


# Without the values of local variables: they hold passwords and people's words.
_TRACEBACKS = structlog.processors.ExceptionRenderer(ExceptionDictTransformer(show_locals=False))


def configure_logs(app: Flask) -> None:
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            _add_request_id,
            _TRACEBACKS,
            _without_words,
            structlog.processors.JSONRenderer(lambda line, **_: orjson.dumps(line, default=str).decode()),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=False,
    )
    app.before_request(_begin)
    app.after_request(_end)


def _add_request_id(_logger: object, _name: str, line: structlog.typing.EventDict) -> structlog.typing.EventDict:
    line.setdefault("request_id", request_id.current_request_id())
    return line


def _without_words(_logger: object, _name: str, line: structlog.typing.EventDict) -> structlog.typing.EventDict:
    """An error's message quotes what people typed; its type and its place tell enough."""
    for error in line.get("exception") or []:
        error.pop("exc_value", None)
    return line


def _begin() -> None:
    g.began = time.perf_counter()
    request_id.begin(request.headers.get(HEADER))


def _end(response: Response) -> Response:
    response.headers[HEADER] = request_id.current_request_id() or ""
    if request.endpoint not in {"static", "health.alive", "health.ready"}:
        structlog.get_logger().info(
            "request",
            method=request.method,
            rule=request.url_rule.rule if request.url_rule else None,  # never the path: it may hold a token
            status=response.status_code,
            milliseconds=round((time.perf_counter() - g.began) * 1000, 1) if "began" in g else None,
        )
    return response
