"""Every write to seminars. Each locks the row first, so that it sees and keeps one truth."""

from engage.seminars.services.following import derive_again, follow_district, follow_venue
from engage.seminars.services.importing import Imported, import_seminars
from engage.seminars.services.planning import edit_seminar, plan_seminar
from engage.seminars.services.steps import cancel_seminar, delete_draft, hold_seminar, publish_seminar

__all__ = [
    "Imported",
    "cancel_seminar",
    "delete_draft",
    "derive_again",
    "edit_seminar",
    "follow_district",
    "follow_venue",
    "hold_seminar",
    "import_seminars",
    "plan_seminar",
    "publish_seminar",
]
