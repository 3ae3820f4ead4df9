"""Where does a change begin and end? One transaction a request, one `with transaction():` a job; features never commit.

A refusal by the store that another try may cure (a serialization failure, a deadlock, SQLite's lock) is tried again a
few times; after that it is `Busy`: 503 with Retry-After.
"""

import random
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from engage.constraints import is_bad_luck
from engage.database import Base, db
from engage.errors import DomainError

T = TypeVar("T")

TRIES = 4
_RETRIED_STATES = {"40001", "40P01", "55P03"}  # serialization failure, deadlock, lock not available
_TOO_SLOW = "57014"  # the statement was given up; to send it again at once would make a busy store busier
_UNREACHABLE_STATES = ("08", "57P", "53")  # connection lost, shutting down, out of resources


class Busy(DomainError):
    """The store cannot take the change now; the same request may succeed in `retry_after` seconds."""

    status = 503
    type = "busy"


_AFTER = "after_commit"


@contextmanager
def transaction() -> Iterator[None]:
    """Commit when the block ends well, roll back otherwise. Then run what `after_commit` was given."""
    effects: list[Callable[[], object]] = []
    db.session.info[_AFTER] = effects
    try:
        yield
        db.session.commit()
    except BaseException:
        db.session.rollback()
        raise
    for effect in effects:
        effect()


def after_commit(effect: Callable[[], object]) -> None:
    """Run this once the change is really kept, and not at all if it is rolled back."""
    db.session.info.setdefault(_AFTER, []).append(effect)


def with_retries(attempt: Callable[[], T]) -> T:
    """Run a whole transaction again while the store says that it was only in somebody's way."""
    for tried in range(1, TRIES + 1):
        try:
            return attempt()
        except (OperationalError, DBAPIError, PoolTimeout) as refused:
            if is_full(refused):
                raise Busy("storage-full", retry_after=60) from refused
            if is_unreachable(refused) or _state(refused) == _TOO_SLOW:
                raise Busy(retry_after=5) from refused
            if not is_retried(refused):
                raise
            if tried == TRIES:
                raise Busy(retry_after=2) from refused
        time.sleep(random.uniform(0.01, 0.05) * 2**tried)  # noqa: S311 - jitter, not a secret
    raise AssertionError("unreachable")


def is_retried(refused: Exception) -> bool:
    if isinstance(refused, IntegrityError):
        return is_bad_luck(refused.orig, Base.metadata)
    return _state(refused) in _RETRIED_STATES or "database is locked" in str(getattr(refused, "orig", ""))


def is_unreachable(refused: Exception) -> bool:
    if isinstance(refused, PoolTimeout):
        return True
    disconnected = isinstance(refused, DBAPIError) and refused.connection_invalidated
    no_state = isinstance(refused, OperationalError) and "connection" in str(refused.orig) and not _state(refused)
    return disconnected or no_state or _state(refused).startswith(_UNREACHABLE_STATES)


def is_full(refused: Exception) -> bool:
    return _state(refused) == "53100" or "database or disk is full" in str(getattr(refused, "orig", ""))


def _state(refused: Exception) -> str:
    return getattr(getattr(refused, "orig", None), "sqlstate", None) or ""


def abandon() -> None:
    """Give up what was changed so far, so that a refused page can read from the store again."""
    db.session.info.get(_AFTER, []).clear()
    db.session.rollback()
