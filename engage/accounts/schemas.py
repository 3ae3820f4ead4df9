"""What the outside world sends and sees of accounts, tokens and sessions."""

from typing import Any
from uuid import UUID

from marshmallow import ValidationError, fields, validate

from engage.access.permissions import Role
from engage.accounts.passwords import MOST, normalised
from engage.language import LOCALES, Lazy
from engage.web.input import REQUIRED, Choice, EmailAddress, Instant, Phone, Schema, Text, WholeNumber
from engage.web.pagination import Cursor, ListFilter

SCOPES = ("read", "write")


class Password(fields.String):
    """A secret: never trimmed, in NFC, of any script. Whether it is good enough is asked when one is set."""

    def __init__(self, **options: Any) -> None:
        super().__init__(load_only=True, metadata={"format": "password", "maxLength": MOST}, **options)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        text = normalised(super()._deserialize(value, attr, data, **kwargs))
        if not text:
            raise ValidationError(str(REQUIRED))
        if len(text) > MOST:
            raise ValidationError(Lazy("Write at most {max} characters.").format(max=MOST))
        return text


class Token(Text):
    """What a link or a program carries. Anything may be sent; only what we gave out is known."""

    def __init__(self) -> None:
        super().__init__(1, 200, required=True)


class Locale(fields.String):
    def __init__(self, **options: Any) -> None:
        super().__init__(validate=validate.OneOf(LOCALES), **options)


class SignUpInput(Schema):
    email = EmailAddress(required=True)
    password = Password(required=True)
    display_name = Text(1, 120, required=True)
    locale = Locale()
    phone = Phone(allow_none=True)


class SignUpView(Schema):
    status = fields.String(metadata={"example": "verification_sent"})


class VerifyInput(Schema):
    token = Token()


class TokenInput(Schema):
    email = EmailAddress(required=True)
    password = Password(required=True)
    otp = Text(0, 20, load_only=True, metadata={"description": "Not asked for yet, and passed over."})
    label = Text(0, 80, load_default="")
    scopes = fields.List(
        fields.String(validate=validate.OneOf(SCOPES)),
        load_default=list(SCOPES),
        validate=validate.Length(1, len(SCOPES)),
        metadata={"description": "`write` includes `read`."},
    )


class TokenCreatedView(Schema):
    token = fields.String(metadata={"description": "Shown this once. Send it as `Authorization: Bearer …`."})
    expires_at = Instant()


class TokenView(Schema):
    id = fields.UUID()
    label = fields.String()
    scopes = fields.List(fields.String())
    created_at = Instant()
    expires_at = Instant()
    is_current = fields.Boolean()


class TokenPage(Schema):
    items = fields.List(fields.Nested(TokenView))
    next = fields.String(attribute="next_url", allow_none=True)


class TokenFilter(ListFilter):
    cursor = Cursor(UUID)


class GrantView(Schema):
    role = Choice(Role)
    district = fields.String(allow_none=True, metadata={"description": "A district's code; null means all of them."})


class MeView(Schema):
    id = fields.UUID()
    email = fields.String()
    display_name = fields.String()
    locale = fields.String()
    phone = fields.String(allow_none=True)
    roles = fields.List(fields.Nested(GrantView))
    version = fields.Integer()


class MeChanges(Schema):
    display_name = Text(1, 120)
    locale = Locale()
    phone = Phone(allow_none=True)


class SignUpForm(Schema):
    """A page asks for no more than it needs; the language is the one it is read in."""

    email = EmailAddress(required=True)
    password = Password(required=True)
    display_name = Text(1, 120, required=True)


class VerifyForm(Schema):
    """Only the button: the token stands in the address."""


class SignInForm(Schema):
    email = EmailAddress(required=True)
    password = Password(required=True)


class ResetRequestForm(Schema):
    email = EmailAddress(required=True)


class NewPasswordForm(Schema):
    password = Password(required=True)


class ChangePasswordForm(Schema):
    present_password = Password(required=True)
    password = Password(required=True)


class ProfileForm(Schema):
    display_name = Text(1, 120, required=True)
    locale = Locale(required=True)
    phone = Phone(load_default=None)
    version = WholeNumber(1, required=True)


SIGN_UP_INPUT = SignUpInput()
SIGN_UP_VIEW = SignUpView()
VERIFY_INPUT = VerifyInput()
TOKEN_INPUT = TokenInput()
TOKEN_CREATED_VIEW = TokenCreatedView()
TOKEN_PAGE = TokenPage()
TOKEN_FILTER = TokenFilter()
ME_VIEW = MeView()
ME_CHANGES = MeChanges()
SIGN_UP_FORM = SignUpForm()
VERIFY_FORM = VerifyForm()
SIGN_IN_FORM = SignInForm()
RESET_REQUEST_FORM = ResetRequestForm()
NEW_PASSWORD_FORM = NewPasswordForm()
CHANGE_PASSWORD_FORM = ChangePasswordForm()
PROFILE_FORM = ProfileForm()
