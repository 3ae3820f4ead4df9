"""What managers send and see of members and invitations."""

from uuid import UUID

from marshmallow import fields

from engage.accounts.schemas import Token
from engage.partners.models import MembershipRole
from engage.web.input import MAX_INTEGER, Choice, EmailAddress, Instant, Schema, WholeNumber
from engage.web.pagination import Cursor, ListFilter

SUCCESSOR = "successor"  # of a page: a manager, and whoever says so becomes a member


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


class AcceptInput(Schema):
    token = Token()


class AcceptedView(Schema):
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

    role = fields.String(required=True)
    version = WholeNumber(1, MAX_INTEGER)


class VersionForm(Schema):
    version = WholeNumber(1, MAX_INTEGER)


INVITATION_INPUT = InvitationInput()
INVITATION_VIEW = InvitationView()
INVITATION_PAGE = InvitationPage()
ACCEPT_INPUT = AcceptInput()
ACCEPTED_VIEW = AcceptedView()
MEMBER_VIEW = MemberView()
MEMBER_PAGE = MemberPage()
MEMBER_FILTER = MemberFilter()
MEMBER_INPUT = MemberInput()
ROLE_FORM = RoleForm()
VERSION_FORM = VersionForm()
