"""What is sent and seen of photographs. The file itself comes beside the fields of a form."""

from typing import Any

from marshmallow import fields, validate

from engage.places.schemas import Degrees, TypedDegrees
from engage.web.input import Instant, Row, Schema, Text, WholeNumber, between

MAX_COVERED = 30


class Hundredths(Degrees):
    """A part of a picture's width or height."""

    def __init__(self, **options: Any) -> None:
        fields.Float.__init__(self, required=True, validate=between(0, 100), **options)


class TypedHundredths(TypedDegrees):
    def __init__(self, **options: Any) -> None:
        fields.Float.__init__(self, required=True, validate=between(0, 100), **options)


class RectangleInput(Schema):
    x = Hundredths()
    y = Hundredths()
    width = Hundredths()
    height = Hundredths()


class TypedRectangle(Schema):
    x = TypedHundredths()
    y = TypedHundredths()
    width = TypedHundredths()
    height = TypedHundredths()


class PhotoForm(Schema):
    """Beside the file; also in the form of a thread or comment, where it is said of all its photographs."""

    post_id = fields.UUID(load_default=None)
    alt = Text(0, 300, load_default=None)


class PhotoInput(Schema):
    alt = Text(0, 300, allow_none=True)
    covered = fields.List(Row(RectangleInput), validate=validate.Length(0, MAX_COVERED))


class PhotoEditForm(Schema):
    alt = Text(0, 300, load_default=None)
    covered = fields.List(Row(TypedRectangle), load_default=list, validate=validate.Length(0, MAX_COVERED))
    version = WholeNumber(1, required=True)


class RectangleView(Schema):
    x = fields.Float()
    y = fields.Float()
    width = fields.Float()
    height = fields.Float()


class PhotoView(Schema):
    id = fields.UUID()
    thread_id = fields.UUID()
    post_id = fields.UUID()
    alt = fields.String(allow_none=True)
    is_covered = fields.Boolean(metadata={"description": "Whether others see it with parts covered."})
    covered = fields.List(fields.Nested(RectangleView), metadata={"description": "For the author and those in charge."})
    created_at = Instant()
    version = fields.Integer()


class PhotoPage(Schema):
    items = fields.List(fields.Nested(PhotoView))
    next = fields.String(attribute="next_url", allow_none=True)


PHOTO_FORM = PhotoForm()
PHOTO_INPUT = PhotoInput()
PHOTO_EDIT_FORM = PhotoEditForm()
PHOTO_VIEW = PhotoView()
PHOTO_PAGE = PhotoPage()

_FILE = {"type": "string", "format": "binary", "description": "A JPEG or PNG of 10 MB at most."}
_FIELDS = {
    "file": _FILE,
    "post_id": {"type": "string", "format": "uuid", "description": "An own post; by default what opened the thread."},
    "alt": {"type": "string", "maxLength": 300, "description": "What it shows, for those who do not see it."},
}
_FORM = {"schema": {"type": "object", "properties": _FIELDS, "required": ["file"]}}
PHOTO_BODY = {"required": True, "content": {"multipart/form-data": _FORM}}
