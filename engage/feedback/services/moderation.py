"""What moderators do with public words, and what people may say against it. Nothing is lost, all can be undone."""

import hashlib
import hmac
import uuid

from sqlalchemy import select, update

from engage import clock
from engage.access.actor import VISITOR, Actor
from engage.audit.services import record
from engage.database import db, insert_into, new_id
from engage.errors import Conflict, NotAllowed, NotSignedIn
from engage.feedback.categories import Visibility
from engage.feedback.models.moderation import Ground, Hiding, Outcome, Report
from engage.feedback.models.threads import Post, PostKind, Thread
from engage.feedback.notifications import HIDDEN, RESTORED, UPHELD, tell_writer
from engage.feedback.policies import can_moderate_posts, can_speak_as_author
from engage.feedback.queries import get_post
from engage.feedback.services.rows import lock_post
from engage.outbox.services import owe
from engage.settings import current_settings


def report_post(
    actor: Actor, post_id: uuid.UUID, *, ground: str = Ground.OTHER, reason: str | None = None, network: str = ""
) -> None:
    """These words should not stand there, says anybody who reads them; said twice, it counts once. Visitors are told
    apart by their `network`. Raises NotFound, Conflict of the own words and of what is not for all.
    """
    seen = get_post(actor, post_id)
    thread, post = lock_post(actor, post_id, lambda _actor, _thread: True)
    if seen.is_own or thread.visibility != Visibility.PUBLIC or post.hidden_at is not None:
        raise Conflict("wrong-state")
    row = {"id": new_id(), "post_id": post.id, "ground": ground, "reason": reason or None, "created_at": clock.now()}
    row["reporter_hash"] = _reporter_hash(actor, post, network)
    made = insert_into(Report).values(row).on_conflict_do_nothing().returning(Report.id)
    if db.session.execute(made).first() is not None:
        # Nobody learns who reported, those who read the trail included.
        record(VISITOR, "post.reported", thread.id, after={"post_id": str(post.id), "ground": ground})


def _reporter_hash(actor: Actor, post: Post, network: str) -> bytes:
    """Of a person and the words as they stand now: other words may be reported anew."""
    receipt = f"receipt {actor.opened_thread}" if actor.opened_thread else f"network {network}"
    said = f"report {post.id} {post.version} {actor.id or receipt}"
    return hmac.digest(current_settings().secret_key.encode(), said.encode("utf-8", "surrogatepass"), hashlib.sha256)


def dismiss_reports(actor: Actor, post_id: uuid.UUID, *, reason: str | None = None) -> None:
    """The words may stand."""
    _, post = lock_post(actor, post_id, can_moderate_posts)
    if not settle_reports(post, Outcome.DISMISSED, reason):
        raise Conflict("wrong-state")
    record(actor, "post.reports_dismissed", post.thread_id, after={"post_id": str(post.id)})


def settle_reports(post: Post, outcome: Outcome, answer: str | None = None) -> int:
    """What became of the reports of a post; how many there were."""
    opened = update(Report).where(Report.post_id == post.id, Report.settled_at.is_(None))
    settled = opened.values(settled_at=clock.now(), outcome=outcome, answer=answer or None)
    return int(db.session.execute(settled).rowcount)  # type: ignore[attr-defined]


def release_post(actor: Actor, post_id: uuid.UUID) -> None:
    """Let others read it: somebody has looked."""
    thread, post = lock_post(actor, post_id, can_moderate_posts)
    if not post.is_unseen:
        raise Conflict("wrong-state")
    let_through(thread, post)
    record(actor, "post.released", post.thread_id, after={"post_id": str(post.id)})


def let_through(thread: Thread, post: Post) -> None:
    post.is_unseen, post.watched = False, None
    if post.kind == PostKind.OPENING:
        thread.published_at = thread.published_at or clock.now()
    db.session.flush()


def hide_post(actor: Actor, post_id: uuid.UUID, *, ground: str = Ground.OTHER, reason: str | None = None) -> None:
    """Others read it no longer, only on what ground; of an opening that goes for the subject too. Whoever wrote it is
    told the reason, and may appeal.
    """
    thread, post = lock_post(actor, post_id, can_moderate_posts)
    if post.hidden_at is not None:
        raise Conflict("wrong-state")
    post.hidden_at, post.hidden_ground, post.hidden_reason = clock.now(), ground, reason or None
    hiding = Hiding(id=new_id(), post_id=post.id, hidden_by=actor.account_id, ground=ground, reason=reason or None)
    hiding.hidden_at = clock.now()
    db.session.add(hiding)
    db.session.flush()
    settle_reports(post, Outcome.HIDDEN)
    record(actor, "post.hidden", thread.id, after={"post_id": str(post.id), "ground": ground})
    owe([tell_writer(HIDDEN, thread, post, ground=ground, reason=reason or "")])


def appeal_hiding(actor: Actor, post_id: uuid.UUID, *, appeal: str) -> None:
    """It should stand, says whoever wrote it; once for each time that it was hidden. Raises Conflict."""
    seen = get_post(actor, post_id)
    if not seen.is_own:
        raise NotAllowed if actor.is_authenticated or actor.opened_thread else NotSignedIn
    _, post = lock_post(actor, post_id, lambda _actor, _thread: True)
    hiding = _standing(post)
    if hiding.appealed_at is not None:
        raise Conflict("already-appealed")
    hiding.appeal, hiding.appealed_at = appeal, clock.now()
    db.session.flush()
    record(actor, "post.appealed", post.thread_id, after={"post_id": str(post.id)})


def uphold_hiding(actor: Actor, post_id: uuid.UUID, *, reason: str) -> None:
    """It stays hidden, says another moderator, and why. Raises Conflict."""
    thread, post = lock_post(actor, post_id, can_moderate_posts)
    hiding = _standing(post)
    if not _is_open(hiding):
        raise Conflict("wrong-state")
    _decide(actor, hiding, reason)
    db.session.flush()
    record(actor, "post.hiding_upheld", post.thread_id, after={"post_id": str(post.id)})
    owe([tell_writer(UPHELD, thread, post, reason=reason)])


def restore_post(actor: Actor, post_id: uuid.UUID, *, reason: str | None = None) -> None:
    """Others read it again, as before. Where there is an appeal, another moderator decides; what somebody else hid of
    the own words, too. Raises Conflict.
    """
    thread, post = lock_post(actor, post_id, can_moderate_posts)
    hiding = _standing(post)
    if _is_open(hiding):
        _decide(actor, hiding, reason)
    elif hiding.hidden_by != actor.id and _is_own(actor, hiding):
        raise Conflict("own-decision")
    hiding.restored_at = clock.now()
    post.hidden_at = post.hidden_ground = post.hidden_reason = None
    db.session.flush()
    record(actor, "post.restored", post.thread_id, after={"post_id": str(post.id)})
    owe([tell_writer(RESTORED, thread, post, reason=reason or "")])


def _decide(actor: Actor, hiding: Hiding, reason: str | None) -> None:
    if hiding.hidden_by == actor.id or _is_own(actor, hiding):
        raise Conflict("own-decision")
    hiding.decided_by, hiding.decided_at, hiding.decision = actor.account_id, clock.now(), reason or None


def _is_own(actor: Actor, hiding: Hiding) -> bool:
    """Nobody decides the own appeal either."""
    post = db.session.get_one(Post, hiding.post_id)
    thread = db.session.get_one(Thread, post.thread_id)
    return post.author_id == actor.id or (post.is_author and can_speak_as_author(actor, thread))


def _is_open(hiding: Hiding) -> bool:
    return hiding.appealed_at is not None and hiding.decided_at is None


def _standing(post: Post) -> Hiding:
    """Why it is hidden now."""
    found = select(Hiding).where(Hiding.post_id == post.id, Hiding.restored_at.is_(None))
    hiding = db.session.scalar(found.with_for_update(key_share=True))
    if hiding is None:
        raise Conflict("wrong-state")
    return hiding
