"""Where the work of whoever signs in waits (an officer's week, an association's own page), and the partners for all."""

from flask import Blueprint

blueprint = Blueprint("desk", __name__)

from engage.desk.pages import association, partners, week  # noqa: E402, F401 - they add their addresses
