"""What the outside world sends and sees of agreements."""

from datetime import date
from typing import Any
from uuid import UUID

from marshmallow import fields, validate

from engage.agreements.models import AgreementStatus, ObligationState, Side
from engage.agreements.queries.register import RegisterState
from engage.language import Lazy
from engage.web.input import Choice, Day, Instant, LocalisedText, Row, Schema, Text, WholeNumber
from engage.web.pagination import Cursor, ListFilter

MAX_OBLIGATIONS = 50
MAX_SCOPE = 15_000


class ObligationInput(Schema):
    side = Choice(Side, required=True, metadata={"description": "Who owes it."})
    what = LocalisedText(500, required=True)
    due_on = Day(required=True)


def _districts() -> fields.Field[Any]:
    some = validate.Length(1, 50, error=Lazy("Choose at least one."))
    return fields.List(Text(1, 60), required=True, validate=some, metadata={"example": ["saiss"]})


def _obligations() -> fields.Field[Any]:
    few = validate.Length(max=MAX_OBLIGATIONS, error=Lazy("{max} duties at most."))
    return fields.List(Row(ObligationInput), validate=few)


class AgreementChanges(Schema):
    """The text of an agreement. `obligations` take the place of all that stood there."""

    title = LocalisedText(200, required=True)
    scope = LocalisedText(MAX_SCOPE, lines=True, required=True)
    districts = _districts()
    starts_on = Day(required=True)
    ends_on = Day(required=True)
    obligations = _obligations()


class AgreementInput(AgreementChanges):
    association_id = fields.UUID(required=True)


class AgreementForm(AgreementInput):
    """The same from a page, where no row means no duty."""

    obligations = fields.List(
        Row(ObligationInput),
        load_default=list,
        validate=validate.Length(max=MAX_OBLIGATIONS, error=Lazy("{max} duties at most.")),
    )


class AgreementEditForm(AgreementForm):
    version = WholeNumber(1, required=True)

    class Meta(Schema.Meta):
        exclude = ("association_id",)


_HASH = validate.Regexp(r"[0-9a-f]{64}\Z")


class SignInput(Schema):
    text_hash = Text(64, 64, validate=_HASH, metadata={"description": "Of the text that was read (SHA-256)."})


class SignForm(Schema):
    text_hash = Text(64, 64, required=True, validate=_HASH)


class StepForm(Schema):
    version = WholeNumber(0)


class AgreementReasonInput(Schema):
    reason = Text(1, 1000, lines=True, required=True)


class ReasonForm(AgreementReasonInput):
    version = WholeNumber(0)


class RenewInput(Schema):
    starts_on = Day(metadata={"description": "The day after the last one, unless told otherwise."})
    ends_on = Day(required=True)


class RenewForm(RenewInput):
    version = WholeNumber(0)


class NewFilter(Schema):
    """With whom a new agreement is begun."""

    association_id = fields.UUID()
    q = Text(0, 200)


class DoneInput(Schema):
    evidence = Text(1, 1000, lines=True, metadata={"description": "How it can be seen that it is done."})


class DoneForm(Schema):
    evidence = Text(1, 1000, lines=True, required=True)
    version = WholeNumber(0)


class AssignInput(Schema):
    owner_id = fields.UUID(required=True, allow_none=True)


class AssignForm(Schema):
    owner_id = fields.UUID(load_default=None)
    version = WholeNumber(0)


class AgreementStepInput(Schema):
    """A step that needs no words."""


class ObligationView(Schema):
    id = fields.UUID()
    side = Choice(Side)
    what = LocalisedText()
    due_on = fields.Date()
    state = Choice(ObligationState)
    is_overdue = fields.Boolean()
    owner_id = fields.UUID(allow_none=True)
    owner_name = fields.String(allow_none=True)
    done_at = Instant(allow_none=True)
    evidence = fields.String(allow_none=True)
    reason = fields.String(allow_none=True)
    version = fields.Integer()


class SignatureView(Schema):
    side = Choice(Side)
    signer_name = fields.String()
    signed_at = Instant()
    text_hash = fields.String()


class _Summary(Schema):
    id = fields.UUID()
    reference = fields.String(metadata={"example": "AG-2026-040718"})
    association_id = fields.UUID()
    association_name = LocalisedText()
    title = LocalisedText()
    districts = fields.List(fields.String())
    starts_on = fields.Date()
    ends_on = fields.Date()
    status = Choice(AgreementStatus)


class AgreementSummary(_Summary):
    """An agreement in a list of the own side."""

    drafted_side = Choice(Side)
    text_version = fields.Integer()
    version = fields.Integer()


class ListedAgreement(Schema):
    agreement = fields.Nested(AgreementSummary)
    open_count = fields.Integer(metadata={"description": "Duties that are neither done nor withdrawn."})
    overdue_count = fields.Integer()
    next_due_on = fields.Date(allow_none=True)


class AgreementPage(Schema):
    items = fields.List(fields.Nested(ListedAgreement))
    next = fields.String(attribute="next_url", allow_none=True)


class AgreementView(AgreementSummary):
    scope = LocalisedText()
    text_hash = fields.String(allow_none=True, metadata={"description": "SHA-256 of the exact text; null for a draft."})
    renewed_from = fields.UUID(allow_none=True)
    terminated_reason = fields.String(allow_none=True)
    signed_at = Instant(allow_none=True)
    obligations = fields.List(fields.Nested(ObligationView))
    signatures = fields.List(fields.Nested(SignatureView))


class RegisteredDuty(Schema):
    side = Choice(Side)
    what = LocalisedText()
    due_on = fields.Date()
    state = Choice(ObligationState)
    is_overdue = fields.Boolean()


class RegisteredAgreement(_Summary):
    """An agreement as everyone may see it: nothing about any person."""

    scope = LocalisedText()
    text_hash = fields.String()
    obligations = fields.List(fields.Nested(RegisteredDuty))


class RegisterPage(Schema):
    items = fields.List(fields.Nested(RegisteredAgreement))
    next = fields.String(attribute="next_url", allow_none=True)


class AgreementFilter(ListFilter):
    status = Choice(AgreementStatus)
    association_id = fields.UUID()
    cursor = Cursor(UUID)


class RegisterFilter(ListFilter):
    q = Text(0, 200)
    district = Text(0, 60)
    state = Choice(RegisterState, load_default=RegisterState.ACTIVE)
    cursor = Cursor(date, UUID)


AGREEMENT_INPUT = AgreementInput()
AGREEMENT_CHANGES = AgreementChanges(partial=True)
AGREEMENT_FORM = AgreementForm()
AGREEMENT_EDIT_FORM = AgreementEditForm()
SIGN_INPUT = SignInput()
SIGN_FORM = SignForm()
STEP_FORM = StepForm()
REASON_INPUT = AgreementReasonInput()
REASON_FORM = ReasonForm()
RENEW_INPUT = RenewInput()
RENEW_FORM = RenewForm()
NEW_FILTER = NewFilter()
DONE_INPUT = DoneInput()
DONE_FORM = DoneForm()
ASSIGN_INPUT = AssignInput()
ASSIGN_FORM = AssignForm()
NO_INPUT = AgreementStepInput()
OBLIGATION_VIEW = ObligationView()
AGREEMENT_VIEW = AgreementView()
AGREEMENT_PAGE = AgreementPage()
AGREEMENT_FILTER = AgreementFilter()
REGISTERED_AGREEMENT = RegisteredAgreement()
REGISTER_PAGE = RegisterPage()
REGISTER_FILTER = RegisterFilter()
