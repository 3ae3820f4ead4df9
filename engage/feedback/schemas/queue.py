"""What officers ask of the queue, and see of it."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from marshmallow import fields

from engage.feedback.categories import Category
from engage.web.input import Choice, Schema, Text
from engage.web.pagination import Cursor, ListFilter


class QueueKind(StrEnum):
    MINE = "mine"
    LATE = "late"
    UNASSIGNED = "unassigned"
    UNSEEN = "unseen"


class QueueFilter(ListFilter):
    district = Text(0, 60)
    category = Choice(Category)
    which = Choice(QueueKind)
    cursor = Cursor(datetime, UUID)


class QueueCounts(Schema):
    waiting = fields.Integer()
    mine = fields.Integer()
    late = fields.Integer()
    unassigned = fields.Integer()
    unseen = fields.Integer()


QUEUE_FILTER = QueueFilter()
QUEUE_COUNTS = QueueCounts()
