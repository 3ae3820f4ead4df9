"""The application with messages written after the commit of what they report. For the control alone."""

import time
from typing import Any

from engage import create_app
from engage.outbox.services import owe
from engage.registrations.services import registering, seating
from engage.transaction import after_commit, transaction


def _owe_later(messages: list[dict[str, Any]]) -> None:
    after_commit(lambda: _owe_now(messages))


def _owe_now(messages: list[dict[str, Any]]) -> None:
    time.sleep(0.02)
    with transaction():
        owe(messages)


registering.owe = seating.owe = _owe_later
app = create_app()
