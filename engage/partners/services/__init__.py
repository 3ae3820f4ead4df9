"""Bringing associations in, and saying who acts for them."""

from engage.partners.services.importing import NAME_KEY_LENGTH, Outcome, add_member, import_association
from engage.partners.services.papers import add_paper, erase_withdrawn_papers, prepare_paper, withdraw_paper

__all__ = [
    "NAME_KEY_LENGTH",
    "Outcome",
    "add_member",
    "add_paper",
    "erase_withdrawn_papers",
    "import_association",
    "prepare_paper",
    "withdraw_paper",
]
