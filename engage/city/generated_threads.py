"""How does feedback fare with ten years of a whole country? Made-up threads and posts, to measure with.

Everything follows from a thread's number, as with seminars (`generate`): the first is ten years old, the last of today.
"""

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import insert, select

from engage import clock
from engage.access.actor import Actor
from engage.accounts.models import Account
from engage.audit.services import record
from engage.database import db, new_id, table_of
from engage.feedback.categories import VISIBILITIES, Category, Visibility
from engage.feedback.models.threads import WAITING, Post, PostKind, Thread, ThreadStatus, ThreadWord
from engage.places.queries import district_names
from engage.text import indexed_words

REFERENCE = "G-{:08}"
BATCH = 1_000
PERIOD = timedelta(days=3_650)
TO_ANSWER, TO_ACKNOWLEDGE = timedelta(days=21), timedelta(days=2)

_MATTERS = (
    ("ar", "سرعة مفرطة أمام المدرسة", "سيارات ودراجات نارية تمر بسرعة كبيرة قرب الباب رقم"),
    ("fr", "Éclairage en panne", "La rue est sombre et les enfants ont peur devant le numéro"),
    ("ar", "ضجيج بالليل", "أصوات مرتفعة بعد منتصف الليل أمام العمارة رقم"),
    ("fr", "Motos sur le trottoir", "Des motos roulent chaque soir sur le trottoir devant le numéro"),
    ("ar", "شكر على الندوة", "استفاد التلاميذ كثيرا من الندوة، القسم رقم"),
    ("fr", "Stationnement gênant", "Les voitures bloquent le passage piéton à l’entrée de l’école numéro"),
)
_SAID = (
    "نفس المشكل عندنا.",
    "Merci, une patrouille y passe désormais.",
    "تم إخبار المصالح المختصة.",
    "Toujours pareil.",
)
_SAME: dict[str, Any] = {"show_name": False, "support_count": 0, "reopened_count": 0}


@dataclass(frozen=True)
class Residents:
    """Who writes, where, and when the first of so many threads was written."""

    people: list[uuid.UUID]
    districts: list[str]
    first_at: datetime


def count_generated_threads(actor: Actor) -> int:
    """How many are there already; whole batches, and so the number of the next one."""
    made = Thread.reference.between(REFERENCE.format(0), "G-99999999")
    last = db.session.scalar(select(Thread.reference).where(made).order_by(Thread.reference.desc()).limit(1))
    return int(last.removeprefix("G-")) + 1 if last else 0


def gather_residents(actor: Actor) -> Residents:
    """Those whom `prepare_ground` made."""
    people = select(Account.id).where(Account.email.like("%@generated.example")).order_by(Account.id)
    begun = db.session.scalar(select(Thread.created_at).where(Thread.reference == REFERENCE.format(0)))
    return Residents(list(db.session.scalars(people)), list(district_names()), begun or clock.now() - PERIOD)


def generate_threads(actor: Actor, residents: Residents, numbers: range, step: timedelta, posts: float) -> None:
    """Threads of these `numbers`, one every `step`, each with so many posts on the average; one transaction's work."""
    threads = [_thread(residents, number, residents.first_at + step * number) for number in numbers]
    said = [
        post for number, one in zip(numbers, threads, strict=True) for post in _posts(residents, number, one, posts)
    ]
    replied = {post["thread_id"]: post["created_at"] for post in reversed(said) if post["kind"] == PostKind.REPLY}
    threads = [{**one, "first_replied_at": replied.get(one["id"])} for one in threads]
    words = [{"word": word, "thread_id": one["id"]} for one in threads for word in _words(one)]
    for model, rows in ((Thread, threads), (Post, said), (ThreadWord, words)):
        db.session.execute(insert(table_of(model)), rows)
    record(actor, "threads.generated", threads[0]["reference"], after={"threads": len(threads)})


def _thread(residents: Residents, number: int, created_at: datetime) -> dict[str, Any]:
    language, subject, _words = _MATTERS[number % len(_MATTERS)]
    category = list(Category)[number * 7 % len(Category)]
    is_public = VISIBILITIES[category] == Visibility.PUBLIC
    return {
        **_SAME,
        "id": new_id(),
        "reference": REFERENCE.format(number),
        "subject": f"{subject} ({number % 500 + 1})",
        "category": category,
        "district": residents.districts[number % len(residents.districts)],
        "visibility": VISIBILITIES[category],
        "language": language,
        "author_id": residents.people[number % len(residents.people)],
        "published_at": created_at if is_public else None,
        **_standing(created_at, number),
    }


def _standing(created_at: datetime, number: int) -> dict[str, Any]:
    """Nearly all are over; of the last weeks many wait, and one in five hundred was forgotten."""
    due = {"acknowledge_due_at": created_at + TO_ACKNOWLEDGE, "answer_due_at": created_at + TO_ANSWER}
    is_waiting = number % 500 == 0 or created_at > clock.now() - timedelta(days=5 + number % 20)
    status = sorted(WAITING)[number % 3] if is_waiting else ThreadStatus.CLOSED
    ended_at = None if is_waiting else created_at + timedelta(days=1 + number % 25)
    acknowledged_at = None if status == ThreadStatus.NEW else created_at + timedelta(hours=number % 60)
    return {
        **due,
        "status": status,
        "created_at": created_at,
        "due_at": due["acknowledge_due_at" if status == ThreadStatus.NEW else "answer_due_at"],
        "acknowledged_at": acknowledged_at,
        "answered_at": ended_at,
        "closed_at": ended_at,
    }


def _posts(residents: Residents, number: int, thread: dict[str, Any], posts: float) -> list[dict[str, Any]]:
    """The opening, and comments and replies by turns."""
    more = int((number + 1) * posts) - int(number * posts) - 1
    same = {"thread_id": thread["id"], "is_unseen": False, "version": 1, "author_name": None}
    opening = {"kind": PostKind.OPENING, "body": _body(number), "author_id": thread["author_id"], "is_author": True}
    rows = [{**same, **opening, "id": new_id(), "created_at": thread["created_at"]}]
    for turn in range(more):
        said = {"kind": PostKind.REPLY if turn % 2 else PostKind.COMMENT, "body": _SAID[(number + turn) % len(_SAID)]}
        by = {"author_id": residents.people[(number + turn) % len(residents.people)], "is_author": False}
        at = thread["created_at"] + timedelta(hours=5 * (turn + 1))
        rows.append({**same, **said, **by, "id": new_id(), "created_at": at})
    return rows


def _body(number: int) -> str:
    return f"{_MATTERS[number % len(_MATTERS)][2]} {number % 2_000 + 1}."


def _words(thread: dict[str, Any]) -> set[str]:
    number = int(thread["reference"].removeprefix("G-"))
    return set(indexed_words(" ".join([thread["reference"], thread["subject"], _body(number)])))
