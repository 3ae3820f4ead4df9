"""What is sent and seen of threads about the same matter."""

from marshmallow import fields

from engage.feedback.categories import Category
from engage.feedback.schemas.threads import ThreadView
from engage.places.schemas import TypedDegrees
from engage.web.input import Choice, Schema, Text


class MergeInput(Schema):
    into = Text(1, 40, required=True, metadata={"description": "The id or the reference of the other thread."})


class SimilarQuery(Schema):
    """What somebody is about to write."""

    subject = Text(3, 150, required=True)
    category = Choice(Category, required=True)
    district = Text(0, 60, load_default=None)
    latitude = TypedDegrees(90, load_default=None)
    longitude = TypedDegrees(180, load_default=None)


class SimilarThreads(Schema):
    items = fields.List(fields.Nested(ThreadView))


MERGE_INPUT = MergeInput()
SIMILAR_QUERY = SimilarQuery()
SIMILAR_THREADS = SimilarThreads()
