"""Large files, one after the other, away from requests. A worker that dies leaves its file to be taken up again."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import NamedTuple

from sqlalchemy import Update, or_, select, update

from engage import clock, language
from engage.access.actor import Actor
from engage.accounts.queries import find_actor
from engage.city.models import UNDER_WAY, Import, ImportState
from engage.city.services import files
from engage.city.services.bringing import ReadFile, Report, try_file
from engage.database import ROW_LOCK, db
from engage.errors import Conflict
from engage.settings import current_settings
from engage.transaction import transaction, with_retries

LEASE = timedelta(minutes=5)
MOST_ATTEMPTS = 3


class _Claim(NamedTuple):
    """A file that is being worked on, and which attempt it is."""

    import_id: uuid.UUID
    attempt: int


def take_up_import(actor: Actor) -> bool:
    """Check or bring in the file that has waited longest, in the name of who sent it. Answers whether there was one."""
    claim = with_retries(_claim)
    if claim is None:
        return False
    with transaction():
        sent = db.session.get_one(Import, claim.import_id)
        kind, state, name, content = sent.kind, sent.state, sent.file_name, sent.content or b""
        language.use(sent.locale)
        sender = find_actor(actor, sent.account_id) or Actor(sent.account_id)
    if claim.attempt > MOST_ATTEMPTS:
        _give_up(sender, claim)
        return True
    report, read = files.read(kind, name, content)
    (_check if state == ImportState.CHECKING else _bring_in)(sender, claim, report, read)
    return True


def _check(sender: Actor, claim: _Claim, report: Report, read: ReadFile) -> None:
    """Each batch in a transaction of its own, so that others need not wait for the end."""

    @contextmanager
    def each(lines: int) -> Iterator[None]:
        with transaction():
            yield
            db.session.execute(_progress(claim, lines))

    try_file(sender, report, read, each)
    with transaction():
        files.conclude_check(sender, _still_mine(claim), report, read)


def _bring_in(sender: Actor, claim: _Claim, report: Report, read: ReadFile) -> None:
    """All in one transaction. How far it is can be told beside it, but for SQLite, which takes one writer at a time."""

    def tell(lines: int) -> None:
        if not current_settings().is_sqlite:
            with db.engine.begin() as apart:
                apart.execute(_progress(claim, lines))

    with transaction():
        is_whole = files.write_all(sender, report, read, tell)
        files.conclude(sender, _still_mine(claim), report, read, is_whole)


def _give_up(sender: Actor, claim: _Claim) -> None:
    with transaction():
        files.fail(sender, _still_mine(claim))


def _progress(claim: _Claim, lines: int) -> Update:
    mine = Import.id == claim.import_id, Import.attempts == claim.attempt
    values = {"done_lines": Import.done_lines + lines, "claimed_until": clock.now() + LEASE}
    return update(Import).where(*mine).values(**values).execution_options(synchronize_session=False)


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
        .values(attempts=Import.attempts + 1, claimed_until=now + LEASE, done_lines=0)
        .returning(Import.id, Import.attempts)
        .execution_options(synchronize_session=False)
    )
    with transaction():
        row = db.session.execute(claiming).one_or_none()
    return None if row is None else _Claim(*row)
