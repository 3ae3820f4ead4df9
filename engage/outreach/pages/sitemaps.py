"""How do search engines find every public page? A map of each month of seminars, of the partners, and of the rest."""

from collections.abc import Sequence
from datetime import datetime

from flask import Response, url_for

from engage.access.actor import VISITOR
from engage.access.rules import public
from engage.outreach import queries
from engage.outreach.pages import blueprint
from engage.outreach.pages.answers import for_all, tag_of
from engage.web.lists import kept
from engage.web.rendering import render

KEPT_SECONDS = 3600
MADE_ANEW_SECONDS = 600  # thousands of partners are half a second's work, for whoever asks
PAGES = ("seminars.catalogue", "desk.partners", "agreements.register", "outreach.explain", "desk.privacy")
# What is somebody's own, a way to do something, or the same once more for programs.
NOT_FOR_ROBOTS = (
    "/account /api/ /calendar? /delegations /desk /districts /embed/seminars /feeds/ /filters /holidays /imports"
    " /invited/ /language/ /messages /obligations/ /registrations /reset /seminar-templates"
    " /sign-in /sign-up /start /venues /verify/"
).split()


@blueprint.get("/robots.txt")
@public
def robots() -> Response:
    return _answer(render("outreach/robots.txt", forbidden=NOT_FOR_ROBOTS), "text/plain")


@blueprint.get("/sitemap.xml")
@public
def index() -> Response:
    months = [url_for(".month", year=year, month=month) for year, month in queries.list_months(VISITOR)]
    paths = [url_for(".pages"), url_for(".partners"), *months]
    return _answer(render("outreach/sitemap_index.xml", paths=paths), "application/xml")


@blueprint.get("/sitemaps/pages.xml")
@public
def pages() -> Response:
    return _map([(url_for(endpoint), None) for endpoint in PAGES])


@blueprint.get("/sitemaps/associations.xml")
@public
def partners() -> Response:
    return _answer(kept(("sitemap", "associations"), MADE_ANEW_SECONDS, _map_of_partners), "application/xml")


def _map_of_partners() -> str:
    found = queries.list_partners(VISITOR)
    return _map_of([(url_for("desk.partner", association_id=association_id), None) for association_id in found])


@blueprint.get("/sitemaps/<int(min=1, max=9998):year>-<int(fixed_digits=2, min=1, max=12):month>.xml")
@public
def month(year: int, month: int) -> Response:
    found = queries.list_month(VISITOR, year, month)
    return _map([(f"/seminars/{one.id}", one.updated_at) for one in found])


def _map(addresses: Sequence[tuple[str, datetime | None]]) -> Response:
    return _answer(_map_of(addresses), "application/xml")


def _map_of(addresses: Sequence[tuple[str, datetime | None]]) -> str:
    return render("outreach/sitemap.xml", addresses=addresses)


def _answer(body: str, mimetype: str) -> Response:
    return for_all(Response(body, mimetype=mimetype), tag_of(body), KEPT_SECONDS)
