"""Who are the partners of the police, on a page?"""

from engage.access.guard import actor
from engage.access.rules import public
from engage.partners import queries
from engage.partners.pages import blueprint
from engage.partners.schemas.directory import ASSOCIATION_FILTER
from engage.places.queries import district_names
from engage.web.input import read_query
from engage.web.rendering import page


@blueprint.get("/associations")
@public
def catalogue() -> str:
    sent = read_query(ASSOCIATION_FILTER)
    associations = queries.list_associations(actor(), **sent)
    return page("partners/catalogue.html", associations=associations, districts=district_names(), filters=sent)
