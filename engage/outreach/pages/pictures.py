"""Which picture shows a seminar, or the whole site, where its address is shared?"""

from typing import Any
from uuid import UUID

from flask import Response

from engage.access.actor import VISITOR
from engage.access.rules import public
from engage.language import current, localised, show_clock, show_date, speaking
from engage.language import gettext as _
from engage.outreach.pages import blueprint
from engage.outreach.pages.answers import for_all
from engage.seminars.notifications import place_words
from engage.seminars.queries import SeminarView, get_seminar
from engage.settings import current_settings
from engage.web.documents import fingerprint, typeset

KEPT_SECONDS = 3600


@blueprint.get("/share.<any(ar, fr, en):locale_code>.png")
@public
def site(locale_code: str) -> Response:
    with speaking(locale_code):
        nothing = {"day": "", "hours": "", "place": ""}
        return _picture({"kind": _("Prevention seminars"), "title": _("Prevention begins with a meeting"), **nothing})


@blueprint.get("/seminars/<uuid:seminar_id>/share.<any(ar, fr, en):locale_code>.png")
@public
def seminar(seminar_id: UUID, locale_code: str) -> Response:
    with speaking(locale_code):
        return _picture(_fields(get_seminar(VISITOR, seminar_id)))


def _picture(fields: dict[str, Any]) -> Response:
    """Nothing is made for whoever has it already."""
    fields = {**fields, **_of_every_picture()}
    response = for_all(Response(mimetype="image/png"), fingerprint("share", fields), KEPT_SECONDS)
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"  # it is shown by others
    if response.status_code == 200:
        response.data = typeset("share", fields, "png")
    return response


def _fields(shown: SeminarView) -> dict[str, Any]:
    is_cancelled = shown.status == "cancelled"
    day = show_date(shown.local_start.date(), "full")
    return {
        "kind": _("This seminar is cancelled") if is_cancelled else _("Free awareness seminar"),
        "title": localised(shown.title)[0],
        "day": day[:1].upper() + day[1:],
        "hours": _hours(shown),
        "place": place_words(shown),
    }


def _hours(shown: SeminarView) -> str:
    start, end = shown.local_start, shown.local_end
    clocks = {"start": show_clock(start), "end": show_clock(end)}
    if start.date() == end.date():
        return _("From %(start)s to %(end)s, local time", **clocks)
    return _("From %(start)s to %(day)s, %(end)s, local time", day=show_date(end.date(), "full"), **clocks)


def _of_every_picture() -> dict[str, Any]:
    settings = current_settings()
    return {
        "language": current(),
        "brand": settings.brand,
        "institution": settings.institution[current()],
        "danger": _("In danger? Call the police now"),
        "number": settings.emergency_number,
    }
