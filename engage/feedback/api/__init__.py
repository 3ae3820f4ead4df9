"""Threads in JSON."""

from engage.web.api import ApiBlueprint

blueprint = ApiBlueprint("feedback", "Feedback threads: residents speak, the police answer")

from engage.feedback.api import (  # noqa: E402 - they hang on the blueprint
    moderation,  # noqa: F401
    receipts,  # noqa: F401
    speaking,  # noqa: F401
    steps,  # noqa: F401
    threads,  # noqa: F401
    ties,  # noqa: F401
)
