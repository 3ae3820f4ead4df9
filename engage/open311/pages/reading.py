"""What is there to report, and what was reported and answered? Read as a visitor, whoever asks."""

from datetime import datetime, timedelta
from typing import Any

from flask import Response

from engage import clock, language
from engage.access.actor import VISITOR
from engage.access.rules import public
from engage.errors import Invalid, NotFound
from engage.feedback import queries
from engage.language import gettext as _
from engage.language import localised
from engage.open311.catalogue import SERVICES
from engage.open311.pages import blueprint
from engage.open311.pages.answers import FORMATS, TYPES, say_to_all
from engage.open311.schemas import (
    REQUEST_FILTER,
    TIME_FILTER,
    Status,
    definition_view,
    request_view,
    service_view,
    update_view,
)
from engage.places.queries import district_names
from engage.settings import current_settings
from engage.text import has_forbidden_characters
from engage.web.input import read_query
from engage.web.lists import kept

LONGEST = timedelta(days=90)
CHANGED_ON = "2026-11-25T00:00:00Z"
SPECIFICATION = "http://wiki.open311.org/GeoReport_v2"


@blueprint.get(f"/open311/discovery.<{FORMATS}>")
@public
def discover(suffix: str) -> Response:
    answer = say_to_all("discovery", _discovery(), suffix)
    answer.headers["Content-Type"] = TYPES[suffix]  # validators want it bare here
    return answer


@blueprint.get(f"/open311/v2/services.<{FORMATS}>")
@public
def list_services(suffix: str) -> Response:
    return say_to_all("services", [service_view(code) for code in SERVICES], suffix)


@blueprint.get(f"/open311/v2/services/<string:service>.<{FORMATS}>")
@public
def show_service(service: str, suffix: str) -> Response:
    if service not in SERVICES:
        raise NotFound
    districts = [(code, localised(name)[0]) for code, name in district_names().items()]
    return say_to_all("service_definition", definition_view(service, districts), suffix)


@blueprint.get(f"/open311/v2/requests.<{FORMATS}>")
@public
def list_requests(suffix: str) -> Response:
    sent = read_query(REQUEST_FILTER)
    is_plain = sent == REQUEST_FILTER.load({})  # what most programs ask, again and again
    key, seconds = ("open311", language.current()), current_settings().list_seconds
    found = kept(key, seconds, lambda: _requests(**sent)) if is_plain else _requests(**sent)
    return say_to_all("service_requests", found, suffix)


@blueprint.get(f"/open311/v2/requests/<string:number>.<{FORMATS}>")
@public
def show_request(number: str, suffix: str) -> Response:
    return say_to_all("service_requests", _seen(_published(number), is_extended=False), suffix)


@blueprint.get(f"/open311/v2/tokens/<string:number>.<{FORMATS}>")
@public
def show_token(number: str, suffix: str) -> Response:
    """A request has its number at once; whoever asks with the number as a token gets it back."""
    [thread] = _published(number)
    return say_to_all("service_requests", [{"service_request_id": thread.reference, "token": number}], suffix)


@blueprint.get(f"/open311/v2/servicerequestupdates.<{FORMATS}>")
@public
def list_updates(suffix: str) -> Response:
    since, until = _span(**read_query(TIME_FILTER))
    found = queries.list_replies_between(VISITOR, since, until)
    return say_to_all("service_request_updates", [update_view(reply) for reply in found], suffix)


def _requests(
    page: int,
    page_size: int,
    extensions: bool,
    service_request_id: list[str] | None = None,
    service_code: list[str] | None = None,
    status: list[str] | None = None,
    **dates: datetime,
) -> list[dict[str, Any]]:
    asked: dict[str, Any] = {"references": service_request_id}
    if not service_request_id:
        since, until = _span(**dates)
        ended = None if not status or len(status) > 1 else status == [Status.CLOSED]
        asked = {"categories": service_code or (), "since": since, "until": until, "has_ended": ended}
    found = queries.list_published(VISITOR, offset=(page - 1) * page_size, limit=page_size, **asked)
    return _seen(found, is_extended=extensions)


def _seen(threads: list[queries.ThreadView], *, is_extended: bool) -> list[dict[str, Any]]:
    replies = queries.list_official_replies(VISITOR, threads)
    return [request_view(thread, replies.get(thread.id, []), extended=is_extended) for thread in threads]


def _published(number: str) -> list[queries.ThreadView]:
    """The one of this number. Raises NotFound."""
    found = [] if has_forbidden_characters(number) else queries.list_published(VISITOR, references=[number])
    if not found:
        raise NotFound
    return found


def _span(start_date: datetime | None = None, end_date: datetime | None = None) -> tuple[datetime, datetime]:
    """Ninety days at most; where one end is not said, ninety days from the other."""
    until = end_date or (start_date + LONGEST if start_date else clock.now())
    since = start_date or until - LONGEST
    if not timedelta() <= until - since <= LONGEST:
        raise Invalid({"end_date": [_("At most 90 days after the start, and not before it.")]})
    return since, until


def _discovery() -> dict[str, Any]:
    settings = current_settings()
    ways = [settings.contact_email, settings.contact_phone, settings.base_url]
    endpoint = {
        "specification": SPECIFICATION,
        "url": f"{settings.base_url}/open311/v2",
        "changeset": CHANGED_ON,
        "type": "production",
        "formats": list(TYPES.values()),
    }
    return {
        "changeset": CHANGED_ON,
        "contact": ", ".join(way for way in (settings.institution[language.current()], *ways) if way),
        "key_service": _key_service(),
        "endpoints": [endpoint],
    }


def _key_service() -> str:
    address = f"{current_settings().base_url}/api/v1/tokens"
    return _("The api_key is a token of an account: %(address)s", address=address)
