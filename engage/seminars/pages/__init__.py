"""Seminars on pages: the catalogue for everyone, planning for officers."""

from flask import Blueprint

blueprint = Blueprint("seminars", __name__)

from engage.seminars.pages import catalogue, inviting, planning  # noqa: E402, F401 - they add their addresses to the blueprint
