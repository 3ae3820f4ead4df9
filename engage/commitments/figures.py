"""How many promises were kept, as everyone is told: counted over all of them, so not for each who asks."""

from typing import Any

from engage.access.actor import VISITOR
from engage.commitments.queries import Kept, count_by_district
from engage.settings import current_settings
from engage.web.lists import kept

SECONDS = 30


def kept_figures(**filters: Any) -> tuple[Kept, dict[str, Kept]]:
    """In all and by district, half a minute old at most; as they are now where lists are (ENGAGE_LIST_SECONDS=0)."""
    asked = {name: value for name, value in filters.items() if value}
    if not current_settings().list_seconds:
        return count_by_district(VISITOR, **asked)
    return kept(("commitments", repr(sorted(asked.items()))), SECONDS, lambda: count_by_district(VISITOR, **asked))
