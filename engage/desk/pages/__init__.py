"""Where the work of whoever signs in waits: an officer's week, an association's desk."""

from flask import Blueprint

blueprint = Blueprint("desk", __name__)

from engage.desk.pages import association, week  # noqa: E402, F401 - they add their addresses
