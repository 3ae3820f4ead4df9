"""Associations on pages."""

from flask import Blueprint

blueprint = Blueprint("partners", __name__)

from engage.partners.pages import acting, directory, invitations, mandates, members, papers  # noqa: E402, F401 - they add their addresses
