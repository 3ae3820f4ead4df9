"""What the outside world sends and sees of seminars that repeat, and of several at once."""

import re
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from marshmallow import ValidationError, fields, validate, validates_schema

from engage.language import Lazy
from engage.seminars.models import MAX_DATES, Scope
from engage.seminars.schemas import ReasonInput, SeminarForm, SeminarInput, SeminarView, why_forced
from engage.text import western_digits
from engage.web.input import Choice, ClockTime, Day, Instant, Schema, Text, WholeNumber, between
from engage.web.pagination import MAX_LIMIT, Cursor, ListFilter

MAX_DAYS = 366
MOST_DATES = MAX_DATES  # for pages, which say it

SOME = Lazy("Choose between {min} and {max}.")


class Weekly(Schema):
    until = Day(required=True)


class SeriesInput(SeminarInput):
    """A seminar and its days: either all of them, or every week from that of `starts_at`."""

    dates = fields.List(Day(), validate=validate.Length(1, MAX_DATES, error=SOME))
    weekly = fields.Nested(Weekly)

    @validates_schema
    def _one_of_two(self, found: dict[str, Any], **_: Any) -> None:
        if ("dates" in found) == ("weekly" in found):
            raise ValidationError(str(Lazy("Give either dates or weekly.")), "dates")


class TypedDates(Text):
    """Dates as people write them, a line each: 2026-12-03 or 3/12/2026, in any digits."""

    def __init__(self, **options: Any) -> None:
        super().__init__(0, 2000, lines=True, **options)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        text = western_digits(super()._deserialize(value, attr, data, **kwargs))
        return [self._day(word) for word in re.split(r"[\s,;،]+", text) if word]

    def _day(self, word: str) -> date:
        found = re.fullmatch(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})", word, re.ASCII)
        try:
            day = date(int(found[3]), int(found[2]), int(found[1])) if found else date.fromisoformat(word)
        except ValueError:
            message = Lazy("“{word}” is no date. Write it like 3/12/2026.").format(word=word[:20])
            raise ValidationError(message) from None
        if not 2000 <= day.year <= 2100:
            raise ValidationError(str(Lazy("Enter a date between 2000 and 2100.")))
        return day


class Repeat(StrEnum):
    NONE = "none"
    WEEKLY = "weekly"
    DATES = "dates"


class NewSeminarForm(SeminarForm):
    """A new seminar on a page, perhaps repeated: every week until a day, or on other days that are typed."""

    repeat = Choice(Repeat, load_default=Repeat.NONE)
    repeat_until = Day()
    repeat_dates = TypedDates()

    @validates_schema
    def _days_are_said(self, found: dict[str, Any], **_: Any) -> None:
        missing = {Repeat.WEEKLY: "repeat_until", Repeat.DATES: "repeat_dates"}.get(found.get("repeat", ""))
        if missing and not found.get(missing):
            raise ValidationError(str(Lazy("Fill in this field.")), missing)


class SeriesSeminarForm(SeminarForm):
    """A seminar of a series on a page, and how much of the series its changes are meant for."""

    scope = Choice(Scope, load_default=Scope.ONE)


class ScopeFilter(Schema):
    scope = Choice(Scope, load_default=Scope.ONE)


class BeginningFilter(Schema):
    """What a new seminar on a page begins with: another one, or a template."""

    seminar_id = fields.UUID(data_key="from")
    template = fields.UUID()


class SeriesView(Schema):
    id = fields.UUID()
    items = fields.List(fields.Nested(SeminarView))


class SeriesStep(Schema):
    from_id = fields.UUID(metadata={"description": "The seminar from which on; all that are to come, without it."})


class _Move(Schema):
    days = WholeNumber(-MAX_DAYS, MAX_DAYS, load_default=0)
    start_clock = ClockTime(metadata={"example": "15:00"})
    end_clock = ClockTime(metadata={"example": "17:00"})
    venue_id = fields.UUID()
    force_reason = why_forced()


class SeriesMoveInput(SeriesStep, _Move):
    """By how many days, to which hours and where; what is not said stays."""


class SeriesCancelInput(SeriesStep, ReasonInput):
    """Why, for all of them."""


class SeriesStepForm(Schema):
    """The same steps on the page of one of its seminars: from that one on, or all."""

    scope = Choice(Scope, load_default=Scope.FOLLOWING)
    version = WholeNumber(0)


class SeriesMoveForm(SeriesStepForm, _Move):
    pass


class SeriesCancelForm(SeriesStepForm, ReasonInput):
    pass


class PublishInput(Schema):
    ids = fields.List(fields.UUID(), required=True, validate=validate.Length(1, MAX_LIMIT, error=SOME))


class DuplicateInput(Schema):
    starts_at = Instant(required=True)
    ends_at = Instant(required=True)
    force_reason = why_forced()


class DraftFilter(ListFilter):
    limit = fields.Integer(load_default=50, validate=between(1, MAX_LIMIT))
    cursor = Cursor(datetime, UUID)


SERIES_INPUT = SeriesInput()
SERIES_VIEW = SeriesView()
SERIES_STEP = SeriesStep()
SERIES_MOVE_INPUT = SeriesMoveInput()
SERIES_CANCEL_INPUT = SeriesCancelInput()
SERIES_FORMS = {"publish": SeriesStepForm(), "move": SeriesMoveForm(), "cancel": SeriesCancelForm()}
SCOPE_FILTER = ScopeFilter()
PUBLISH_INPUT = PublishInput()
DUPLICATE_INPUT = DuplicateInput()
BEGINNING_FILTER = BeginningFilter()
DRAFT_FILTER = DraftFilter()
NEW_SEMINAR_FORM = NewSeminarForm()
SERIES_SEMINAR_FORM = SeriesSeminarForm()
