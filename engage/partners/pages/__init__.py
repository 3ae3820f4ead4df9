"""Associations on pages: what they and those who verify them do. Where everyone reads of them is engage.desk."""

from flask import Blueprint

blueprint = Blueprint("partners", __name__)

from engage.partners.pages import (  # noqa: E402 - they add their addresses
    acting,  # noqa: F401
    applying,  # noqa: F401
    invitations,  # noqa: F401
    mandates,  # noqa: F401
    members,  # noqa: F401
    papers,  # noqa: F401
    verifying,  # noqa: F401
)
