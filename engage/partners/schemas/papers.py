"""What the outside world sends and sees of papers. The file itself comes beside the fields of a form."""

from datetime import date

from marshmallow import ValidationError, fields

from engage import clock
from engage.language import Lazy
from engage.partners.models import PaperKind
from engage.settings import current_settings
from engage.web.input import Choice, Day, Schema


def _not_to_come(day: date) -> None:
    if day > clock.today(current_settings().timezone):
        raise ValidationError(str(Lazy("This day is still to come.")))


class PaperForm(Schema):
    kind = Choice(PaperKind, required=True)
    issued_on = Day(load_default=None, validate=_not_to_come)


class PaperView(Schema):
    id = fields.UUID()
    kind = Choice(PaperKind)
    issued_on = fields.Date(allow_none=True, metadata={"description": "The date the paper itself bears."})
    created_at = fields.AwareDateTime(format="iso")
    withdrawn_at = fields.AwareDateTime(format="iso", allow_none=True)
    added_by = fields.String(allow_none=True)
    is_current = fields.Boolean(metadata={"description": "There is no newer one of its kind."})
    name = fields.String(attribute="file.name")
    media_type = fields.String(attribute="file.media_type")
    size = fields.Integer(attribute="file.size", metadata={"description": "In bytes, as it is kept."})
    sha256 = fields.String(attribute="file.sha256", metadata={"description": "Of the file as it is kept."})


class PaperPage(Schema):
    items = fields.List(fields.Nested(PaperView))


PAPER_FORM = PaperForm()
PAPER_VIEW = PaperView()
PAPER_PAGE = PaperPage()

_FILE = {"type": "string", "format": "binary", "description": "A PDF, JPEG, PNG or DOCX of 10 MB at most."}
_KIND = {"type": "string", "enum": [kind.value for kind in PaperKind]}
_FIELDS = {"file": _FILE, "kind": _KIND, "issued_on": {"type": "string", "format": "date"}}
PAPER_BODY = {
    "required": True,
    "content": {
        "multipart/form-data": {
            "schema": {"type": "object", "properties": _FIELDS, "required": ["file", "kind"]},
        }
    },
}
