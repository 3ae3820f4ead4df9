"""How do owed messages leave? Claimed a few at a time in a short transaction, sent outside of any, then marked.

A deliverer that dies between sending and marking leaves its claim to run out, and the message is sent again with the
same Message-ID: at least once. Only the holder of the latest claim may mark a failure, so that two never disagree.
"""

from collections.abc import Iterator
from datetime import timedelta
from types import ModuleType
from typing import Any

import structlog
from sqlalchemy import Exists, exists, select, update
from sqlalchemy.orm import aliased
from sqlalchemy.sql.dml import ReturningUpdate

from engage import clock
from engage.database import db
from engage.outbox import mail, sms
from engage.outbox.composing import Owed
from engage.outbox.models import Channel, Message, MessageStatus
from engage.outbox.posting import Post, Unreachable
from engage.settings import Settings, current_settings
from engage.transaction import transaction, with_retries

BATCH = 20
MAX_ATTEMPTS = 8
LEASE = timedelta(minutes=10)
LONGEST_SEND = timedelta(minutes=2)  # connecting, the dialogue and the letter, each just within its time limit
PAUSES = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 30, 120, 360, 1440))
OUTAGE_PAUSE = timedelta(minutes=5)


# What leaves by which module. Each has open_post, prepare, describe and is_final.
_WAYS = {Channel.MAIL: mail, Channel.SMS: sms}


def deliver_due(limit: int = 100) -> int:
    """Send at most `limit` of the messages of each channel that are due, oldest first. Returns how many went.

    One channel after the other, each with its own claims: one that is out of reach holds nothing back in another.
    """
    return sum(_deliver_channel(channel, limit) for channel in Channel)


def _deliver_channel(channel: Channel, limit: int) -> int:
    settings: Settings = current_settings()
    sent = 0
    with _WAYS[channel].open_post(settings) as post:
        while limit > 0 and (batch := _claim(channel, min(limit, BATCH))):
            limit -= len(batch)
            try:
                for has_gone in _deliver_batch(batch, post, settings):
                    sent += has_gone
            except Unreachable as outage:
                structlog.get_logger().warning(f"{channel} server unreachable", error=str(outage))
                break
    return sent


def _deliver_batch(batch: list[Owed], post: Post, settings: Settings) -> Iterator[bool]:
    """Whether each went. Lets Unreachable through: the next batch would fare no better."""
    until = clock.now() + LEASE - LONGEST_SEND
    for place, owed in enumerate(batch):
        if clock.now() > until:  # earlier ones were slow, and another deliverer may have this one before it is sent
            _hand_back(batch[place:], due_at=clock.now())
            break
        try:
            yield _deliver(owed, post, settings)
        except Unreachable as outage:
            _hand_back(batch[place:], due_at=clock.now() + OUTAGE_PAUSE, last_error=str(outage))
            raise


def _claim(channel: Channel, limit: int) -> list[Owed]:
    """Messages that nobody else will touch before the lease has run out."""

    def claim() -> list[Owed]:
        with transaction():
            rows = db.session.execute(_claiming(channel, limit)).all()
        return sorted(Owed(*row) for row in rows)  # by id, and so by age

    return with_retries(claim)


def _claiming(channel: Channel, limit: int) -> ReturningUpdate[Any]:
    now = clock.now()
    # A CTE, because PostgreSQL may run a plain subquery with LIMIT again for each row. SQLite ignores FOR UPDATE.
    due = (
        select(Message.id)
        .where(Message.status == MessageStatus.OWED, Message.due_at <= now, Message.channel == channel)
        .where(~_has_older_sister())
        .order_by(Message.due_at)
        .limit(limit)
        .with_for_update(skip_locked=True)
        .cte("due")
    )
    return (
        update(Message)
        .where(Message.id.in_(select(due.c.id)))
        .values(attempts=Message.attempts + 1, due_at=now + LEASE)
        .returning(*(getattr(Message, name) for name in Owed._fields))
        .execution_options(synchronize_session=False)
    )


def _has_older_sister() -> Exists:
    """Whether an earlier message about the same thing is still owed: "cancelled" must not come before "confirmed"."""
    older = aliased(Message)
    same = older.topic_id == Message.topic_id, older.address == Message.address, older.id < Message.id
    return exists().where(*same, older.status == MessageStatus.OWED)


def _deliver(owed: Owed, post: Post, settings: Settings) -> bool:
    try:
        recipient, content = _way_of(owed).prepare(owed, settings)
    except Exception as broken:  # noqa: BLE001 - one message without words must not hold up the others
        _mark_failed(owed, broken, final=True)
        return False
    return _send(owed, post, recipient, content)


def _way_of(owed: Owed) -> ModuleType:
    return _WAYS[Channel(owed.channel)]


def _send(owed: Owed, post: Post, recipient: str, content: bytes) -> bool:
    try:
        post.send(owed.id, recipient, content)
    except Unreachable:
        raise
    except Exception as refused:  # noqa: BLE001 - whatever a server does, the queue goes on
        _mark_failed(owed, refused, final=_way_of(owed).is_final(refused) or owed.attempts >= MAX_ATTEMPTS)
        return False
    _mark_sent(owed)
    return True


def _mark_sent(owed: Owed) -> None:
    """It went, whoever may have claimed it since. What it said is kept no longer."""
    is_owed = (Message.id == owed.id, Message.status == MessageStatus.OWED)
    _change(*is_owed, status=MessageStatus.SENT, sent_at=clock.now(), payload={}, last_error=None)


def _mark_failed(owed: Owed, error: Exception, *, final: bool) -> None:
    pause = PAUSES[min(owed.attempts, len(PAUSES)) - 1]
    status = MessageStatus.DEAD if final else MessageStatus.OWED
    _change(*_still_mine(owed), status=status, due_at=clock.now() + pause, last_error=_way_of(owed).describe(error))
    structlog.get_logger().warning(
        f"message {'dead' if final else 'failed'}",
        message_id=str(owed.id),
        kind=owed.kind,
        attempts=owed.attempts,
        error=_way_of(owed).describe(error),
    )


def _hand_back(batch: list[Owed], **values: Any) -> None:
    """These were not tried, so it counts as no attempt: no message dies of our own server's absence."""
    for owed in batch:
        _change(*_still_mine(owed), attempts=owed.attempts - 1, **values)


def _still_mine(owed: Owed) -> tuple[Any, ...]:
    return Message.id == owed.id, Message.status == MessageStatus.OWED, Message.attempts == owed.attempts


def _change(*conditions: Any, **values: Any) -> None:
    changing = update(Message).where(*conditions).values(**values).execution_options(synchronize_session=False)

    def change() -> None:
        with transaction():
            db.session.execute(changing)

    with_retries(change)
