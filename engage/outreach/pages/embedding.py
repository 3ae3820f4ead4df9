"""How does a school show the seminars near it on its own site? A small list for a frame, and a page about it."""

from typing import Any
from urllib.parse import urlencode

from flask import Response, make_response, url_for
from markupsafe import Markup

from engage import language
from engage.access.actor import VISITOR
from engage.access.rules import public
from engage.language import gettext as _
from engage.language import localised
from engage.outreach.pages import blueprint
from engage.outreach.pages.answers import answer, asked
from engage.outreach.schemas import EMBEDDED_FILTER, MOST_EMBEDDED
from engage.places.queries import district_names
from engage.seminars.queries import list_seminars
from engage.settings import current_settings
from engage.web.rendering import page, render
from engage.web.security import let_it_frame_our_own, let_others_frame

FILTERS = ("district", "theme", "audience")
SNIPPET = Markup('<iframe src="{}" title="{}" lang="{}" width="100%" height="520" loading="lazy"></iframe>')


@blueprint.get("/embed/seminars")
@public
def embedded() -> Response:
    return let_others_frame(answer(EMBEDDED_FILTER, "text/html", _list))


def _list(limit: int, **filters: Any) -> str:
    found = list_seminars(VISITOR, limit=limit, **filters)
    more = {name: filters[name] for name in FILTERS if filters.get(name)}
    return render("outreach/embedded.html", seminars=found.items, more=more, viewer=VISITOR)


@blueprint.get("/embed")
@public
def explain() -> Response:
    chosen = asked(EMBEDDED_FILTER)
    return let_it_frame_our_own(make_response(page("outreach/embed.html", chosen=chosen, **_to_choose(chosen))))


def _to_choose(chosen: dict[str, Any]) -> dict[str, Any]:
    """The form asks for the same page again, with the address of the list that was chosen."""
    query = {name: str(chosen[name]) for name in (*FILTERS, "limit") if chosen.get(name)}
    path = f"{url_for('.embedded')}?{urlencode({**query, 'lang': language.current()})}"
    settings = current_settings()
    title = _("Prevention seminars: %(institution)s", institution=settings.institution[language.current()])
    return {
        "path": path,
        "title": title,
        "snippet": str(SNIPPET.format(settings.base_url + path, title, language.current())),
        "districts": [(code, localised(name)[0]) for code, name in district_names().items()],
        "most": MOST_EMBEDDED,
    }
