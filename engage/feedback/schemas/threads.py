"""What is sent and seen of threads."""

from enum import StrEnum
from uuid import UUID

from marshmallow import fields

from engage.feedback.categories import Category, Visibility
from engage.feedback.models.moderation import Ground
from engage.feedback.models.threads import ThreadStatus
from engage.language import LOCALES
from engage.places.schemas import Degrees, TypedDegrees
from engage.web.input import Choice, EmailAddress, Flag, Instant, Phone, Schema, Text
from engage.web.pagination import Cursor, ListFilter

MAX_BODY = 5_000
Language = StrEnum("Language", {code: code for code in LOCALES})  # type: ignore[misc]


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
    photos_alt = Text(0, 300, load_default=None)
    is_new = fields.Boolean(load_default=False)  # none of those that are like it


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
    subject = fields.String(allow_none=True, metadata={"description": "None where the opening is hidden."})
    body = fields.String(allow_none=True, metadata={"description": "With █ where passages were taken out for others."})
    public_subject = fields.String(
        allow_none=True, metadata={"description": "Like the next two for the author, officers and moderators."}
    )
    public_body = fields.String(allow_none=True, metadata={"description": "What others read instead."})
    public_place = fields.String(allow_none=True)
    hidden_ground = Choice(Ground, allow_none=True)
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
    is_merged = fields.Boolean(
        metadata={"description": "Treated together with another thread, and stands where it does."}
    )
    merged_into = fields.UUID(
        allow_none=True, metadata={"description": "That one; of a private thread for those in charge."}
    )


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


THREAD_INPUT = ThreadInput()
THREAD_FORM = ThreadForm()
THREAD_MADE = ThreadMade()
THREAD_VIEW = ThreadView()
THREAD_PAGE = ThreadPage()
THREAD_FILTER = ThreadFilter()
OWN_FILTER = OwnFilter()
