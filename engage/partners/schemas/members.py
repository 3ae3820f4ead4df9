"""What managers send and see of members and invitations."""

from enum import StrEnum
from uuid import UUID

from marshmallow import fields

from engage.accounts.schemas import Token
from engage.partners.models import MembershipRole
from engage.web.input import MAX_INTEGER, Choice, EmailAddress, Instant, Schema, WholeNumber
from engage.web.pagination import Cursor, ListFilter


class RoleAnswer(StrEnum):
    """What a manager chooses on a page; a successor becomes a manager, and whoever says so a member."""

    MEMBER = "member"
    MANAGER = "manager"
    SUCCESSOR = "successor"


class InvitationInput(Schema):
    email = EmailAddress(required=True)
    role = Choice(MembershipRole, load_default=MembershipRole.MEMBER)


class InvitationView(Schema):
    id = fields.UUID()
    email = fields.String()
    role = Choice(MembershipRole)
    created_at = Instant()
    expires_at = Instant()


class InvitationPage(Schema):
    items = fields.List(fields.Nested(InvitationView))


class JoinInput(Schema):
    token = Token()


class JoinedView(Schema):
    association_id = fields.UUID()


class MemberView(Schema):
    account_id = fields.UUID()
    name = fields.String()
    email = fields.String(allow_none=True, metadata={"description": "For managers and supervisors in charge."})
    role = Choice(MembershipRole)
    since = Instant()
    version = fields.Integer()


class MemberPage(Schema):
    items = fields.List(fields.Nested(MemberView))
    next = fields.String(attribute="next_url", allow_none=True)


class MemberFilter(ListFilter):
    cursor = Cursor(str, UUID)


class MemberInput(Schema):
    role = Choice(MembershipRole, required=True)


class RoleForm(Schema):
    """The same from a page, where handing over is a third answer; with the version that was read."""

    role = Choice(RoleAnswer, required=True)
    version = WholeNumber(1, MAX_INTEGER)


class VersionForm(Schema):
    version = WholeNumber(1, MAX_INTEGER)


INVITATION_INPUT = InvitationInput()
INVITATION_VIEW = InvitationView()
INVITATION_PAGE = InvitationPage()
JOIN_INPUT = JoinInput()
JOINED_VIEW = JoinedView()
MEMBER_VIEW = MemberView()
MEMBER_PAGE = MemberPage()
MEMBER_FILTER = MemberFilter()
MEMBER_INPUT = MemberInput()
ROLE_FORM = RoleForm()
VERSION_FORM = VersionForm()
