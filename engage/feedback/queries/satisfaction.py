"""What do authors say of threads that were closed? Numbers alone, and none that is small."""

import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from engage import clock
from engage.access.actor import Actor
from engage.database import db, read
from engage.errors import NotFound
from engage.feedback.ballots import ballot_hash, read_rating_token, unseal
from engage.feedback.models.satisfaction import ANSWERS, Ballot, Question, Tally
from engage.feedback.models.threads import Thread, ThreadStatus
from engage.feedback.queries.reading import ThreadView
from engage.registrations.queries.together import suppressed
from engage.settings import current_settings


@dataclass(frozen=True, slots=True)
class Answered:
    """How many authors answered a question, and how many gave each answer: `{"yes": 12, "partly": None, "no": None}`,
    `{"well": …, "fairly": …, "badly": …}`. None: a few, who are not told, nor to be found by subtraction.
    """

    in_all: int | None
    by_answer: dict[str, int | None]


@dataclass(frozen=True, slots=True)
class Satisfaction:
    """Was it solved, and how were they treated?"""

    solved: Answered
    treated: Answered


@dataclass(frozen=True, slots=True)
class RatedView:
    """What somebody with the link of a letter sees of the thread: no word of it."""

    thread_id: uuid.UUID
    reference: str
    is_asked: bool
    said: dict[str, str]


def satisfaction(
    viewer: Actor, *, districts: Collection[str] | None, since: date, until: date
) -> dict[str, Satisfaction]:
    """By district ("" for threads without one), of the threads closed in the months from that of `since` to that of
    `until`, in one statement; `districts` None: all. A district without answers is not in it. The numbers are alike for
    whoever asks: what somebody said in confidence is told to no officer either.
    """
    counted = select(Tally.district, Tally.question, Tally.answer, func.sum(Tally.number))
    counted = counted.where(Tally.month >= since.replace(day=1), Tally.month <= until)
    if districts is not None:
        counted = counted.where(Tally.district.in_(sorted(districts)))
    found: dict[str, dict[tuple[str, str], int]] = {}
    for district, question, answer, number in read(counted.group_by(Tally.district, Tally.question, Tally.answer)):
        found.setdefault(district, {})[question, answer] = int(number)
    return {district: _told(numbers) for district, numbers in sorted(found.items())}


def get_rated(viewer: Actor, token: str) -> RatedView:
    """What the link of a letter answers for. Raises NotFound for what we did not make."""
    key = current_settings().secret_key
    thread_id = read_rating_token(key, token)
    if thread_id is None:
        raise NotFound
    ballot = Ballot.key_hash == ballot_hash(key, thread_id)
    found = select(Thread.reference, Thread.status, Ballot.until_on, Ballot.sealed).outerjoin(Ballot, ballot)
    row = db.session.execute(found.where(Thread.id == thread_id)).one_or_none()
    if row is None:
        raise NotFound
    in_time = row.until_on is not None and row.until_on >= clock.today(current_settings().timezone)
    is_asked = in_time and row.status == ThreadStatus.CLOSED and row.sealed != b""
    return RatedView(thread_id, row.reference, is_asked, _answers_in(thread_id, row.sealed))


def said_by_author(viewer: Actor, thread: ThreadView) -> dict[str, str]:
    """What the author answered so far, by question. Raises NotFound for everybody else."""
    if not thread.is_own:
        raise NotFound
    key_hash = ballot_hash(current_settings().secret_key, thread.id)
    return _answers_in(thread.id, db.session.scalar(select(Ballot.sealed).where(Ballot.key_hash == key_hash)))


def _answers_in(thread_id: uuid.UUID, sealed: bytes | None) -> dict[str, str]:
    said = unseal(current_settings().secret_key, thread_id, sealed)
    return {question: answer for question, answer in said.items() if question in ANSWERS}


def _told(numbers: dict[tuple[str, str], int]) -> Satisfaction:
    told = {}
    for question in Question:
        counts = [numbers.get((question, answer), 0) for answer in ANSWERS[question]]
        told[question.value] = _answered(question, counts)
    return Satisfaction(**told)


def _answered(question: str, counts: Sequence[int]) -> Answered:
    """Of fewer than five in all nothing is told."""
    in_all = suppressed([sum(counts)])[0]
    told = suppressed(counts) if in_all is not None else [None] * len(counts)
    return Answered(in_all, dict(zip((one.value for one in ANSWERS[question]), told, strict=True)))
