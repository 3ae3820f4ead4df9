"""Holidays on pages, for those who keep them: a school year at a time."""

from datetime import date
from uuid import UUID

from flask import Blueprint, flash, redirect, url_for
from werkzeug.wrappers import Response as Answer

from engage import clock
from engage.access.guard import actor
from engage.access.permissions import Permission
from engage.access.rules import requires
from engage.holidays import queries, services
from engage.holidays.schemas import DELETE_FORM, HOLIDAY_EDIT_FORM, HOLIDAY_FILTER, HOLIDAY_INPUT
from engage.language import gettext as _
from engage.settings import current_settings
from engage.web.forms import Form
from engage.web.idempotency import idempotent
from engage.web.input import read_query
from engage.web.rendering import page

blueprint = Blueprint("holidays", __name__)

Shown = str | Answer | tuple[str, int]


@blueprint.get("/holidays")
@requires(Permission.PLACES_EDIT)
def holidays() -> str:
    sent = read_query(HOLIDAY_FILTER)
    year = sent.get("year") or _school_year(clock.today(current_settings().timezone))
    found = queries.list_holidays(actor(), **{**sent, "year": year, "limit": 100})
    return page("holidays/list.html", holidays=found, year=year)


@blueprint.get("/holidays/new")
@requires(Permission.PLACES_EDIT)
def new_holiday() -> Shown:
    return _holiday_page(Form(HOLIDAY_INPUT))


@blueprint.post("/holidays/new")
@requires(Permission.PLACES_EDIT)
@idempotent
def add_holiday() -> Shown:
    form = Form(HOLIDAY_INPUT)
    with form:
        services.add_holiday(actor(), **(sent := form.read()))
        flash(_("The days off are added."))
        return _to_list(sent["starts_on"])
    return _holiday_page(form)


@blueprint.get("/holidays/<uuid:holiday_id>/edit")
@requires(Permission.PLACES_EDIT)
def edit_holiday(holiday_id: UUID) -> Shown:
    return _holiday_page(Form(HOLIDAY_EDIT_FORM), queries.get_holiday(actor(), holiday_id))


@blueprint.post("/holidays/<uuid:holiday_id>/edit")
@requires(Permission.PLACES_EDIT)
def save_holiday(holiday_id: UUID) -> Shown:
    form = Form(HOLIDAY_EDIT_FORM)
    with form:
        services.edit_holiday(actor(), holiday_id, **(sent := form.read()))
        flash(_("The changes are kept."))
        return _to_list(sent["starts_on"])
    return _holiday_page(form, queries.get_holiday(actor(), holiday_id))


@blueprint.get("/holidays/<uuid:holiday_id>/delete")
@requires(Permission.PLACES_EDIT)
def ask_delete(holiday_id: UUID) -> Shown:
    return _delete_page(holiday_id, Form(DELETE_FORM))


@blueprint.post("/holidays/<uuid:holiday_id>/delete")
@requires(Permission.PLACES_EDIT)
def delete_holiday(holiday_id: UUID) -> Shown:
    form, holiday = Form(DELETE_FORM), queries.get_holiday(actor(), holiday_id)
    with form:
        services.delete_holiday(actor(), holiday_id, **form.read())
        flash(_("The days off are deleted."))
        return _to_list(holiday.starts_on)
    return _delete_page(holiday_id, form)


def _school_year(day: date) -> int:
    return day.year if day.month >= queries.SCHOOL_YEAR_MONTH else day.year - 1


def _to_list(day: date) -> Answer:
    return redirect(url_for(".holidays", year=_school_year(day)), 303)


def _holiday_page(form: Form, holiday: queries.HolidayView | None = None) -> Shown:
    form.initial = {name: getattr(holiday, name) for name in HOLIDAY_EDIT_FORM.fields} if holiday else {}
    return page("holidays/edit.html", form=form, holiday=holiday), form.status


def _delete_page(holiday_id: UUID, form: Form) -> Shown:
    return page("holidays/delete.html", holiday=queries.get_holiday(actor(), holiday_id), form=form), form.status
