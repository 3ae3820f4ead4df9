"""What is sent and seen of associations that apply, are verified and end."""

from datetime import datetime
from typing import Any
from uuid import UUID

from marshmallow import fields, validate

from engage.language import Lazy
from engage.partners.models import AssociationStatus, FieldOfWork
from engage.partners.schemas.directory import AssociationView
from engage.web.input import Choice, Day, EmailAddress, Flag, LocalisedText, Phone, Schema, Text, WholeNumber
from engage.web.pagination import Cursor, ListFilter

_SOME = validate.Length(1, 20, error=Lazy("Choose at least one."))


def _web_address(**options: Any) -> Text:
    check = validate.URL(schemes={"http", "https"}, require_tld=True)
    return Text(1, 300, validate=check, metadata={"format": "uri"}, **options)


class AssociationInput(Schema):
    name = LocalisedText(200, required=True, metadata={"example": {"ar": "جمعية الأمل", "fr": "Association Al Amal"}})
    receipt_number = Text(1, 60, required=True, metadata={"example": "655/2022"})
    receipt_on = Day(required=True)
    founded_on = Day(required=True)
    mandate_expires_on = Day(required=True)
    districts = fields.List(Text(1, 60), required=True, validate=_SOME, metadata={"description": "Codes of districts."})
    fields_of_work = fields.List(
        Choice(FieldOfWork), required=True, validate=_SOME, attribute="fields", data_key="fields"
    )
    phone = Phone(allow_none=True)
    email = EmailAddress(allow_none=True)
    address = Text(1, 300, allow_none=True)
    website = _web_address(allow_none=True)


class AssociationEditInput(AssociationInput):
    answer = Text(1, 2000, lines=True, metadata={"description": "To what the police asked of an application."})


class ContactsForm(Schema):
    """What the managers of a verified association change on the page; an empty field says that there is nothing."""

    districts = fields.List(Text(1, 60), required=True, validate=_SOME)
    fields_of_work = fields.List(
        Choice(FieldOfWork), required=True, validate=_SOME, attribute="fields", data_key="fields"
    )
    phone = Phone(load_default=None)
    email = EmailAddress(load_default=None)
    address = Text(1, 300, load_default=None)
    website = _web_address(load_default=None)
    version = WholeNumber(0)


class AssociationForm(ContactsForm):
    """The same with the legal facts: of an application, and for whoever verifies."""

    name = LocalisedText(200, required=True)
    receipt_number = Text(1, 60, required=True)
    receipt_on = Day(required=True)
    founded_on = Day(required=True)
    mandate_expires_on = Day(required=True)
    answer = Text(1, 2000, lines=True)


class ApplicationForm(AssociationForm):
    send_anyway = Flag(load_default=False)

    class Meta:
        exclude = ("version", "answer")


class ReasonStep(Schema):
    reason = Text(1, 1000, lines=True, required=True)


class QuestionStep(Schema):
    question = Text(1, 1000, lines=True, required=True)


class SuspensionStep(ReasonStep):
    cancel_registrations = Flag(
        load_default=False, metadata={"description": "Give back the seats at seminars to come too."}
    )


class DissolutionStep(Schema):
    reason = Text(1, 1000, lines=True, allow_none=True)


class PlainStep(Schema):
    """A step that needs no words."""


class PlainStepForm(Schema):
    version = WholeNumber(0)


class ReasonStepForm(ReasonStep, PlainStepForm):
    pass


class QuestionStepForm(QuestionStep, PlainStepForm):
    pass


class SuspensionStepForm(SuspensionStep, PlainStepForm):
    pass


class DissolutionStepForm(PlainStepForm):
    reason = Text(1, 1000, lines=True, load_default=None)


class LookAlikeView(Schema):
    id = fields.UUID()
    name = LocalisedText()
    status = Choice(AssociationStatus)
    likeness = fields.Float(metadata={"description": "From 0 to 1, where all that one hears is the same."})
    has_same_receipt = fields.Boolean()


class LookAlikeList(Schema):
    items = fields.List(fields.Nested(LookAlikeView))


class LookAlikeFilter(Schema):
    name = Text(1, 200, required=True)


class AssociationDossierView(AssociationView):
    """From `receipt_number` on only for its own people and those who verify it; `look_alikes` for the latter alone."""

    receipt_number = fields.String()
    receipt_on = fields.Date()
    founded_on = fields.Date()
    mandate_expires_on = fields.Date()
    phone = fields.String(allow_none=True)
    email = fields.String(allow_none=True)
    address = fields.String(allow_none=True)
    website = fields.String(allow_none=True)
    reason = fields.String(allow_none=True, metadata={"description": "Why it was refused, suspended or dissolved."})
    question = fields.String(allow_none=True, metadata={"description": "What the police asked of the application."})
    asked_at = fields.AwareDateTime(format="iso", allow_none=True)
    answer = fields.String(allow_none=True)
    answered_at = fields.AwareDateTime(format="iso", allow_none=True)
    created_at = fields.AwareDateTime(format="iso")
    look_alikes = fields.List(fields.Nested(LookAlikeView))


class ByTime(ListFilter):
    """Of lists in the order of time."""

    cursor = Cursor(datetime, UUID)


class QueueFilter(ByTime):
    """Which associations a supervisor looks through."""

    status = Choice(AssociationStatus, load_default=AssociationStatus.APPLIED)


ASSOCIATION_INPUT = AssociationInput()
ASSOCIATION_CHANGES = AssociationEditInput(partial=True)
APPLICATION_FORM = ApplicationForm()
ASSOCIATION_FORM = AssociationForm()
CONTACTS_FORM = ContactsForm()
DOSSIER_VIEW = AssociationDossierView()
PLAIN_STEP = PlainStep()
REASON_STEP = ReasonStep()
QUESTION_STEP = QuestionStep()
SUSPENSION_STEP = SuspensionStep()
DISSOLUTION_STEP = DissolutionStep()
STEP_FORMS: dict[str, Schema] = {
    "verify": PlainStepForm(),
    "refuse": ReasonStepForm(),
    "ask": QuestionStepForm(),
    "suspend": SuspensionStepForm(),
    "restore": PlainStepForm(),
    "dissolve": DissolutionStepForm(),
}
LOOK_ALIKE_FILTER = LookAlikeFilter()
LOOK_ALIKE_LIST = LookAlikeList()
BY_TIME = ByTime()
QUEUE_FILTER = QueueFilter()
