"""What the outside world asks of the catalogue and the calendar, and what it keeps of that."""

from datetime import datetime
from typing import Any
from uuid import UUID

from marshmallow import fields, post_load, validate, validates_schema
from marshmallow.exceptions import ValidationError

from engage.language import Lazy
from engage.seminars.models import Audience, SpokenLanguage, Theme
from engage.web.input import Choice, Day, Flag, Instant, Schema, Text
from engage.web.pagination import Cursor, ListFilter


class _CatalogueFilter(ListFilter):
    district = Text(0, 60)
    theme = Choice(Theme)
    audience = Choice(Audience)
    language = Choice(SpokenLanguage)
    agreement_id = fields.UUID(metadata={"description": "Only what is held under this partnership agreement."})
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


class _SavedQuery(Schema):
    district = Text(0, 60)
    theme = Choice(Theme)
    audience = Choice(Audience)
    language = Choice(SpokenLanguage)
    starts_from = Day()
    starts_to = Day()
    q = Text(0, 200)

    @post_load
    def _as_sent(self, found: dict[str, Any], **_: object) -> dict[str, str]:
        """As it stands in an address of the catalogue."""
        return {name: "true" if value is True else str(value) for name, value in found.items() if value}


class SavedQuery(_SavedQuery):
    open = Flag()


class SavedAddress(_SavedQuery):
    """The same from an address of the catalogue, where everything is text."""

    open = fields.Boolean(truthy={"true"}, falsy={"false"})


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


class CalendarForm(Schema):
    """Which month or week, in ISO 8601 (2026-12, 2026-W49), and what of it."""

    month = Text(7, 7, validate=validate.Regexp(r"20[0-9]{2}-(0[1-9]|1[0-2])\Z"))
    week = Text(8, 8, validate=validate.Regexp(r"20[0-9]{2}-W(0[1-9]|[1-4][0-9]|5[0-3])\Z"))
    district = Text(0, 60)
    theme = Choice(Theme)


SEMINAR_FILTER = SeminarFilter()
FACET_FILTER = SeminarFilter(exclude=("limit", "cursor"))
FACETS_VIEW = FacetsView()
CATALOGUE_FORM = CatalogueForm()
CALENDAR_FORM = CalendarForm()
SAVED_ADDRESS = SavedAddress()
SAVED_FILTER_FORM = SavedFilterForm()
SAVED_FILTER_INPUT = SavedFilterInput()
SAVED_FILTER_VIEW = SavedFilterView()
SAVED_FILTER_LIST = SavedFilterList()
