"""What the outside world sends and sees of seminars."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from marshmallow import fields, validate, validates_schema
from marshmallow.exceptions import ValidationError

from engage.clock import zone
from engage.language import Lazy
from engage.seminars.models import Audience, SeminarStatus, SpokenLanguage, Theme, Visibility, WaitingList
from engage.web.input import (
    Choice,
    ClockTime,
    Day,
    EmailAddress,
    Flag,
    Instant,
    LocalisedText,
    Schema,
    Text,
    WholeNumber,
)
from engage.web.pagination import Cursor, ListFilter

MAX_CAPACITY = 100_000
TOO_MANY = Lazy("Too many at once.")


class AddressLines(Text):
    """E-mail addresses, one a line; the message names the first that is none."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        lines = super()._deserialize(value, attr, data, **kwargs).splitlines()
        addresses = [line.strip().strip(",;") for line in lines if line.strip()]
        for address in addresses:
            try:
                EmailAddress().deserialize(address)
            except ValidationError:
                raise ValidationError(
                    str(Lazy("This is no e-mail address: {address}")).format(address=address)
                ) from None
        return addresses

    def _validate(self, value: Any) -> None:
        if len(value) > 500:
            raise ValidationError(str(TOO_MANY))


def _set_of(choices: type[StrEnum]) -> fields.Field[Any]:
    some = validate.Length(1, 10, error=Lazy("Choose at least one."))
    return fields.List(Choice(choices), required=True, validate=some)


class _SeminarFields(Schema):
    """What an officer decides about a seminar, whichever face it comes through, but for its times."""

    title = LocalisedText(200, required=True)
    summary = LocalisedText(500, lines=True)
    description = LocalisedText(10_000, lines=True)
    theme = Choice(Theme, required=True)
    audiences = _set_of(Audience)
    languages = _set_of(SpokenLanguage)
    venue_id = fields.UUID(allow_none=True)
    online_url = Text(
        0, 500, allow_none=True, validate=validate.URL(schemes={"https"}, require_tld=True), metadata={"format": "uri"}
    )
    capacity = WholeNumber(1, MAX_CAPACITY, required=True)
    min_party_size = WholeNumber(1, MAX_CAPACITY, load_default=1)
    max_party_size = WholeNumber(1, MAX_CAPACITY, required=True)
    association_quota = WholeNumber(1, MAX_CAPACITY, allow_none=True)
    approval_required = Flag(load_default=False)
    waiting_list = Choice(WaitingList, load_default=WaitingList.STRICT)
    visibility = Choice(Visibility, load_default=Visibility.PUBLIC)


def _check_zone(name: str) -> None:
    try:
        zone(name)
    except (KeyError, ValueError, OSError):
        raise ValidationError(str(Lazy("No time zone has this name."))) from None


class SeminarInput(_SeminarFields):
    district = Text(1, 60, required=True)
    starts_at = Instant(required=True)
    ends_at = Instant(required=True)
    timezone = Text(1, 60, validate=_check_zone, metadata={"example": "Africa/Casablanca"})
    registration_opens_at = Instant(allow_none=True)
    registration_closes_at = Instant(allow_none=True)


class SeminarForm(_SeminarFields):
    """The same from a page: a day, two clocks, perhaps another last day; the district only where no venue says it."""

    district = Text(1, 60, allow_none=True)
    day = Day(required=True)
    start_clock = ClockTime(required=True)
    end_clock = ClockTime(required=True)
    end_day = Day()
    registration_opens_day = Day()
    registration_opens_clock = ClockTime()
    registration_closes_day = Day()
    registration_closes_clock = ClockTime()
    version = WholeNumber(0)


class MoveInput(Schema):
    starts_at = Instant(required=True)
    ends_at = Instant(required=True)
    venue_id = fields.UUID()


class MoveForm(Schema):
    day = Day(required=True)
    start_clock = ClockTime(required=True)
    end_clock = ClockTime(required=True)
    end_day = Day()
    venue_id = fields.UUID()
    version = WholeNumber(0)


class ReasonInput(Schema):
    reason = Text(1, 1000, lines=True, required=True)


class ReasonForm(ReasonInput):
    version = WholeNumber(0)


class NoInput(Schema):
    """A step that needs no words."""


class StepForm(Schema):
    version = WholeNumber(0)


class SeminarView(Schema):
    id = fields.UUID()
    reference = fields.String()
    title = fields.Dict(keys=fields.String(), values=fields.String())
    summary = fields.Dict(keys=fields.String(), values=fields.String())
    description = fields.Dict(keys=fields.String(), values=fields.String())
    theme = fields.String()
    audiences = fields.List(fields.String())
    languages = fields.List(fields.String())
    district = fields.String()
    venue_id = fields.UUID(allow_none=True)
    online_url = fields.String(allow_none=True)
    starts_at = Instant()
    ends_at = Instant()
    timezone = fields.String()
    capacity = fields.Integer()
    seats_taken = fields.Integer()
    seats_free = fields.Integer()
    waiting_count = fields.Integer()
    min_party_size = fields.Integer()
    max_party_size = fields.Integer()
    association_quota = fields.Integer(allow_none=True)
    registration_opens_at = Instant(allow_none=True)
    registration_closes_at = Instant(allow_none=True)
    approval_required = fields.Boolean()
    waiting_list = fields.String()
    visibility = fields.String()
    status = fields.String(validate=validate.OneOf([status.value for status in SeminarStatus]))
    registration = fields.String(validate=validate.OneOf(["not_yet", "open", "full", "waiting", "closed"]))
    cancel_reason = fields.String(allow_none=True)
    version = fields.Integer()


class GuestsInput(Schema):
    association_ids = fields.List(fields.UUID(), validate=validate.Length(max=200, error=TOO_MANY))
    emails = fields.List(EmailAddress(), validate=validate.Length(max=500, error=TOO_MANY))


class GuestsForm(Schema):
    """The same from a page: one association at a time, addresses one a line."""

    association_id = fields.UUID()
    emails = AddressLines(0, 20_000, lines=True)


class GuestView(Schema):
    id = fields.UUID()
    association_id = fields.UUID(allow_none=True)
    association_name = fields.Dict(keys=fields.String(), values=fields.String(), allow_none=True)
    account_name = fields.String(allow_none=True, metadata={"description": "Of somebody who came by the link."})
    email = fields.String(allow_none=True)
    created_at = Instant()


class GuestPage(Schema):
    items = fields.List(fields.Nested(GuestView))


class LinkView(Schema):
    url = fields.String()


class SeminarPage(Schema):
    items = fields.List(fields.Nested(SeminarView))
    next = fields.String(attribute="next_url", allow_none=True)


class _CatalogueFilter(ListFilter):
    district = Text(0, 60)
    theme = Choice(Theme)
    audience = Choice(Audience)
    language = Choice(SpokenLanguage)
    q = Text(0, 200)
    cursor = Cursor(datetime, UUID)

    @validates_schema
    def _dates_in_order(self, found: dict[str, object], **_: object) -> None:
        first, last = found.get("starts_from"), found.get("starts_to")
        if first and last and first > last:  # type: ignore[operator]
            raise ValidationError(str(Lazy("The first date comes after the last.")), "starts_to")


class SeminarFilter(_CatalogueFilter):
    starts_from = Instant()
    starts_to = Instant()
    open = fields.Boolean()


class CatalogueForm(_CatalogueFilter):
    """The same filters on a page, where a day is a day."""

    starts_from = Day()
    starts_to = Day()
    open = fields.Boolean()


GUESTS_INPUT = GuestsInput()
GUESTS_FORM = GuestsForm()
GUEST_PAGE = GuestPage()
LINK_VIEW = LinkView()
SEMINAR_INPUT = SeminarInput()
SEMINAR_CHANGES = SeminarInput(partial=True)
SEMINAR_FORM = SeminarForm()
MOVE_INPUT = MoveInput()
MOVE_FORM = MoveForm()
REASON_INPUT = ReasonInput()
REASON_FORM = ReasonForm()
NO_INPUT = NoInput()
STEP_FORM = StepForm()
SEMINAR_VIEW = SeminarView()
SEMINAR_PAGE = SeminarPage()
SEMINAR_FILTER = SeminarFilter()
CATALOGUE_FORM = CatalogueForm()
