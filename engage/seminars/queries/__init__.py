"""Which seminars may this person see, and how do they find them?"""

from engage.seminars.queries.counting import Facets, count_facets
from engage.seminars.queries.keeping import SavedFilterView, get_filter, list_filters
from engage.seminars.queries.reading import (
    FILTERS,
    LOCKABLE_VIEW,
    VIEW,
    Cursor,
    SeminarView,
    get_seminar,
    is_visible,
    list_misdated,
    list_seminars,
    list_waiting_for_officer,
    list_week,
    planned_by,
    visible_to,
)
from engage.seminars.queries.searching import Found, find_seminars

__all__ = [
    "FILTERS",
    "LOCKABLE_VIEW",
    "VIEW",
    "Cursor",
    "Facets",
    "Found",
    "SavedFilterView",
    "SeminarView",
    "count_facets",
    "find_seminars",
    "get_filter",
    "get_seminar",
    "is_visible",
    "list_filters",
    "list_misdated",
    "list_seminars",
    "list_waiting_for_officer",
    "list_week",
    "planned_by",
    "visible_to",
]
