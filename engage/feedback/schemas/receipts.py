"""What is sent and seen of receipts."""

from marshmallow import fields

from engage.web.input import Instant, Schema, Text


class ReceiptInput(Schema):
    receipt = Text(1, 200, required=True, metadata={"example": "4821 7730 1956 0034 8275 6610 9243"})


class ReceiptOpened(Schema):
    token = fields.String()
    expires_at = Instant()
    thread_id = fields.UUID()


RECEIPT_INPUT = ReceiptInput()
RECEIPT_OPENED = ReceiptOpened()
