"""Who is told what about a thread? Never its words: a mail is read over shoulders. Never the receipt."""

import uuid
from typing import Any

from sqlalchemy import select

from engage.accounts.models import Account
from engage.database import db
from engage.feedback.ballots import rating_token
from engage.feedback.categories import Visibility
from engage.feedback.models.threads import Follow, Post, Thread
from engage.language import current
from engage.outbox.services import message
from engage.settings import current_settings

MOVED = "thread_moved"
REPLIED = "thread_replied"
REPLIED_TO_FOLLOWER = "thread_followed"
HIDDEN = "post_hidden"
RESTORED = "post_restored"
UPHELD = "post_stays_hidden"
RATING = "thread_rating"
PROMISE = "commitment_changed"


def tell_author(kind: str, thread: Thread, **more: Any) -> dict[str, Any] | None:
    """To the account, or to the address that was left; None where there is neither. `more`: what the words need."""
    if thread.author_id is not None:
        return _to_account(kind, thread, thread.author_id, more)
    if thread.contact_email is None:
        return None
    url = f"{current_settings().base_url}/receipts"
    return _letter(kind, thread, thread.contact_email, thread.language, name="", url=url, by_receipt=True, **more)


def tell_writer(kind: str, thread: Thread, post: Post, **more: Any) -> dict[str, Any] | None:
    """Whoever wrote a post: the author of the thread as above, others at their account."""
    if post.is_author:
        return tell_author(kind, thread, **more)
    return _to_account(kind, thread, post.author_id, more) if post.author_id else None


def tell_followers(thread: Thread, kind: str = REPLIED_TO_FOLLOWER, **more: Any) -> list[dict[str, Any]]:
    """Of an official reply: all who follow. The author is told anyway, and cannot follow the own thread."""
    people = select(Account.id, Account.email, Account.locale, Account.display_name).join(
        Follow, Follow.account_id == Account.id
    )
    followers = people.where(Follow.thread_id == thread.id)
    url = _address(thread)
    return [
        _letter(kind, thread, person.email, person.locale, person.id, name=person.display_name, url=url, **more)
        for person in db.session.execute(followers)
    ]


def tell_merged(kind: str, thread: Thread, **more: Any) -> list[dict[str, Any] | None]:
    """Whoever wrote a thread that was merged into this one, of the own thread. A reason was given to another person. Of
    replies that they can read: those with an account follow, and the others could not.
    """
    merged = db.session.scalars(select(Thread).where(Thread.merged_into == thread.id)).all()
    if kind == REPLIED:
        merged = [one for one in merged if one.visibility == Visibility.PUBLIC and one.author_id is None]
    told = {name: "" if name == "reason" else value for name, value in more.items()}
    return [tell_author(kind, one, **told) for one in merged]


def ask_for_rating(thread: Thread) -> dict[str, Any] | None:
    """Two questions about a thread that was closed. The link answers them, and opens nothing."""
    settings = current_settings()
    token = rating_token(settings.secret_key, thread.id)
    return tell_author(RATING, thread, rating_url=f"{settings.base_url}/feedback/ratings/{token}")


def _to_account(kind: str, thread: Thread, account_id: uuid.UUID, more: dict[str, Any]) -> dict[str, Any]:
    account = db.session.get_one(Account, account_id)
    to = {"name": account.display_name, "url": _address(thread), "by_receipt": False}
    return _letter(kind, thread, account.email, account.locale, account.id, **to, **more)


def _address(thread: Thread) -> str:
    return f"{current_settings().base_url}/feedback/{thread.id}"


def _letter(
    kind: str, thread: Thread, address: str, locale: str | None, recipient_id: Any = None, **payload: Any
) -> dict[str, Any]:
    told = {"reference": thread.reference, **payload}
    return message(kind, address, locale or current(), told, recipient_id=recipient_id, subject_id=thread.id)
