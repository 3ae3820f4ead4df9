"""For which of several associations does somebody act? A choice of the browser: a default, never a permission."""

from collections.abc import Sequence
from uuid import UUID

from flask import make_response, redirect, request, url_for
from werkzeug.wrappers import Response as Answer

from engage.access.guard import actor
from engage.access.rules import signed_in
from engage.errors import NotFound
from engage.partners.pages import blueprint
from engage.partners.queries import MembershipView, find_membership

COOKIE = "acting_for"
COOKIE_SECONDS = 365 * 24 * 3600


def acting_for(memberships: Sequence[MembershipView]) -> MembershipView | None:
    """The one that was chosen in this browser, else the first that is verified, else the first; one that was refused or
    dissolved only where there is no other.
    """
    chosen = request.cookies.get(COOKIE)

    def comes_late(one: MembershipView) -> tuple[bool, ...]:
        return one.is_over, str(one.association_id) != chosen, one.status != "verified"

    return min(memberships, key=comes_late, default=None)


@blueprint.post("/associations/<uuid:association_id>/acting")
@signed_in
def act_for(association_id: UUID) -> Answer:
    if find_membership(actor(), association_id) is None:
        raise NotFound
    answer = make_response(redirect(url_for("desk.association", association_id=association_id), 303))
    is_https, kept = request.is_secure, str(association_id)
    answer.set_cookie(COOKIE, kept, max_age=COOKIE_SECONDS, samesite="Lax", httponly=True, secure=is_https)
    return answer
