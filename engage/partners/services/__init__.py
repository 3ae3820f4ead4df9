"""Bringing associations in, and saying who acts for them."""

from engage.partners.services.importing import NAME_KEY_LENGTH, Outcome, add_member, import_association

__all__ = ["NAME_KEY_LENGTH", "Outcome", "add_member", "import_association"]
