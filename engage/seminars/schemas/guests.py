"""What the outside world sends and sees of who is invited to a seminar."""

from typing import Any

from marshmallow import fields, validate
from marshmallow.exceptions import ValidationError

from engage.language import Lazy
from engage.web.input import EmailAddress, Instant, Schema, Text

TOO_MANY = Lazy("Too many at once.")


class AddressLines(Text):
    """E-mail addresses, one a line; the message names the first that is none."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        lines = super()._deserialize(value, attr, data, **kwargs).splitlines()
        addresses = [line.strip().strip(",;") for line in lines if line.strip()]
        for address in addresses:
            try:
                EmailAddress().deserialize(address)
            except ValidationError:
                raise ValidationError(
                    str(Lazy("This is no e-mail address: {address}")).format(address=address)
                ) from None
        return addresses

    def _validate(self, value: Any) -> None:
        if len(value) > 500:
            raise ValidationError(str(TOO_MANY))


class GuestsInput(Schema):
    association_ids = fields.List(fields.UUID(), validate=validate.Length(max=200, error=TOO_MANY))
    emails = fields.List(EmailAddress(), validate=validate.Length(max=500, error=TOO_MANY))


class GuestsForm(Schema):
    """The same from a page: one association at a time, addresses one a line."""

    association_id = fields.UUID()
    emails = AddressLines(0, 20_000, lines=True)


class GuestView(Schema):
    id = fields.UUID()
    association_id = fields.UUID(allow_none=True)
    association_name = fields.Dict(keys=fields.String(), values=fields.String(), allow_none=True)
    account_name = fields.String(allow_none=True, metadata={"description": "Of somebody who came by the link."})
    email = fields.String(allow_none=True)
    created_at = Instant()


class GuestPage(Schema):
    items = fields.List(fields.Nested(GuestView))


class LinkView(Schema):
    url = fields.String()


GUESTS_INPUT = GuestsInput()
GUESTS_FORM = GuestsForm()
GUEST_PAGE = GuestPage()
LINK_VIEW = LinkView()
