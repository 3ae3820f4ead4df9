"""What programs ask and send by Open311 GeoReport v2, and what they see of a thread."""

from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from marshmallow import ValidationError, fields, validate

from engage.feedback.categories import VISIBILITIES, Category, Visibility
from engage.feedback.queries import ReplyView, ThreadView
from engage.feedback.queries.outside import ENDED
from engage.language import Lazy, current
from engage.language import gettext as _
from engage.open311.catalogue import SERVICES
from engage.places.schemas import TypedDegrees
from engage.settings import current_settings
from engage.text import has_forbidden_characters
from engage.web.input import Choice, Instant, Schema, Text, WholeNumber
from engage.web.rendering import labels

MOST = 1000
MOST_PAGES = 100
MAX_DESCRIPTION = 4000


class Status(StrEnum):
    OPEN = "open"
    CLOSED = "closed"


class Listed(fields.String):
    """Several words between commas."""

    def __init__(self, most: int, each: validate.Validator | None = None) -> None:
        super().__init__()
        self.most, self.each = most, each

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        typed = super()._deserialize(value, attr, data, **kwargs)
        if has_forbidden_characters(typed):
            raise self.make_error("invalid")
        words = {word.strip() for word in typed.split(",")} - {""}
        if len(words) > self.most:
            raise ValidationError(str(Lazy("Fewer at once, please.")))
        return [self.each(word) if self.each else word for word in sorted(words)]


class Moment(Instant):
    """W3C datetime with its offset. In an address a plus sign that was not encoded has become a space."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> datetime:
        return super()._deserialize(str(value).replace(" ", "+"), attr, data, **kwargs)


class TimeFilter(Schema):
    start_date = Moment()
    end_date = Moment()


class RequestFilter(TimeFilter):
    service_request_id = Listed(MOST)
    service_code = Listed(len(Category))
    status = Listed(2, validate.OneOf([status.value for status in Status]))
    page = WholeNumber(1, MOST_PAGES, load_default=1)
    page_size = WholeNumber(1, MOST, load_default=MOST)
    extensions = fields.Boolean(load_default=False)


class RequestInput(Schema):
    """What we take of a new request. Contacts are not ours to keep: a thread belongs to the account of its key."""

    service_code = Choice(Category, required=True)
    description = Text(1, MAX_DESCRIPTION, lines=True, required=True)
    lat = TypedDegrees(90, load_default=None)
    long = TypedDegrees(180, load_default=None)
    address_string = Text(0, 200, load_default=None)
    district = Text(1, 60)
    visibility = Choice(Visibility)


def service_name(code: str) -> str:
    return dict(labels("categories", current()))[code]


def service_view(code: str) -> dict[str, Any]:
    service = SERVICES[code]
    return {
        "service_code": code,
        "service_name": service_name(code),
        "description": _readers(code),
        "metadata": True,
        "type": "realtime",
        "keywords": str(service.keywords),
        "group": str(service.group),
    }


def definition_view(code: str, districts: list[tuple[Any, str]]) -> dict[str, Any]:
    """The two things that we ask besides what everybody asks."""
    readers = [(Visibility.PUBLIC, _("Everyone")), (Visibility.PRIVATE, _("Only the police"))]
    asked: list[tuple[str, str, str, list[tuple[Any, str]]]] = [
        ("district", _("District"), "", districts),
        ("visibility", _("Who may read it?"), _readers(code), readers),
    ]
    return {
        "service_code": code,
        "attributes": [
            {
                "variable": True,
                "code": name,
                "datatype": "singlevaluelist",
                "required": False,
                "datatype_description": described,
                "order": place,
                "description": question,
                "values": [{"key": str(key), "name": label} for key, label in values],
            }
            for place, (name, question, described, values) in enumerate(asked, 1)
        ],
    }


def request_view(thread: ThreadView, replies: list[ReplyView], *, extended: bool = False) -> dict[str, Any]:
    """A thread as a service request: nothing in it comes from what only some may read, not even the last instant."""
    told = [thread.created_at, thread.edited_at, thread.acknowledged_at, thread.answered_at, thread.closed_at]
    changes = [moment for moment in told if moment] + [reply.said_at for reply in replies]
    seen = {
        "service_request_id": thread.reference,
        "status": status_of(thread.status),
        "status_notes": replies[-1].body if replies else None,
        "service_name": service_name(thread.category),
        "service_code": thread.category,
        "description": _description(thread),
        "agency_responsible": thread.referred_to or current_settings().institution[current()],
        "service_notice": notice(),
        "requested_datetime": w3c(thread.created_at),
        "updated_datetime": w3c(max(changes)),
        "expected_datetime": w3c(thread.answer_due_at) if thread.is_waiting else None,
        "address": thread.place,
        "address_id": None,
        "zipcode": None,
        "lat": thread.latitude,
        "long": thread.longitude,
        "media_url": None,
    }
    return seen | (_extensions(thread, replies) if extended else {})


def update_view(reply: ReplyView) -> dict[str, Any]:
    return {
        "update_id": str(reply.id),
        "service_request_id": reply.reference,
        "status": status_of(reply.status),
        "external_status_code": reply.status,
        "description": reply.body,
        "updated_datetime": w3c(reply.created_at),
        "media_url": None,
    }


def status_of(status: str) -> Status:
    """Answered is not closed: whoever wrote may still say that it is not solved."""
    return Status.CLOSED if status in ENDED else Status.OPEN


def notice() -> str:
    return _("This is not for emergencies. In danger? Call the police now: %(number)s", number=_emergency_number())


def w3c(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def _emergency_number() -> str:
    return current_settings().emergency_number


def _readers(code: str) -> str:
    if VISIBILITIES[code] == Visibility.PUBLIC:
        return _("Everyone can read it, unless you say that only the police may. Name nobody.")
    return _("Only the police read it, unless you say that everyone may.")


def _description(thread: ThreadView) -> str:
    """Subject and words; where the subject is but their beginning, as of what came in here, the words alone."""
    subject, body = thread.subject or "", thread.body or ""
    begins = body.startswith(subject.removesuffix("…"))
    whole = body if begins else f"{subject}\n\n{body}"
    return whole if len(whole) <= MAX_DESCRIPTION else f"{whole[: MAX_DESCRIPTION - 1]}…"


def _extensions(thread: ThreadView, replies: list[ReplyView]) -> dict[str, Any]:
    notes = [{"datetime": w3c(reply.said_at), "description": reply.body, "type": "reply"} for reply in replies]
    facts = {"state": thread.status, "district": thread.district, "language": thread.language}
    return {"extended_attributes": facts | {"support_count": thread.support_count}, "notes": notes}


REQUEST_FILTER = RequestFilter()
REQUEST_INPUT = RequestInput()
TIME_FILTER = TimeFilter()
