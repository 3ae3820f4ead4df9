"""The careless application, which also takes a moment between looking and doing. For controls alone."""

import time
from typing import Any

from engage.partners.services import members
from engage.seminars.services import booking
from tests.concurrency.careless import app

_keep = booking._keep
_check_manager_stays = members._check_manager_stays


def _keep_later(*held: Any) -> None:
    time.sleep(0.05)
    _keep(*held)


def _check_and_hesitate(membership: Any) -> None:
    _check_manager_stays(membership)
    time.sleep(0.05)


booking._keep = _keep_later
members._check_manager_stays = _check_and_hesitate
__all__ = ["app"]
