"""What the outside world sends and sees of districts and venues."""

from typing import Any
from uuid import UUID

from marshmallow import fields

from engage.language import Lazy
from engage.places.models import DistrictKind, VenueKind
from engage.text import western_digits
from engage.web.input import Choice, Flag, LocalisedText, Schema, Text, WholeNumber, between
from engage.web.pagination import Cursor, ListFilter

MAX_CAPACITY = 100_000


class Degrees(fields.Float):
    """A latitude or longitude in decimal degrees (WGS 84): a number, not its text."""

    default_error_messages = {name: Lazy("Enter a number.") for name in ("invalid", "too_large", "special")}  # noqa: RUF012

    def __init__(self, most: int, **options: Any) -> None:
        super().__init__(allow_none=True, validate=between(-most, most), **options)

    def _validated(self, value: Any) -> float:
        if not isinstance(value, int | float):
            raise self.make_error("invalid", input=value)
        return super()._validated(value)


class TypedDegrees(Degrees):
    """The same as a person types it: with a comma, in any digits."""

    def _validated(self, value: Any) -> float:
        try:
            return super()._validated(float(western_digits(str(value)).replace(",", ".").replace("٫", ".")))
        except ValueError:
            raise self.make_error("invalid", input=value) from None


class VenueInput(Schema):
    name = LocalisedText(100, required=True)
    district = Text(1, 60, required=True, metadata={"example": "saiss"})
    kind = Choice(VenueKind, required=True)
    capacity = WholeNumber(1, MAX_CAPACITY, required=True)
    step_free_access = Flag(load_default=False)
    address = Text(0, 300, allow_none=True)
    latitude = Degrees(90, metadata={"example": 34.033})
    longitude = Degrees(180)


class VenueForm(VenueInput):
    """The same from a page, where an empty field says that there is nothing."""

    address = Text(0, 300, load_default=None)
    latitude = TypedDegrees(90, load_default=None)
    longitude = TypedDegrees(180, load_default=None)


class VenueEditForm(VenueForm):
    version = WholeNumber(1, required=True)


class DistrictForm(Schema):
    name = LocalisedText(100, required=True)
    latitude = TypedDegrees(90, load_default=None)
    longitude = TypedDegrees(180, load_default=None)
    version = WholeNumber(1, required=True)


class VenueView(Schema):
    id = fields.UUID()
    code = fields.String(allow_none=True)
    name = LocalisedText()
    district = fields.String(metadata={"description": "The code of the district."})
    kind = Choice(VenueKind)
    capacity = fields.Integer()
    step_free_access = fields.Boolean()
    address = fields.String(allow_none=True)
    latitude = fields.Float(allow_none=True)
    longitude = fields.Float(allow_none=True)
    version = fields.Integer()


class VenuePage(Schema):
    items = fields.List(fields.Nested(VenueView))
    next = fields.String(attribute="next_url", allow_none=True)


class VenueFilter(ListFilter):
    district = Text(0, 60)
    q = Text(0, 200)
    cursor = Cursor(str, UUID)


class DistrictView(Schema):
    code = fields.String()
    name = LocalisedText()
    kind = Choice(DistrictKind)
    latitude = fields.Float(allow_none=True, metadata={"description": "Of a point somewhere in its middle."})
    longitude = fields.Float(allow_none=True)


class DistrictPage(Schema):
    items = fields.List(fields.Nested(DistrictView))
    next = fields.String(attribute="next_url", allow_none=True)


class DistrictFilter(ListFilter):
    cursor = Cursor(str)


VENUE_INPUT = VenueInput()
VENUE_CHANGES = VenueInput(partial=True)
VENUE_FORM = VenueForm()
VENUE_EDIT_FORM = VenueEditForm()
VENUE_VIEW = VenueView()
VENUE_PAGE = VenuePage()
VENUE_FILTER = VenueFilter()
DISTRICT_FORM = DistrictForm()
DISTRICT_PAGE = DistrictPage()
DISTRICT_FILTER = DistrictFilter()
