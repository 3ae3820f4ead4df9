"""How is the same said in XML and in JSON, and how is a refusal told by this contract?"""

import re
from typing import Any
from xml.etree import ElementTree as ET

import orjson
from flask import Response, request
from werkzeug.exceptions import HTTPException

from engage.errors import DomainError, Invalid
from engage.open311.pages import blueprint
from engage.web.errors import words_for
from engage.web.input import nested_errors

TYPES = {"xml": "text/xml", "json": "application/json"}
FORMATS = "any(xml, json):suffix"

# What one of many is called; its list is wrapped in the name of all.
_ONE_OF = {
    "services": "service",
    "service_requests": "request",
    "service_request_updates": "request_update",
    "errors": "error",
    "attributes": "attribute",
    "values": "value",
    "notes": "note",
    "endpoints": "endpoint",
    "formats": "format",
}
_NOT_IN_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def say(root: str, told: Any, suffix: str, status: int = 200) -> Response:
    """`told` under the name `root`, which JSON leaves out."""
    body = orjson.dumps(told) if suffix == "json" else _xml(root, told)
    return Response(body, status, content_type=f"{TYPES[suffix]}; charset=utf-8")


def say_to_all(root: str, told: Any, suffix: str) -> Response:
    """The same for everyone, in the language that they asked for."""
    answer = say(root, told, suffix)
    answer.headers["Cache-Control"] = "public, max-age=2"
    answer.headers["Vary"] = "Accept-Language"
    return answer


@blueprint.after_request
def let_others_read(answer: Response) -> Response:
    """Programs in pages of other sites too; nothing that is read depends on who asks."""
    if request.method == "GET":
        answer.headers["Access-Control-Allow-Origin"] = "*"
        answer.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return answer


@blueprint.errorhandler(DomainError)
def refused(error: DomainError) -> Response:
    if isinstance(error, Invalid):
        return _errors(
            400, [f"{path}: {words}" for path, found in nested_errors(error.errors).items() for words in found]
        )
    status = {401: 403, 403: 403, 404: 404, 429: 429, 503: 503}.get(error.status, 400)
    answer = _errors(status, [words_for(error)[1]])
    if "retry_after" in error.figures:
        answer.headers["Retry-After"] = str(error.figures["retry_after"])
    return answer


@blueprint.errorhandler(HTTPException)
def refused_by_http(error: HTTPException) -> Response:
    if isinstance(error.response, Response):
        return error.response  # said already: a limit
    return _errors(404 if error.code == 404 else 400, [str(error.name)])


def _errors(status: int, descriptions: list[str]) -> Response:
    suffix = (request.view_args or {}).get("suffix", "xml")
    told = [{"code": status, "description": description} for description in descriptions]
    return say("errors", told, suffix, status)


def _xml(root: str, told: Any) -> bytes:
    element = ET.Element(root)
    _fill(element, told)
    body: bytes = ET.tostring(element, encoding="utf-8", xml_declaration=True)
    return body


def _fill(element: ET.Element, told: Any) -> None:
    if isinstance(told, dict):
        for name, value in told.items():
            _fill(ET.SubElement(element, name), value)
    elif isinstance(told, list):
        for one in told:
            _fill(ET.SubElement(element, _ONE_OF[element.tag]), one)
    elif told is not None:
        words = str(told).lower() if isinstance(told, bool) else str(told)
        element.text = _NOT_IN_XML.sub("", words)
