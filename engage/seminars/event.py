"""How does a search engine read a seminar? As a schema.org Event, of nothing but what a visitor sees."""

from functools import lru_cache
from typing import Any

from babel.numbers import get_territory_currencies
from flask import url_for

from engage import clock
from engage.language import current, localised
from engage.seminars.notifications import seminar_url
from engage.seminars.queries import SeminarView
from engage.settings import current_settings

SCHEMA = "https://schema.org"
_AVAILABLE = {"open": "InStock", "waiting": "SoldOut", "full": "SoldOut", "not_yet": "PreOrder", "closed": "OutOfStock"}


def event_fields(seminar: SeminarView) -> dict[str, Any]:
    """https://schema.org/Event in JSON values, in the current language. Only for what is public."""
    settings, address = current_settings(), seminar_url(seminar.id)
    picture = url_for("outreach.seminar", seminar_id=seminar.id, locale_code=current())
    organizer = {"@type": "GovernmentOrganization", "name": settings.institution[current()], "url": settings.base_url}
    return {
        "@context": SCHEMA,
        "@type": "Event",
        "@id": address,
        "url": f"{address}?lang={current()}",
        "name": localised(seminar.title)[0],
        "description": description(seminar),
        "image": [f"{settings.base_url}{picture}"],
        "eventStatus": f"{SCHEMA}/{'EventCancelled' if seminar.status == 'cancelled' else 'EventScheduled'}",
        "inLanguage": seminar.languages,
        "isAccessibleForFree": True,
        "maximumAttendeeCapacity": seminar.capacity,
        "organizer": organizer,
        "offers": _offer(seminar, address),
        **_times(seminar),
        **_location(seminar, address),
    }


def description(seminar: SeminarView) -> str:
    """What it is about, in a few lines."""
    return localised(seminar.summary)[0] or localised(seminar.description)[0][:300] or localised(seminar.title)[0]


def _times(seminar: SeminarView) -> dict[str, str]:
    """The clock on the wall of the place, with its offset."""
    zone = clock.zone(seminar.timezone)
    return {"startDate": _at(seminar.starts_at, zone), "endDate": _at(seminar.ends_at, zone)}


def _at(instant: Any, zone: Any) -> str:
    return str(instant.astimezone(zone).isoformat(timespec="seconds"))


def _location(seminar: SeminarView, address: str) -> dict[str, Any]:
    if seminar.venue_name is None:
        # Where to join is told to those who come; everyone else is told here how to come.
        place: dict[str, Any] = {"@type": "VirtualLocation", "url": address}
        return {"eventAttendanceMode": f"{SCHEMA}/OnlineEventAttendanceMode", "location": place}
    place = {"@type": "Place", "name": localised(seminar.venue_name)[0], "address": _address(seminar)}
    if seminar.latitude is not None and seminar.longitude is not None:
        place["geo"] = {"@type": "GeoCoordinates", "latitude": seminar.latitude, "longitude": seminar.longitude}
    return {"eventAttendanceMode": f"{SCHEMA}/OfflineEventAttendanceMode", "location": place}


def _address(seminar: SeminarView) -> dict[str, Any]:
    street = {"streetAddress": seminar.venue_address} if seminar.venue_address else {}
    locality, country = localised(seminar.district_words)[0], current_settings().country
    return {"@type": "PostalAddress", **street, "addressLocality": locality, "addressCountry": country}


@lru_cache
def _currency(country: str) -> str:
    return str((get_territory_currencies(country) or ["USD"])[0])


def _offer(seminar: SeminarView, address: str) -> dict[str, Any]:
    opens_at = seminar.registration_opens_at or seminar.published_at
    currency = _currency(current_settings().country)
    offer = {"@type": "Offer", "url": address, "price": 0, "priceCurrency": currency}
    offer["availability"] = f"{SCHEMA}/{_AVAILABLE[seminar.registration]}"
    return offer | ({"validFrom": _at(opens_at, clock.zone(seminar.timezone))} if opens_at else {})
