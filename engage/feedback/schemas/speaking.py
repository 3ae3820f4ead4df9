"""What is sent and seen of words in a thread and of notes beside it."""

from enum import StrEnum
from typing import Any

from marshmallow import ValidationError, fields, validates_schema

from engage.commitments.schemas import MAX_WHAT
from engage.feedback.models.moderation import Ground
from engage.feedback.models.threads import PostKind
from engage.feedback.schemas.threads import MAX_BODY
from engage.language import Lazy
from engage.web.input import Choice, Day, Flag, Instant, Schema, Text, WholeNumber


class SpokenAs(StrEnum):
    """What may be added to a thread."""

    COMMENT = "comment"
    REPLY = "reply"
    NOTE = "note"


class Promised(Schema):
    promise = Text(3, MAX_WHAT, metadata={"description": "What an official reply promises."})
    promise_by = Day(metadata={"description": "By when."})


class PostInput(Promised):
    body = Text(1, MAX_BODY, lines=True, required=True)
    kind = Choice(SpokenAs, load_default=SpokenAs.COMMENT.value)
    show_name = Flag(load_default=False)

    @validates_schema
    def _check_promise(self, sent: dict[str, Any], **_options: Any) -> None:
        if sent.get("kind") != SpokenAs.REPLY and (sent.get("promise") or sent.get("promise_by")):
            raise ValidationError(str(Lazy("Only an official reply promises something.")), "promise")


class CommentForm(Schema):
    body = Text(1, MAX_BODY, lines=True, required=True)
    show_name = fields.Boolean(load_default=False)
    photos_alt = Text(0, 300, load_default=None)


class BodyForm(Schema):
    body = Text(1, MAX_BODY, lines=True, required=True)


class ReplyForm(BodyForm, Promised):
    """An official reply, which may promise something."""


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
    hidden_at = Instant(allow_none=True)
    hidden_ground = Choice(Ground, allow_none=True)
    hidden_reason = fields.String(allow_none=True)
    public_body = fields.String(
        allow_none=True, metadata={"description": "For the author, officers and moderators: what others read instead."}
    )
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


POST_INPUT = PostInput()
COMMENT_FORM = CommentForm()
REPLY_FORM = ReplyForm()
BODY_INPUT = BODY_FORM = BodyForm()
POST_MADE = PostMade()
POST_VIEW = PostView()
POST_PAGE = PostPage()
NOTE_PAGE = NotePage()
EDIT_PAGE = EditPage()
EDIT_FORM = EditForm()
