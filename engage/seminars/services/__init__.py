"""Every write to seminars. Each locks the row first, so that it sees and keeps one truth."""

from engage.seminars.services.following import derive_again, follow_district, follow_venue
from engage.seminars.services.inviting import (
    accept_invitation,
    invite_guests,
    remove_guest,
    renew_invitation_link,
)
from engage.seminars.services.planning import edit_seminar, import_seminar, plan_seminar
from engage.seminars.services.steps import cancel_seminar, delete_draft, hold_seminar, publish_seminar

__all__ = [
    "accept_invitation",
    "cancel_seminar",
    "delete_draft",
    "derive_again",
    "edit_seminar",
    "follow_district",
    "follow_venue",
    "hold_seminar",
    "import_seminar",
    "invite_guests",
    "plan_seminar",
    "publish_seminar",
    "remove_guest",
    "renew_invitation_link",
]
