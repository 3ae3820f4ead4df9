"""Feedback in figures: how each district does, for supervisors, and what everybody may read."""

from datetime import date
from typing import Any

from flask import Response

from engage import clock
from engage.access.guard import actor
from engage.access.permissions import Permission
from engage.access.rules import public, requires
from engage.feedback import queries
from engage.feedback.ages import Age
from engage.feedback.pages import blueprint
from engage.feedback.queries import DistrictFigures, Line, Took
from engage.feedback.schemas.figures import PERIOD_FILTER
from engage.language import current, localised, show_date
from engage.language import gettext as _
from engage.places.queries import district_names
from engage.settings import current_settings
from engage.web.input import understood_query
from engage.web.lists import kept_for_visitors
from engage.web.rendering import labels, page
from engage.web.sheets import Cell, Sheet, as_file


@blueprint.get("/feedback/districts")
@requires(Permission.THREADS_DECIDE)
def districts() -> str:
    period = _period()
    found = queries.count_districts(actor(), period)
    return page("feedback/districts.html", found=found, period=period, names=_district_words(found.rows))


@blueprint.get("/feedback/districts.csv")
@requires(Permission.THREADS_DECIDE)
def districts_sheet() -> Response:
    found = queries.count_districts(actor(), _period())
    names = _district_words(found.rows)
    rows = [_district_row(names[row.district], row) for row in found.rows]
    sheet = Sheet(_("Districts in figures"), _district_head(), [*rows, _district_row(_("All together"), found.total)])
    return as_file(sheet, "csv", f"feedback-{found.first}-{found.last}")


@blueprint.get("/feedback/figures")
@public
@kept_for_visitors
def figures() -> str:
    found = queries.get_public_figures(actor())
    return page("feedback/figures.html", found=found, names=_line_words(found))


@blueprint.get("/feedback/figures.csv")
@public
def figures_sheet() -> Response:
    found = queries.get_public_figures(actor())
    names, kinds = _line_words(found), {"district": _("District"), "category": _("About"), "month": _("Month")}
    lines = {"district": found.by_district, "category": found.by_category, "month": found.by_month}
    rows = [_line_row(kinds[kind], names[kind][one.key], one) for kind in kinds for one in lines[kind]]
    sheet = Sheet(_("Feedback in figures"), _line_head(), [_line_row(_("All together"), "", found.total), *rows])
    return as_file(sheet, "csv", f"feedback-{clock.local(found.as_of, current_settings().timezone):%Y-%m-%d}")


def _period() -> str:
    return str(understood_query(PERIOD_FILTER).get("period") or queries.Period.THIS_MONTH)


def _district_words(rows: Any) -> dict[str | None, str]:
    """What each of these lines is called; one may be about no district."""
    known = district_names()
    return {row.district: _district_name(known, row.district) for row in rows}


def _district_name(known: dict[str, dict[str, str]], code: str | None) -> str:
    return localised(known[code])[0] if code in known else code or _("Not known")


def _line_words(found: queries.PublicFigures) -> dict[str, dict[str | None, str]]:
    """What the lines of each table are called."""
    known = district_names()
    return {
        "district": {one.key: _district_name(known, one.key) for one in found.by_district},
        "category": dict(labels("categories", current())),
        "month": {one.key: _month_name(one.key) for one in found.by_month},
    }


def _month_name(key: str | None) -> str:
    if key is None or key == queries.BEFORE:
        return _("Still open from before")
    return show_date(date.fromisoformat(key), "month_year")


def _district_head() -> list[str]:
    ages = [f"{_('Open now')}: {words}" for words in dict(labels("thread_ages", current())).values()]
    took = [_("First reply: number"), _("First reply: median days"), _("First reply: 90 of 100 within days")]
    closing = [_("Closing: number"), _("Closing: median days"), _("Closing: 90 of 100 within days")]
    return [
        _("District"),
        _("Opened"),
        _("Open now"),
        *ages,
        _("Late now"),
        *took,
        *closing,
        _("Reopened"),
        *_rated_head(),
    ]


def _district_row(name: str, row: DistrictFigures) -> list[Cell]:
    ages = [row.open_by_age.get(age, 0) for age in Age]
    return [
        name,
        row.opened,
        row.open,
        *ages,
        row.late,
        *_took(row.first_reply),
        *_took(row.closing),
        row.reopened,
        *_rated(row),
    ]


def _rated_head() -> list[str]:
    return [_("Solved: answers"), _("Solved: yes"), _("Treated: answers"), _("Treated: well")]


def _rated(row: DistrictFigures) -> list[Cell]:
    """An empty cell is not told."""
    if row.rated is None:
        return [None] * len(_rated_head())
    solved, treated = row.rated.solved, row.rated.treated
    return [solved.in_all, solved.by_answer["yes"], treated.in_all, treated.by_answer["well"]]


def _took(took: Took) -> list[Cell]:
    return [took.number, *(None if days is None else str(days) for days in (took.median, took.high))]


def _line_head() -> list[str]:
    parts = [_("Opened"), _("Answered in time"), _("Answered late"), _("Late now"), _("Waiting, within the time")]
    return [_("Table"), _("Name"), *parts, _("Median days until the first reply")]


def _line_row(kind: str, name: str, one: Line) -> list[Cell]:
    """An empty cell is not told."""
    return [kind, name, one.opened, one.answered_in_time, one.answered_late, one.late, one.waiting, one.median_days]
