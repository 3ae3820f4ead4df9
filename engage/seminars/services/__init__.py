"""Every write to seminars. Each locks the row first, so that it sees and keeps one truth."""

from engage.seminars.services.following import derive_again, follow_district, follow_venue
from engage.seminars.services.importing import Imported, import_seminars
from engage.seminars.services.inviting import (
    accept_invitation,
    forget_guests,
    invite_guests,
    remove_guest,
    renew_invitation_link,
)
from engage.seminars.services.keeping import delete_filter, keep_filter, rename_filter
from engage.seminars.services.many import publish_seminars
from engage.seminars.services.planning import edit_seminar, plan_seminar
from engage.seminars.services.series import cancel_series, edit_series, move_series, plan_series, publish_series
from engage.seminars.services.steps import cancel_seminar, delete_draft, hold_seminar, publish_seminar
from engage.seminars.services.templates import (
    add_template,
    delete_template,
    duplicate_seminar,
    edit_template,
    import_template,
    keep_as_template,
)

__all__ = [
    "Imported",
    "accept_invitation",
    "add_template",
    "cancel_seminar",
    "cancel_series",
    "delete_draft",
    "delete_filter",
    "delete_template",
    "derive_again",
    "duplicate_seminar",
    "edit_seminar",
    "edit_series",
    "edit_template",
    "follow_district",
    "follow_venue",
    "forget_guests",
    "hold_seminar",
    "import_seminars",
    "import_template",
    "invite_guests",
    "keep_as_template",
    "keep_filter",
    "move_series",
    "plan_seminar",
    "plan_series",
    "publish_seminar",
    "publish_seminars",
    "publish_series",
    "remove_guest",
    "rename_filter",
    "renew_invitation_link",
]
