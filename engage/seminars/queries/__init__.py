"""Which seminars may this person see, and how do they find them?"""

from engage.seminars.queries.counting import Facets, count_facets
from engage.seminars.queries.desk import list_drafts, list_for_officer, list_misdated
from engage.seminars.queries.keeping import SavedFilterView, get_filter, list_filters
from engage.seminars.queries.planning import PlanView, get_own_plan, get_plan
from engage.seminars.queries.reading import (
    FILTERS,
    LOCKABLE_VIEW,
    VIEW,
    Cursor,
    SeminarView,
    get_seminar,
    get_series,
    is_visible,
    list_calendar,
    list_chosen,
    list_seminars,
    not_over,
    planned_by,
    visible_to,
)
from engage.seminars.queries.searching import Found, find_seminars
from engage.seminars.queries.templates import TemplateView, get_template, list_templates

__all__ = [
    "FILTERS",
    "LOCKABLE_VIEW",
    "VIEW",
    "Cursor",
    "Facets",
    "Found",
    "PlanView",
    "SavedFilterView",
    "SeminarView",
    "TemplateView",
    "count_facets",
    "find_seminars",
    "get_filter",
    "get_own_plan",
    "get_plan",
    "get_seminar",
    "get_series",
    "get_template",
    "is_visible",
    "list_calendar",
    "list_chosen",
    "list_drafts",
    "list_filters",
    "list_for_officer",
    "list_misdated",
    "list_seminars",
    "list_templates",
    "not_over",
    "planned_by",
    "visible_to",
]
