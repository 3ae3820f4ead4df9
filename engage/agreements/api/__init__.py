"""Agreements in JSON: for their two sides, and the public register."""

from engage.web.api import ApiBlueprint

blueprint = ApiBlueprint("agreements", "Partnership agreements and their public register")

from engage.agreements.api import agreements, duties, register  # noqa: E402, F401 - they add their addresses
