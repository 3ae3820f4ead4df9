"""Seminars on pages: the catalogue for everyone, planning for officers."""

from flask import Blueprint

blueprint = Blueprint("seminars", __name__)

from engage.seminars.pages import (  # noqa: E402 - they add their addresses to the blueprint
    catalogue,  # noqa: F401
    inviting,  # noqa: F401
    keeping,  # noqa: F401
    planning,  # noqa: F401
    series,  # noqa: F401
    templates,  # noqa: F401
    timetable,  # noqa: F401
)
