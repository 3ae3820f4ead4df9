"""What is sent and seen of a board's mandate and its renewals."""

from uuid import UUID

from marshmallow import fields

from engage.partners.models import RenewalStatus
from engage.web.input import MAX_INTEGER, Choice, Day, Instant, LocalisedText, Schema, Text, WholeNumber
from engage.web.pagination import Cursor, ListFilter


class RenewalInput(Schema):
    receipt_number = Text(1, 60, required=True)
    receipt_on = Day(required=True)
    mandate_expires_on = Day(required=True)


class RefusalInput(Schema):
    reason = Text(1, 1000, lines=True, required=True)


class RefusalForm(RefusalInput):
    version = WholeNumber(1, MAX_INTEGER)


class RenewalView(Schema):
    id = fields.UUID()
    association_id = fields.UUID()
    association_name = LocalisedText()
    receipt_number = fields.String()
    receipt_on = fields.Date()
    mandate_expires_on = fields.Date()
    status = Choice(RenewalStatus)
    reason = fields.String(allow_none=True)
    created_at = Instant()
    decided_at = Instant(allow_none=True)
    version = fields.Integer()


class RenewalPage(Schema):
    items = fields.List(fields.Nested(RenewalView))
    next = fields.String(attribute="next_url", allow_none=True)


class RenewalFilter(ListFilter):
    cursor = Cursor(UUID)


RENEWAL_INPUT = RenewalInput()
REFUSAL_INPUT = RefusalInput()
REFUSAL_FORM = RefusalForm()
RENEWAL_VIEW = RenewalView()
RENEWAL_PAGE = RenewalPage()
RENEWAL_FILTER = RenewalFilter()
