"""Associations in JSON."""

from engage.web.api import ApiBlueprint

blueprint = ApiBlueprint("partners", "Associations")

from engage.partners.api import applying, directory, mandates, members, papers, verifying  # noqa: E402, F401 - they add their addresses
