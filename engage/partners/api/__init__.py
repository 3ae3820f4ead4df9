"""Associations in JSON."""

from engage.web.api import ApiBlueprint

blueprint = ApiBlueprint("partners", "Associations")

from engage.partners.api import directory, mandates, members, papers  # noqa: E402, F401 - they add their addresses
