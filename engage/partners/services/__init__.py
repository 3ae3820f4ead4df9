"""Bringing associations in, who acts for them, and how long their board is in office."""

from engage.partners.services.importing import NAME_KEY_LENGTH, Outcome, add_member, import_association
from engage.partners.services.inviting import accept_invitation, forget_invitations, invite_member, revoke_invitation
from engage.partners.services.mandates import (
    accept_renewal,
    file_renewal,
    prepare_board,
    refuse_renewal,
    require_mandate,
)
from engage.partners.services.members import change_role, hand_over, remove_member
from engage.partners.services.papers import add_paper, erase_withdrawn_papers, prepare_paper, withdraw_paper
from engage.partners.services.warning import warn_of_mandates

__all__ = [
    "NAME_KEY_LENGTH",
    "Outcome",
    "accept_invitation",
    "accept_renewal",
    "add_member",
    "add_paper",
    "change_role",
    "erase_withdrawn_papers",
    "file_renewal",
    "forget_invitations",
    "hand_over",
    "import_association",
    "invite_member",
    "prepare_board",
    "prepare_paper",
    "refuse_renewal",
    "remove_member",
    "require_mandate",
    "revoke_invitation",
    "warn_of_mandates",
    "withdraw_paper",
]
