"""What the outside world sends and sees of registrations."""

from datetime import datetime
from typing import Any
from uuid import UUID

from marshmallow import ValidationError, fields, post_load, validate, validates_schema

from engage.language import LOCALES, Lazy
from engage.registrations.models import Level, RegistrationStatus
from engage.registrations.queries.roster import PartyKind, RosterSort
from engage.web.input import Choice, EmailAddress, Instant, LocalisedText, Phone, Schema, Text, WholeNumber
from engage.web.pagination import Cursor, ListFilter

MAX_PARTY = 100_000
MAX_NAMED = 50
MAX_DECIDED = 100

MAX_CHOSEN = 1000

TOO_MANY_NAMES = Lazy("Too many names.")
CHOOSE_SOME = Lazy("Choose at least one, and 1000 at most.")
SOME = Lazy("Choose between {min} and {max}.")


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
    guest_name = Text(1, 120, metadata={"description": "Of somebody without account, as the next two."})
    guest_email = EmailAddress(allow_none=True)
    guest_locale = fields.String(validate=validate.OneOf(LOCALES))


class RegistrationChangesForm(_Party):
    party_size = WholeNumber(1, MAX_PARTY, required=True)
    version = WholeNumber(0, required=True)


class GuestChangesForm(RegistrationChangesForm):
    """The same of somebody without account, who is called and reached as the desk says."""

    guest_name = Text(1, 120, required=True)
    guest_email = EmailAddress(allow_none=True, load_default=None)
    guest_locale = fields.String(required=True, validate=validate.OneOf(LOCALES))


class GuestInput(_Party):
    """Somebody without account: told by e-mail, else by SMS, else on paper."""

    name = Text(1, 120, required=True)
    phone = Phone(allow_none=True)
    email = EmailAddress(allow_none=True)
    locale = fields.String(required=True, validate=validate.OneOf(LOCALES))
    party_size = WholeNumber(1, MAX_PARTY, load_default=1)

    class Meta(Schema.Meta):
        exclude = ("contact_phone",)


class Seen(fields.UUID):
    """A request, and after a colon the version of it that was seen."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        reference, _colon, version = str(value).partition(":")
        number = int(version) if version.isascii() and version.isdigit() and len(version) < 10 else None
        return super()._deserialize(reference, attr, data, **kwargs), number


class ApproveManyInput(Schema):
    ids = fields.List(fields.UUID(), required=True, validate=validate.Length(1, MAX_DECIDED, error=SOME))


class DeclineManyInput(ApproveManyInput):
    reason = Text(1, 1000, lines=True, required=True)


class ChosenForm(Schema):
    """Requests chosen on the roster, each with the version that the officer saw."""

    ids = fields.List(Seen(), required=True, validate=validate.Length(1, MAX_DECIDED, error=SOME))


class DeclineChosenForm(ChosenForm):
    reason = Text(1, 1000, lines=True, required=True)


class RefusalView(Schema):
    type = fields.String(metadata={"example": "/problems/quota-reached"})
    detail = fields.String()


class DecidedView(Schema):
    """What became of one request; `refusal` says why nothing did."""

    id = fields.UUID()
    code = fields.String()
    status = fields.String()
    refusal = fields.Nested(RefusalView, allow_none=True)


class DecidedPage(Schema):
    items = fields.List(fields.Nested(DecidedView))


class AcceptInput(Schema):
    party_size = WholeNumber(1, MAX_PARTY)
    headcounts = fields.Dict(keys=Choice(Level), values=WholeNumber(0, MAX_PARTY))
    attendees = fields.List(fields.Nested(Attendee), validate=validate.Length(max=MAX_NAMED, error=TOO_MANY_NAMES))


class AcceptForm(AcceptInput):
    """On a page: which of the adults named so far still come, by their place in the list."""

    adults = fields.List(WholeNumber(0, MAX_NAMED), validate=validate.Length(max=MAX_NAMED, error=TOO_MANY_NAMES))


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
    guest_name = fields.String(
        allow_none=True, metadata={"description": "Of somebody without account, registered at the desk."}
    )
    guest_email = fields.String(allow_none=True)
    guest_locale = fields.String(allow_none=True)
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


# The key of the last row says what it was sorted by.
_CURSORS = {
    RosterSort.ARRIVAL: Cursor(datetime, UUID),
    RosterSort.NAME: Cursor(str, UUID),
    RosterSort.SIZE: Cursor(int, UUID),
    RosterSort.STATE: Cursor(int, UUID),
}


class RosterFilter(ListFilter):
    status = fields.List(Choice(RegistrationStatus), validate=validate.Length(max=len(RegistrationStatus)))
    kind = Choice(PartyKind)
    level = Choice(Level, metadata={"description": "Parties that count anybody of this level."})
    q = Text(0, 200, metadata={"description": "Name of the person or association, code, or telephone number."})
    sort = Choice(RosterSort, load_default=RosterSort.ARRIVAL)
    cursor = fields.String(load_default=None, metadata={"maxLength": 400})

    @post_load
    def _cursor_of_this_order(self, found: dict[str, Any], **_: object) -> dict[str, Any]:
        if found["cursor"]:
            try:
                found["cursor"] = _CURSORS[found["sort"]].deserialize(found["cursor"])
            except ValidationError as invalid:
                raise ValidationError(invalid.messages, "cursor") from None
        return found


class RecipientsForm(Schema):
    """To whom: registrations one by one, or those of some states."""

    ids = fields.List(fields.UUID(), validate=validate.Length(1, MAX_CHOSEN, error=CHOOSE_SOME))
    status = fields.List(Choice(RegistrationStatus), validate=validate.Length(1, 9, error=CHOOSE_SOME))

    @validates_schema
    def _one_or_the_other(self, found: dict[str, Any], **_: object) -> None:
        if "ids" in found and "status" in found:
            raise ValidationError(str(Lazy("Choose registrations or states, not both.")), "ids")


class MessageInput(RecipientsForm):
    subject = LocalisedText(120, required=True)
    body = LocalisedText(5000, lines=True, required=True)
    short = LocalisedText(
        300, lines=True, metadata={"description": "Instead, for guests without e-mail address: a text message."}
    )

    @validates_schema
    def _whole_in_each_language(self, found: dict[str, Any], **_: object) -> None:
        subject, body = found.get("subject"), found.get("body")
        if subject and body and subject.keys() != body.keys():
            missing = "body" if subject.keys() - body.keys() else "subject"
            raise ValidationError(str(Lazy("Write subject and message in the same languages.")), missing)


class MessageForm(MessageInput):
    step = fields.String()


class SentMessageView(Schema):
    id = fields.UUID()
    sent_at = Instant()
    recipients = fields.Integer()
    statuses = fields.Dict(keys=fields.String(), values=fields.Integer())
    languages = fields.List(fields.String())
    digest = fields.String(metadata={"description": "SHA-256 of what was written, which is not kept."})


class SentMessagePage(Schema):
    items = fields.List(fields.Nested(SentMessageView))
    next = fields.String(attribute="next_url", allow_none=True)


class ChangeView(Schema):
    id = fields.UUID()
    at = Instant()
    action = fields.String(metadata={"example": "registration.changed"})
    words = fields.String()
    by = fields.String(validate=validate.OneOf(["person", "association", "officer", "system"]))
    name = fields.String(allow_none=True, metadata={"description": "Whose name it is; for officers alone."})
    before = fields.Dict(keys=fields.String())
    after = fields.Dict(keys=fields.String())


class ChangePage(Schema):
    items = fields.List(fields.Nested(ChangeView))
    next = fields.String(attribute="next_url", allow_none=True)


REGISTRATION_INPUT = RegistrationInput()
GUEST_INPUT = GuestInput()
APPROVE_MANY = ApproveManyInput()
DECLINE_MANY = DeclineManyInput()
CHOSEN_FORM = ChosenForm()
DECLINE_CHOSEN_FORM = DeclineChosenForm()
DECIDED_PAGE = DecidedPage()
REGISTRATION_FORM = RegistrationForm()
REGISTRATION_CHANGES = RegistrationChanges()
REGISTRATION_CHANGES_FORM = RegistrationChangesForm()
GUEST_CHANGES_FORM = GuestChangesForm()
ACCEPT_INPUT = AcceptInput()
ACCEPT_FORM = AcceptForm()
CANCEL_INPUT = CancelInput()
CANCEL_FORM = CancelForm()
DECLINE_INPUT = DeclineInput()
REGISTRATION_VIEW = RegistrationView()
REGISTRATION_PAGE = RegistrationPage()
REGISTRATION_FILTER = RegistrationFilter()
ROSTER_FILTER = RosterFilter()
RECIPIENTS_FORM = RecipientsForm()
MESSAGE_INPUT = MessageInput()
MESSAGE_FORM = MessageForm()
SENT_MESSAGE_VIEW = SentMessageView()
SENT_MESSAGE_PAGE = SentMessagePage()
CHANGE_PAGE = ChangePage()
