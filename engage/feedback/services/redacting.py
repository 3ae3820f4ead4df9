"""A moderator takes passages out of what everyone reads: names, number plates, telephones. The words that were written
stay as they are.
"""

import uuid

from sqlalchemy import select

from engage.access.actor import Actor
from engage.audit.services import record
from engage.commitments.models import Commitment
from engage.database import db
from engage.errors import Invalid, Stale
from engage.feedback.models.moderation import Outcome
from engage.feedback.models.threads import Post, PostKind, Thread
from engage.feedback.policies import can_moderate_posts
from engage.feedback.redaction import OtherWords, redacted, says_it_too
from engage.feedback.services.moderation import let_through, settle_reports
from engage.feedback.services.rows import index_words, lock_post
from engage.language import gettext as _


def redact_post(
    actor: Actor,
    post_id: uuid.UUID,
    version: int | None = None,
    *,
    body: str,
    subject: str | None = None,
    place: str | None = None,
) -> None:
    """What others read from now on, sent with marks in the place of passages; also lets it through, and answers what
    was reported. The whole text takes nothing out. Raises Stale, Invalid for other words than those that were written
    and where the promise of a reply says them too.
    """
    thread, post = lock_post(actor, post_id, can_moderate_posts)
    if version is not None and version != post.version:
        raise Stale
    _take_out(thread, post, {"body": body, "subject": subject, "place": place})
    if post.is_unseen:
        let_through(thread, post)
    settle_reports(post, Outcome.REDACTED)
    db.session.flush()
    if post.kind == PostKind.OPENING:
        index_words(thread)
    record(actor, "post.redacted", thread.id, after={"post_id": str(post.id), "version": post.version})


def _take_out(thread: Thread, post: Post, sent: dict[str, str | None]) -> None:
    written = {"body": post.body}
    if post.kind == PostKind.OPENING:
        written |= {"subject": thread.subject} | ({"place": thread.place} if thread.place else {})
    now = {"subject": thread.public_subject or thread.subject, "place": thread.public_place or thread.place}
    try:
        left = redacted(written, {name: sent[name] or now[name] or "" for name in written})
    except OtherWords as other:
        told = _("Put a mark like █ in the place of what you take out, and change nothing else.")
        raise Invalid({name: [told] for name in other.names}) from other
    _check_promises(post, left["body"])
    post.public_body = left["body"]
    if post.kind == PostKind.OPENING:
        thread.public_subject, thread.public_place = left["subject"], left.get("place")


def _check_promises(post: Post, left: str | None) -> None:
    """What a reply promises stands in public beside it, and nothing is taken out there."""
    promises = db.session.scalars(select(Commitment.what).where(Commitment.post_id == post.id))
    if any(says_it_too(post.body, left, words) for what in promises for words in what.values()):
        told = _("The promise in this reply says it too. Hide the reply instead: its promise is hidden with it.")
        raise Invalid({"body": [told]})
