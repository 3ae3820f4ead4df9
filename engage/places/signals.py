"""News that travels upward: what is planned in a place must hear of it, in the same transaction (engage.features)."""

from blinker import Signal

# Each is sent with the changed row; `actor` is who did it.
venue_edited = Signal()
district_edited = Signal()
