"""What the outside world sends and sees of imports."""

from datetime import datetime
from typing import Any
from uuid import UUID

from marshmallow import fields, validate

from engage.city.kinds import OFFERED
from engage.city.models import ImportState
from engage.city.queries import Phase
from engage.web.files import MAX_NAME
from engage.web.input import Choice, Schema, Text, WholeNumber
from engage.web.pagination import Cursor, ListFilter


class Kind(fields.String):
    """One of the kinds of files that officers may send."""

    def __init__(self, **options: Any) -> None:
        super().__init__(validate=validate.OneOf(OFFERED), metadata={"example": "seminars"}, **options)


class ImportQuery(Schema):
    """Beside the file: a form may say the same in fields of its own."""

    kind = Kind()
    file_name = Text(0, MAX_NAME)


class ImportForm(Schema):
    kind = Kind(required=True)


class ApplyForm(Schema):
    version = WholeNumber(1, required=True)


class ImportFilter(ListFilter):
    cursor = Cursor(datetime, UUID)


class Told(Schema):
    """Where something is wrong or worth knowing; line 1 is the header."""

    line = fields.Integer()
    column = fields.String()
    text = fields.String()
    cell = fields.String(metadata={"description": "What stands there, cut after 200 characters."})


class ImportSummary(Schema):
    id = fields.UUID()
    kind = fields.String()
    file_name = fields.String()
    status = Choice(ImportState, attribute="state")
    phase = Choice(
        Phase, allow_none=True, metadata={"description": "What is being done with it just now, if anything."}
    )
    total_lines = fields.Integer(metadata={"description": "0 until the file is read to its end."})
    done_lines = fields.Integer(metadata={"description": "In this phase: lines read, checked or brought in so far."})
    counts = fields.Dict(
        keys=fields.String(), values=fields.Integer(), metadata={"example": {"new": 118, "changed": 3}}
    )
    problem_count = fields.Integer()
    created_at = fields.AwareDateTime(format="iso")
    finished_at = fields.AwareDateTime(format="iso", allow_none=True)
    version = fields.Integer()


class ImportView(ImportSummary):
    problems = fields.List(
        fields.Nested(Told), attribute="told_problems", metadata={"description": "The first 1,000 of them."}
    )
    notices = fields.List(fields.Nested(Told), attribute="told_notices")
    samples = fields.List(fields.Dict(keys=fields.String(), values=fields.String()), attribute="told_samples")


class ImportPage(Schema):
    items = fields.List(fields.Nested(ImportSummary))
    next = fields.String(attribute="next_url", allow_none=True)


IMPORT_QUERY = ImportQuery()
IMPORT_FORM = ImportForm()
APPLY_FORM = ApplyForm()
IMPORT_FILTER = ImportFilter()
IMPORT_VIEW = ImportView()
IMPORT_PAGE = ImportPage()
