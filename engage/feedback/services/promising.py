"""An official reply may promise something by a day; whoever wrote or follows the thread hears what becomes of it."""

import uuid
from datetime import date
from typing import Any

from sqlalchemy import literal, select

from engage.access.actor import Actor
from engage.commitments.services import make_commitment
from engage.database import db
from engage.errors import Invalid
from engage.feedback.models.threads import Thread
from engage.feedback.notifications import PROMISE, tell_author, tell_followers
from engage.feedback.queries import sees_promise
from engage.language import gettext as _
from engage.outbox.services import owe


def promise_in(
    actor: Actor, thread: Thread, post_id: uuid.UUID, *, promise: str | None = None, promise_by: date | None = None
) -> None:
    """What a reply promises, or nothing. Raises Invalid for half a promise, and for a day that has passed."""
    if promise is None and promise_by is None:
        return
    if promise is None or promise_by is None:
        missing = {"promise": _("Say what we promise.")} if promise is None else {"promise_by": _("Say by when.")}
        raise Invalid({field: [words] for field, words in missing.items()})
    source: dict[str, Any] = {"thread_id": thread.id, "post_id": post_id, "category": thread.category}
    try:
        make_commitment(actor, what=promise, due_on=promise_by, district=thread.district, **source)
    except Invalid as refused:
        raise Invalid({"promise_by": refused.errors["due_on"]}) from None


def tell_of_promise(actor: Actor, thread_id: uuid.UUID, post_id: uuid.UUID | None, news: str, due_on: date) -> None:
    """The author; followers as long as everyone reads the promise. `news` is done, withdrawn or moved."""
    thread = db.session.get_one(Thread, thread_id)
    told = {"news": news, "due_on": due_on.isoformat()}
    owe([tell_author(PROMISE, thread, **told, follows=False)])
    if db.session.scalar(select(sees_promise(None, literal(thread_id), literal(post_id)))):
        owe(tell_followers(thread, PROMISE, **told, follows=True, by_receipt=False))
