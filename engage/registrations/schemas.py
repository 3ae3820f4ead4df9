"""What the outside world sends and sees of registrations."""

from datetime import datetime
from uuid import UUID

from marshmallow import fields, validate

from engage.language import Lazy
from engage.registrations.models import Level, RegistrationStatus
from engage.web.input import Choice, Instant, Phone, Schema, Text, WholeNumber
from engage.web.pagination import Cursor, ListFilter

MAX_PARTY = 100_000
MAX_NAMED = 50

TOO_MANY_NAMES = Lazy("Too many names.")


class Attendee(Schema):
    """A named adult. Minors are counted, never named."""

    name = Text(1, 120, required=True)
    phone = Phone(allow_none=True)


class _Party(Schema):
    headcounts = fields.Dict(
        keys=Choice(Level), values=WholeNumber(0, MAX_PARTY), metadata={"example": {"primary": 14, "adults": 4}}
    )
    attendees = fields.List(fields.Nested(Attendee), validate=validate.Length(max=MAX_NAMED, error=TOO_MANY_NAMES))
    contact_phone = Phone(allow_none=True)
    note = Text(0, 1000, lines=True, allow_none=True)


class RegistrationInput(_Party):
    party_size = WholeNumber(1, MAX_PARTY, load_default=1)
    association_id = fields.UUID(allow_none=True)


class RegistrationForm(RegistrationInput):
    party_size = WholeNumber(1, MAX_PARTY, required=True)


class RegistrationChanges(_Party):
    party_size = WholeNumber(1, MAX_PARTY)


class RegistrationChangesForm(_Party):
    party_size = WholeNumber(1, MAX_PARTY, required=True)
    version = WholeNumber(0, required=True)


class AcceptInput(Schema):
    party_size = WholeNumber(1, MAX_PARTY)
    headcounts = fields.Dict(keys=Choice(Level), values=WholeNumber(0, MAX_PARTY))
    attendees = fields.List(fields.Nested(Attendee), validate=validate.Length(max=MAX_NAMED, error=TOO_MANY_NAMES))


class CancelInput(Schema):
    reason = Text(1, 1000, lines=True)


class CancelForm(CancelInput):
    version = WholeNumber(0)


class DeclineInput(Schema):
    reason = Text(1, 1000, lines=True, required=True)


class RegistrationView(Schema):
    id = fields.UUID()
    seminar_id = fields.UUID()
    association_id = fields.UUID(allow_none=True)
    code = fields.String(metadata={"example": "FZ7K-3M9Q"})
    status = fields.String(validate=validate.OneOf([status.value for status in RegistrationStatus]))
    party_size = fields.Integer()
    headcounts = fields.Dict(keys=fields.String(), values=fields.Integer())
    attendees = fields.List(fields.Nested(Attendee))
    contact_phone = fields.String(allow_none=True)
    note = fields.String(allow_none=True)
    reason = fields.String(allow_none=True)
    waiting_position = fields.Integer(allow_none=True)
    offered_seats = fields.Integer(allow_none=True, metadata={"description": "Fewer than asked for: see accept-offer."})
    offer_expires_at = Instant(allow_none=True)
    created_at = Instant()
    version = fields.Integer()


class RegistrationPage(Schema):
    items = fields.List(fields.Nested(RegistrationView))
    next = fields.String(attribute="next_url", allow_none=True)


class RegistrationFilter(ListFilter):
    cursor = Cursor(datetime, UUID)


REGISTRATION_INPUT = RegistrationInput()
REGISTRATION_FORM = RegistrationForm()
REGISTRATION_CHANGES = RegistrationChanges()
REGISTRATION_CHANGES_FORM = RegistrationChangesForm()
ACCEPT_INPUT = AcceptInput()
CANCEL_INPUT = CancelInput()
CANCEL_FORM = CancelForm()
DECLINE_INPUT = DeclineInput()
REGISTRATION_VIEW = RegistrationView()
REGISTRATION_PAGE = RegistrationPage()
REGISTRATION_FILTER = RegistrationFilter()
