"""What has the police agreed with associations? The public register."""

from engage.access.guard import actor
from engage.access.rules import public
from engage.agreements import queries
from engage.agreements.pages import blueprint
from engage.agreements.schemas import REGISTER_FILTER
from engage.places.queries import district_names
from engage.web.input import read_query
from engage.web.lists import kept_for_visitors
from engage.web.rendering import page


@blueprint.get("/agreements/register")
@public
@kept_for_visitors
def register() -> str:
    sent = read_query(REGISTER_FILTER)
    found = queries.list_registered(actor(), **sent)
    return page("agreements/register.html", agreements=found, districts=district_names(), filters=sent)


@blueprint.get("/agreements/register/<string:reference>")
@public
def registered(reference: str) -> str:
    found = queries.get_registered(actor(), reference)
    return page("agreements/registered.html", agreement=found, districts=district_names())
