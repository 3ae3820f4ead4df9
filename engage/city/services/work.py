"""Large files, one after the other, away from requests. A worker that dies leaves its file to be taken up again."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any, NamedTuple

from sqlalchemy import Connection, or_, select, update

from engage import clock, language
from engage.access.actor import Actor
from engage.accounts.queries import find_actor
from engage.city.models import UNDER_WAY, Import, ImportState
from engage.city.progress import told_beside
from engage.city.services import files
from engage.city.services.bringing import ReadFile, Report
from engage.database import ROW_LOCK, db
from engage.errors import Conflict
from engage.settings import current_settings
from engage.transaction import transaction, with_retries

LEASE = timedelta(seconds=60)  # renewed while the work gets on
MOST_ATTEMPTS = 3


class _Claim(NamedTuple):
    """A file that is being worked on, and which attempt it is."""

    import_id: uuid.UUID
    attempt: int


class _Task(NamedTuple):
    """What a claimed file is, and in whose name it is worked on."""

    claim: _Claim
    sender: Actor
    state: str
    file: tuple[str, str, bytes]  # kind, name, content


def take_up_import(actor: Actor) -> bool:
    """Check or bring in the file that has waited longest, in the name of who sent it. Answers whether there was one."""
    claim = with_retries(_claim)
    if claim is None:
        return False
    task = _task(actor, claim)
    if claim.attempt > MOST_ATTEMPTS:
        _give_up(task.sender, claim)
    else:  # from the beginning, if the store was only too busy
        with_retries(lambda: (_check if task.state == ImportState.CHECKING else _bring_in)(task))
    return True


def _task(actor: Actor, claim: _Claim) -> _Task:
    with transaction():
        sent = db.session.get_one(Import, claim.import_id)
        language.use(sent.locale)
        sender = find_actor(actor, sent.account_id) or Actor(sent.account_id)
        return _Task(claim, sender, sent.state, (sent.kind, sent.file_name, sent.content or b""))


def _read(task: _Task) -> tuple[Report, ReadFile]:
    """The whole file, telling how many lines that are; only then it is known how many there will be."""

    def tell(lines: int) -> None:
        with transaction():
            _go_on(task.claim, done_lines=Import.done_lines + lines)

    with transaction():
        _go_on(task.claim, total_lines=0, done_lines=0)
    report, read = files.read(*task.file, tell)
    with transaction():
        _go_on(task.claim, total_lines=read.total, done_lines=0)
    return report, read


def _check(task: _Task) -> None:
    """Each batch in a transaction of its own, so that others need not wait for the end."""

    @contextmanager
    def each(lines: int) -> Iterator[None]:
        with transaction():
            yield
            _go_on(task.claim, done_lines=Import.done_lines + lines)

    report, read = _read(task)
    files.try_all(task.sender, report, read, each)
    with transaction():
        files.conclude_check(task.sender, _still_mine(task.claim), report, read)


def _bring_in(task: _Task) -> None:
    """All in one transaction; how far it is, is told beside it."""

    def tell(lines: int) -> None:
        if current_settings().is_sqlite:
            tell_beside(lines)
        else:
            with db.engine.begin() as apart:
                _go_on(task.claim, apart, done_lines=Import.done_lines + lines)

    with told_beside(task.claim.import_id) as tell_beside:
        report, read = _read(task)
        with transaction():
            is_whole = files.write_all(task.sender, report, read, tell)
            files.conclude(task.sender, _still_mine(task.claim), report, read, is_whole)


def _go_on(claim: _Claim, store: Connection | None = None, **values: Any) -> None:
    """Tell how far it is, and hold it for another while. Raises Conflict where another worker took the file up."""
    mine = update(Import).where(Import.id == claim.import_id, Import.attempts == claim.attempt)
    kept = mine.values(**values, claimed_until=clock.now() + LEASE)
    done: Any = (store or db.session).execute(kept.execution_options(synchronize_session=False))
    if not done.rowcount:
        raise Conflict("wrong-state")


def _give_up(sender: Actor, claim: _Claim) -> None:
    with transaction():
        files.fail(sender, _still_mine(claim))


def _still_mine(claim: _Claim) -> Import:
    """The row under its lock. Raises Conflict where another worker took the file up meanwhile: that one ends it."""
    sent = db.session.get_one(Import, claim.import_id, with_for_update=ROW_LOCK, populate_existing=True)
    if sent.attempts != claim.attempt:
        raise Conflict("wrong-state")
    return sent


def _claim() -> _Claim | None:
    """The file that nobody else will touch before the lease has run out, and how often it was tried."""
    now = clock.now()
    free = or_(Import.claimed_until.is_(None), Import.claimed_until < now)
    waiting = select(Import.id).where(Import.state.in_(UNDER_WAY), free).order_by(Import.created_at).limit(1)
    first = waiting.with_for_update(skip_locked=True).cte("first")
    claiming = (
        update(Import)
        .where(Import.id.in_(select(first.c.id)))
        .values(attempts=Import.attempts + 1, claimed_until=now + LEASE, total_lines=0, done_lines=0)
        .returning(Import.id, Import.attempts)
        .execution_options(synchronize_session=False)
    )
    with transaction():
        row = db.session.execute(claiming).one_or_none()
    return None if row is None else _Claim(*row)
