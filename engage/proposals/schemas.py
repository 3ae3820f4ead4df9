"""What the outside world sends and sees of requests for seminars."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from marshmallow import ValidationError, fields, validate, validates_schema

from engage.language import Lazy
from engage.proposals.models import MAX_DATES, ProposalStatus
from engage.registrations.models import Level
from engage.registrations.schemas import MAX_PARTY
from engage.seminars.models import Audience, SpokenLanguage, Theme
from engage.seminars.schemas import MAX_CAPACITY, MAX_OFFICERS, why_forced
from engage.web.input import (
    Choice,
    ClockTime,
    Day,
    EmailAddress,
    Flag,
    Instant,
    LocalisedText,
    Phone,
    Schema,
    Text,
    WholeNumber,
)
from engage.web.pagination import Cursor, ListFilter

_SOME_DATES = validate.Length(1, MAX_DATES, error=Lazy("Give between {min} and {max} dates."))
_AT = {"maxLength": 10, "example": "09:30"}


class WishedDateInput(Schema):
    """A day, and from when to when by the clock on the wall of the place."""

    day = Day(required=True)
    start_clock = ClockTime(required=True, metadata=_AT)
    end_clock = ClockTime(required=True, metadata={**_AT, "example": "11:00"})


def _dates() -> fields.Field[Any]:
    return fields.List(fields.Nested(WishedDateInput), required=True, validate=_SOME_DATES)


def _set_of(choices: type[StrEnum], **options: Any) -> fields.Field[Any]:
    some = validate.Length(1, 10, error=Lazy("Choose at least one."))
    return fields.List(Choice(choices), validate=some, **options)


class ProposalInput(Schema):
    """An association's where `association_id` is given, else a school's: `establishment`, or a school as `venue_id`."""

    association_id = fields.UUID(allow_none=True)
    establishment = Text(1, 200, allow_none=True)
    theme = Choice(Theme, required=True)
    audiences = _set_of(Audience, required=True)
    languages = _set_of(SpokenLanguage, load_default=lambda: [SpokenLanguage.ARABIC.value])
    expected = WholeNumber(1, MAX_CAPACITY, required=True, metadata={"description": "How many people would come."})
    headcounts = fields.Dict(
        keys=Choice(Level), values=WholeNumber(0, MAX_PARTY), metadata={"example": {"primary": 28, "adults": 2}}
    )
    dates = _dates()
    venue_id = fields.UUID(allow_none=True)
    district = Text(1, 60, allow_none=True, metadata={"description": "Where no venue says it."})
    place = Text(1, 300, allow_none=True, metadata={"description": "The place in words."})
    note = Text(1, 1000, lines=True, allow_none=True)
    contact_phone = Phone(allow_none=True)
    contact_email = EmailAddress(allow_none=True)


class ProposalForm(ProposalInput):
    """On a page: `again` says that it is meant although it was asked before."""

    again = Flag()


class AcceptProposalInput(Schema):
    """Empty, it takes the first date and the venue that were wished."""

    date = WholeNumber(
        0, MAX_DATES - 1, load_default=0, metadata={"description": "Which of the dates wished; 0 is the first."}
    )
    starts_at = Instant()
    ends_at = Instant()
    venue_id = fields.UUID()
    capacity = WholeNumber(1, MAX_CAPACITY)
    title = LocalisedText(200)
    officers = fields.List(fields.UUID(), validate=validate.Length(max=MAX_OFFICERS))
    force_reason = why_forced()

    @validates_schema
    def _both_or_none(self, found: dict[str, Any], **_: object) -> None:
        if ("starts_at" in found) != ("ends_at" in found):
            missing = "ends_at" if "starts_at" in found else "starts_at"
            raise ValidationError(str(Lazy("Give the start and the end.")), missing)


class AcceptProposalForm(Schema):
    day = Day(required=True)
    start_clock = ClockTime(required=True)
    end_clock = ClockTime(required=True)
    venue_id = fields.UUID(required=True)
    capacity = WholeNumber(1, MAX_CAPACITY, required=True)
    title = LocalisedText(200, required=True)
    force_reason = why_forced()
    version = WholeNumber(0)


class AcceptFilter(Schema):
    """With which of the wished dates the form begins."""

    date = WholeNumber(0, MAX_DATES - 1, load_default=0)


class OfferInput(Schema):
    dates = _dates()
    venue_id = fields.UUID(metadata={"description": "Without it: the venue that was wished."})
    note = Text(1, 1000, lines=True)


class OfferForm(OfferInput):
    version = WholeNumber(0)


class AgreeInput(Schema):
    date = WholeNumber(
        0, MAX_DATES - 1, load_default=0, metadata={"description": "Which of the dates offered; 0 is the first."}
    )


class AgreeForm(AgreeInput):
    date = WholeNumber(0, MAX_DATES - 1, required=True)
    version = WholeNumber(0)


class ProposalFilter(ListFilter):
    district = Text(0, 60)
    theme = Choice(Theme)
    status = Choice(ProposalStatus)
    association_id = fields.UUID()
    cursor = Cursor(datetime, UUID)


class WishedDateView(Schema):
    day = fields.String(metadata={"format": "date"})
    start_clock = fields.String()
    end_clock = fields.String()


class ProposalView(Schema):
    id = fields.UUID()
    association_id = fields.UUID(allow_none=True)
    establishment = fields.String(allow_none=True)
    asker = fields.Dict(keys=fields.String(), values=fields.String())
    theme = fields.String()
    audiences = fields.List(fields.String())
    languages = fields.List(fields.String())
    expected = fields.Integer()
    headcounts = fields.Dict(keys=fields.String(), values=fields.Integer())
    district = fields.String()
    dates = fields.List(fields.Nested(WishedDateView))
    venue_id = fields.UUID(allow_none=True)
    place = fields.String(allow_none=True)
    note = fields.String(allow_none=True)
    contact_phone = fields.String(allow_none=True)
    contact_email = fields.String(allow_none=True)
    status = fields.String(validate=validate.OneOf([status.value for status in ProposalStatus]))
    offered_dates = fields.List(fields.Nested(WishedDateView))
    offered_venue_id = fields.UUID(allow_none=True)
    reason = fields.String(allow_none=True, metadata={"description": "What the officers wrote."})
    seminar_id = fields.UUID(allow_none=True)
    decided_at = Instant(allow_none=True)
    created_at = Instant()
    age = fields.Integer(metadata={"description": "Working days since it was sent."})
    is_late = fields.Boolean(metadata={"description": "Whether an answer is overdue."})
    version = fields.Integer()


class ProposalPage(Schema):
    items = fields.List(fields.Nested(ProposalView))
    next = fields.String(attribute="next_url", allow_none=True)


class LikeProposal(Schema):
    id = fields.UUID()
    status = fields.String()
    asked_on = fields.Date()


class LikeSeminar(Schema):
    id = fields.UUID()
    status = fields.String()
    starts_at = Instant()


class DoublesView(Schema):
    """The same asker or venue, the same theme, within two months; as far as the caller sees them."""

    proposals = fields.List(fields.Nested(LikeProposal))
    seminars = fields.List(fields.Nested(LikeSeminar))


PROPOSAL_INPUT = ProposalInput()
PROPOSAL_FORM = ProposalForm()
ACCEPT_INPUT = AcceptProposalInput()
ACCEPT_FORM = AcceptProposalForm()
ACCEPT_FILTER = AcceptFilter()
OFFER_INPUT = OfferInput()
OFFER_FORM = OfferForm()
AGREE_INPUT = AgreeInput()
AGREE_FORM = AgreeForm()
PROPOSAL_FILTER = ProposalFilter()
PROPOSAL_VIEW = ProposalView()
PROPOSAL_PAGE = ProposalPage()
DOUBLES_VIEW = DoublesView()
