"""What has been said between the people of the demonstration? Threads in several states, what was promised in them,
one stranger's word that waits for a look, and ready words.

All goes through the services; then some days are made to have passed, so that something is late.
"""

import secrets
import uuid
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select

from engage import clock
from engage.access.actor import VISITOR, Actor
from engage.commitments.models import Commitment
from engage.commitments.services import complete_commitment
from engage.database import db
from engage.feedback import services as feedback
from engage.feedback.models.threads import Post, Thread
from engage.feedback.services.templates import add_reply_template
from engage.settings import current_settings

People = Callable[[str], Actor]

_READY: tuple[dict[str, Any], ...] = (
    {
        "name": {"ar": "توصلنا برسالتكم", "fr": "Bien reçu"},
        "body": {
            "ar": "شكرا على رسالتكم. ندرسها ونجيبكم داخل الأجل.",
            "fr": "Merci de votre message. Nous l’étudions et vous répondrons dans le délai.",
        },
        "category": None,
        "status": "new",
    },
    {
        "name": {"ar": "دورية للسير", "fr": "Patrouille de circulation"},
        "body": {
            "ar": "ستمر فرقة السير بهذا المكان في الأوقات التي ذكرتم.",
            "fr": "La brigade de circulation passera à cet endroit aux heures que vous indiquez.",
        },
        "category": "traffic",
        "status": None,
    },
)


def speak(people: People) -> None:
    """The oldest first, as their lists show them."""
    for ready in _READY:
        add_reply_template(people("supervisor"), **ready)
    _let_days_pass(_closed(people), 35)
    _let_days_pass(_answered(people), 28)
    _let_days_pass(_forgotten(people), 14)
    _under_way(people)
    _private(people)
    _unseen()


def _closed(people: People) -> uuid.UUID:
    """In Zouagha, with a promise that was kept."""
    officer, subject = people("officer2"), "Passage piéton effacé devant l’école"
    thread = _say(people("citizen2"), subject, "On ne voit plus le passage piéton.", district="zouagha", language="fr")
    words = "Merci. Le passage sera repeint avec la commune."
    promised = {"promise": "Faire repeindre le passage piéton", "promise_by": _in_days(7)}
    feedback.add_reply(officer, thread, body=words, **promised)
    kept = db.session.scalars(select(Commitment.id).where(Commitment.thread_id == thread)).one()
    complete_commitment(officer, kept, evidence="Le passage a été repeint.")
    feedback.answer_thread(officer, thread, body="C’est fait : le passage est repeint.")
    feedback.close_thread(officer, thread)
    return thread


def _answered(people: People) -> uuid.UUID:
    """In Agdal, with a promise whose day has passed."""
    thread = _say(people("citizen"), "ضجيج الدراجات ليلا", "دراجات نارية كل ليلة بعد منتصف الليل.", "noise", "agdal")
    promised = {"promise": "دوريات ليلية في الحي", "promise_by": _in_days(10)}
    feedback.answer_thread(people("officer"), thread, body="شكرا لكم. نعد بدوريات ليلية.", **promised)
    feedback.support_thread(people("member"), thread)
    return thread


def _forgotten(people: People) -> uuid.UUID:
    """Nobody has acknowledged it."""
    subject, body = "Lampadaires éteints rue des Oliviers", "La rue est sombre depuis une semaine."
    return _say(people("citizen2"), subject, body, "insecurity", language="fr")


def _under_way(people: People) -> None:
    """With an officer, an official reply, and a promise that is open."""
    officer = people("officer")
    body = "سيارات تمر بسرعة كبيرة عند خروج التلاميذ."
    thread = _say(people("citizen"), "سرعة مفرطة أمام المدرسة", body, place="باب المدرسة")
    feedback.assign_thread(officer, thread, account_id=officer.account_id)
    promised = {"promise": "حضور فرقة السير عند خروج التلاميذ", "promise_by": _in_days(10)}
    feedback.add_reply(officer, thread, body="شكرا على تنبيهكم. ستحضر فرقة السير هناك.", **promised)
    feedback.add_comment(people("manager"), thread, body="نؤكد ذلك، وجمعيتنا مستعدة للمساعدة.")
    for name in ("manager", "citizen2"):
        feedback.support_thread(people(name), thread)


def _private(people: People) -> None:
    """Acknowledged, with a note."""
    thread = _say(people("citizen"), "شجار متكرر قرب المقهى", "يتكرر الشجار كل مساء.", "violence", "agdal")
    feedback.acknowledge_thread(people("officer"), thread)
    feedback.add_note(people("officer"), thread, body="دورية مساء الجمعة.")


def _unseen() -> None:
    """Nobody has the receipt."""
    _say(VISITOR, "Bruit de chantier la nuit", "Le chantier travaille après minuit.", "noise", language="fr")


def _say(
    author: Actor, subject: str, body: str, category: str = "traffic", district: str = "saiss", **more: Any
) -> uuid.UUID:
    receipt = None if author.id else secrets.token_bytes(32)
    about = {"category": category, "district": district, "language": "ar", **more}
    return feedback.open_thread(author, subject=subject, body=body, receipt_hash=receipt, **about).id


def _let_days_pass(thread_id: uuid.UUID, days: int) -> None:
    """Whole weeks, so that deadlines stay on the days of the week; an instant is a date too."""
    posts = db.session.scalars(select(Post).where(Post.thread_id == thread_id))
    promised = db.session.scalars(select(Commitment).where(Commitment.thread_id == thread_id))
    for row in [db.session.get_one(Thread, thread_id), *posts, *promised]:
        for column in row.__table__.columns:
            value = getattr(row, column.key)
            if isinstance(value, date):
                setattr(row, column.key, value - timedelta(days=days))
    db.session.flush()


def _in_days(days: int) -> date:
    return clock.today(current_settings().timezone) + timedelta(days=days)
