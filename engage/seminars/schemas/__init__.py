"""What the outside world sends and sees of seminars."""

from enum import StrEnum
from typing import Any

from marshmallow import fields, validate
from marshmallow.exceptions import ValidationError

from engage.clock import zone
from engage.language import Lazy
from engage.seminars.models import Audience, SeminarStatus, SpokenLanguage, Theme, Visibility, WaitingList
from engage.web.input import (
    Choice,
    ClockTime,
    Day,
    Flag,
    Instant,
    LocalisedText,
    Schema,
    Text,
    WholeNumber,
)

MAX_CAPACITY = 100_000


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
    agreement_id = fields.UUID(
        allow_none=True, metadata={"description": "The active agreement of its district under which it is held."}
    )
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


MAX_OFFICERS = 20


def _officers(**options: Any) -> fields.Field[Any]:
    most = validate.Length(max=MAX_OFFICERS, error=Lazy("Choose {max} people at most."))
    described = {"description": "Ids of the accounts of those who run it; planners of the district."}
    return fields.List(fields.UUID(), validate=most, metadata=described, **options)


def why_forced() -> Text:
    described = {"description": "Why it is planned although the venue or an officer is taken then."}
    return Text(1, 500, lines=True, metadata=described)


class SeminarInput(_SeminarFields):
    district = Text(1, 60, required=True)
    starts_at = Instant(required=True)
    ends_at = Instant(required=True)
    timezone = Text(1, 60, validate=_check_zone, metadata={"example": "Africa/Casablanca"})
    registration_opens_at = Instant(allow_none=True)
    registration_closes_at = Instant(allow_none=True)
    officers = _officers()
    force_reason = why_forced()


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
    officers = _officers()
    force_reason = why_forced()
    version = WholeNumber(0)


class MoveInput(Schema):
    starts_at = Instant(required=True)
    ends_at = Instant(required=True)
    venue_id = fields.UUID()
    force_reason = why_forced()


class MoveForm(Schema):
    day = Day(required=True)
    start_clock = ClockTime(required=True)
    end_clock = ClockTime(required=True)
    end_day = Day()
    venue_id = fields.UUID()
    force_reason = why_forced()
    version = WholeNumber(0)


class OfficersInput(Schema):
    officers = _officers(required=True)
    force_reason = why_forced()


class OfficerView(Schema):
    id = fields.UUID()
    display_name = fields.String()


class OfficersView(Schema):
    officers = fields.List(fields.Nested(OfficerView))
    force_reason = fields.String(allow_none=True)


class WarningView(Schema):
    type = fields.String(validate=validate.OneOf(["public_holiday", "school_holiday", "weekend"]))
    detail = fields.String()


class WarningList(Schema):
    items = fields.List(fields.Nested(WarningView))


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
    series_id = fields.UUID(allow_none=True)
    title = fields.Dict(keys=fields.String(), values=fields.String())
    summary = fields.Dict(keys=fields.String(), values=fields.String())
    description = fields.Dict(keys=fields.String(), values=fields.String())
    theme = fields.String()
    audiences = fields.List(fields.String())
    languages = fields.List(fields.String())
    district = fields.String()
    venue_id = fields.UUID(allow_none=True)
    agreement_id = fields.UUID(allow_none=True)
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


class SeminarPage(Schema):
    items = fields.List(fields.Nested(SeminarView))
    next = fields.String(attribute="next_url", allow_none=True)
    searched = fields.Dict(
        keys=fields.String(),
        values=fields.List(fields.String()),
        attribute="instead",
        metadata={
            "description": "Words of `q` that occur nowhere, and which were searched instead. Empty when all are known."
        },
    )


SEMINAR_INPUT = SeminarInput()
SEMINAR_CHANGES = SeminarInput(partial=True)
MOVE_INPUT = MoveInput()
MOVE_FORM = MoveForm()
OFFICERS_INPUT = OfficersInput()
OFFICERS_VIEW = OfficersView()
WARNING_LIST = WarningList()
REASON_INPUT = ReasonInput()
REASON_FORM = ReasonForm()
NO_INPUT = NoInput()
STEP_FORM = StepForm()
SEMINAR_VIEW = SeminarView()
SEMINAR_PAGE = SeminarPage()
