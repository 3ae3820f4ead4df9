"""News that travels upward: registrations must hear of it, in the same transaction (connected in engage.features)."""

from blinker import Signal

# Each is sent with the locked seminar row; `actor` is who did it.
seminar_moved = Signal()  # also `before`: {local_start, local_end, venue_id} as JSON values
instants_changed = Signal()  # the hour on the wall did not
seminar_published = Signal()
seminar_cancelled = Signal()
draft_deleted = Signal()  # before it is: whoever has something against it raises Conflict
visibility_narrowed = Signal()  # before it is: whoever has something against it raises Invalid
capacity_lowered = Signal()
seats_may_be_free = Signal()
