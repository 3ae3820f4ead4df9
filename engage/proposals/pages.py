"""Requests for seminars on pages."""

from flask import Blueprint

blueprint = Blueprint("proposals", __name__)
