"""Are public words hidden, appealed against, restored and redacted so that nothing is lost and nothing leaks?"""

from dataclasses import replace
from typing import Any

import pytest

from engage.access.actor import VISITOR, Actor
from engage.access.permissions import Role
from engage.audit.models import AuditEntry
from engage.database import db
from engage.errors import Conflict, Invalid, NotAllowed, NotFound, Stale
from engage.feedback import queries, services
from engage.feedback.models.moderation import Report
from engage.feedback.models.threads import Post, PostEdit, Thread
from engage.outbox.models import Message
from tests.conftest import FrozenClock
from tests.factories import (
    count_rows,
    make_account,
    make_administrator,
    make_auditor,
    make_district,
    make_officer,
    make_supervisor,
    make_thread,
)

WORDS = "Karim Alaoui au 06 12 34 56 78"


def _cell() -> Actor:
    """Somebody of the communication cell."""
    return make_account(roles=[Role.COMMUNICATION])


def _post_of(thread: Thread) -> Any:
    return db.session.query(Post.id).filter_by(thread_id=thread.id, kind="opening").scalar()


def _letters() -> list[tuple[str, str]]:
    return [(one.kind, one.address) for one in db.session.query(Message) if one.kind.startswith("post_")]
