"""Every write to associations and to who acts for them. `keeping` holds their rules; the others say when."""

from engage.partners.services.applying import MAX_OPEN, apply_for, edit_association
from engage.partners.services.importing import Outcome, add_member, import_association
from engage.partners.services.keeping import remember_names
from engage.partners.services.papers import add_paper, erase_withdrawn_papers, prepare_paper, withdraw_paper
from engage.partners.services.verifying import (
    ask_association,
    dissolve_association,
    refuse_association,
    restore_association,
    suspend_association,
    verify_association,
)

__all__ = [
    "MAX_OPEN",
    "Outcome",
    "add_member",
    "add_paper",
    "apply_for",
    "ask_association",
    "dissolve_association",
    "edit_association",
    "erase_withdrawn_papers",
    "import_association",
    "prepare_paper",
    "refuse_association",
    "remember_names",
    "restore_association",
    "suspend_association",
    "verify_association",
    "withdraw_paper",
]
