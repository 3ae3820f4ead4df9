"""What is sent and seen of words for replies."""

from uuid import UUID

from marshmallow import fields

from engage.feedback.categories import Category
from engage.feedback.models.threads import ThreadStatus
from engage.feedback.schemas.threads import MAX_BODY
from engage.web.input import Choice, LocalisedText, Schema, WholeNumber
from engage.web.pagination import Cursor, ListFilter

_NAME = {"ar": "أحيل على الشرطة القضائية", "fr": "Patrouille renforcée"}
_BODY = {"fr": "Bonjour, une patrouille passe désormais à cet endroit aux heures que vous indiquez."}


class ReplyTemplateInput(Schema):
    name = LocalisedText(100, required=True, metadata={"example": _NAME})
    body = LocalisedText(MAX_BODY, lines=True, required=True, metadata={"example": _BODY})
    category = Choice(Category, allow_none=True, metadata={"description": "None: for threads of any."})
    status = Choice(ThreadStatus, allow_none=True, metadata={"description": "None: wherever a thread stands."})


class ReplyTemplateForm(ReplyTemplateInput):
    category = Choice(Category, allow_none=True, load_default=None)
    status = Choice(ThreadStatus, allow_none=True, load_default=None)


class ReplyTemplateEditForm(ReplyTemplateForm):
    version = WholeNumber(1, required=True)


class ReplyTemplateDeleteForm(Schema):
    version = WholeNumber(1, required=True)


class ReplyTemplateView(Schema):
    id = fields.UUID()
    name = LocalisedText()
    body = LocalisedText()
    category = Choice(Category, allow_none=True)
    status = Choice(ThreadStatus, allow_none=True)
    version = fields.Integer()


class ReplyTemplatePage(Schema):
    items = fields.List(fields.Nested(ReplyTemplateView))
    next = fields.String(attribute="next_url", allow_none=True)


class ReplyTemplateFilter(ListFilter):
    category = Choice(Category)
    cursor = Cursor(UUID)


REPLY_TEMPLATE_INPUT = ReplyTemplateInput()
REPLY_TEMPLATE_CHANGES = ReplyTemplateInput(partial=True)
REPLY_TEMPLATE_FORM = ReplyTemplateForm()
REPLY_TEMPLATE_EDIT_FORM = ReplyTemplateEditForm()
REPLY_TEMPLATE_DELETE_FORM = ReplyTemplateDeleteForm()
REPLY_TEMPLATE_VIEW = ReplyTemplateView()
REPLY_TEMPLATE_PAGE = ReplyTemplatePage()
REPLY_TEMPLATE_FILTER = ReplyTemplateFilter()
