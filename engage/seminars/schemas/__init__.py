"""What the outside world sends and sees of seminars."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from marshmallow import fields, post_load, validate, validates_schema
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


class CalendarForm(Schema):
    """Which month or week, in ISO 8601 (2026-12, 2026-W49), and what of it."""

    month = Text(7, 7, validate=validate.Regexp(r"20\d\d-(0[1-9]|1[0-2])\Z"))
    week = Text(8, 8, validate=validate.Regexp(r"20\d\d-W(0[1-9]|[1-4]\d|5[0-3])\Z"))
    district = Text(0, 60)
    theme = Choice(Theme)


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
    searched = fields.Dict(
        keys=fields.String(),
        values=fields.List(fields.String()),
        attribute="instead",
        metadata={
            "description": "Words of `q` that occur nowhere, and which were searched instead. Empty when all are known."
        },
    )


class _CatalogueFilter(ListFilter):
    district = Text(0, 60)
    theme = Choice(Theme)
    audience = Choice(Audience)
    language = Choice(SpokenLanguage)
    q = Text(0, 200)
    exact = fields.Boolean(metadata={"description": "Only the words of `q` themselves, none that is like them."})
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


def _counts(of: str) -> fields.Field[Any]:
    return fields.Dict(keys=fields.String(), values=fields.Integer(), metadata={"description": of})


class FacetsView(Schema):
    total = fields.Integer(metadata={"description": "How many seminars all the filters together show."})
    is_cut = fields.Boolean(metadata={"description": "Whether there are more than were counted: figures are at least."})
    district = _counts("Seminars by district, given the other filters.")
    theme = _counts("Seminars by theme, given the other filters.")
    audience = _counts("Seminars by audience, given the other filters.")
    language = _counts("Seminars by language, given the other filters.")
    open = _counts("`true`: those with seats free, given the other filters.")


class SavedQuery(Schema):
    district = Text(0, 60)
    theme = Choice(Theme)
    audience = Choice(Audience)
    language = Choice(SpokenLanguage)
    starts_from = Day()
    starts_to = Day()
    q = Text(0, 200)
    open = fields.Boolean(truthy={True, "true"}, falsy={False, "false"})

    @post_load
    def _as_sent(self, found: dict[str, Any], **_: object) -> dict[str, str]:
        """As it stands in an address of the catalogue."""
        return {name: "true" if value is True else str(value) for name, value in found.items() if value}


class SavedFilterForm(Schema):
    name = Text(1, 80, required=True)


class SavedFilterInput(SavedFilterForm):
    query = fields.Nested(SavedQuery, required=True)


class SavedFilterView(Schema):
    id = fields.UUID()
    name = fields.String()
    query = fields.Dict(keys=fields.String(), values=fields.String())
    created_at = Instant()


class SavedFilterList(Schema):
    items = fields.List(fields.Nested(SavedFilterView))


GUESTS_INPUT = GuestsInput()
GUESTS_FORM = GuestsForm()
GUEST_PAGE = GuestPage()
LINK_VIEW = LinkView()
SEMINAR_INPUT = SeminarInput()
SEMINAR_CHANGES = SeminarInput(partial=True)
MOVE_INPUT = MoveInput()
MOVE_FORM = MoveForm()
OFFICERS_INPUT = OfficersInput()
OFFICERS_VIEW = OfficersView()
WARNING_LIST = WarningList()
CALENDAR_FORM = CalendarForm()
REASON_INPUT = ReasonInput()
REASON_FORM = ReasonForm()
NO_INPUT = NoInput()
STEP_FORM = StepForm()
SEMINAR_VIEW = SeminarView()
SEMINAR_PAGE = SeminarPage()
SEMINAR_FILTER = SeminarFilter()
FACET_FILTER = SeminarFilter(exclude=("limit", "cursor"))
FACETS_VIEW = FacetsView()
SAVED_QUERY = SavedQuery()
SAVED_FILTER_FORM = SavedFilterForm()
SAVED_FILTER_INPUT = SavedFilterInput()
SAVED_FILTER_VIEW = SavedFilterView()
SAVED_FILTER_LIST = SavedFilterList()
CATALOGUE_FORM = CatalogueForm()
