"""What everyone may see of associations, and how they are found."""

from uuid import UUID

from marshmallow import fields

from engage.partners.models import AssociationStatus
from engage.web.input import Choice, Instant, LocalisedText, Schema, Text
from engage.web.pagination import Cursor, ListFilter


class AssociationView(Schema):
    id = fields.UUID()
    name = LocalisedText()
    districts = fields.List(fields.String(), metadata={"description": "Codes of districts."})
    fields_of_work = fields.List(fields.String(), attribute="fields", data_key="fields")
    status = Choice(AssociationStatus)
    verified_at = Instant(allow_none=True, metadata={"description": "Null for one that came with a file of the city."})
    version = fields.Integer()


class AssociationPage(Schema):
    items = fields.List(fields.Nested(AssociationView))
    next = fields.String(attribute="next_url", allow_none=True)


class AssociationFilter(ListFilter):
    district = Text(0, 60)
    field = Text(0, 60, metadata={"description": "A field of work."})
    q = Text(0, 200)
    cursor = Cursor(str, UUID)


ASSOCIATION_PAGE = AssociationPage()
ASSOCIATION_FILTER = AssociationFilter()
