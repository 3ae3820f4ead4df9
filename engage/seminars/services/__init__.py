"""Every write to seminars. Each locks the row first, so that it sees and keeps one truth."""

from engage.seminars.services.following import derive_again, follow_district, follow_venue
from engage.seminars.services.keeping import delete_filter, keep_filter, rename_filter
from engage.seminars.services.planning import edit_seminar, import_seminar, plan_seminar
from engage.seminars.services.steps import cancel_seminar, delete_draft, hold_seminar, publish_seminar

__all__ = [
    "cancel_seminar",
    "delete_draft",
    "delete_filter",
    "derive_again",
    "edit_seminar",
    "follow_district",
    "follow_venue",
    "hold_seminar",
    "import_seminar",
    "keep_filter",
    "plan_seminar",
    "publish_seminar",
    "rename_filter",
]
