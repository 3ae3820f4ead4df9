"""The author of a closed thread is asked once whether it is solved and how they were treated, by secret ballot."""

import uuid
from datetime import date
from typing import Any

from sqlalchemy import update

from engage import clock
from engage.access.actor import Actor
from engage.database import ROW_LOCK, db, insert_into
from engage.errors import Conflict, Invalid, NotFound
from engage.feedback.ballots import ANSWERED_WITHIN, Said, ballot_hash, read_rating_token, seal, unseal
from engage.feedback.models.satisfaction import ANSWERS, NOWHERE, Ballot, Tally
from engage.feedback.models.threads import Thread, ThreadStatus
from engage.feedback.policies import can_speak_as_author
from engage.feedback.services.rows import lock_thread
from engage.language import gettext as _
from engage.settings import current_settings


def rate_thread(actor: Actor, thread_id: uuid.UUID, **said: str | None) -> None:
    """Answer as the author, with the account or the receipt: `solved`, `treated` or both. Raises Conflict, Invalid."""
    _rate(lock_thread(actor, thread_id, can_speak_as_author), said)


def rate_by_link(actor: Actor, token: str, **said: str | None) -> None:
    """The same with the link of the letter. Raises NotFound for what we did not make."""
    thread_id = read_rating_token(current_settings().secret_key, token)
    found = thread_id and db.session.get(Thread, thread_id, with_for_update=ROW_LOCK, populate_existing=True)
    if not found:
        raise NotFound
    _rate(found, said)


def ask_author(actor: Actor, thread: Thread) -> bool:
    """A ballot for the author of a thread that was closed just now. False: they were asked before, and now have longer
    to answer.
    """
    key, until_on = current_settings().secret_key, _today() + ANSWERED_WITHIN
    row = {"key_hash": ballot_hash(key, thread.id), "until_on": until_on, "sealed": None}
    adding = insert_into(Ballot).values(row).on_conflict_do_nothing().returning(Ballot.until_on)
    if db.session.execute(adding).first() is not None:
        return True
    again = update(Ballot).where(Ballot.key_hash == row["key_hash"], Ballot.sealed.is_distinct_from(b""))
    db.session.execute(again.values(until_on=until_on))
    return False


def close_ballots(actor: Actor) -> int:
    """Wipe what was said two weeks after it was asked: it is counted for good. How many ballots that were."""
    over = Ballot.until_on < _today(), Ballot.sealed.is_not(None), Ballot.sealed != b""
    return int(db.session.execute(update(Ballot).where(*over).values(sealed=b"")).rowcount)  # type: ignore[attr-defined]


def _rate(thread: Thread, said: dict[str, str | None]) -> None:
    """The trail keeps nothing of it: who said what is nobody's business, and that somebody did says when."""
    answers = {question: answer for question, answer in said.items() if answer}
    if not answers:
        raise Invalid({"solved": [_("Choose an answer.")]})
    key = current_settings().secret_key
    ballot = _open_ballot(thread, ballot_hash(key, thread.id))
    before = unseal(key, thread.id, ballot.sealed)
    after = before | answers | _where_counted(thread)
    if after == before:
        return
    _count(before, -1)
    _count(after, 1)
    ballot.sealed = seal(key, thread.id, after)
    db.session.flush()


def _open_ballot(thread: Thread, key_hash: bytes) -> Ballot:
    """Of a closed thread, while answers are taken."""
    ballot = db.session.get(Ballot, key_hash, with_for_update=True, populate_existing=True)
    if ballot is None or thread.status != ThreadStatus.CLOSED or ballot.sealed == b"" or ballot.until_on < _today():
        raise Conflict("not-asked-now")
    return ballot


def _where_counted(thread: Thread) -> Said:
    """It stands in the ballot too: the thread may be elsewhere when the answer is changed."""
    closed_on = clock.local(thread.closed_at or clock.now(), current_settings().timezone).date()
    month = closed_on.replace(day=1).isoformat()
    return {"month": month, "district": thread.district or NOWHERE, "category": thread.category}


def _count(said: Said, by: int) -> None:
    """Each answer of a ballot, once more or once less."""
    for question in (one for one in ANSWERS if one in said):
        of: dict[str, Any] = {name: said[name] for name in ("district", "category")}
        of |= {"month": date.fromisoformat(said["month"]), "question": question, "answer": said[question]}
        adding = insert_into(Tally).values(**of, number=max(by, 0))
        more = {"number": Tally.number + by}
        db.session.execute(adding.on_conflict_do_update(index_elements=list(of), set_=more))


def _today() -> date:
    return clock.today(current_settings().timezone)
