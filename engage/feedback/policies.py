"""May this person do that with a thread? Decided from what is at hand, without asking the store."""

from typing import Protocol
from uuid import UUID

from engage.access.actor import Actor
from engage.access.permissions import Permission
from engage.feedback.categories import Visibility


class Matter(Protocol):
    """What a policy needs to know of a thread."""

    @property
    def id(self) -> UUID: ...
    @property
    def district(self) -> str | None: ...
    @property
    def author_id(self) -> UUID | None: ...
    @property
    def visibility(self) -> str: ...


def can_speak_as_author(actor: Actor, thread: Matter) -> bool:
    """Edit the own words, reopen, close, and be told: with the account that wrote it, or with its receipt."""
    is_account = actor.id is not None and actor.id == thread.author_id
    return is_account or actor.opened_thread == thread.id


def can_answer_thread(actor: Actor, thread: Matter) -> bool:
    """Acknowledge, assign, transfer, reply, note and close."""
    return actor.can_in(Permission.THREADS_ANSWER, thread.district)


def can_cover_photos(actor: Actor, thread: Matter) -> bool:
    """Cover what others shall not see of a photograph, and see what is below."""
    return can_answer_thread(actor, thread) or can_moderate_posts(actor, thread)


def can_decide_thread(actor: Actor, thread: Matter) -> bool:
    """Refer it to another authority, or decline it."""
    return actor.can_in(Permission.THREADS_DECIDE, thread.district)


def can_moderate_posts(actor: Actor, thread: Matter) -> bool:
    """Let through, hide, restore, and take passages out of what everyone may read; nothing in a private thread."""
    return thread.visibility == Visibility.PUBLIC and actor.can_in(Permission.POSTS_MODERATE, thread.district)


def can_read_reports(actor: Actor) -> bool:
    return actor.can(Permission.POSTS_MODERATE)


def can_watch_words(actor: Actor) -> bool:
    """Say which words make a post wait for a look."""
    return actor.can(Permission.WORDS_WATCH)


def can_comment(actor: Actor, thread: Matter) -> bool:
    """Whoever sees the thread and is somebody: an account, or the author by receipt."""
    return actor.is_authenticated or can_speak_as_author(actor, thread)


def can_edit_reply_templates(actor: Actor) -> bool:
    return actor.can(Permission.TEMPLATES_EDIT)


def can_read_queue(actor: Actor) -> bool:
    return actor.can(Permission.THREADS_ANSWER)
