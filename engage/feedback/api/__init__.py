"""Threads in JSON."""

from engage.web.api import ApiBlueprint

blueprint = ApiBlueprint("feedback", "Feedback threads: residents speak, the police answer")

from engage.feedback.api import queue, receipts, speaking, steps, threads, ties  # noqa: E402, F401 - they hang on the blueprint
