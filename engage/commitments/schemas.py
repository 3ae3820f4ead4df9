"""What is sent and seen of commitments."""

from datetime import date
from enum import StrEnum
from uuid import UUID

from marshmallow import fields, validate

from engage.commitments.queries.asking import CommitmentStanding
from engage.seminars.models import Theme
from engage.web.input import Choice, Day, Instant, LocalisedText, Schema, Text, WholeNumber
from engage.web.pagination import Cursor, ListFilter

MAX_WHAT = 500
MAX_REASON = 1_000


class CommitmentSource(StrEnum):
    THREAD = "thread"
    SEMINAR = "seminar"
    AGREEMENT = "agreement"


class Charge(StrEnum):
    MINE = "mine"
    LATE = "late"


class CommitmentInput(Schema):
    what = Text(3, MAX_WHAT, required=True, metadata={"example": "Repeindre le passage piéton"})
    due_on = Day(required=True)


class _Version(Schema):
    version = WholeNumber(1, load_default=None)


class CommitmentDoneInput(Schema):
    evidence = Text(3, MAX_REASON, lines=True, required=True, metadata={"description": "How everyone can see it."})
    evidence_url = Text(
        0, 500, validate=validate.URL(schemes={"https"}), allow_none=True, load_default=None, metadata={"format": "uri"}
    )


class CommitmentWithdrawInput(Schema):
    reason = Text(3, MAX_REASON, lines=True, required=True)


class CommitmentMoveInput(Schema):
    due_on = Day(required=True)
    reason = Text(3, MAX_REASON, lines=True, required=True)


class CommitmentAssignInput(Schema):
    owner_id = fields.UUID(required=True)


class CommitmentDoneForm(CommitmentDoneInput, _Version):
    """The same from a page."""


class CommitmentWithdrawForm(CommitmentWithdrawInput, _Version):
    """The same from a page."""


class CommitmentMoveForm(CommitmentMoveInput, _Version):
    """The same from a page."""


class CommitmentAssignForm(CommitmentAssignInput, _Version):
    """The same from a page."""


class CommitmentMoved(Schema):
    due_on = fields.Date(metadata={"description": "The day for which it stood until then."})
    reason = fields.String()
    at = Instant()


class CommitmentView(Schema):
    id = fields.UUID()
    what = LocalisedText()
    source = Choice(CommitmentSource)
    thread_id = fields.UUID(allow_none=True)
    post_id = fields.UUID(allow_none=True, metadata={"description": "The official reply in which it was made."})
    seminar_id = fields.UUID(allow_none=True)
    reference = fields.String(allow_none=True, metadata={"description": "Of the agreement under which it is owed."})
    districts = fields.List(fields.String())
    category = fields.String(allow_none=True)
    theme = fields.String(allow_none=True)
    due_on = fields.Date()
    first_due_on = fields.Date()
    state = fields.String()
    is_late = fields.Boolean()
    evidence = fields.String(allow_none=True)
    evidence_url = fields.String(allow_none=True)
    reason = fields.String(allow_none=True, metadata={"description": "Why it was withdrawn."})
    ended_at = Instant(allow_none=True)
    owner_id = fields.UUID(allow_none=True, metadata={"description": "For those in charge."})
    version = fields.Integer()


class CommitmentPage(Schema):
    items = fields.List(fields.Nested(CommitmentView))
    next = fields.String(attribute="next_url", allow_none=True)


class CommitmentMoves(Schema):
    items = fields.List(fields.Nested(CommitmentMoved))


class CommitmentFilter(ListFilter):
    state = Choice(CommitmentStanding)
    district = Text(0, 60)
    category = Text(0, 20)
    theme = Choice(Theme)
    thread_id = fields.UUID()
    seminar_id = fields.UUID()
    cursor = Cursor(date, UUID)


class ChargeFilter(ListFilter):
    which = Choice(Charge)
    cursor = Cursor(date, UUID)


class PlaceFilter(ListFilter):
    cursor = Cursor(date, UUID)


class KeptView(Schema):
    done = fields.Integer()
    open = fields.Integer(metadata={"description": "Those that are late among them."})
    late = fields.Integer()
    withdrawn = fields.Integer()


class KeptFigures(Schema):
    total = fields.Nested(KeptView)
    by_district = fields.Dict(keys=fields.String(), values=fields.Nested(KeptView))


class KeptFilter(Schema):
    district = Text(0, 60)
    category = Text(0, 20)
    theme = Choice(Theme)


COMMITMENT_INPUT = CommitmentInput()
DONE_INPUT, DONE_FORM = CommitmentDoneInput(), CommitmentDoneForm()
WITHDRAW_INPUT, WITHDRAW_FORM = CommitmentWithdrawInput(), CommitmentWithdrawForm()
MOVE_INPUT, MOVE_FORM = CommitmentMoveInput(), CommitmentMoveForm()
ASSIGN_INPUT, ASSIGN_FORM = CommitmentAssignInput(), CommitmentAssignForm()
COMMITMENT_VIEW = CommitmentView()
COMMITMENT_PAGE = CommitmentPage()
COMMITMENT_MOVES = CommitmentMoves()
COMMITMENT_FILTER = CommitmentFilter()
CHARGE_FILTER = ChargeFilter()
PLACE_FILTER = PlaceFilter()
KEPT_FIGURES = KeptFigures()
KEPT_FILTER = KeptFilter()
