"""Threads in JSON."""

from engage.web.api import ApiBlueprint

blueprint = ApiBlueprint("feedback", "Feedback threads: residents speak, the police answer")

# ruff: noqa: E402, F401 - they hang on the blueprint
from engage.feedback.api import (
    merging,
    moderation,
    photos,
    queue,
    rating,
    receipts,
    speaking,
    steps,
    templates,
    threads,
    ties,
)
