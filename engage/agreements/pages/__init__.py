"""Agreements on pages: for their two sides, printed, and the public register."""

from flask import Blueprint

blueprint = Blueprint("agreements", __name__)

from engage.agreements.pages import duties, own, printing, register, steps, writing  # noqa: E402, F401 - they add their addresses
