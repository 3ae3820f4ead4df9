"""What the outside world sends and sees of templates for seminars."""

from uuid import UUID

from marshmallow import fields, validate

from engage.language import Lazy
from engage.seminars.models import MAX_LENGTH, Audience, SpokenLanguage, Theme, Visibility, WaitingList
from engage.seminars.schemas import MAX_CAPACITY
from engage.web.input import Choice, Flag, LocalisedText, Schema, WholeNumber
from engage.web.pagination import Cursor, ListFilter

MAX_MINUTES = int(MAX_LENGTH.total_seconds()) // 60 - 1

_FEW = validate.Length(0, 10, error=Lazy("Choose at most ten."))


class TemplateFields(Schema):
    """What a new seminar begins with: nothing of it is binding, and nothing is needed."""

    title = LocalisedText(200)
    summary = LocalisedText(500, lines=True)
    description = LocalisedText(10_000, lines=True)
    audiences = fields.List(Choice(Audience), validate=_FEW)
    languages = fields.List(Choice(SpokenLanguage), validate=_FEW)
    capacity = WholeNumber(1, MAX_CAPACITY)
    min_party_size = WholeNumber(1, MAX_CAPACITY)
    max_party_size = WholeNumber(1, MAX_CAPACITY)
    association_quota = WholeNumber(1, MAX_CAPACITY, allow_none=True)
    duration_minutes = WholeNumber(1, MAX_MINUTES)
    approval_required = Flag()
    waiting_list = Choice(WaitingList)
    visibility = Choice(Visibility)


class TemplateInput(Schema):
    name = LocalisedText(100, required=True)
    theme = Choice(Theme, required=True)
    begins_with = fields.Nested(TemplateFields, required=True, data_key="fields", attribute="fields")


class TemplateNameForm(Schema):
    """The name under which a seminar is kept as a template."""

    name = LocalisedText(100, required=True)


class TemplateForm(TemplateNameForm):
    theme = Choice(Theme, required=True)
    version = WholeNumber(1, required=True)


class TemplateView(Schema):
    id = fields.UUID()
    name = LocalisedText()
    theme = Choice(Theme)
    begins_with = fields.Nested(TemplateFields, data_key="fields", attribute="fields")
    version = fields.Integer()


class TemplatePage(Schema):
    items = fields.List(fields.Nested(TemplateView))
    next = fields.String(attribute="next_url", allow_none=True)


class TemplateFilter(ListFilter):
    theme = Choice(Theme)
    cursor = Cursor(str, UUID)


TEMPLATE_INPUT = TemplateInput()
TEMPLATE_CHANGES = TemplateInput(partial=True)
TEMPLATE_NAME_FORM = TemplateNameForm()
TEMPLATE_FORM = TemplateForm()
TEMPLATE_VIEW = TemplateView()
TEMPLATE_PAGE = TemplatePage()
TEMPLATE_FILTER = TemplateFilter()
