"""What the outside world sends and sees of threads."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from marshmallow import fields, validate

from engage.feedback.categories import Category, Visibility
from engage.feedback.models import PostKind, ThreadStatus
from engage.language import LOCALES
from engage.places.schemas import Degrees, TypedDegrees
from engage.web.input import Choice, Day, EmailAddress, Flag, Instant, Phone, Schema, Text, WholeNumber
from engage.web.pagination import Cursor, ListFilter

MAX_BODY = 5_000
MAX_REASON = 1_000
MAX_CHOSEN = 100

Language = StrEnum("Language", {code: code for code in LOCALES})  # type: ignore[misc]


class SpokenAs(StrEnum):
    """What may be added to a thread."""

    COMMENT = "comment"
    REPLY = "reply"
    NOTE = "note"


class QueueKind(StrEnum):
    MINE = "mine"
    LATE = "late"
    UNASSIGNED = "unassigned"
    UNSEEN = "unseen"


class LocationInput(Schema):
    place = Text(0, 200, allow_none=True, metadata={"example": "In front of the school Ibn Batouta"})
    latitude = Degrees(90)
    longitude = Degrees(180)


class _ThreadFields(Schema):
    subject = Text(3, 150, required=True)
    body = Text(1, MAX_BODY, lines=True, required=True)
    category = Choice(Category, required=True)
    district = Text(1, 60, allow_none=True)
    seminar_id = fields.UUID(allow_none=True)
    author_name = Text(0, 120, allow_none=True, metadata={"description": "For officers alone, unless show_name."})
    contact_email = EmailAddress(allow_none=True)
    contact_phone = Phone(allow_none=True)


class ThreadInput(_ThreadFields):
    location = fields.Nested(LocationInput, allow_none=True)
    visibility = Choice(Visibility, metadata={"description": "By default that of the category."})
    language = Choice(Language)
    show_name = Flag(load_default=False)


class ThreadForm(_ThreadFields):
    """The same from a page."""

    place = Text(0, 200, load_default=None)
    latitude = TypedDegrees(90, load_default=None)
    longitude = TypedDegrees(180, load_default=None)
    visibility = Choice(Visibility, required=True)
    show_name = fields.Boolean(load_default=False)


class ThreadMade(Schema):
    id = fields.UUID()
    reference = fields.String()
    receipt = fields.String(
        metadata={"description": "Of a visitor: opens this thread. Shown once, kept nowhere; keep it well."}
    )


class LocationView(Schema):
    place = fields.String(allow_none=True)
    latitude = fields.Float(allow_none=True)
    longitude = fields.Float(allow_none=True)


class ReferralView(Schema):
    authority = fields.String()
    reference = fields.String()
    on = fields.Date()


class ThreadView(Schema):
    id = fields.UUID()
    reference = fields.String()
    subject = fields.String()
    body = fields.String(allow_none=True)
    post_id = fields.UUID(metadata={"description": "The post that holds the body, for PATCH."})
    post_version = fields.Integer()
    category = Choice(Category)
    district = fields.String(allow_none=True)
    seminar_id = fields.UUID(allow_none=True)
    location = fields.Nested(LocationView, allow_none=True)
    visibility = Choice(Visibility)
    status = Choice(ThreadStatus)
    language = fields.String()
    author_name = fields.String(allow_none=True, metadata={"description": "Only if the author wants it shown."})
    is_own = fields.Boolean()
    is_held_back = fields.Boolean(metadata={"description": "A visitor's public words, at which nobody has looked yet."})
    is_late = fields.Boolean()
    support_count = fields.Integer()
    reopened_count = fields.Integer()
    created_at = Instant()
    acknowledge_due_at = Instant()
    answer_due_at = Instant()
    acknowledged_at = Instant(allow_none=True)
    answered_at = Instant(allow_none=True)
    closed_at = Instant(allow_none=True)
    referral = fields.Nested(ReferralView, allow_none=True)
    decline_reason = fields.String(allow_none=True, metadata={"description": "For the author and those in charge."})
    assigned_to = fields.UUID(allow_none=True, metadata={"description": "For those in charge."})


class ThreadPage(Schema):
    items = fields.List(fields.Nested(ThreadView))
    next = fields.String(attribute="next_url", allow_none=True)


class ThreadFilter(ListFilter):
    district = Text(0, 60)
    category = Choice(Category)
    status = Choice(ThreadStatus)
    seminar_id = fields.UUID()
    q = Text(0, 200)
    cursor = Cursor(UUID)


class OwnFilter(ListFilter):
    cursor = Cursor(UUID)


class QueueFilter(ListFilter):
    district = Text(0, 60)
    category = Choice(Category)
    which = Choice(QueueKind)
    cursor = Cursor(datetime, UUID)


class QueueCounts(Schema):
    waiting = fields.Integer()
    mine = fields.Integer()
    late = fields.Integer()
    unassigned = fields.Integer()
    unseen = fields.Integer()


class PostInput(Schema):
    body = Text(1, MAX_BODY, lines=True, required=True)
    kind = Choice(SpokenAs, load_default=SpokenAs.COMMENT.value)
    show_name = Flag(load_default=False)


class CommentForm(Schema):
    body = Text(1, MAX_BODY, lines=True, required=True)
    show_name = fields.Boolean(load_default=False)


class BodyForm(Schema):
    body = Text(1, MAX_BODY, lines=True, required=True)


class PostMade(Schema):
    id = fields.UUID()
    kind = Choice(SpokenAs)


class PostView(Schema):
    id = fields.UUID()
    thread_id = fields.UUID()
    kind = Choice(PostKind)
    body = fields.String()
    is_author = fields.Boolean(metadata={"description": "Whether whoever opened the thread says it."})
    is_own = fields.Boolean()
    author_name = fields.String(allow_none=True)
    created_at = Instant()
    edited_at = Instant(allow_none=True)
    is_unseen = fields.Boolean(metadata={"description": "Waits for a look; others do not read it yet."})
    version = fields.Integer()


class PostPage(Schema):
    items = fields.List(fields.Nested(PostView))
    next = fields.String(attribute="next_url", allow_none=True)


class NoteView(Schema):
    id = fields.UUID()
    body = fields.String()
    author_name = fields.String(allow_none=True)
    created_at = Instant()


class NotePage(Schema):
    items = fields.List(fields.Nested(NoteView))
    next = fields.String(attribute="next_url", allow_none=True)


class EditView(Schema):
    id = fields.UUID()
    body = fields.String()
    at = Instant()


class EditPage(Schema):
    items = fields.List(fields.Nested(EditView))
    next = fields.String(attribute="next_url", allow_none=True)


class EditForm(BodyForm):
    version = WholeNumber(1, required=True)


class ThreadAssignInput(Schema):
    account_id = fields.UUID(required=True)


class AssignForm(ThreadAssignInput):
    ids = fields.List(fields.UUID(), required=True, validate=validate.Length(1, MAX_CHOSEN))


class ThreadTransferInput(Schema):
    district = Text(1, 60, required=True)
    reason = Text(1, MAX_REASON, lines=True, required=True)


class AnswerInput(Schema):
    body = Text(0, MAX_BODY, lines=True, metadata={"description": "A last official reply, if there is one."})


class ThreadReasonInput(Schema):
    reason = Text(1, MAX_REASON, lines=True, required=True)


class ReferInput(Schema):
    authority = Text(2, 150, required=True)
    reference = Text(1, 60, required=True)
    on = Day(required=True)


class ContactInput(Schema):
    contact_email = EmailAddress(allow_none=True, load_default=None)


class ReceiptInput(Schema):
    receipt = Text(1, 200, required=True, metadata={"example": "4821 7730 1956 0034 8275 6610 9243"})


class ReceiptOpened(Schema):
    token = fields.String()
    expires_at = Instant()
    thread_id = fields.UUID()


THREAD_INPUT = ThreadInput()
THREAD_FORM = ThreadForm()
THREAD_MADE = ThreadMade()
THREAD_VIEW = ThreadView()
THREAD_PAGE = ThreadPage()
THREAD_FILTER = ThreadFilter()
OWN_FILTER = OwnFilter()
QUEUE_FILTER = QueueFilter()
QUEUE_COUNTS = QueueCounts()
POST_INPUT = PostInput()
COMMENT_FORM = CommentForm()
BODY_INPUT = BODY_FORM = BodyForm()
POST_MADE = PostMade()
POST_VIEW = PostView()
POST_PAGE = PostPage()
NOTE_PAGE = NotePage()
EDIT_PAGE = EditPage()
EDIT_FORM = EditForm()
ASSIGN_INPUT = ThreadAssignInput()
ASSIGN_FORM = AssignForm()
TRANSFER_INPUT = ThreadTransferInput()
ANSWER_INPUT = AnswerInput()
REASON_INPUT = ThreadReasonInput()
REFER_INPUT = ReferInput()
CONTACT_INPUT = ContactInput()
RECEIPT_INPUT = ReceiptInput()
RECEIPT_OPENED = ReceiptOpened()
