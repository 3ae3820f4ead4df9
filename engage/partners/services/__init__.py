"""Every write to associations and to who acts for them. `keeping` holds their rules; the others say when."""

from engage.partners.services.applying import MAX_OPEN, apply_for, edit_association
from engage.partners.services.importing import Outcome, add_member, import_association
from engage.partners.services.inviting import accept_invitation, forget_invitations, invite_member, revoke_invitation
from engage.partners.services.keeping import remember_names
from engage.partners.services.mandates import (
    accept_renewal,
    erase_papers_of_renewals,
    file_renewal,
    prepare_board,
    refuse_renewal,
    require_fit,
    require_mandate,
)
from engage.partners.services.members import change_role, hand_over, remove_member
from engage.partners.services.papers import add_paper, erase_withdrawn_papers, prepare_paper, withdraw_paper
from engage.partners.services.verifying import (
    ask_association,
    dissolve_association,
    refuse_association,
    restore_association,
    suspend_association,
    verify_association,
)
from engage.partners.services.warning import warn_of_mandates

__all__ = [
    "MAX_OPEN",
    "Outcome",
    "accept_invitation",
    "accept_renewal",
    "add_member",
    "add_paper",
    "apply_for",
    "ask_association",
    "change_role",
    "dissolve_association",
    "edit_association",
    "erase_papers_of_renewals",
    "erase_withdrawn_papers",
    "file_renewal",
    "forget_invitations",
    "hand_over",
    "import_association",
    "invite_member",
    "prepare_board",
    "prepare_paper",
    "refuse_association",
    "refuse_renewal",
    "remember_names",
    "remove_member",
    "require_fit",
    "require_mandate",
    "restore_association",
    "revoke_invitation",
    "suspend_association",
    "verify_association",
    "warn_of_mandates",
    "withdraw_paper",
]
