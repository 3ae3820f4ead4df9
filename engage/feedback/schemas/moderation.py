"""What is sent and seen of reports, hidden words, appeals, redaction and watched words."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from marshmallow import fields

from engage.feedback.models.moderation import Ground
from engage.feedback.models.threads import PostKind
from engage.feedback.schemas.steps import MAX_REASON
from engage.feedback.schemas.threads import MAX_BODY
from engage.text import MAX_WORD
from engage.web.input import Choice, Instant, Schema, Text, WholeNumber
from engage.web.pagination import Cursor, ListFilter


class CaseKind(StrEnum):
    UNSEEN = "unseen"
    WATCHED = "watched"
    REPORTED = "reported"
    APPEALED = "appealed"


class GroundInput(Schema):
    ground = Choice(
        Ground,
        load_default=Ground.OTHER.value,
        metadata={"description": "Everyone may read it. `person`: names somebody or points at them."},
    )
    reason = Text(1, MAX_REASON, lines=True, required=True, metadata={"description": "For moderators and the author."})


class GroundForm(Schema):
    """The same from a page, where the ground says enough."""

    ground = Choice(Ground, required=True)
    reason = Text(0, MAX_REASON, lines=True)


class MayReasonInput(Schema):
    reason = Text(0, MAX_REASON, lines=True)


class AppealInput(Schema):
    reason = Text(1, MAX_REASON, lines=True, required=True, metadata={"description": "Why it should stand."})


class RedactInput(Schema):
    body = Text(
        1, 2 * MAX_BODY, lines=True, required=True, metadata={"description": "All of it, with █ in place of passages."}
    )
    subject = Text(1, 300, metadata={"description": "Of a thread's opening; left out, it stays as it is."})
    place = Text(1, 400)


class RedactForm(RedactInput):
    version = WholeNumber(1, required=True)


class ReportView(Schema):
    ground = Choice(Ground)
    reason = fields.String(allow_none=True)
    created_at = Instant()


class CaseView(Schema):
    id = fields.UUID(metadata={"description": "Of the post."})
    thread_id = fields.UUID()
    reference = fields.String()
    kind = Choice(PostKind)
    subject = fields.String()
    public_subject = fields.String(allow_none=True)
    body = fields.String()
    public_body = fields.String(allow_none=True, metadata={"description": "What others read, if it is something else."})
    place = fields.String(allow_none=True)
    public_place = fields.String(allow_none=True)
    author_name = fields.String(allow_none=True)
    created_at = Instant()
    since = Instant(allow_none=True, metadata={"description": "Since when it waits."})
    is_unseen = fields.Boolean()
    watched = fields.String(allow_none=True, metadata={"description": "The watched words for which it waits."})
    hidden_at = Instant(allow_none=True)
    hidden_ground = Choice(Ground, allow_none=True)
    hidden_reason = fields.String(allow_none=True)
    appeal = fields.String(allow_none=True)
    appealed_at = Instant(allow_none=True)
    decided_at = Instant(allow_none=True)
    is_own_hiding = fields.Boolean(metadata={"description": "You hid it: somebody else decides an appeal."})
    reports = fields.List(fields.Nested(ReportView))
    version = fields.Integer()


class CasePage(Schema):
    items = fields.List(fields.Nested(CaseView))
    next = fields.String(attribute="next_url", allow_none=True)


class CaseCounts(Schema):
    waiting = fields.Integer()
    unseen = fields.Integer()
    watched = fields.Integer()
    reported = fields.Integer()
    appealed = fields.Integer()


class CaseFilter(ListFilter):
    which = Choice(CaseKind)
    cursor = Cursor(datetime, UUID)


class WatchedWordInput(Schema):
    word = Text(1, MAX_WORD, required=True)


class WatchedWordView(Schema):
    id = fields.UUID()
    word = fields.String()


class WatchedWordPage(Schema):
    items = fields.List(fields.Nested(WatchedWordView))
    next = fields.String(attribute="next_url", allow_none=True)


class WatchedWordFilter(ListFilter):
    cursor = Cursor(str)


GROUND_INPUT = GroundInput()
GROUND_FORM = GroundForm()
MAY_REASON_INPUT = MayReasonInput()
APPEAL_INPUT = AppealInput()
REDACT_INPUT = RedactInput()
REDACT_FORM = RedactForm()
CASE_VIEW = CaseView()
CASE_PAGE = CasePage()
CASE_COUNTS = CaseCounts()
CASE_FILTER = CaseFilter()
WATCHED_WORD_INPUT = WatchedWordInput()
WATCHED_WORD_VIEW = WatchedWordView()
WATCHED_WORD_PAGE = WatchedWordPage()
WATCHED_WORD_FILTER = WatchedWordFilter()
