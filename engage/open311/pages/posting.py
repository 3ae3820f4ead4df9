"""How does a program post for the account that holds its key? As everywhere: the same service, rules and limits."""

import re
from typing import Any

from flask import Response, request

from engage.access.guard import actor
from engage.access.rules import signed_in
from engage.accounts import limits
from engage.errors import Invalid, NotFound
from engage.feedback import services
from engage.language import gettext as _
from engage.open311.catalogue import SERVICES
from engage.open311.pages import blueprint
from engage.open311.pages.answers import FORMATS, say
from engage.open311.schemas import REQUEST_INPUT, notice, service_name
from engage.web.idempotency import idempotent
from engage.web.input import read_form

MAX_SUBJECT = 150
_ATTRIBUTE = re.compile(r"attribute\[([^\]]*)\](?:\[\])?")
_ASKED = {"district", "visibility"}
_OF_OTHERS = ("email", "phone", "first_name", "last_name")


@blueprint.post(f"/open311/v2/requests.<{FORMATS}>")
@signed_in
@limits.posts("threads")
@idempotent
def file_request(suffix: str) -> Response:
    details = _sent()
    made = services.open_thread(actor(), **details)
    told = {"service_request_id": made.reference, "service_notice": _notice(made.visibility), "account_id": None}
    return say("service_requests", [told], suffix, 201)


def _sent() -> dict[str, Any]:
    """The fields of a new thread. Raises Invalid, NotFound for a service that there is not."""
    code = request.form.get("service_code", "").strip()
    if code and code not in SERVICES:
        raise NotFound
    sent = read_form(REQUEST_INPUT, **_attributes())
    where = {"latitude": sent.pop("lat"), "longitude": sent.pop("long"), "place": sent.pop("address_string")}
    if all(value is None for value in where.values()):
        raise Invalid({"address_string": [_("Say where: lat and long, or address_string.")]})
    body = sent.pop("description")
    category = sent.pop("service_code")
    return {
        "subject": _subject(body, service_name(category)),
        "body": body,
        "category": category,
        **where,
        **sent,
    }


def _attributes() -> dict[str, str]:
    """What answers our own questions; what we did not ask is refused, not lost."""
    found = {name: _ATTRIBUTE.fullmatch(name) for name in request.form if name.startswith("attribute[")}
    unknown = [name for name, match in found.items() if match is None or match[1] not in _ASKED]
    if unknown:
        raise Invalid({name[:100]: [_("This service does not ask that.")] for name in unknown})
    answers = {match[1]: request.form[name].strip() for name, match in found.items() if match}
    return {name: answer for name, answer in answers.items() if answer}


def _subject(body: str, otherwise: str) -> str:
    """How it begins; a thread needs a line to be found by."""
    line = " ".join(body.partition("\n")[0].split())
    if len(line) > MAX_SUBJECT:
        line = line[: MAX_SUBJECT - 1].rpartition(" ")[0][: MAX_SUBJECT - 1] or line[: MAX_SUBJECT - 1]
        return f"{line}…"
    return line if len(line) >= 3 else otherwise


def _notice(visibility: str) -> str:
    parts = [notice()]
    if visibility == "private":
        parts.append(_("Only the police read it: it will not be found here."))
    if request.form.get("media_url", "").strip() or request.files:
        parts.append(_("Pictures are not taken along."))
    if any(request.form.get(name, "").strip() for name in _OF_OTHERS):
        parts.append(_("We answer to the account that holds the key; names and addresses of others are not kept."))
    return " ".join(parts)
