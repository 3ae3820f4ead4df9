"""Registrations on pages: a seminar with its form, one's own registrations, and what officers see and decide."""

from flask import Blueprint

blueprint = Blueprint("registrations", __name__)

from engage.registrations.pages import deciding, desk, messages, own, roster  # noqa: E402, F401 - they add their addresses
