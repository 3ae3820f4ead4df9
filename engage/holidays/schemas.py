"""What the outside world sends and sees of holidays."""

from datetime import date
from uuid import UUID

from marshmallow import fields

from engage.holidays.models import HolidayKind
from engage.web.input import Choice, Day, LocalisedText, Schema, WholeNumber, between
from engage.web.pagination import Cursor, ListFilter

_EXAMPLE = {"ar": "عيد الاستقلال", "fr": "Fête de l’indépendance"}


class HolidayInput(Schema):
    kind = Choice(HolidayKind, required=True)
    name = LocalisedText(100, required=True, metadata={"example": _EXAMPLE})
    starts_on = Day(required=True)
    ends_on = Day(required=True, metadata={"description": "The last day off."})


class HolidayEditForm(HolidayInput):
    version = WholeNumber(1, required=True)


class DeleteForm(Schema):
    version = WholeNumber(1, required=True)


class HolidayView(Schema):
    id = fields.UUID()
    code = fields.String(allow_none=True, metadata={"description": "Where an import brought it in."})
    kind = Choice(HolidayKind)
    name = LocalisedText()
    starts_on = fields.Date()
    ends_on = fields.Date()
    version = fields.Integer()


class HolidayPage(Schema):
    items = fields.List(fields.Nested(HolidayView))
    next = fields.String(attribute="next_url", allow_none=True)


class HolidayFilter(ListFilter):
    year = fields.Integer(
        validate=between(2000, 2100), metadata={"description": "The school year from September of this year."}
    )
    cursor = Cursor(date, UUID)


HOLIDAY_INPUT = HolidayInput()
HOLIDAY_CHANGES = HolidayInput(partial=True)
HOLIDAY_EDIT_FORM = HolidayEditForm()
DELETE_FORM = DeleteForm()
HOLIDAY_VIEW = HolidayView()
HOLIDAY_PAGE = HolidayPage()
HOLIDAY_FILTER = HolidayFilter()
