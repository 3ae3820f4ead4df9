"""The careless application, which also takes a moment between finding a venue free and taking it. For a control alone."""

import time
from typing import Any

from engage.seminars.services import booking
from tests.concurrency.careless import app

_keep = booking._keep


def _keep_later(*held: Any) -> None:
    time.sleep(0.05)
    _keep(*held)


booking._keep = _keep_later
__all__ = ["app"]
