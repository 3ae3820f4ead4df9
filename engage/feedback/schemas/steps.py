"""What the steps of a thread need."""

from marshmallow import fields

from engage.feedback.schemas.speaking import Promised
from engage.feedback.schemas.threads import MAX_BODY
from engage.web.input import Day, EmailAddress, Schema, Text

MAX_REASON = 1_000
MAX_CHOSEN = 100


class ThreadAssignInput(Schema):
    account_id = fields.UUID(required=True)


class ThreadTransferInput(Schema):
    district = Text(1, 60, required=True)
    reason = Text(1, MAX_REASON, lines=True, required=True)


class AnswerInput(Promised):
    body = Text(0, MAX_BODY, lines=True, metadata={"description": "A last official reply, if there is one."})


class ThreadReasonInput(Schema):
    reason = Text(1, MAX_REASON, lines=True, required=True)


class ReferInput(Schema):
    authority = Text(2, 150, required=True)
    reference = Text(1, 60, required=True)
    on = Day(required=True)


class ContactInput(Schema):
    contact_email = EmailAddress(allow_none=True, load_default=None)


ASSIGN_INPUT = ThreadAssignInput()
TRANSFER_INPUT = ThreadTransferInput()
ANSWER_INPUT = AnswerInput()
REASON_INPUT = ThreadReasonInput()
REFER_INPUT = ReferInput()
CONTACT_INPUT = ContactInput()
