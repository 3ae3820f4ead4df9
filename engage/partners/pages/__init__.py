"""Associations on pages: what they and those who verify them do. Where everyone reads of them is engage.desk."""

from flask import Blueprint

blueprint = Blueprint("partners", __name__)

from engage.partners.pages import acting, invitations, mandates, members, papers  # noqa: E402, F401 - they add their addresses
