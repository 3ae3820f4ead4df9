"""Which promises of the police may this person see, and what became of them?"""

from engage.commitments.queries.counting import Kept, count_by_district
from engage.commitments.queries.reading import (
    CommitmentView,
    MoveView,
    get_commitment,
    is_visible,
    list_commitments,
    list_in_charge,
    list_moves,
    list_of_thread,
)

__all__ = [
    "CommitmentView",
    "Kept",
    "MoveView",
    "count_by_district",
    "get_commitment",
    "is_visible",
    "list_commitments",
    "list_in_charge",
    "list_moves",
    "list_of_thread",
]
