"""What officers ask of the queue, and see of it."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from marshmallow import fields, validate

from engage.feedback.ages import Age
from engage.feedback.categories import Category
from engage.feedback.models.threads import ThreadStatus
from engage.feedback.schemas.steps import MAX_CHOSEN
from engage.web.input import Choice, Instant, Schema, Text
from engage.web.pagination import Cursor, ListFilter


class QueueKind(StrEnum):
    MINE = "mine"
    TODAY = "today"
    LATE = "late"
    UNASSIGNED = "unassigned"
    UNSEEN = "unseen"


class By(StrEnum):
    """Who took a step."""

    AUTHOR = "author"
    RESIDENT = "resident"
    OFFICER = "officer"
    SYSTEM = "system"


class QueueFilter(ListFilter):
    district = Text(0, 60)
    category = Choice(Category)
    status = Choice(ThreadStatus)
    age = Choice(Age, metadata={"description": "For how many days it has been open."})
    q = Text(0, 200)
    which = Choice(QueueKind)
    cursor = Cursor(datetime, UUID)


class QueueCounts(Schema):
    waiting = fields.Integer()
    mine = fields.Integer()
    today = fields.Integer(metadata={"description": "Due today, and not late yet."})
    late = fields.Integer()
    unassigned = fields.Integer()
    unseen = fields.Integer()


class NextFilter(Schema):
    """From where in the queue one goes on, and in which part of it."""

    which = Choice(QueueKind)
    place = Cursor(datetime, UUID)


class ChosenInput(Schema):
    ids = fields.List(fields.UUID(), required=True, validate=validate.Length(1, MAX_CHOSEN))


class ChosenAssignInput(ChosenInput):
    account_id = fields.UUID(required=True)


class ChosenDone(Schema):
    number = fields.Integer(metadata={"description": "How many threads it was done to."})


class HistoryStep(Schema):
    id = fields.UUID()
    at = Instant()
    action = fields.String(metadata={"example": "thread.acknowledged"})
    words = fields.String(metadata={"description": "The same in the language of the caller."})
    by = Choice(By)
    name = fields.String(allow_none=True, metadata={"description": "Of an officer, nobody else."})
    before = fields.Dict(keys=fields.String(), values=fields.String())
    after = fields.Dict(keys=fields.String(), values=fields.String())


class ThreadHistoryPage(Schema):
    items = fields.List(fields.Nested(HistoryStep))
    next = fields.String(attribute="next_url", allow_none=True)


class ThreadHistoryFilter(ListFilter):
    cursor = Cursor(datetime, UUID)


QUEUE_FILTER = QueueFilter()
QUEUE_COUNTS = QueueCounts()
NEXT_FILTER = NextFilter()
CHOSEN_INPUT = ChosenInput()
CHOSEN_ASSIGN_INPUT = ChosenAssignInput()
CHOSEN_DONE = ChosenDone()
HISTORY_FILTER = ThreadHistoryFilter()
HISTORY_PAGE = ThreadHistoryPage()
