"""Who are the partners of the police, where do they work, and what was done together?"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import url_for

from engage.access.guard import actor
from engage.access.rules import public
from engage.agreements.queries import count_active, list_registered
from engage.desk.pages import blueprint
from engage.language import current, localised
from engage.partners.queries import (
    AssociationView,
    count_by_district,
    find_membership,
    get_association,
    list_associations,
)
from engage.partners.schemas.directory import ASSOCIATION_FILTER
from engage.places.queries import district_centres, district_names
from engage.registrations.queries import count_together, get_public_figures
from engage.settings import current_settings
from engage.web.input import read_query
from engage.web.lists import kept_for_visitors, same_for_visitors
from engage.web.maps import placed
from engage.web.rendering import page

SCHEMA = "https://schema.org"


@dataclass(frozen=True)
class Spot:
    """A district on the map; `point` is None where nobody said where it lies."""

    code: str
    name: dict[str, str]
    number: int
    point: tuple[float, float] | None


@blueprint.get("/associations")
@public
@kept_for_visitors
def partners() -> str:
    sent = read_query(ASSOCIATION_FILTER)
    found = list_associations(actor(), **sent)
    ids = [one.id for one in found.items]
    figures = {"together": count_together(actor(), ids), "agreed": count_active(actor(), ids)}
    spots, height = same_for_visitors(("map", "of partners"), _map)
    context = {"districts": district_names(), "filters": sent, "spots": spots, "map_height": height}
    return page("desk/partners.html", associations=found, **figures, **context)


@blueprint.get("/associations/<uuid:association_id>")
@public
@kept_for_visitors
def partner(association_id: UUID) -> str:
    association = get_association(actor(), association_id)
    return page(
        "desk/partner.html",
        association=association,
        districts=district_names(),
        figures=get_public_figures(actor(), association.id),
        agreements=list_registered(actor(), association_id=association.id, with_duties=False).items,
        membership=find_membership(actor(), association.id),
        organization=_organization(association) if actor().is_anonymous else None,
    )


def _map() -> tuple[Sequence[Spot], int]:
    """Each district, those with the most partners first, and the height of the map."""
    numbers = count_by_district(actor())
    points, height = placed(district_centres(actor()))
    spots = [Spot(code, name, numbers.get(code, 0), points.get(code)) for code, name in district_names().items()]
    return sorted(spots, key=lambda spot: -spot.number), height


def _organization(association: AssociationView) -> dict[str, Any]:
    """https://schema.org/Organization in JSON values, of nothing but what a visitor sees."""
    address = current_settings().base_url + url_for(".partner", association_id=association.id)
    names = list(dict.fromkeys(association.name.values()))
    places = [localised(district_names()[code])[0] for code in association.districts if code in district_names()]
    return {
        "@context": SCHEMA,
        "@type": "NGO",
        "@id": address,
        "url": f"{address}?lang={current()}",
        "name": localised(association.name)[0],
        "alternateName": [name for name in names if name != localised(association.name)[0]],
        "areaServed": places,
    }
