"""Who is behind a thread, for those who may know, and what ties the viewer to it?"""

from dataclasses import dataclass

from sqlalchemy import select

from engage.access.actor import Actor
from engage.accounts.models import Account
from engage.database import db
from engage.errors import NotFound
from engage.feedback.models.threads import Follow, Support, Thread
from engage.feedback.queries.reading import ThreadView


@dataclass(frozen=True, slots=True)
class ContactView:
    """How the author can be reached; for those in charge."""

    name: str | None
    email: str | None
    phone: str | None


def get_contact(viewer: Actor, thread: ThreadView) -> ContactView:
    """Raises NotFound for whoever is not in charge."""
    if not thread.in_charge:
        raise NotFound
    names = (Thread.author_name, Thread.contact_email, Thread.contact_phone)
    account = (Account.display_name, Account.email, Account.phone)
    found = select(*names, *account).outerjoin(Account, Account.id == Thread.author_id).where(Thread.id == thread.id)
    row = db.session.execute(found).one()
    return ContactView(row[3] or row[0], row[4] or row[1], row[5] or row[2])


def get_own_contact(viewer: Actor, thread: ThreadView) -> str | None:
    """The address at which an author without account wants to be told."""
    own = Thread.id == viewer.opened_thread, Thread.id == thread.id
    return db.session.scalar(select(Thread.contact_email).where(*own))


def find_ties(viewer: Actor, thread: ThreadView) -> tuple[bool, bool]:
    """Whether this person supports it, and follows it."""
    if viewer.id is None:
        return False, False
    ties = [
        select(tie.account_id).where(tie.thread_id == thread.id, tie.account_id == viewer.id).exists()
        for tie in (Support, Follow)
    ]
    found = db.session.execute(select(*ties)).one()
    return bool(found[0]), bool(found[1])
