"""Who is invited to a seminar, and by which link may more people come?"""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from hmac import compare_digest

from sqlalchemy import select

from engage.access.actor import Actor
from engage.access.permissions import Permission
from engage.accounts.models import Account
from engage.codes import link_token
from engage.database import db
from engage.errors import NotAllowed, NotFound
from engage.partners.models import Association
from engage.seminars.models import Seminar, SeminarGuest, Visibility
from engage.seminars.queries.reading import VIEW, SeminarView
from engage.settings import current_settings

MAX_GUESTS = 2000


@dataclass(frozen=True, slots=True)
class GuestView:
    """Who is invited: one of an association, a person with an account, and an e-mail address."""

    id: uuid.UUID
    association_id: uuid.UUID | None
    association_name: dict[str, str] | None
    account_name: str | None
    email: str | None
    created_at: datetime


def list_guests(viewer: Actor, seminar: SeminarView) -> Sequence[GuestView]:
    """The guests of a seminar as they were invited; no more than MAX_GUESTS. Raises NotAllowed."""
    if not viewer.can_in(Permission.SEMINARS_PLAN, seminar.district):
        raise NotAllowed
    of_guest = (SeminarGuest.id, SeminarGuest.association_id, Association.name, Account.display_name)
    found = (
        select(*of_guest, SeminarGuest.email, SeminarGuest.created_at)
        .outerjoin(Association, Association.id == SeminarGuest.association_id)
        .outerjoin(Account, Account.id == SeminarGuest.account_id)
        .where(SeminarGuest.seminar_id == seminar.id)
    )
    return [GuestView(*row) for row in db.session.execute(found.order_by(SeminarGuest.id).limit(MAX_GUESTS))]


def get_invited(viewer: Actor, seminar_id: uuid.UUID, token: str) -> SeminarView:
    """The published seminar that a good invitation link leads to, while guests may see it. Raises NotFound."""
    is_shown = Seminar.published_at.is_not(None), Seminar.visibility != Visibility.ASSOCIATIONS
    row = db.session.execute(VIEW.where(Seminar.id == seminar_id, *is_shown)).one_or_none()
    if row is None or not _is_link(seminar_id, row.invitation_round, token):
        raise NotFound
    return SeminarView(*row)


def invitation_url(viewer: Actor, seminar: SeminarView) -> str | None:
    """The link that is good now, for those who plan; None where there is none."""
    if not viewer.can_in(Permission.SEMINARS_PLAN, seminar.district):
        raise NotAllowed
    if not seminar.invitation_round:
        return None
    return f"{current_settings().base_url}/invited/{seminar.id}/{_token(seminar.id, seminar.invitation_round)}"


def _is_link(seminar_id: uuid.UUID, number: int, token: str) -> bool:
    return number > 0 and compare_digest(_token(seminar_id, number).encode(), token.encode())


def _token(seminar_id: uuid.UUID, number: int) -> str:
    return link_token(current_settings().secret_key, "invitation", seminar_id, number)
