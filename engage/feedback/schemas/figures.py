"""What is seen of feedback in figures: by supervisors of their districts, and by everybody."""

from datetime import date

from marshmallow import fields

from engage.feedback.ages import Age
from engage.feedback.categories import Category
from engage.feedback.queries import Period
from engage.web.input import Choice, Instant, Schema

_NOT_TOLD = {"description": "Null where few could be told apart."}


class PeriodFilter(Schema):
    period = Choice(Period, load_default=Period.THIS_MONTH.value)


class TookView(Schema):
    number = fields.Integer()
    median = fields.Float(allow_none=True, metadata={"description": "Days that half of them took at most."})
    high = fields.Float(allow_none=True, metadata={"description": "Days that nine of ten took at most."})


class AnsweredView(Schema):
    in_all = fields.Integer(allow_none=True, metadata=_NOT_TOLD)
    by_answer = fields.Dict(keys=fields.String(), values=fields.Integer(allow_none=True))


class SatisfactionView(Schema):
    solved = fields.Nested(AnsweredView, metadata={"description": "By yes, partly, no."})
    treated = fields.Nested(AnsweredView, metadata={"description": "By well, fairly, badly."})


class DistrictFiguresView(Schema):
    district = fields.String(allow_none=True, metadata={"description": "Null: nobody knows which; in the total, all."})
    opened = fields.Integer()
    open = fields.Integer(metadata={"description": "Now, whenever it was opened."})
    open_by_age = fields.Dict(keys=Choice(Age), values=fields.Integer())
    late = fields.Integer(metadata={"description": "Now."})
    first_reply = fields.Nested(TookView)
    closing = fields.Nested(TookView)
    reopened = fields.Integer(metadata={"description": "Of those that were closed in the period."})
    reopened_percent = fields.Integer(allow_none=True)
    rated = fields.Nested(
        SatisfactionView, allow_none=True, metadata={"description": "What authors of closed threads said."}
    )


class DistrictsView(Schema):
    first = fields.Date()
    last = fields.Date()
    rows = fields.List(fields.Nested(DistrictFiguresView))
    total = fields.Nested(DistrictFiguresView)


class ThreadLine(Schema):
    opened = fields.Integer(allow_none=True, metadata=_NOT_TOLD)
    answered_in_time = fields.Integer(allow_none=True, metadata=_NOT_TOLD)
    answered_late = fields.Integer(allow_none=True, metadata=_NOT_TOLD)
    late = fields.Integer(allow_none=True, metadata=_NOT_TOLD)
    waiting = fields.Integer(allow_none=True, metadata={"description": "Still within the time. Null as above."})
    median_days = fields.Integer(allow_none=True, metadata={"description": "Until the first official reply."})


class ThreadLineOfDistrict(ThreadLine):
    district = fields.String(allow_none=True, attribute="key")


class ThreadLineOfCategory(ThreadLine):
    category = Choice(Category, attribute="key")


class ThreadLineOfMonth(ThreadLine):
    month = fields.String(attribute="key", metadata={"example": date(2026, 11, 1).isoformat()})


class ThreadFiguresView(Schema):
    as_of = Instant()
    first = fields.Date(metadata={"description": "Since when; what is open from before counts too."})
    total = fields.Nested(ThreadLine)
    by_district = fields.List(fields.Nested(ThreadLineOfDistrict))
    by_category = fields.List(fields.Nested(ThreadLineOfCategory))
    by_month = fields.List(
        fields.Nested(ThreadLineOfMonth), metadata={"description": "`before`: what is still open from before."}
    )


PERIOD_FILTER = PeriodFilter()
DISTRICTS_VIEW = DistrictsView()
THREAD_FIGURES_VIEW = ThreadFiguresView()
