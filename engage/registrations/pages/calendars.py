"""How does a calendar program, which cannot sign in, see the registrations of a person or an association?

By an address that only they are shown. Its token is computed from our key, the account and what it opens; it opens an
association's calendar only while that account is a member.
"""

from dataclasses import replace
from uuid import UUID

from flask import Response, request, url_for

from engage.access.actor import VISITOR, Actor
from engage.access.guard import actor
from engage.access.rules import public
from engage.accounts.queries import find_person
from engage.accounts.tokens import address_token, read_address_token
from engage.calendar import subscription
from engage.errors import NotFound
from engage.language import gettext as _
from engage.language import localised, speaking
from engage.partners.queries import find_membership
from engage.registrations import queries
from engage.registrations.pages import blueprint
from engage.seminars.notifications import calendar_event
from engage.settings import current_settings

_OWN = "calendar of registrations"


def own_calendar_url() -> str:
    token = address_token(current_settings().secret_key, actor().account_id, _OWN)
    return current_settings().base_url + url_for("registrations.own_calendar", token=token)


def association_calendar_url(association_id: UUID) -> str:
    token = address_token(current_settings().secret_key, actor().account_id, _of(association_id))
    path = url_for("registrations.association_calendar", association_id=association_id, token=token)
    return current_settings().base_url + path


@blueprint.get("/feeds/me/<string(maxlength=100):token>.ics")
@public
def own_calendar(token: str) -> Response:
    person = _holder(token, _OWN)
    with speaking(person.locale):
        return _calendar(person, None, _("My registrations"))


@blueprint.get("/feeds/associations/<uuid:association_id>/<string(maxlength=100):token>.ics")
@public
def association_calendar(association_id: UUID, token: str) -> Response:
    person = _holder(token, _of(association_id))
    membership = find_membership(person, association_id)
    if membership is None:
        raise NotFound
    with speaking(person.locale):
        return _calendar(person, association_id, localised(membership.name)[0])


def _of(association_id: UUID) -> str:
    return f"calendar of association {association_id}"


def _holder(token: str, purpose: str) -> Actor:
    account_id = read_address_token(current_settings().secret_key, token, purpose)
    person = find_person(VISITOR, account_id) if account_id else None
    if person is None:
        raise NotFound
    return person


def _calendar(person: Actor, association_id: UUID | None, name: str) -> Response:
    """Nobody's name but the association's own stands in it; seats that are not sure yet are marked as such."""
    events = [
        replace(calendar_event(seminar), tentative=not is_sure)
        for seminar, is_sure in queries.list_appointments(person, association_id)
    ]
    response = Response(subscription(events, name), mimetype="text/calendar")
    response.add_etag()
    return response.make_conditional(request)  # type: ignore[return-value]
