"""News of associations for the features above, heard in the same transaction."""

from blinker import Signal

# Sent with the association's id and `actor` before a step that may end what it has locks its row: each receiver locks
# its own rows first, since whoever registers, asks or proposes something locks these before the association, too.
association_may_end = Signal()

# Each is sent with the association's id, `actor` and `reason`.
association_suspended = Signal()
association_dissolved = Signal()

# Sent with the same besides one of them, where the seats that are promised go back too.
seats_given_back = Signal()

# Sent with the association's id, `actor`, `account_id` of whoever left, and `heir_id` of a manager who stays.
member_left = Signal()

# Sent with the association's id and `actor`: what would end with it? Each receiver answers counts by what they count
# (`seats`, `delegations`, `waiting`, `requests`, `agreements`, `proposals`). They are shown before a suspension or
# dissolution.
consequences_asked = Signal()
