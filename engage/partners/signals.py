"""News of associations for the features above, heard in the same transaction."""

from blinker import Signal

# Each is sent with the association's id, `actor` and `reason` (None for a restoration).
association_suspended = Signal()
association_restored = Signal()
association_dissolved = Signal()
