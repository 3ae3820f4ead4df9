"""Threads on pages: reading, writing with or without an account, and the queue of officers."""

from flask import Blueprint

blueprint = Blueprint("feedback", __name__)

from engage.feedback.pages import (  # noqa: E402 - they add their addresses
    filing,  # noqa: F401
    moderation,  # noqa: F401
    queue,  # noqa: F401
    reading,  # noqa: F401
    receipts,  # noqa: F401
    speaking,  # noqa: F401
)
