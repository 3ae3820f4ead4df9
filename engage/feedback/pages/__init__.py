"""Threads on pages: reading, writing with or without an account, and the queue of officers."""

from flask import Blueprint

blueprint = Blueprint("feedback", __name__)

# ruff: noqa: E402, F401 - they add their addresses
from engage.feedback.pages import (
    figures,
    filing,
    moderation,
    photos,
    queue,
    rating,
    reading,
    receipts,
    speaking,
    templates,
)
